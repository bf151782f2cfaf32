//! Marking a conversation as read and unread (C7).

use super::*;

fn unread(unread: bool) -> UpdateConversation {
    UpdateConversation {
        unread: Some(unread),
        ..UpdateConversation::default()
    }
}

async fn counted(owner: &Owner) -> u32 {
    let counts = owner.count_conversations().send().await;
    counts.expect("counts").into_inner().unread
}

#[actix_web::test]
async fn c7_a_conversation_is_marked_as_unread_and_read_again_for_everybody() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let before = open(&owner, "512 555 0101").await;
    assert_eq!((before.unread_count, counted(&owner).await), (0, 0));

    let marked = change(&owner, before.id, unread(true)).await;
    assert_eq!(marked.unread_count, 1);
    assert_eq!(
        marked.last_activity_at, before.last_activity_at,
        "nothing has happened in it"
    );
    let row = list(&colleague, Tab::Recents).await.remove(0);
    assert_eq!((row.unread_count, counted(&colleague).await), (1, 1));

    let read = change(&colleague, before.id, unread(false)).await;
    assert_eq!((read.unread_count, counted(&owner).await), (0, 0));
    change(&owner, before.id, unread(true)).await;
    let done = colleague.mark_conversation_read();
    let done = done.conversation_id(before.id).send().await;
    done.expect("opening it marks it read");
    assert_eq!(counted(&owner).await, 0);
}

#[actix_web::test]
async fn c7_marking_as_unread_what_is_unread_keeps_the_count() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = app.token(
        &owner
            .make_token(&[copperline_shared::api_tokens::Scope::Leads])
            .await,
    );
    for _ in 0..2 {
        let lead = CreateLead {
            phone: "512 555 0101".to_owned(),
            ..CreateLead::default()
        };
        vendor
            .create_lead()
            .body(lead)
            .send()
            .await
            .expect("a lead");
    }
    let before = list(&owner, Tab::All).await.remove(0);
    let marked = change(&owner, before.id, unread(true)).await;
    assert_eq!(marked.unread_count, before.unread_count);
    assert!(before.unread_count > 0);
}

#[actix_web::test]
async fn c7_marks_change_together_in_one_request() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = open(&owner, "512 555 0101").await.id;
    let all = UpdateConversation {
        hot: Some(true),
        archived: Some(true),
        unread: Some(true),
    };
    let marked = change(&owner, id, all).await;
    assert_eq!(
        (marked.hot, marked.archived, marked.unread_count),
        (true, true, 1)
    );
}
