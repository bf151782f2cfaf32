//! Putting off, ending and what else happens at the same moment (C20).

use copperline_api::follow_ups::jobs::end_put_off;

use super::*;

/// Put off by somebody who sees the conversation like this.
fn having_seen(conversation: &Conversation, until: DateTime<Utc>) -> PutOff {
    PutOff {
        seen: Some(conversation.last_activity_at),
        ..PutOff::until(until)
    }
}

fn refusal(outcome: Result<Conversation, Error<Problem>>) -> Problem {
    match outcome {
        Err(Error::ErrorResponse(answer)) => answer.into_inner(),
        other => panic!("expected a problem, got {:?}", other.map(|row| row.id)),
    }
}

#[actix_web::test]
async fn c20_a_text_that_came_in_before_is_not_hidden_and_one_that_comes_after_brings_it_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Call me in an hour").await;
    let seen = desk.conversation().await;
    let maya = seen.id;
    desk.hear(&app, MAYA, "No, call me now").await;
    let refused = try_put_off(&desk, maya, having_seen(&seen, soon(&app))).await;
    let refused = refusal(refused);
    assert_eq!(refused.code, ErrorCode::ConversationChanged);
    let current = refused.current.expect("what stands there now");
    let current: Conversation = serde_json::from_value(current).expect("a conversation");
    assert_eq!((current.unread_count, current.follow_up), (2, None));
    assert_eq!(row(&desk, maya).await, current);
    // Read by somebody else it is still something that whoever asks hasn't seen.
    let read = desk.mark_conversation_read().conversation_id(maya).send();
    read.await.expect("it is read");
    let refused = try_put_off(&desk, maya, having_seen(&seen, soon(&app))).await;
    assert_eq!(refusal(refused).code, ErrorCode::ConversationChanged);

    let away = try_put_off(&desk, maya, having_seen(&current, soon(&app))).await;
    let away = away.expect("it is put off");
    assert_eq!(state(&away), Some(FollowUpState::Waiting));
    desk.hear(&app, MAYA, "Or later").await;
    let back = row(&desk, maya).await;
    assert_eq!((back.unread_count, back.follow_up), (1, None));
    assert_eq!(listed(&desk, Tab::Recents).await, [maya]);
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_a_text_that_comes_in_at_the_same_moment_is_never_hidden() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hello").await;
    let maya = desk.conversation().await.id;
    for round in 0..12 {
        let read = desk.mark_conversation_read().conversation_id(maya).send();
        read.await.expect("it is read");
        let seen = row(&desk, maya).await;
        let words = format!("And {round}");
        let (_, outcome) = tokio::join!(
            desk.hear(&app, MAYA, &words),
            try_put_off(&desk, maya, having_seen(&seen, in_an_hour(&app))),
        );
        if outcome.is_err() {
            assert_eq!(refusal(outcome).code, ErrorCode::ConversationChanged);
        }
        let now = row(&desk, maya).await;
        assert_eq!((now.unread_count, now.follow_up), (1, None), "{round}");
    }
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_its_moment_and_ending_it_at_once_leave_nothing_due() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    for round in 0..8 {
        put_off(&owner, maya, app.app.clock.now() + TimeDelta::seconds(10)).await;
        app.app.clock.advance(TimeDelta::seconds(11));
        tokio::join!(app.work(), end(&owner, maya));
        assert_eq!(row(&owner, maya).await.follow_up, None, "{round}");
    }
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_its_moment_and_putting_it_off_anew_at_once_leave_the_new_moment() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    for round in 0..8 {
        put_off(&owner, maya, app.app.clock.now() + TimeDelta::seconds(10)).await;
        app.app.clock.advance(TimeDelta::seconds(11));
        let later = in_an_hour(&app);
        tokio::join!(app.work(), put_off(&owner, maya, later));
        let now = row(&owner, maya).await.follow_up.expect("it waits");
        assert_eq!(
            (now.at, now.state),
            (later, FollowUpState::Waiting),
            "{round}"
        );
    }
    let told = owner.list_notifications().send().await;
    assert_eq!(told.expect("notifications").unread, 0, "none is left over");
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_a_job_that_is_run_again_brings_nothing_back_twice() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let until = soon(&app);
    put_off(&owner, maya, until).await;
    app.app.clock.advance(TimeDelta::minutes(3));
    let shared = app.app.clone().into_inner();
    let run = || end_put_off(&shared, owner.workspace, maya, until);
    let (one, other) = tokio::join!(run(), run());
    one.and(other).expect("both are done");
    run().await.expect("and so is the third");
    app.work().await;
    let back = row(&owner, maya).await;
    assert_eq!(
        (back.unread_count, state(&back)),
        (1, Some(FollowUpState::Due))
    );
    let kinds = [RecordKind::PutOff, RecordKind::FollowUpDue];
    assert_eq!(records(&owner, maya).await, kinds);
    let told = owner.list_notifications().send().await;
    assert_eq!(told.expect("notifications").items.len(), 1);
}

#[actix_web::test]
async fn c20_a_moment_that_counts_no_more_leaves_no_job_behind() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let other = meet(&owner, "+15125550193").await.id;
    put_off(&owner, other, in_an_hour(&app)).await;
    for hours in 1..4 {
        put_off(&owner, maya, in_an_hour(&app) + TimeDelta::hours(hours)).await;
        assert_eq!(planned(&app).await, 2);
    }
    expect_sound(&app).await;
    end(&owner, maya).await;
    assert_eq!(planned(&app).await, 1, "the other one's");
    expect_sound(&app).await;
}
