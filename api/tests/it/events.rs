//! Live updates reach whom they should, once, in order, and nobody else.

mod cursors;
mod endings;
mod scopes;

use std::time::Duration;

use copperline_api::db::{Atomic, WorkspaceId};
use copperline_api::outbox::{self, Audience};
use copperline_shared::api_tokens::Scope;
use copperline_shared::contacts::CreateContact;
use copperline_shared::conversations::CreateConversation;
use copperline_shared::events::{Event, EventEnvelope};
use copperline_shared::leads::CreateLead;
use copperline_shared::money::Micros;
use diesel_async::RunQueryDsl;
use futures_util::StreamExt;
use tokio::sync::Notify;

use crate::support::{Owner, TestApp};

/// A browser's stream, read frame by frame.
pub struct Stream {
    bytes:
        std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<actix_web::web::Bytes>>>>,
    text: String,
}

impl Stream {
    pub async fn open(app: &TestApp, cookies: &str, after: Option<i64>) -> Self {
        Self::open_as(app, ("cookie", cookies), after).await
    }

    /// Opens with a header that says who is asking.
    async fn open_as(app: &TestApp, who: (&str, &str), after: Option<i64>) -> Self {
        let query = after
            .map(|after| format!("?after={after}"))
            .unwrap_or_default();
        let answer = reqwest::Client::builder()
            .build()
            .expect("a client")
            .get(format!("{}/api/v1/events{query}", app.base_url))
            .header(who.0, who.1)
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), 200);
        assert!(
            answer
                .headers()
                .get("content-encoding")
                .is_none_or(|coding| coding == "identity")
        );
        Self {
            bytes: Box::pin(answer.bytes_stream()),
            text: String::new(),
        }
    }

    /// The next frame, comments passed over; `None` when the stream has ended.
    pub async fn frame(&mut self) -> Option<String> {
        loop {
            if let Some((frame, rest)) = self.text.split_once("\n\n") {
                let frame = frame.to_owned();
                self.text = rest.to_owned();
                if !frame.starts_with(':') {
                    return Some(frame);
                }
                continue;
            }
            let next = tokio::time::timeout(Duration::from_secs(20), self.bytes.next());
            let bytes = next.await.expect("a frame comes in time")?.ok()?;
            self.text
                .push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
        }
    }

    async fn event(&mut self) -> EventEnvelope {
        let frame = self.frame().await.expect("the stream goes on");
        let data = frame
            .lines()
            .find_map(|line| line.strip_prefix("data: "))
            .expect("data");
        serde_json::from_str(data).expect("an envelope")
    }
}

async fn newest(app: &TestApp, workspace: WorkspaceId) -> i64 {
    outbox::newest(&mut app.connection().await, workspace)
        .await
        .expect("a cursor")
}

async fn record(app: &TestApp, workspace: WorkspaceId, audience: Audience, event: Event) {
    let now = app.app.clock.now();
    app.connection()
        .await
        .atomically(async |connection| {
            outbox::record(connection, workspace, vec![(audience, event.clone())], now).await
        })
        .await
        .expect("recorded");
}

fn balance(micros: i64) -> Event {
    Event::BalanceChanged {
        balance_micros: Micros(micros),
    }
}

async fn open_conversation(owner: &Owner, phone: &str) {
    let body = CreateConversation {
        phone: phone.to_owned(),
    };
    owner
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("it opens");
}

#[actix_web::test]
async fn s4_a_lead_reaches_an_open_browser_within_200_milliseconds() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let vendor = app.token(&owner.make_token(&[Scope::Leads]).await);
    let mut stream = Stream::open(&app, &owner.cookies, None).await;
    // The first one also waits for this node's own connection to the database.
    let post = async |phone: &str| {
        let lead = CreateLead {
            phone: phone.to_owned(),
            ..CreateLead::default()
        };
        vendor
            .create_lead()
            .body(lead)
            .send()
            .await
            .expect("a lead");
    };
    post("512 555 0101").await;
    let row_of = async |stream: &mut Stream| loop {
        if let Event::ConversationChanged { conversation } = stream.event().await.event {
            return conversation;
        }
    };
    row_of(&mut stream).await;
    let begun = std::time::Instant::now();
    post("512 555 0102").await;
    let row = row_of(&mut stream).await;
    assert_eq!((row.phone.as_str(), row.unread_count), ("+15125550102", 1));
    println!(
        "a lead was in the browser {:?} after it was posted",
        begun.elapsed()
    );
}

#[actix_web::test]
async fn a_browser_that_comes_back_misses_nothing_and_repeats_nothing() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let mut first = Stream::open(&app, &owner.cookies, Some(begun)).await;
    open_conversation(&owner, "512 555 0101").await;
    let seen = first.event().await.cursor;
    drop(first);
    for n in 0..5 {
        open_conversation(&owner, &format!("512 555 020{n}")).await;
    }
    let mut again = Stream::open(&app, &owner.cookies, Some(seen)).await;
    open_conversation(&owner, "512 555 0301").await;
    let newest = newest(&app, owner.workspace).await;
    let mut cursors = Vec::new();
    while cursors.last() != Some(&newest) {
        cursors.push(again.event().await.cursor);
    }
    assert_eq!(cursors, (seen + 1..=newest).collect::<Vec<_>>());
}

