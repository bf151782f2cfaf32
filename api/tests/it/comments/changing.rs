//! Changing and deleting comments, and what becomes of whom they notified (C21).

use copperline_client::{Client, Error, ResponseValue};
use copperline_shared::comments::UpdateComment;
use copperline_shared::problem::Problem;
use futures_util::future::join_all;

use super::*;

async fn try_change(
    by: &Client,
    comment: &Comment,
    text: &str,
) -> Result<ResponseValue<Comment>, Error<Problem>> {
    let body = UpdateComment {
        text: text.to_owned(),
        revision: comment.revision,
    };
    let change = by.update_comment().comment_id(comment.id).body(body);
    change.send().await
}

pub async fn change(by: &Client, comment: &Comment, text: &str) -> Comment {
    let changed = try_change(by, comment, text).await;
    changed.expect("it is changed").into_inner()
}

async fn try_delete(by: &Client, comment: Uuid) -> Result<ResponseValue<()>, Error<Problem>> {
    by.delete_comment().comment_id(comment).send().await
}

async fn read_comment(by: &Client, comment: Uuid) -> Comment {
    let read = by.read_comment().comment_id(comment).send().await;
    read.expect("a comment").into_inner()
}

#[actix_web::test]
async fn c21_who_wrote_a_comment_changes_it_in_its_place_and_that_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await;
    let written = comment(&owner, maya.id, "Ask her about Andre").await;
    assert_eq!((written.revision, written.edited_at), (0, None));
    comment(&owner, maya.id, "A later one").await;
    app.pass(TimeDelta::minutes(1)).await;
    let before = newest(&app, &owner).await;
    let changed = change(&owner, &written, " Ask her\r\nabout Ana ").await;
    let edited_at = changed.edited_at.expect("when it was changed");
    assert!(edited_at > written.created_at);
    let expected = Comment {
        text: "Ask her\nabout Ana".to_owned(),
        revision: 1,
        edited_at: Some(edited_at),
        ..written.clone()
    };
    assert_eq!(changed, expected);
    let told = Event::CommentChanged {
        comment: changed.clone(),
    };
    assert_eq!(events(&app, &owner, before).await, [told]);
    let first = ThreadEntry::Comment { comment: changed };
    assert_eq!(thread(&owner, maya.id).await[0], first);
    assert_eq!(meet(&owner, MAYA).await, maya, "its row is as it was");
}

#[actix_web::test]
async fn c21_a_change_on_an_older_text_is_refused_with_the_present_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let written = comment(&owner, maya, "Ask her").await;
    let theirs = change(&owner, &written, "Ask her, theirs").await;
    let stale = problem(try_change(&owner, &written, "Ask her, mine").await);
    assert_eq!((stale.code, stale.status), (ErrorCode::CommentChanged, 409));
    let current = stale.current.expect("the comment");
    let current: Comment = serde_json::from_value(current).expect("a comment");
    assert_eq!(current, theirs);
    // Sent again without an answer: it finds its own, and nothing happens twice.
    let before = newest(&app, &owner).await;
    assert_eq!(change(&owner, &written, "Ask her, theirs ").await, theirs);
    assert_eq!(newest(&app, &owner).await, before);
    assert_eq!(read_comment(&owner, written.id).await, theirs);
}

#[actix_web::test]
async fn c21_of_two_changes_at_once_one_is_refused_and_a_deletion_ends_both() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let mut written = comment(&owner, maya, "Ask her").await;
    for round in 0..10 {
        let (one, other) = (format!("A{round}"), format!("B{round}"));
        let (one, other) = tokio::join!(
            try_change(&owner, &written, &one),
            try_change(&owner, &written, &other)
        );
        assert!(one.is_ok() != other.is_ok(), "round {round}");
        let revision = written.revision;
        written = read_comment(&owner, written.id).await;
        assert_eq!(written.revision, revision + 1);
    }
    let (changed, deleted) = tokio::join!(
        try_change(&owner, &written, "Once more"),
        try_delete(&owner, written.id)
    );
    deleted.expect("it is gone");
    if changed.is_err() {
        assert_eq!(problem(changed).code, ErrorCode::NotFound);
    }
    assert_eq!(thread(&owner, maya).await, []);
}

