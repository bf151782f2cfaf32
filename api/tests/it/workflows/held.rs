//! What holds a run: the hour, its number's pace, a review, and what the workspace lacks (P4, X3-X5).

use chrono::TimeDelta;
use copperline_shared::messages::{Check, Verdict};
use copperline_shared::reviews::ReviewList;
use copperline_shared::workflows::{RunState, WaitUnit, WorkflowRun};

use super::*;

async fn held(owner: &Owner) -> Vec<WorkflowRun> {
    let page = owner.list_held_runs().send().await;
    page.expect("what is held is listed").into_inner().items
}

fn code(run: &WorkflowRun) -> Option<ErrorCode> {
    run.hold.as_ref().map(|hold| hold.code)
}

#[actix_web::test]
async fn x5_x3_a_text_that_waits_for_the_hour_is_listed_and_keeps_its_trace() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(vec![send("Hi")])).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    desk.at_night(&app).await;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!(run.state, RunState::Running);
    assert_eq!(code(&run), Some(ErrorCode::QuietHours));
    assert!(run.due_at.is_some_and(|due| due > app.app.clock.now()));
    assert_eq!(held(&desk).await, [run]);
    assert_eq!(desk.waiting().await, [] as [&str; 0], "nothing is written");
    // Noon in Austin: also on a Sunday it is the hour.
    app.pass_until(18 * 60 + 5).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    assert_eq!(held(&desk).await, []);
    assert_eq!(states(&desk, maya).await, [RunState::Finished]);
    let id = desk.thread().await[0].id;
    let detail = desk.read_message().message_id(id).send().await;
    let earlier = detail.expect("its trace").into_inner().earlier;
    let was_held = earlier[0].checks.iter().any(|check| {
        (check.check, check.verdict) == (Check::QuietHours, Verdict::Hold) && check.until.is_some()
    });
    assert!(was_held, "{earlier:?}");
    sound(&app).await;
}

#[actix_web::test]
async fn p4_texts_beyond_a_numbers_pace_wait_with_their_run_and_end_with_it() {
    let app = TestApp::start_with(|app| app.config.segments_per_minute = 1).await;
    let mut desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(vec![send("Hi"), send("And more")])).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    assert_eq!(desk.waiting().await, [] as [&str; 0]);
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.state, run.place), (RunState::Running, 1));
    assert_eq!(code(&run), Some(ErrorCode::Pace));
    app.pass(TimeDelta::seconds(61)).await;
    assert_eq!(desk.bodies().await, ["Hi", "And more"]);
    assert_eq!(states(&desk, maya).await, [RunState::Finished]);
    // The last text of all ends with its run, too, when the contact writes.
    app.pass(TimeDelta::seconds(61)).await;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    desk.hear(&app, MAYA, "I am here, call me").await;
    assert_eq!(states(&desk, maya).await[0], RunState::Replied);
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    let bodies = desk.bodies().await;
    let told = bodies.iter().filter(|body| *body == "And more").count();
    assert_eq!(told, 1, "{bodies:?}");
    sound(&app).await;
}

#[actix_web::test]
async fn x4_runs_pause_while_a_review_is_open_and_go_on_when_it_is_dismissed() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let tag = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let lasting = CreateWorkflow {
        ends_on_reply: false,
        ..welcome(vec![
            send("Hi"),
            wait(1, WaitUnit::Hours),
            WorkflowStep::AddTag { tag_id: tag },
            send("I go on"),
        ])
    };
    let lasting = make(&desk, lasting).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, lasting.id).await;
    app.work().await;
    desk.hear(&app, MAYA, "Hi, take me off your list pls").await;
    let other = CreateWorkflow {
        name: "Other".to_owned(),
        ..welcome(vec![WorkflowStep::MarkHot])
    };
    let other = make(&desk, other).await;
    let refusal = refused(&desk, maya, other.id).await;
    assert_eq!(refusal, ErrorCode::AutomationPaused);
    // It says so at once, though its step isn't due yet.
    let open = desk.list_reviews().list(ReviewList::Open).send().await;
    let review = open.expect("reviews").into_inner().items.remove(0).id;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.review_id, code(&run)), (Some(review), None));
    app.pass(TimeDelta::minutes(90)).await;
    desk.sign_in_again(&app).await;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.state, run.place), (RunState::Running, 2));
    assert_eq!(code(&run), Some(ErrorCode::AutomationPaused));
    assert_eq!(held(&desk).await, [run]);
    assert_eq!(crate::tags::worn(&desk, maya).await.len(), 0);
    let dismissed = desk.dismiss_review().review_id(review).send().await;
    dismissed.expect("dismissed");
    app.work().await;
    assert_eq!(crate::tags::worn(&desk, maya).await, [tag]);
    assert_eq!(desk.bodies().await.last().expect("a text"), "I go on");
    assert_eq!(states(&desk, maya).await, [RunState::Finished]);
    assert_eq!(runs(&desk, maya).await[0].review_id, None);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_text_waits_for_funds_and_is_sent_when_they_are_there() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let number = owner.rent(&app, "512").await;
    let mut desk = Desk { owner, number };
    let workflow = make(&desk, welcome(vec![send("Hi")])).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!(run.state, RunState::Running);
    assert_eq!(code(&run), Some(ErrorCode::BalanceTooLow));
    desk.fund(&app, 5).await;
    app.pass(TimeDelta::minutes(16)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    assert_eq!(states(&desk, maya).await, [RunState::Finished]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_what_is_lacking_for_a_day_ends_the_run_and_says_so() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let poor = app.owner().await;
    let workflow = make(&poor, welcome(vec![send("Hi")])).await;
    let maya = meet(&poor, MAYA).await.contact_id;
    start(&poor, maya, workflow.id).await;
    app.work().await;
    let run = runs(&poor, maya).await.remove(0);
    assert_eq!(code(&run), Some(ErrorCode::NoNumber));
    // The hour is the same a day later: it is one for texts.
    app.pass(TimeDelta::hours(24)).await;
    desk.owner = poor;
    desk.sign_in_again(&app).await;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.state, &run.hold), (RunState::Failed, &None));
    assert!(!run.reason.is_empty());
    sound(&app).await;
}
