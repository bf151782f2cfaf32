//! Who looks at a conversation, and who writes in it (C21).

use chrono::TimeDelta;
use copperline_api::db;
use copperline_client::Client;
use copperline_shared::api_tokens::Scope;
use copperline_shared::presence::{ConversationPresence, Doing, Present, PutPresence};
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use crate::events::Stream;
use crate::support::{Owner, TestApp, problem};
use crate::tags::{MAYA, meet, newest};

async fn put(by: &Client, view: Uuid, at: Uuid, doing: Doing) -> ConversationPresence {
    let body = PutPresence {
        conversation_id: at,
        doing,
    };
    let put = by.put_presence().view_id(view).body(body).send().await;
    put.expect("it is said").into_inner()
}

/// Says it until this node has heard it: it begins to listen in its own time.
async fn put_heard(by: &Client, view: Uuid, at: Uuid, doing: Doing) {
    while put(by, view, at, doing).await.present.is_empty() {}
}

async fn all(by: &Client) -> Vec<ConversationPresence> {
    let listed = by.list_presence().send().await;
    listed.expect("who is where").into_inner()
}

fn is_in(at: Uuid, present: Vec<Present>) -> ConversationPresence {
    ConversationPresence {
        conversation_id: at,
        present,
    }
}

fn sam(sam: &Owner, doing: Doing) -> Present {
    Present {
        agent_id: Some(sam.agent),
        name: "Sam Lee".to_owned(),
        doing,
    }
}

impl Stream {
    async fn presence(&mut self) -> ConversationPresence {
        loop {
            let frame = self.frame().await.expect("the stream goes on");
            if let Some(data) = frame.strip_prefix("event: presence\ndata: ") {
                return serde_json::from_str(data).expect("presence");
            }
        }
    }
}

#[actix_web::test]
async fn c21_presence_is_live_and_gone_after_silence_and_joins_no_outbox() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let before = newest(&app, &owner).await;
    let mut stream = Stream::open(&app, &owner.cookies, None).await;
    let view = Uuid::now_v7();
    put_heard(&colleague, view, maya, Doing::Looking).await;
    let looks = is_in(maya, vec![sam(&colleague, Doing::Looking)]);
    assert_eq!(stream.presence().await, looks);
    assert_eq!(all(&owner).await, std::slice::from_ref(&looks));
    put(&colleague, view, maya, Doing::Replying).await;
    let replies = is_in(maya, vec![sam(&colleague, Doing::Replying)]);
    assert_eq!(stream.presence().await, replies);
    app.app.clock.advance(TimeDelta::seconds(6));
    assert_eq!(stream.presence().await, looks);
    app.app.clock.advance(TimeDelta::seconds(19));
    assert_eq!(stream.presence().await, is_in(maya, Vec::new()));
    assert_eq!(all(&owner).await, []);
    assert_eq!(newest(&app, &owner).await, before, "no event was recorded");
}

#[actix_web::test]
async fn c21_a_tab_that_closes_leaves_at_once_and_one_that_opens_is_told_who_is_there() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let view = Uuid::now_v7();
    put_heard(&colleague, view, maya, Doing::Commenting).await;
    let mut stream = Stream::open(&app, &owner.cookies, None).await;
    let there = is_in(maya, vec![sam(&colleague, Doing::Commenting)]);
    assert_eq!(stream.presence().await, there);
    let left = colleague.end_presence().view_id(view).send().await;
    left.expect("it is said");
    assert_eq!(stream.presence().await, is_in(maya, Vec::new()));
    let again = colleague.end_presence().view_id(view).send().await;
    again.expect("saying it again is no error");
}

#[actix_web::test]
async fn x6_presence_is_shown_in_its_own_workspace_only() {
    let app = TestApp::start().await;
    app.listen();
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let (maya, theirs) = (meet(&owner, MAYA).await.id, meet(&stranger, MAYA).await.id);
    let mut stream = Stream::open(&app, &stranger.cookies, None).await;
    let (view, other) = (Uuid::now_v7(), Uuid::now_v7());
    put_heard(&owner, view, maya, Doing::Replying).await;
    // The first that the stranger hears of is their own.
    put_heard(&stranger, other, theirs, Doing::Looking).await;
    assert_eq!(stream.presence().await.conversation_id, theirs);
    assert_eq!(all(&stranger).await.len(), 1);
    let body = PutPresence {
        conversation_id: maya,
        doing: Doing::Looking,
    };
    let refused = stranger.put_presence().view_id(other).body(body).send();
    assert_eq!(problem(refused.await).code, ErrorCode::NotFound);
    // Another's view can't be ended by its id.
    let ended = stranger.end_presence().view_id(view).send().await;
    ended.expect("theirs of that id, had they one");
    put(&owner, Uuid::now_v7(), maya, Doing::Looking).await;
    assert_eq!(all(&owner).await[0].present[0].doing, Doing::Replying);
}

#[actix_web::test]
async fn c21_a_token_is_present_by_its_name() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let token = app.token(&owner.make_token(&[Scope::Conversations]).await);
    put_heard(&token, Uuid::now_v7(), maya, Doing::Replying).await;
    let there = Present {
        agent_id: None,
        name: "SmartQuotes".to_owned(),
        doing: Doing::Replying,
    };
    assert_eq!(all(&owner).await, [is_in(maya, vec![there])]);
}

#[actix_web::test]
async fn c21_what_is_said_to_one_node_is_known_on_another() {
    let app = TestApp::start().await;
    app.listen();
    let pool = db::pool(&app.database_url, 4).expect("a pool");
    let other = TestApp::start_with(|node| node.pool = pool).await;
    let (node, url) = (other.app.clone().into_inner(), app.database_url.clone());
    actix_web::rt::spawn(copperline_api::events::listen(node, url));
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let elsewhere = other.token(&owner.make_token(&[Scope::Conversations]).await);
    let view = Uuid::now_v7();
    // Said to the one until the other has heard it.
    while all(&elsewhere).await.is_empty() {
        put(&owner, view, maya, Doing::Looking).await;
    }
    assert_eq!(all(&elsewhere).await[0].conversation_id, maya);
}
