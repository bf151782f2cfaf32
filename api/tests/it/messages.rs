//! Texts: sending, handing over, states and opt-outs (C7, C8, M3, S7).

mod gate;
mod kills;
mod pace;
mod permission;
mod waiting;

use chrono::TimeDelta;
use copperline_api::jobs;
use copperline_shared::messages::{Direction, MessageState, SendMessage, SenderKind};
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::NextDelivery;
use uuid::Uuid;

use crate::desk::{Desk, Fault, MAYA, settle, tapped, text};
use crate::support::{TestApp, problem};

#[actix_web::test]
async fn c7_a_text_goes_out_arrives_and_is_answered() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sent = desk
        .send("(512) 555-0192", "  Hi Maya, still looking for cover?  ")
        .await;
    assert_eq!(sent.state, MessageState::Queued);
    assert_eq!(sent.body, "Hi Maya, still looking for cover?");
    assert_eq!(
        (sent.sender, sent.sender_name.as_str()),
        (SenderKind::Agent, "Jordan Diaz")
    );
    assert!(desk.shown(MAYA).await.is_empty(), "nothing has left yet");
    app.work().await;
    assert_eq!(desk.state(sent.id).await, MessageState::Sent);
    settle(&app).await;
    let delivered = desk.message(sent.id).await;
    assert_eq!(delivered.state, MessageState::Delivered);
    assert!(delivered.sent_at.is_some() && delivered.settled_at > delivered.sent_at);
    assert_eq!(
        desk.shown(MAYA).await,
        ["Hi Maya, still looking for cover?"]
    );

    desk.hear(&app, MAYA, "Yes please!").await;
    let thread = desk.thread().await;
    assert_eq!(thread.len(), 2);
    assert_eq!(
        (thread[1].direction, thread[1].state),
        (Direction::Inbound, MessageState::Received)
    );
    assert_eq!(thread[1].body, "Yes please!");
    let conversation = desk.conversation().await;
    assert_eq!(
        (conversation.unread_count, conversation.excerpt.as_str()),
        (1, "Yes please!")
    );
}

#[actix_web::test]
async fn c7_texts_of_a_conversation_leave_in_the_order_they_were_written() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let words = ["one", "two", "three", "four", "five"];
    for word in words {
        desk.send(MAYA, word).await;
    }
    // Two workers at once, and the first text is lost on its way once.
    line.fail(&[Fault::Lost]).await;
    let shared = app.app.clone().into_inner();
    let work = || jobs::run_due(&shared, 4);
    let (first, second) = tokio::join!(work(), work());
    first.and(second).expect("jobs run");
    app.pass(TimeDelta::seconds(30)).await;
    app.pass(TimeDelta::seconds(30)).await;
    assert_eq!(
        line.bodies().await,
        ["one", "one", "two", "three", "four", "five"]
    );
    assert_eq!(desk.shown(MAYA).await, words);
}

