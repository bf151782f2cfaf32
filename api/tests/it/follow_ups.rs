//! Follow-ups: conversations that are put off until a moment (C20).

use chrono::{DateTime, TimeDelta, Utc};
use copperline_api::check;
use copperline_api::schema::jobs;
use copperline_client::{Error, ResponseValue};
use copperline_shared::api_tokens::Scope;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::conversations::{
    Conversation, RecordKind, Tab, ThreadEntry, UpdateConversation,
};
use copperline_shared::events::Event;
use copperline_shared::follow_ups::{FollowUp, FollowUpState, PutOff};
use copperline_shared::notifications::NotificationKind;
use copperline_shared::problem::{ErrorCode, Problem};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::assignment::{assign, assign_to, token};
use crate::desk::{Desk, MAYA};
use crate::groups::make as make_group;
use crate::support::{Owner, TestApp, problem};
use crate::tags::{events, meet, newest};

mod at_once;
mod due;
mod lists;
mod taking_back;
mod together;

async fn try_put_off(
    owner: &Owner,
    id: Uuid,
    body: PutOff,
) -> Result<Conversation, Error<Problem>> {
    let request = owner.put_off_conversation().conversation_id(id).body(body);
    request.send().await.map(ResponseValue::into_inner)
}

async fn put_off(owner: &Owner, id: Uuid, until: DateTime<Utc>) -> Conversation {
    let body = PutOff::until(until);
    let request = owner.put_off_conversation().conversation_id(id).body(body);
    request.send().await.expect("it is put off").into_inner()
}

async fn end(owner: &Owner, id: Uuid) -> Conversation {
    let ended = owner.end_follow_up().conversation_id(id).send().await;
    ended.expect("it ends").into_inner()
}

async fn row(owner: &Owner, id: Uuid) -> Conversation {
    let read = owner.read_conversation().conversation_id(id).send().await;
    read.expect("it is there").into_inner().conversation
}

async fn listed(owner: &Owner, tab: Tab) -> Vec<Uuid> {
    let page = owner.list_conversations().tab(tab).send().await;
    let page = page.expect("a list").into_inner();
    page.items.iter().map(|row| row.id).collect()
}

async fn in_state(owner: &Owner, state: FollowUpState) -> Vec<Uuid> {
    let request = owner.list_conversations().follow_up(state);
    let page = request.send().await.expect("a list").into_inner();
    page.items.iter().map(|row| row.id).collect()
}

async fn records(owner: &Owner, id: Uuid) -> Vec<RecordKind> {
    let thread = owner.read_thread().conversation_id(id).send().await;
    let entries = thread.expect("a thread").into_inner().entries.into_iter();
    let kind = |entry| match entry {
        ThreadEntry::Record { record } => Some(record.kind),
        _ => None,
    };
    entries.filter_map(kind).collect()
}

async fn expect_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await).await;
    let report = report.expect("audits");
    assert!(report.is_sound(), "{report}");
}

async fn archive(owner: &Owner, id: Uuid, archived: bool) -> Conversation {
    let body = UpdateConversation {
        archived: Some(archived),
        ..UpdateConversation::default()
    };
    let request = owner.update_conversation().conversation_id(id).body(body);
    request.send().await.expect("it changes").into_inner()
}

fn state(conversation: &Conversation) -> Option<FollowUpState> {
    conversation.follow_up.map(|follow_up| follow_up.state)
}

/// The jobs that are to bring conversations back.
async fn planned(app: &TestApp) -> i64 {
    jobs::table
        .filter(jobs::kind.eq("end_put_off"))
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count")
}

/// In two minutes, by the app's clock: sessions last that long.
fn soon(app: &TestApp) -> DateTime<Utc> {
    app.app.clock.now() + TimeDelta::minutes(2)
}

/// Moves the clock on to after [`soon`], and runs what falls due.
async fn until_then(app: &TestApp) {
    app.pass(TimeDelta::minutes(3)).await;
}

/// In an hour, by the app's clock.
fn in_an_hour(app: &TestApp) -> DateTime<Utc> {
    app.app.clock.now() + TimeDelta::hours(1)
}

