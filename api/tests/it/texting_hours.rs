//! The hours by state (X5).

use chrono::TimeDelta;
use copperline_api::texting_hours::queries;
use copperline_shared::messages::MessageState;
use copperline_shared::texting_hours::{TextingHours, Window};

use crate::desk::{Desk, MAYA};
use crate::support::TestApp;

fn window(from: &str, to: &str) -> Window {
    Window {
        from: from.parse().expect("a time"),
        to: to.parse().expect("a time"),
    }
}

#[actix_web::test]
async fn x5_the_hours_can_be_read_by_everybody_with_their_sources() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let basic = app.colleague(&owner, "basic").await;
    let listed = basic.list_texting_hours().send().await;
    let hours = listed.expect("the hours").into_inner();
    assert_eq!(hours[0].state, None, "what holds elsewhere comes first");
    assert_eq!(hours[0].weekdays, Some(window("8:00", "20:00")));
    let texas = hours
        .iter()
        .find(|hours| hours.state.as_deref() == Some("TX"));
    let texas = texas.expect("Texas has hours of its own");
    assert_eq!(texas.saturdays, Some(window("9:00", "21:00")));
    assert_eq!(texas.sundays, Some(window("12:00", "21:00")));
    let island = hours
        .iter()
        .find(|hours| hours.state.as_deref() == Some("RI"));
    let island = island.expect("Rhode Island has hours of its own");
    assert_eq!(island.weekdays, Some(window("9:00", "18:00")));
    assert_eq!(island.sundays, Some(window("10:00", "17:00")));
    assert!(hours.iter().all(|hours| !hours.source.is_empty()));
}

#[actix_web::test]
async fn x5_changed_hours_hold_for_the_next_text() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let all_day = Some(window("0:00", "24:00"));
    let hours = TextingHours {
        state: Some("TX".to_owned()),
        weekdays: all_day,
        saturdays: all_day,
        sundays: all_day,
        source: "a test".to_owned(),
        updated_at: app.app.clock.now(),
    };
    queries::set(&mut app.connection().await, &hours)
        .await
        .expect("set");
    desk.at_night(&app).await;
    assert_eq!(desk.send(MAYA, "Hi").await.state, MessageState::Queued);
    // New York's hours stayed as they were.
    let other = desk.send("+12125550101", "Hi").await;
    assert_eq!(other.state, MessageState::Held);
    let due = other.due_at.expect("it waits") - app.app.clock.now();
    assert!(due > TimeDelta::hours(8), "{due}");
}
