//! Runs: started, gone through, and ended before they are done (P4, C14).

use chrono::TimeDelta;
use copperline_shared::conversations::{ExcerptBy, RecordKind, ThreadEntry};
use copperline_shared::messages::{MessageState, SenderKind};
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{
    CreateWorkflow, DryRun, RunState, WaitUnit, WorkflowRun, WorkflowStep,
};
use uuid::Uuid;

use super::*;
use crate::desk::SEGMENT;
use crate::tags::shown;

/// Two texts, a day apart.
fn two() -> Vec<WorkflowStep> {
    vec![send("Hi"), wait(1, WaitUnit::Days), send("Still there?")]
}

async fn records(desk: &Desk) -> Vec<(RecordKind, String)> {
    let id = desk.conversation().await.id;
    let thread = desk.read_thread().conversation_id(id).send().await;
    let entries = thread.expect("a thread").into_inner().entries.into_iter();
    let records = entries.filter_map(|entry| match entry {
        ThreadEntry::Record { record } => Some((record.kind, record.detail)),
        ThreadEntry::Message { .. } | ThreadEntry::Comment { .. } => None,
    });
    records.collect()
}

#[actix_web::test]
async fn c14_a_workflow_is_started_colours_the_bubble_and_texts_through_the_gate() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let tag = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let new = CreateWorkflow {
        tag_id: Some(tag),
        ..welcome(two())
    };
    let workflow = make(&desk, new).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let before = desk.balance().await;
    let run = start(&desk, maya, workflow.id).await;
    assert_eq!((run.state, run.place, run.steps), (RunState::Running, 0, 3));
    assert_eq!(run.next, Some(send("Hi")));
    assert_eq!(shown(&desk, maya).await, Some(tag), "the bubble's colour");
    assert_eq!(
        refused(&desk, maya, workflow.id).await,
        ErrorCode::AlreadyRunning
    );
    app.work().await;
    let text = desk.thread().await.remove(0);
    assert_eq!(
        (text.sender, text.sender_name.as_str()),
        (SenderKind::Workflow, "Welcome")
    );
    assert_eq!(text.state, MessageState::Sent);
    assert_eq!(desk.balance().await, before - SEGMENT);
    let detail = desk.read_message().message_id(text.id).send().await;
    assert!(!detail.expect("its trace").checks.is_empty());
    let row = desk.conversation().await;
    assert_eq!(row.excerpt_by, ExcerptBy::Workflow);
    assert_eq!(row.excerpt_name.as_deref(), Some("Welcome"));
    let now = runs(&desk, maya).await.remove(0);
    assert_eq!((now.place, now.sent), (2, 1));
    assert_eq!(now.next, Some(send("Still there?")));
    let opened = desk
        .read_conversation()
        .conversation_id(row.id)
        .send()
        .await;
    assert_eq!(opened.expect("it opens").runs, [now]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_run_goes_through_its_steps_and_finishes() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(two())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let before = desk.balance().await;
    start(&desk, maya, workflow.id).await;
    app.pass(TimeDelta::hours(23)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi", "Still there?"]);
    assert_eq!(desk.balance().await, before - 2 * SEGMENT);
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.state, run.place, run.sent), (RunState::Finished, 3, 2));
    assert_eq!(run.next, None);
    assert_eq!(counts(&desk, workflow.id).await.finished, 1);
    let told = [
        (RecordKind::WorkflowStarted, "Welcome".to_owned()),
        (RecordKind::WorkflowEnded, "Welcome · finished".to_owned()),
    ];
    assert_eq!(records(&desk).await, told);
    // It may start again.
    start(&desk, maya, workflow.id).await;
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_text_from_the_contact_ends_the_run_unless_the_workflow_says_otherwise() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let ending = make(&desk, welcome(two())).await;
    let lasting = CreateWorkflow {
        name: "Lasting".to_owned(),
        ends_on_reply: false,
        ..welcome(vec![wait(1, WaitUnit::Hours), send("I go on")])
    };
    let lasting = make(&desk, lasting).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, ending.id).await;
    start(&desk, maya, lasting.id).await;
    app.work().await;
    // What is changed now is for later runs.
    let mut change = saved(&lasting);
    change.ends_on_reply = true;
    try_save(&desk, lasting.id, change).await.expect("saved");
    desk.hear(&app, MAYA, "Yes, call me").await;
    assert_eq!(
        states(&desk, maya).await,
        [RunState::Running, RunState::Replied]
    );
    app.pass(TimeDelta::days(2)).await;
    desk.sign_in_again(&app).await;
    let bodies = desk.bodies().await;
    assert_eq!(bodies, ["Hi", "Yes, call me", "I go on"]);
    assert_eq!(counts(&desk, ending.id).await.replied, 1);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_an_opt_out_ends_every_run_and_nothing_starts_for_who_opted_out() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let lasting = CreateWorkflow {
        ends_on_reply: false,
        ..welcome(two())
    };
    let workflow = make(&desk, lasting).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    desk.hear(&app, MAYA, "STOP").await;
    assert_eq!(states(&desk, maya).await, [RunState::OptedOut]);
    assert_eq!(counts(&desk, workflow.id).await.opted_out, 1);
    assert_eq!(refused(&desk, maya, workflow.id).await, ErrorCode::OptedOut);
    app.pass(TimeDelta::days(2)).await;
    sound(&app).await;
}