#[actix_web::test]
async fn s7_a_text_queued_before_an_opt_out_is_cancelled_and_refunded() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hello?").await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    let contact = desk.conversation().await.contact_id;
    desk.opt_out_contact()
        .contact_id(contact)
        .send()
        .await
        .expect("opted out");
    let cancelled = desk.message(sent.id).await;
    assert_eq!(cancelled.state, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    settle(&app).await;
    assert!(line.bodies().await.is_empty());
    let refused = desk.try_send(MAYA, "Hi again").await;
    assert_eq!(problem(refused).code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn m3_an_opt_out_the_queue_has_not_seen_stops_the_text_at_the_last_moment() {
    use diesel_async::RunQueryDsl;
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let sent = desk.send(MAYA, "Hi").await;
    // As a suppression list would, without looking at what is queued.
    diesel::sql_query(
        "INSERT INTO opt_outs (workspace_id, phone, source, opted_out_at) VALUES ($1, $2, 'carrier', now())",
    )
    .bind::<diesel::sql_types::Uuid, _>(desk.workspace.0)
    .bind::<diesel::sql_types::Text, _>(MAYA)
    .execute(&mut app.connection().await)
    .await
    .expect("an opt-out is written");
    settle(&app).await;
    assert_eq!(desk.state(sent.id).await, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    assert!(line.bodies().await.is_empty());
}

#[actix_web::test]
async fn c7_a_text_the_carrier_refuses_fails_in_plain_words_and_is_refunded() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Refuse {
            error_code: "21614".to_owned(),
        },
    )
    .await;
    let sent = desk.send(MAYA, "Hi").await;
    settle(&app).await;
    let failed = desk.message(sent.id).await;
    assert_eq!(failed.state, MessageState::Failed);
    let error = failed.error.expect("a reason");
    assert_eq!(error.code, "21614");
    assert!(error.reason.contains("no mobile phone"), "{}", error.reason);
    assert_eq!(desk.balance().await, before);
    assert_eq!(line.bodies().await, ["Hi"], "it is not tried again");
}

#[actix_web::test]
async fn s7_the_carriers_own_opt_out_counts_here_without_charge_or_retry() {
    let (app, line) = tapped().await;
    let desk = Desk::open(&app).await;
    let before = desk.balance().await;
    desk.next_delivery(
        MAYA,
        NextDelivery::Refuse {
            error_code: "21610".to_owned(),
        },
    )
    .await;
    let first = desk.send(MAYA, "one").await;
    let second = desk.send(MAYA, "two").await;
    settle(&app).await;
    assert_eq!(desk.state(first.id).await, MessageState::Failed);
    assert_eq!(desk.state(second.id).await, MessageState::Cancelled);
    assert_eq!(desk.balance().await, before);
    assert_eq!(line.bodies().await, ["one"]);
    assert!(desk.conversation().await.opted_out);
    assert_eq!(
        problem(desk.try_send(MAYA, "three").await).code,
        ErrorCode::OptedOut
    );
}

#[actix_web::test]
async fn c8_what_cannot_be_sent_is_refused_naming_the_field() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let refused = problem(desk.try_send("555-0192", " \n ").await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("body").is_some() && refused.field("to").is_some());
    let long = problem(desk.try_send(MAYA, &"x".repeat(1601)).await);
    assert!(
        long.field("body")
            .is_some_and(|message| message.contains("by 1 "))
    );
    let both = SendMessage {
        conversation_id: Some(Uuid::now_v7()),
        ..text(MAYA, "Hi")
    };
    let both = problem(desk.send_message().body(both).send().await);
    assert!(both.field("conversation_id").is_some());
    let unknown = SendMessage {
        conversation_id: Some(Uuid::now_v7()),
        body: "Hi".to_owned(),
        ..SendMessage::default()
    };
    let unknown = problem(desk.send_message().body(unknown).send().await);
    assert_eq!(unknown.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn s12_replies_leave_from_the_number_the_contact_wrote_to() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    desk.send(MAYA, "From the default").await;
    let second = desk.owner.rent(&app, "737").await;
    let first = std::mem::replace(&mut desk.number, second);
    desk.hear(&app, MAYA, "To the other one").await;
    desk.send(MAYA, "From the other one").await;
    settle(&app).await;
    desk.release_number()
        .number_id(desk.number.id)
        .send()
        .await
        .expect("released");
    desk.send(MAYA, "From the default again").await;
    settle(&app).await;
    let handset = desk
        .read_handset()
        .phone(MAYA)
        .send()
        .await
        .expect("a handset")
        .into_inner();
    let numbers: Vec<_> = handset
        .texts
        .iter()
        .map(|text| text.number.clone())
        .collect();
    // The released number's texts are gone from the handset with it.
    assert_eq!(numbers, [first.phone.clone(), first.phone]);
    assert_eq!(desk.thread().await.len(), 4);
}
