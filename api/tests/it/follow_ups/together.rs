//! Follow-ups of contacts that are merged or erased (C20, P6, X6).

use copperline_shared::contacts::MergeContact;

use super::*;

/// Two contacts whom no other round knows.
async fn two(owner: &Owner, round: usize) -> (Conversation, Conversation) {
    let (one, other) = (format!("+1512555011{round}"), format!("+1512555012{round}"));
    (meet(owner, &one).await, meet(owner, &other).await)
}

async fn merge(owner: &Owner, kept: &Conversation, other: &Conversation) -> Conversation {
    let body = MergeContact {
        other: other.contact_id,
    };
    let request = owner.merge_contact().contact_id(kept.contact_id).body(body);
    request.send().await.expect("they are merged");
    row(owner, kept.id).await
}

#[actix_web::test]
async fn c20_p6_two_that_become_one_wait_for_the_earlier_moment_whichever_had_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    for (round, other_is_first) in [true, false].into_iter().enumerate() {
        let (kept, other) = two(&owner, round).await;
        let (early, late) = (soon(&app), in_an_hour(&app));
        let (of_kept, of_other) = if other_is_first {
            (late, early)
        } else {
            (early, late)
        };
        put_off(&owner, kept.id, of_kept).await;
        put_off(&sam, other.id, of_other).await;
        let merged = merge(&owner, &kept, &other).await;
        let follow_up = merged.follow_up.expect("it waits");
        let by = if other_is_first {
            sam.agent
        } else {
            owner.agent
        };
        assert_eq!((follow_up.at, follow_up.put_off_by), (early, Some(by)));
        assert_eq!(
            (state(&merged), planned(&app).await),
            (Some(FollowUpState::Waiting), 1)
        );
        expect_sound(&app).await;
        until_then(&app).await;
        let back = row(&owner, kept.id).await;
        assert_eq!(
            (state(&back), back.unread_count),
            (Some(FollowUpState::Due), 1)
        );
        end(&owner, kept.id).await;
    }
}

#[actix_web::test]
async fn c20_p6_one_that_waits_alone_goes_on_waiting_whichever_it_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for (round, waits_in_other) in [true, false].into_iter().enumerate() {
        let (kept, other) = two(&owner, round).await;
        let id = if waits_in_other { other.id } else { kept.id };
        let until = in_an_hour(&app);
        put_off(&owner, id, until).await;
        let merged = merge(&owner, &kept, &other).await;
        assert_eq!(merged.follow_up.map(|follow_up| follow_up.at), Some(until));
        expect_sound(&app).await;
        end(&owner, kept.id).await;
    }
}

#[actix_web::test]
async fn c20_p6_nothing_unread_is_hidden_and_what_is_due_stays_due() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    for (number, waits_in_kept) in [(1, true), (2, false)] {
        let phones = [
            format!("+1512555011{number}"),
            format!("+1512555012{number}"),
        ];
        let [away, heard] = phones;
        let waits = meet(&desk, &away).await;
        put_off(&desk, waits.id, in_an_hour(&app)).await;
        desk.hear(&app, &heard, "Are you there?").await;
        let unread = meet(&desk, &heard).await;
        let (kept, other) = if waits_in_kept {
            (waits, unread)
        } else {
            (unread, waits)
        };
        let merged = merge(&desk, &kept, &other).await;
        assert_eq!(
            (state(&merged), merged.unread_count),
            (Some(FollowUpState::Due), 1)
        );
        assert!(listed(&desk, Tab::Recents).await.contains(&kept.id));

        // Due in one, put off in the other.
        let third = meet(&desk, &format!("+1512555013{number}")).await;
        put_off(&desk, third.id, in_an_hour(&app)).await;
        let before = merged.follow_up;
        let (kept, other) = if waits_in_kept {
            (merged, third)
        } else {
            (third, merged)
        };
        let again = merge(&desk, &kept, &other).await;
        assert_eq!(again.follow_up, before);
        assert_eq!(planned(&app).await, 0);
        expect_sound(&app).await;
    }
}

#[actix_web::test]
async fn c20_x6_one_that_was_erased_does_not_come_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await;
    put_off(&owner, maya.id, soon(&app)).await;
    let erased = owner.erase_contact().contact_id(maya.contact_id).send();
    erased.await.expect("she is erased");
    let before = newest(&app, &owner).await;
    until_then(&app).await;
    assert_eq!(newest(&app, &owner).await, before, "no news");
    assert_eq!(planned(&app).await, 0, "the job has ended");
    let told = owner.list_notifications().send().await;
    assert!(told.expect("notifications").items.is_empty());
    expect_sound(&app).await;
}