#[actix_web::test]
async fn c21_nobody_changes_anothers_comment_and_only_admins_delete_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ana) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "admin").await,
    );
    let maya = meet(&owner, MAYA).await.id;
    let of_owner = comment(&owner, maya, "Mine").await;
    let of_sam = comment(&sam, maya, "Sam's").await;
    for (other, written) in [(&sam, &of_owner), (&ana, &of_sam), (&owner, &of_sam)] {
        let refused = problem(try_change(other, written, "Not mine").await);
        assert_eq!(refused.code, ErrorCode::Forbidden);
        assert_eq!(&read_comment(&owner, written.id).await, written);
    }
    let refused = problem(try_delete(&sam, of_owner.id).await);
    assert_eq!(refused.code, ErrorCode::Forbidden);
    let too = comment(&sam, maya, "Another of Sam's").await;
    try_delete(&sam, too.id).await.expect("one's own");
    try_delete(&ana, of_sam.id).await.expect("by an admin");
    let entry = ThreadEntry::Comment { comment: of_owner };
    assert_eq!(thread(&owner, maya).await, [entry]);
}

#[actix_web::test]
async fn c21_a_token_changes_and_deletes_what_it_wrote_and_nothing_else() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let of_owner = comment(&owner, maya, "Mine").await;
    let token = app.token(&owner.make_token(&[Scope::Conversations]).await);
    let written = token.create_comment().body(on(maya, "Score 87")).send();
    let written = written.await.expect("written").into_inner();
    let changed = change(&token, &written, "Score 91").await;
    assert_eq!(changed.author_name, "SmartQuotes");
    let other = app.token(&owner.make_token(&[Scope::Conversations]).await);
    for (program, comment) in [(&token, &of_owner), (&other, &changed)] {
        let refused = problem(try_change(program, comment, "Score 0").await);
        assert_eq!(refused.code, ErrorCode::Forbidden);
        let refused = problem(try_delete(program, comment.id).await);
        assert_eq!(refused.code, ErrorCode::Forbidden);
    }
    try_delete(&token, written.id).await.expect("its own");
    assert_eq!(thread(&owner, maya).await.len(), 1);
}

#[actix_web::test]
async fn c21_a_change_tells_whom_it_mentions_anew_once_and_takes_back_what_it_no_longer_says() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ana) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "basic").await,
    );
    let maya = meet(&owner, MAYA).await.id;
    let (at_sam, at_ana) = (mention(sam.agent), mention(ana.agent));
    let written = comment(&owner, maya, &format!("{at_sam} look")).await;
    app.pass(TimeDelta::minutes(1)).await;
    let before = newest(&app, &owner).await;
    let text = format!("{at_sam} and {at_ana} and {0} look", mention(owner.agent));
    let both = change(&owner, &written, &text).await;
    let news = told(&ana).await.items.remove(0);
    assert_eq!(news.comment.as_ref(), Some(&both));
    assert_eq!(Some(news.created_at), both.edited_at, "it is new");
    let expected = [
        Event::CommentChanged {
            comment: both.clone(),
        },
        Event::NotificationsChanged {
            notification: Some(news),
        },
    ];
    assert_eq!(events(&app, &owner, before).await, expected);
    assert_eq!(told(&sam).await.unread, 1, "once, by the first text");
    assert_eq!(told(&owner).await.unread, 0, "whoever writes it knows");
    // The same request again tells nobody anything.
    let before = newest(&app, &owner).await;
    change(&owner, &written, &text).await;
    assert_eq!(newest(&app, &owner).await, before);
    let one = change(&owner, &both, &format!("{at_ana} look")).await;
    assert_eq!(told(&sam).await, Notifications::default());
    assert_eq!(told(&ana).await.unread, 1);
    let expected = [
        Event::CommentChanged { comment: one },
        Event::NotificationsChanged { notification: None },
    ];
    assert_eq!(events(&app, &owner, before).await, expected);
}