#[actix_web::test]
async fn c20_a_conversation_that_is_put_off_leaves_recents_and_returns_to_the_top_unread() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Call me in an hour").await;
    let maya = desk.conversation().await.id;
    let theo = meet(&desk, "+15125550193").await.id;
    let until = in_an_hour(&app);
    let away = put_off(&desk, maya, until).await;
    assert_eq!(away.unread_count, 0);
    let follow_up = away.follow_up.expect("a follow-up");
    assert_eq!(follow_up.state, FollowUpState::Waiting);
    assert_eq!(follow_up.put_off_by, Some(desk.agent));
    assert_eq!(follow_up.at.timestamp_micros(), until.timestamp_micros());
    assert_eq!(listed(&desk, Tab::Recents).await, [theo]);
    assert_eq!(listed(&desk, Tab::All).await.len(), 2);
    assert_eq!(in_state(&desk, FollowUpState::Waiting).await, [maya]);
    let counts = desk.count_conversations().send().await.expect("counts");
    assert_eq!((counts.recents, counts.unread, counts.due), (1, 0, 0));
    expect_sound(&app).await;

    let before = newest(&app, &desk).await;
    app.pass(TimeDelta::minutes(59)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(listed(&desk, Tab::Recents).await, [theo]);
    app.pass(TimeDelta::minutes(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(listed(&desk, Tab::Recents).await, [maya, theo]);
    let back = row(&desk, maya).await;
    assert_eq!(back.unread_count, 1);
    let follow_up = back.follow_up.expect("it is due");
    assert_eq!(follow_up.state, FollowUpState::Due);
    assert_eq!(in_state(&desk, FollowUpState::Due).await, [maya]);
    let counts = desk.count_conversations().send().await.expect("counts");
    assert_eq!((counts.recents, counts.unread, counts.due), (2, 1, 1));
    let told = events(&app, &desk, before).await;
    let [
        Event::RecordAdded { record },
        Event::NotificationsChanged {
            notification: Some(reminder),
        },
        Event::ConversationChanged { conversation },
    ] = told.as_slice()
    else {
        panic!("the record, the reminder and the row, not {told:?}")
    };
    assert_eq!(record.kind, RecordKind::FollowUpDue);
    assert_eq!(reminder.kind, NotificationKind::FollowUpDue);
    assert_eq!((reminder.conversation_id, conversation), (maya, &back));
    let listed = desk.list_notifications().send().await;
    let listed = listed.expect("notifications").into_inner();
    assert_eq!((listed.unread, &listed.items), (1, &vec![reminder.clone()]));

    assert_eq!(end(&desk, maya).await.follow_up, None);
    assert_eq!(end(&desk, maya).await.follow_up, None, "it is over");
    let kinds = [
        RecordKind::PutOff,
        RecordKind::FollowUpDue,
        RecordKind::FollowUpDone,
    ];
    assert_eq!(records(&desk, maya).await, kinds);
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_it_returns_when_the_contact_writes_and_its_moment_brings_nothing_more() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Call me in an hour").await;
    let maya = desk.conversation().await.id;
    put_off(&desk, maya, in_an_hour(&app)).await;
    desk.hear(&app, MAYA, "Or now").await;
    let back = row(&desk, maya).await;
    assert_eq!((back.follow_up, back.unread_count), (None, 1));
    assert_eq!(listed(&desk, Tab::Recents).await, [maya]);
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    let later = row(&desk, maya).await;
    assert_eq!((later.follow_up, later.unread_count), (None, 1));
}

#[actix_web::test]
async fn c20_one_that_is_put_off_anew_waits_for_the_new_moment_alone() {
    let app = TestApp::start().await;
    let mut owner = Desk::open(&app).await;
    let maya = meet(&owner, MAYA).await.id;
    let first = in_an_hour(&app);
    put_off(&owner, maya, first).await;
    let twice = newest(&app, &owner).await;
    put_off(&owner, maya, first).await;
    assert_eq!(newest(&app, &owner).await, twice, "no news");
    put_off(&owner, maya, first + TimeDelta::hours(1)).await;
    app.pass(TimeDelta::minutes(90)).await;
    owner.sign_in_again(&app).await;
    let waiting = row(&owner, maya).await.follow_up.expect("it waits");
    assert_eq!(waiting.state, FollowUpState::Waiting);
    app.pass(TimeDelta::minutes(31)).await;
    owner.sign_in_again(&app).await;
    let due = row(&owner, maya).await.follow_up.expect("it is due");
    assert_eq!(due.state, FollowUpState::Due);
    // And once more, from being due.
    let again = put_off(&owner, maya, in_an_hour(&app)).await;
    let again = again.follow_up.map(|follow_up| follow_up.state);
    assert_eq!(again, Some(FollowUpState::Waiting));
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_writing_to_the_contact_does_what_is_due_and_leaves_what_waits() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Call me in an hour").await;
    let maya = desk.conversation().await.id;
    put_off(&desk, maya, in_an_hour(&app)).await;
    desk.send(MAYA, "I will").await;
    let state = |follow_up: Option<FollowUp>| follow_up.map(|of| of.state);
    let waiting = state(row(&desk, maya).await.follow_up);
    assert_eq!(waiting, Some(FollowUpState::Waiting));
    app.pass(TimeDelta::minutes(61)).await;
    desk.sign_in_again(&app).await;
    let due = state(row(&desk, maya).await.follow_up);
    assert_eq!(due, Some(FollowUpState::Due));
    desk.send(MAYA, "Is now a good time?").await;
    assert_eq!(state(row(&desk, maya).await.follow_up), None);
}

#[actix_web::test]
async fn c20_what_was_archived_meanwhile_comes_out_of_the_archive() {
    let app = TestApp::start().await;
    let mut owner = Desk::open(&app).await;
    let maya = meet(&owner, MAYA).await.id;
    put_off(&owner, maya, in_an_hour(&app)).await;
    archive(&owner, maya, true).await;
    app.pass(TimeDelta::minutes(61)).await;
    owner.sign_in_again(&app).await;
    assert_eq!(listed(&owner, Tab::Recents).await, [maya]);
}

#[actix_web::test]
async fn c20_whoever_put_it_off_and_whoever_works_on_it_are_reminded() {
    use copperline_api::outbox::{self, Audience};
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    assign(&owner, maya, Some(sam.agent)).await;
    put_off(&owner, maya, in_an_hour(&app)).await;
    let before = newest(&app, &owner).await;
    app.pass(TimeDelta::minutes(61)).await;
    let connection = &mut app.connection().await;
    let stored = outbox::after(connection, owner.workspace, before, 100).await;
    let stored = stored.expect("events").into_iter();
    let reminded: Vec<Audience> = stored
        .filter(|stored| matches!(stored.event(), Ok(Event::NotificationsChanged { .. })))
        .map(|stored| stored.audience)
        .collect();
    let both = [Audience::Agent(owner.agent), Audience::Agent(sam.agent)];
    assert_eq!(reminded, both);
}

#[actix_web::test]
async fn c20_c18_those_who_are_in_the_group_that_works_on_it_are_reminded() {
    use copperline_api::outbox::{self, Audience};
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (sam, ann) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "basic").await,
    );
    app.colleague(&owner, "admin").await;
    let sales = make_group(&owner, "Sales", &[owner.agent, sam.agent, ann.agent]).await;
    let maya = meet(&owner, MAYA).await.id;
    assign_to(&owner, maya, Some(AssignedTo::Group(sales.id))).await;
    put_off(&owner, maya, in_an_hour(&app)).await;
    let before = newest(&app, &owner).await;
    app.pass(TimeDelta::minutes(61)).await;
    let connection = &mut app.connection().await;
    let stored = outbox::after(connection, owner.workspace, before, 100).await;
    let stored = stored.expect("events").into_iter();
    let mut reminded: Vec<Audience> = stored
        .filter(|stored| matches!(stored.event(), Ok(Event::NotificationsChanged { .. })))
        .map(|stored| stored.audience)
        .collect();
    let mut members = [owner.agent, sam.agent, ann.agent].map(Audience::Agent);
    reminded.sort_by_key(|of| format!("{of:?}"));
    members.sort_by_key(|of| format!("{of:?}"));
    assert_eq!(reminded, members, "each once, and nobody else");
}

#[actix_web::test]
async fn c20_x9_a_token_puts_off_until_a_moment_to_come() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let token = token(&app, &owner, Scope::Conversations).await;
    let try_until = async |until| {
        let body = PutOff::until(until);
        let request = token
            .put_off_conversation()
            .conversation_id(maya)
            .body(body);
        request.send().await
    };
    for until in [
        DateTime::UNIX_EPOCH,
        in_an_hour(&app) + TimeDelta::days(2000),
    ] {
        let refused = problem(try_until(until).await);
        assert_eq!(refused.code, ErrorCode::Invalid);
        assert!(refused.field("until").is_some(), "{}", refused.detail);
    }
    let away = try_until(in_an_hour(&app)).await.expect("it is put off");
    let follow_up = away.into_inner().follow_up.expect("a follow-up");
    assert_eq!(follow_up.put_off_by, None);
    let back = token.end_follow_up().conversation_id(maya).send().await;
    assert_eq!(back.expect("it is back").into_inner().follow_up, None);
    assert_eq!(listed(&owner, Tab::Recents).await, [maya]);
}
