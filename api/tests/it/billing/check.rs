//! M2: what the check finds, what the database refuses, and a demo that passes (X11).

use copperline_api::{check, demo};
use copperline_shared::messages::MessageState;
use copperline_shared::simulator::NextDelivery;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::assert_sound;
use crate::desk::{Desk, MAYA, genuine, settle};
use crate::support::TestApp;

#[actix_web::test]
async fn m2_the_check_finds_a_balance_out_by_one_micro_dollar_and_every_other_tampering() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 25).await;
    assert_sound(&app).await;
    let mut connection = app.connection().await;
    // Triggers keep the ledger from being changed; only somebody who turns them off can.
    let off = "ALTER TABLE ledger_entries DISABLE TRIGGER USER";
    diesel::sql_query(off)
        .execute(&mut connection)
        .await
        .expect("the tables' owner may");
    for (tampering, mended, claim) in [
        (
            "UPDATE balances SET balance_micros = balance_micros + 1",
            "UPDATE balances SET balance_micros = balance_micros - 1",
            "each balance is the sum",
        ),
        (
            "UPDATE ledger_entries SET amount_micros = amount_micros - 1 WHERE account = 'card_payments'",
            "UPDATE ledger_entries SET amount_micros = amount_micros + 1 WHERE account = 'card_payments'",
            "the entries of each ledger transaction",
        ),
        (
            "UPDATE payments SET state = 'failed'",
            "UPDATE payments SET state = 'succeeded'",
            "each credit is for a payment",
        ),
        (
            "UPDATE payments SET amount_micros = amount_micros * 2",
            "UPDATE payments SET amount_micros = amount_micros / 2",
            "each succeeded payment",
        ),
        (
            "UPDATE event_cursors SET cursor = cursor - 1",
            "UPDATE event_cursors SET cursor = cursor + 1",
            "no event lies beyond",
        ),
    ] {
        diesel::sql_query(tampering)
            .execute(&mut connection)
            .await
            .expect("tampered");
        let report = check::run(&mut app.connection().await)
            .await
            .expect("a check");
        let found = report
            .findings
            .iter()
            .find(|finding| finding.claim.starts_with(claim));
        assert_eq!(
            found.expect("such a claim").count,
            1,
            "{tampering}: {report}"
        );
        assert!(!report.is_sound());
        diesel::sql_query(mended)
            .execute(&mut connection)
            .await
            .expect("mended");
    }
    assert_sound(&app).await;
}

#[actix_web::test]
async fn m2_the_ledger_can_neither_be_changed_nor_left_out_of_balance() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 25).await;
    let mut connection = app.connection().await;
    for statement in [
        "UPDATE ledger_entries SET amount_micros = 1",
        "DELETE FROM ledger_transactions",
        "UPDATE balances SET balance_micros = -1",
        "INSERT INTO ledger_entries SELECT workspace_id, transaction_id, 'messages', 5 FROM ledger_entries LIMIT 1",
    ] {
        let outcome = diesel::sql_query(statement).execute(&mut connection).await;
        assert!(outcome.is_err(), "{statement}");
    }
    assert_sound(&app).await;
}

#[actix_web::test]
async fn x11_the_demo_is_sound_can_be_signed_in_to_and_is_made_once() {
    let app = TestApp::start().await;
    std::fs::create_dir_all(&app.app.config.data).expect("a data folder");
    let now = app.app.clock.now();
    let run = || demo::run(&app.database_url, 120, &app.app.config, now);
    let made = run().await.expect("a demo");
    assert_eq!((made.created, made.conversations), (true, 120));
    assert_sound(&app).await;
    let sign_in = made.sign_in.expect("how to sign in");
    let browser = app.browser(&app.sign_in(demo::EMAIL, &sign_in.password).await);
    let start = browser
        .read_start()
        .send()
        .await
        .expect("the inbox")
        .into_inner();
    assert_eq!(start.counts.all, 120);
    assert!(
        start.counts.archived > 0 && start.counts.unread > 0,
        "{:?}",
        start.counts
    );
    assert!(start.numbers.len() == 3 && !start.conversations.items.is_empty());
    let groups: Vec<&str> = start.groups.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(groups, ["Everyone", "Sales", "Support"]);
    let mut rows = start.conversations.items.iter();
    assert!(rows.any(|row| row.assigned_group_id.is_some()));
    let lead = json!({ "phone": "+15125559876", "first_name": "Curl" });
    let answer = reqwest::Client::builder()
        .build()
        .expect("a client")
        .post(format!("{}/api/v1/leads", app.base_url))
        .bearer_auth(&sign_in.api_token)
        .json(&lead)
        .send()
        .await
        .expect("an answer");
    assert!(answer.status().is_success());
    let again = run().await.expect("the demo is there");
    assert_eq!((again.created, again.conversations), (false, 121));
    assert_eq!(again.sign_in.expect("kept").password, sign_in.password);
}

#[actix_web::test]
async fn m3_the_check_holds_for_texts_in_every_state_and_finds_an_unpaid_one() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let error_code = "30003".to_owned();
    let wishes = [
        (NextDelivery::Deliver, MessageState::Delivered),
        (
            NextDelivery::Fail {
                error_code: error_code.clone(),
            },
            MessageState::Undelivered,
        ),
        (NextDelivery::Refuse { error_code }, MessageState::Failed),
    ];
    for (wish, state) in wishes {
        desk.next_delivery(MAYA, wish).await;
        let sent = desk.send(MAYA, "Hello?").await;
        settle(&app).await;
        assert_eq!(desk.state(sent.id).await, state);
        assert_sound(&app).await;
    }
    let waiting = desk.send(MAYA, "Still there?").await;
    assert_sound(&app).await;
    let stop = [
        ("MessageSid", "SM1"),
        ("From", MAYA),
        ("To", desk.number.phone.as_str()),
        ("Body", "STOP"),
    ];
    assert_eq!(
        genuine(&app, "/callbacks/carrier/messages", &stop).await,
        200
    );
    assert_eq!(desk.state(waiting.id).await, MessageState::Cancelled);
    assert_sound(&app).await;
    app.work().await;
    assert_sound(&app).await;

    let raised = "UPDATE messages SET price_micros = price_micros + 1 WHERE state = 'delivered'";
    let raised = diesel::sql_query(raised)
        .execute(&mut app.connection().await)
        .await;
    assert_eq!(raised.expect("tampered"), 1);
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a check");
    assert_eq!(report.findings[2].count, 1, "{report}");
}