#[actix_web::test]
async fn transactions_that_commit_out_of_order_lose_no_event() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let now = app.app.clock.now();
    let (recorded, let_go) = (Notify::new(), Notify::new());
    let mut slow = app.connection().await;
    let slow = slow.atomically(async |connection| {
        let events = vec![(Audience::Owner, balance(1))];
        outbox::record(connection, owner.workspace, events, now).await?;
        recorded.notify_one();
        let_go.notified().await;
        Ok(())
    });
    let quick = async {
        recorded.notified().await;
        let quick = record(&app, owner.workspace, Audience::Owner, balance(2));
        let mut quick = std::pin::pin!(quick);
        let early = tokio::time::timeout(Duration::from_millis(300), &mut quick).await;
        assert!(early.is_err(), "the second waits for the first to commit");
        let visible = outbox::after(&mut app.connection().await, owner.workspace, begun, 10).await;
        assert!(
            visible.expect("events").is_empty(),
            "no reader sees the second one first"
        );
        let_go.notify_one();
        quick.await;
    };
    let (slow, ()) = tokio::join!(slow, quick);
    slow.expect("committed");
    let all = outbox::after(&mut app.connection().await, owner.workspace, begun, 10).await;
    let all: Vec<Event> = all
        .expect("events")
        .into_iter()
        .map(|stored| stored.event().expect("an event"))
        .collect();
    assert_eq!(all, [balance(1), balance(2)]);
}

#[actix_web::test]
async fn an_event_committed_while_a_browser_catches_up_is_not_taken_for_one_that_is_gone() {
    const EVENTS: i64 = 400;
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let first = newest(&app, owner.workspace).await;
    let last = first + EVENTS;
    let writing = async {
        for micros in 0..EVENTS {
            record(&app, owner.workspace, Audience::Workspace, balance(micros)).await;
        }
    };
    let reading = async {
        let mut cursor = first;
        while cursor < last {
            let mut stream = Stream::open(&app, &owner.cookies, Some(cursor)).await;
            for _ in 0..10.min(last - cursor) {
                let frame = stream.frame().await.expect("the stream goes on");
                let expected = format!("id: {}\ndata: {{", cursor + 1);
                assert!(frame.starts_with(&expected), "after {cursor} came {frame}");
                cursor += 1;
            }
        }
    };
    futures_util::future::join(writing, reading).await;
}

#[actix_web::test]
async fn an_event_never_reaches_somebody_outside_its_audience() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let admin = app.colleague(&owner, "admin").await;
    let basic = app.colleague(&owner, "basic").await;
    let stranger = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let mut streams = Vec::new();
    for person in [&owner, &admin, &basic] {
        streams.push(Stream::open(&app, &person.cookies, Some(begun)).await);
    }
    let mut elsewhere = Stream::open(&app, &stranger.cookies, None).await;
    let workspace = owner.workspace;
    record(&app, workspace, Audience::Owner, balance(1)).await;
    record(&app, workspace, Audience::Admins, Event::CardsChanged).await;
    record(&app, workspace, Audience::Agent(basic.agent), balance(2)).await;
    let last = Event::ProfileChanged {
        agent_id: basic.agent,
    };
    record(&app, workspace, Audience::Workspace, last.clone()).await;
    let expected = [
        vec![balance(1), Event::CardsChanged, last.clone()],
        vec![Event::CardsChanged, last.clone()],
        vec![balance(2), last.clone()],
    ];
    for (stream, expected) in streams.iter_mut().zip(expected) {
        let mut seen = Vec::new();
        while seen.last() != Some(&last) {
            seen.push(stream.event().await.event);
        }
        assert_eq!(seen, expected);
    }
    open_conversation(&stranger, "512 555 0199").await;
    let first = elsewhere.event().await.event;
    assert!(
        matches!(&first, Event::ContactChanged { contact } if contact.phone.as_str() == "+15125550199"),
        "nothing of another workspace came"
    );
}

#[actix_web::test]
async fn a_demoted_owner_hears_of_money_no_more() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let mut stream = Stream::open(&app, &owner.cookies, Some(begun)).await;
    record(&app, owner.workspace, Audience::Owner, balance(1)).await;
    assert_eq!(stream.event().await.event, balance(1));
    diesel::sql_query("UPDATE agents SET role = 'basic' WHERE id = $1")
        .bind::<diesel::sql_types::Uuid, _>(owner.agent)
        .execute(&mut app.connection().await)
        .await
        .expect("demoted");
    record(&app, owner.workspace, Audience::Owner, balance(2)).await;
    record(
        &app,
        owner.workspace,
        Audience::Workspace,
        Event::CardsChanged,
    )
    .await;
    assert_eq!(stream.event().await.event, Event::CardsChanged);
}

#[actix_web::test]
async fn a_browser_away_for_longer_than_events_are_kept_is_told_to_read_again() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    open_conversation(&owner, "512 555 0101").await;
    app.app.clock.advance(chrono::TimeDelta::days(8));
    let forgotten =
        copperline_api::events::forget_old(&mut app.connection().await, app.app.clock.now()).await;
    assert!(forgotten.expect("cleared") > 0);
    let cookies = app.sign_in(&owner.email, crate::support::PASSWORD).await;
    let mut stream = Stream::open(&app, &cookies, Some(begun)).await;
    let frame = stream.frame().await.expect("a frame");
    assert!(frame.contains("event: reset"), "{frame}");
    let body = CreateContact {
        phone: "512 555 0102".to_owned(),
        ..CreateContact::default()
    };
    app.browser(&cookies)
        .create_contact()
        .body(body)
        .send()
        .await
        .expect("a contact");
    assert!(stream.event().await.cursor > begun);
}
