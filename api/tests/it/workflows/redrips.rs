//! Redrips: for who was silent, not too often, and in place of workflows (P5, C15).

use chrono::TimeDelta;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{CreateWorkflow, RunState, WaitUnit, WorkflowKind};

use super::*;

fn redrip() -> CreateWorkflow {
    CreateWorkflow {
        kind: WorkflowKind::Redrip,
        name: "Still there?".to_owned(),
        silent_days: Some(7),
        ..welcome(vec![send("Still there?")])
    }
}

#[actix_web::test]
async fn c15_a_redrip_starts_for_who_was_silent_and_ends_their_workflow() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let redrip = make(&desk, redrip()).await;
    assert_eq!(redrip.cooldown_days, Some(30));
    let long = welcome(vec![wait(40, WaitUnit::Days), send("Much later")]);
    let workflow = make(&desk, long).await;
    desk.hear(&app, MAYA, "Not now").await;
    let maya = desk.conversation().await.contact_id;
    assert_eq!(refused(&desk, maya, redrip.id).await, ErrorCode::NotSilent);
    start(&desk, maya, workflow.id).await;
    app.pass(TimeDelta::days(7)).await;
    desk.sign_in_again(&app).await;
    start(&desk, maya, redrip.id).await;
    app.work().await;
    assert_eq!(
        states(&desk, maya).await,
        [RunState::Finished, RunState::Stopped]
    );
    let ended = runs(&desk, maya).await.remove(1);
    assert_eq!(ended.reason, "the redrip “Still there?” took its place");
    assert_eq!(desk.bodies().await, ["Not now", "Still there?"]);
    sound(&app).await;
}

#[actix_web::test]
async fn p5_a_redrip_waits_for_the_cooldown_of_the_last_one_that_texted() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let first = make(&desk, redrip()).await;
    let slow = CreateWorkflow {
        name: "Slow".to_owned(),
        ..redrip()
    };
    let slow = CreateWorkflow {
        steps: vec![wait(1, WaitUnit::Hours), send("Slow")],
        ..slow
    };
    let slow = make(&desk, slow).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    app.pass(TimeDelta::days(8)).await;
    desk.sign_in_again(&app).await;
    // One that was ended before it texted anybody doesn't count, one that is under way does.
    let run = start(&desk, maya, slow.id).await;
    assert_eq!(refused(&desk, maya, first.id).await, ErrorCode::Cooldown);
    desk.stop_run()
        .run_id(run.id)
        .send()
        .await
        .expect("it ends");
    start(&desk, maya, first.id).await;
    app.work().await;
    assert_eq!(states(&desk, maya).await[0], RunState::Finished);
    for redrip in [first.id, slow.id] {
        assert_eq!(refused(&desk, maya, redrip).await, ErrorCode::Cooldown);
    }
    app.pass(TimeDelta::days(30)).await;
    desk.sign_in_again(&app).await;
    start(&desk, maya, slow.id).await;
    sound(&app).await;
}
