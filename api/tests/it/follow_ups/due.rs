//! What a follow-up that is due ends by, and by what it doesn't (C20).

use copperline_api::outbox::{self, Audience};
use copperline_shared::leads::CreateLead;
use copperline_shared::messages::MessageState;
use copperline_shared::notifications::ReadNotifications;

use super::*;
use crate::desk::text;

/// A desk whose one conversation has a follow-up that is due.
async fn due(app: &TestApp) -> (Desk, Uuid) {
    let desk = Desk::open(app).await;
    desk.hear(app, MAYA, "Call me in a while").await;
    let maya = desk.conversation().await.id;
    put_off(&desk, maya, soon(app)).await;
    until_then(app).await;
    assert_eq!(state(&row(&desk, maya).await), Some(FollowUpState::Due));
    (desk, maya)
}

async fn unread(owner: &Owner) -> u32 {
    let told = owner.list_notifications().limit(1_u32).send().await;
    told.expect("notifications").unread
}

/// Whom the notifications since then were told to.
async fn told(app: &TestApp, owner: &Owner, after: i64) -> Vec<Audience> {
    let connection = &mut app.connection().await;
    let stored = outbox::after(connection, owner.workspace, after, 100).await;
    let stored = stored.expect("events").into_iter();
    stored
        .filter(|stored| matches!(stored.event(), Ok(Event::NotificationsChanged { .. })))
        .map(|stored| stored.audience)
        .collect()
}

#[actix_web::test]
async fn c20_what_comes_in_leaves_it_due() {
    let app = TestApp::start().await;
    let (desk, maya) = due(&app).await;
    desk.hear(&app, MAYA, "k").await;
    let vendor = app.token(&desk.make_token(&[Scope::Leads]).await);
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        ..CreateLead::default()
    };
    vendor
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("a lead");
    let now = row(&desk, maya).await;
    assert_eq!(
        (state(&now), now.unread_count),
        (Some(FollowUpState::Due), 3)
    );
    let by = now.follow_up.and_then(|follow_up| follow_up.put_off_by);
    assert_eq!(by, Some(desk.agent));
    assert_eq!(unread(&desk).await, 1);
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_a_lead_brings_back_what_is_put_off() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    put_off(&owner, maya, soon(&app)).await;
    let vendor = app.token(&owner.make_token(&[Scope::Leads]).await);
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        ..CreateLead::default()
    };
    vendor
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("a lead");
    let now = row(&owner, maya).await;
    assert_eq!((now.follow_up, now.unread_count), (None, 1));
}

#[actix_web::test]
async fn c20_a_text_for_later_does_what_is_due_and_its_leaving_does_nothing() {
    let app = TestApp::start().await;
    let (mut desk, maya) = due(&app).await;
    let scheduled = desk
        .schedule("I will call you then", in_an_hour(&app))
        .await;
    assert_eq!(row(&desk, maya).await.follow_up, None);
    assert_eq!(unread(&desk).await, 0);
    put_off(&desk, maya, soon(&app)).await;
    until_then(&app).await;
    app.pass(TimeDelta::hours(1)).await;
    desk.sign_in_again(&app).await;
    assert_ne!(desk.state(scheduled.id).await, MessageState::Scheduled);
    let now = row(&desk, maya).await;
    assert_eq!(state(&now), Some(FollowUpState::Due), "nobody followed up");
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_what_a_token_sends_leaves_it_due() {
    let app = TestApp::start().await;
    let (desk, maya) = due(&app).await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);
    let sent = program.send_message().body(text(MAYA, "Our prices")).send();
    sent.await.expect("the text is taken");
    assert_eq!(state(&row(&desk, maya).await), Some(FollowUpState::Due));
    desk.send(MAYA, "Is now a good time?").await;
    assert_eq!(row(&desk, maya).await.follow_up, None);
}

#[actix_web::test]
async fn c20_everybodys_reminders_end_with_the_follow_up() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    desk.hear(&app, MAYA, "Call me in a while").await;
    let maya = desk.conversation().await.id;
    assign(&desk, maya, Some(sam.agent)).await;
    // That he was given it is not what this is about.
    let body = ReadNotifications {
        until: app.app.clock.now(),
        conversation_id: None,
    };
    let read = sam.read_notifications().body(body).send().await;
    read.expect("they are read");
    let mut both = vec![Audience::Agent(desk.agent), Audience::Agent(sam.agent)];
    both.sort_by_key(|of| format!("{of:?}"));
    for way in ["done", "put off", "written to"] {
        put_off(&desk, maya, soon(&app)).await;
        until_then(&app).await;
        assert_eq!((unread(&desk).await, unread(&sam).await), (1, 1), "{way}");
        let before = newest(&app, &desk).await;
        match way {
            "done" => drop(end(&desk, maya).await),
            "put off" => drop(put_off(&desk, maya, in_an_hour(&app)).await),
            _ => drop(desk.send(MAYA, "Is now a good time?").await),
        }
        assert_eq!((unread(&desk).await, unread(&sam).await), (0, 0), "{way}");
        let mut to = told(&app, &desk, before).await;
        to.sort_by_key(|of| format!("{of:?}"));
        assert_eq!(to, both, "{way}");
    }
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_x9_what_nobody_put_off_and_nobody_works_on_reminds_everybody() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let token = token(&app, &owner, Scope::Conversations).await;
    let request = token.put_off_conversation().conversation_id(maya);
    let away = request.body(PutOff::until(soon(&app))).send().await;
    away.expect("it is put off");
    until_then(&app).await;
    assert_eq!((unread(&owner).await, unread(&sam).await), (1, 1));
}
