//! What a number sends in a minute (X3).

use chrono::TimeDelta;
use copperline_shared::messages::{MessageState, Verdict};
use copperline_shared::problem::ErrorCode;

use crate::desk::{Desk, SEGMENT, settle};
use crate::support::TestApp;

#[actix_web::test]
async fn x3_a_number_sends_so_much_a_minute_and_the_rest_waits_for_its_turn() {
    let app = TestApp::start_with(|app| app.config.segments_per_minute = 6).await;
    let mut desk = Desk::open(&app).await;
    let before = desk.balance().await;
    let mut held = Vec::new();
    for number in 0..15 {
        let sent = desk.send(&format!("+1512555{number:04}"), "Hi").await;
        if sent.state == MessageState::Held {
            held.push(sent);
        }
    }
    assert_eq!(held.len(), 9);
    assert!(held.iter().all(|text| {
        text.reason
            .as_ref()
            .is_some_and(|reason| reason.code == ErrorCode::Pace)
    }));
    // Each has a turn of its own: six in the next minute, the others in the one after.
    let now = app.app.clock.now();
    let due: Vec<_> = held.iter().filter_map(|text| text.due_at).collect();
    assert!(due.is_sorted() && due[0] > now);
    assert!(due[5] < now + TimeDelta::seconds(75) && due[6] > now + TimeDelta::seconds(75));

    let delivered = async |desk: &Desk| desk.balance().await;
    app.pass(TimeDelta::seconds(75)).await;
    assert_eq!(delivered(&desk).await, before - 12 * SEGMENT);
    app.pass(TimeDelta::seconds(60)).await;
    settle(&app).await;
    assert_eq!(delivered(&desk).await, before - 15 * SEGMENT);
    desk.sign_in_again(&app).await;
    let last = held.last().expect("a text");
    assert_eq!(desk.state(last.id).await, MessageState::Delivered);
    let detail = desk.read_message().message_id(last.id).send().await;
    let detail = detail.expect("the text").into_inner();
    assert_eq!(detail.earlier.len(), 1, "it was asked about twice");
    let pace = detail.checks.last().expect("a check");
    assert_eq!(pace.verdict, Verdict::Pass);
}