#[actix_web::test]
async fn c14_a_run_is_ended_by_hand_once_and_sends_nothing_more() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(two())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let run = start(&desk, maya, workflow.id).await;
    let stop = async || {
        let stopped = desk.stop_run().run_id(run.id).send().await;
        stopped.expect("it ends").into_inner()
    };
    assert_eq!(stop().await.state, RunState::Stopped);
    assert_eq!(stop().await.state, RunState::Stopped);
    let told: Vec<_> = records(&desk).await;
    assert_eq!(told.len(), 2, "started and ended once: {told:?}");
    app.pass(TimeDelta::days(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, [] as [&str; 0]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_the_engine_texts_at_the_moments_that_the_dry_run_told() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let steps = vec![
        send("Hi {{first_name|there}}"),
        wait(3, WaitUnit::Hours),
        send("One"),
        wait(1, WaitUnit::Days),
        WorkflowStep::WaitUntil {
            time: "10:00".parse().expect("a time"),
        },
        send("Two"),
    ];
    let workflow = make(&desk, welcome(steps.clone())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    // Half past ten in the evening in Austin: it is not the hour.
    desk.at_night(&app).await;
    let try_it = DryRun {
        contact_id: maya,
        steps,
        workflow_id: Some(workflow.id),
        start_at: None,
        by_itself: false,
    };
    let plan = desk.dry_run_workflow().body(try_it).send().await;
    let plan = plan.expect("a plan").into_inner();
    assert_eq!(plan.refusal, None);
    assert_eq!(plan.time_zone, "America/Chicago");
    let texts: Vec<_> = plan.steps.iter().map(|step| step.text.clone()).collect();
    let words = ["Hi there", "One", "Two"];
    assert_eq!(texts, words.map(|text| Some(text.to_owned())));
    assert!(plan.steps[0].wished_at.is_some(), "quiet hours hold it");
    assert_eq!(desk.bodies().await, [] as [&str; 0], "nothing was sent");
    start(&desk, maya, workflow.id).await;
    for step in &plan.steps {
        let until = step.at - app.app.clock.now();
        app.pass(until - TimeDelta::minutes(1)).await;
        app.pass(TimeDelta::minutes(2)).await;
        // What waits from when the step before was done is due a little later.
        app.pass(TimeDelta::minutes(4)).await;
    }
    desk.sign_in_again(&app).await;
    let sent = desk.thread().await;
    assert_eq!(sent.len(), 3);
    for (text, step) in sent.iter().zip(&plan.steps) {
        let off = text.created_at - step.at;
        assert!(
            off >= TimeDelta::zero() && off <= TimeDelta::minutes(8),
            "{off}"
        );
    }
    sound(&app).await;
}

#[actix_web::test]
async fn p4_editing_a_workflow_does_not_change_runs_under_way() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(two())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let mut change = saved(&workflow);
    change.steps = vec![WorkflowStep::MarkHot];
    try_save(&desk, workflow.id, change).await.expect("saved");
    app.pass(TimeDelta::days(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi", "Still there?"]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_of_many_who_start_it_at_once_one_does() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let workflow = make(&desk, welcome(two())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let tries = (0..6).map(|_| try_start(&desk, maya, workflow.id));
    let outcomes = futures_util::future::join_all(tries).await;
    let started: Vec<WorkflowRun> = outcomes
        .into_iter()
        .filter_map(|outcome| Some(outcome.ok()?.into_inner()))
        .collect();
    assert_eq!(started.len(), 1);
    app.work().await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    let again = || {
        let body = StartWorkflow {
            workflow_id: workflow.id,
        };
        let sam = Uuid::nil();
        desk.start_workflow().contact_id(sam).body(body).send()
    };
    assert_eq!(problem(again().await).code, ErrorCode::NotFound);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_text_that_cannot_be_sent_fails_the_run_and_says_why() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let new = welcome(vec![send("Hi {{first_name}}")]);
    let workflow = make(&desk, new).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!(run.state, RunState::Failed);
    assert!(run.reason.contains("{{first_name}}"), "{}", run.reason);
    assert_eq!(counts(&desk, workflow.id).await.failed, 1);
    let failed = desk
        .list_runs()
        .workflow_id(workflow.id)
        .state(RunState::Failed)
        .send()
        .await;
    assert_eq!(failed.expect("they are listed").items, [run]);
    assert_eq!(desk.bodies().await, [] as [&str; 0]);
    sound(&app).await;
}