#[actix_web::test]
async fn c21_a_deleted_comment_is_gone_from_the_thread_and_from_what_people_were_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ana) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "basic").await,
    );
    let maya = meet(&owner, MAYA).await.id;
    let text = format!("{} {} look", mention(sam.agent), mention(ana.agent));
    let written = comment(&owner, maya, &text).await;
    let stays = comment(&owner, maya, &mention(sam.agent)).await;
    let before = newest(&app, &owner).await;
    try_delete(&owner, written.id).await.expect("it is gone");
    let news = events(&app, &owner, before).await;
    let deleted = Event::CommentDeleted {
        comment_id: written.id,
        conversation_id: maya,
    };
    let changed = Event::NotificationsChanged { notification: None };
    assert_eq!(news, [deleted, changed.clone(), changed]);
    let of_sam = told(&sam).await;
    assert_eq!((of_sam.unread, of_sam.items.len()), (1, 1));
    assert_eq!(of_sam.items[0].comment.as_ref(), Some(&stays));
    assert_eq!(told(&ana).await, Notifications::default());
    let entry = ThreadEntry::Comment { comment: stays };
    assert_eq!(thread(&owner, maya).await, [entry]);
    // Again, and a change of what is gone: there is no such comment.
    let again = problem(try_delete(&owner, written.id).await);
    assert_eq!(again.code, ErrorCode::NotFound);
    let changed = problem(try_change(&owner, &written, "Back again").await);
    assert_eq!(changed.code, ErrorCode::NotFound);
    assert_eq!(newest(&app, &owner).await, before + 3);
}

#[actix_web::test]
async fn c21_a_deleted_comment_does_not_come_back_when_its_request_comes_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let write = || {
        let request = owner.create_comment().idempotency_key("k1");
        request.body(on(maya, "Ask her")).send()
    };
    let written = write().await.expect("written").into_inner();
    try_delete(&owner, written.id).await.expect("it is gone");
    assert_eq!(write().await.expect("its answer").into_inner(), written);
    assert_eq!(thread(&owner, maya).await, []);
}

#[actix_web::test]
async fn c21_a_change_to_what_cannot_stand_there_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let maya = meet(&owner, MAYA).await.id;
    let written = comment(&owner, maya, "Ask her").await;
    let theirs = mention(stranger.agent);
    let endless = "x".repeat(TEXT_LENGTH + 1);
    for text in ["", " \n", &theirs, &mention(Uuid::now_v7()), &endless] {
        let refused = problem(try_change(&owner, &written, text).await);
        assert_eq!(refused.code, ErrorCode::Invalid, "{text}");
        assert!(refused.field("text").is_some(), "{text}");
    }
    assert_eq!(read_comment(&owner, written.id).await, written);
    assert_eq!(told(&stranger).await.unread, 0);
}

#[actix_web::test]
async fn c21_changes_reading_and_erasing_at_once_wait_for_each_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await;
    let mut written = Vec::new();
    for n in 0..6 {
        let text = format!("{} {n}", mention(sam.agent));
        written.push(comment(&owner, maya.id, &text).await);
    }
    let last = written[5].clone();
    let changes = join_all(written.iter().map(|of| try_change(&owner, of, "Nobody")));
    let (changed, ()) = tokio::join!(changes, read(&sam, &last, None));
    assert!(changed.iter().all(Result::is_ok));
    assert_eq!(told(&sam).await, Notifications::default());
    let text = mention(sam.agent);
    let changed: Vec<Comment> = changed
        .into_iter()
        .flatten()
        .map(ResponseValue::into_inner)
        .collect();
    let changes = join_all(changed.iter().map(|of| try_change(&owner, of, &text)));
    let erase = owner.erase_contact().contact_id(maya.contact_id).send();
    let (changed, erased) = tokio::join!(changes, erase);
    erased.expect("she is forgotten");
    for refused in changed.into_iter().filter(Result::is_err) {
        assert_eq!(problem(refused).code, ErrorCode::NotFound);
    }
    assert_eq!(told(&sam).await, Notifications::default());
}
