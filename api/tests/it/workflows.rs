//! Workflows and redrips: what they are (P4, P5), and their runs (C14, C15).

mod bulk;
mod held;
mod killed;
mod people;
mod redrips;
mod runs;
mod steps;
mod told;
mod triggers;

use copperline_client::{Error, ResponseValue};
use copperline_shared::palette::Colour;
use copperline_shared::problem::{ErrorCode, Problem};
use copperline_shared::workflows::{
    CreateWorkflow, RunCounts, RunState, SaveWorkflow, StartWorkflow, WaitUnit, Workflow,
    WorkflowKind, WorkflowRun, WorkflowStep,
};
use uuid::Uuid;

use crate::desk::{Desk, MAYA};
use crate::groups::groups;
use crate::support::{Owner, TestApp, problem};
use crate::tags::{make as make_tag, meet};

pub fn send(body: &str) -> WorkflowStep {
    WorkflowStep::Send {
        body: body.to_owned(),
    }
}

pub fn wait(amount: u32, unit: WaitUnit) -> WorkflowStep {
    WorkflowStep::Wait { amount, unit }
}

pub fn welcome(steps: Vec<WorkflowStep>) -> CreateWorkflow {
    CreateWorkflow {
        name: "Welcome".to_owned(),
        steps,
        ..CreateWorkflow::default()
    }
}

pub async fn make(owner: &Owner, new: CreateWorkflow) -> Workflow {
    let made = owner.create_workflow().body(new).send().await;
    made.expect("a workflow is made").into_inner()
}

/// As it is, to be saved with a change.
pub fn saved(workflow: &Workflow) -> SaveWorkflow {
    SaveWorkflow {
        revision: workflow.revision,
        name: workflow.name.clone(),
        steps: workflow.steps.clone(),
        tag_id: workflow.tag_id,
        ez: workflow.ez,
        ends_on_reply: workflow.ends_on_reply,
        silent_days: workflow.silent_days,
        cooldown_days: workflow.cooldown_days,
        triggers: workflow.triggers.clone(),
    }
}

pub async fn try_save(
    owner: &Owner,
    id: Uuid,
    body: SaveWorkflow,
) -> Result<ResponseValue<Workflow>, Error<Problem>> {
    owner
        .save_workflow()
        .workflow_id(id)
        .body(body)
        .send()
        .await
}

pub async fn try_start(
    owner: &Owner,
    contact: Uuid,
    workflow_id: Uuid,
) -> Result<ResponseValue<WorkflowRun>, Error<Problem>> {
    owner
        .start_workflow()
        .contact_id(contact)
        .body(StartWorkflow { workflow_id })
        .send()
        .await
}

pub async fn start(owner: &Owner, contact: Uuid, workflow: Uuid) -> WorkflowRun {
    let started = try_start(owner, contact, workflow).await;
    started.expect("it starts").into_inner()
}

pub async fn refused(owner: &Owner, contact: Uuid, workflow: Uuid) -> ErrorCode {
    problem(try_start(owner, contact, workflow).await).code
}

pub async fn runs(owner: &Owner, contact: Uuid) -> Vec<WorkflowRun> {
    let runs = owner.list_contact_runs().contact_id(contact).send().await;
    runs.expect("runs are listed").into_inner()
}

/// The states of a contact's runs, those under way first.
pub async fn states(owner: &Owner, contact: Uuid) -> Vec<RunState> {
    let runs = runs(owner, contact).await.into_iter();
    runs.map(|run| run.state).collect()
}

pub async fn counts(owner: &Owner, workflow: Uuid) -> RunCounts {
    let listed = owner.list_workflows().runs(true).send().await;
    let mut all = listed.expect("a list").into_inner().into_iter();
    let found = all.find(|of| of.workflow.id == workflow);
    found.expect("it is listed").runs.expect("they are counted")
}

/// Everything that must be true of the database is.
pub async fn sound(app: &TestApp) {
    crate::billing::assert_sound(app).await;
}

async fn names(owner: &Owner) -> Vec<(String, bool)> {
    let listed = owner.list_workflows().send().await.expect("a list");
    let all = listed.into_inner().into_iter();
    let all = all.inspect(|of| assert_eq!(of.runs, None, "nobody asked for them"));
    all.map(|of| (of.workflow.name, of.workflow.ez)).collect()
}

#[actix_web::test]
async fn p4_a_workflow_is_made_read_changed_and_deleted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let made = make(&owner, welcome(vec![send(" Hi ")])).await;
    assert_eq!((made.revision, &made.steps), (1, &vec![send("Hi")]));
    assert!(made.ends_on_reply && !made.ez);
    let mut change = saved(&made);
    change.steps.push(WorkflowStep::MarkHot);
    change.name = "First days".to_owned();
    let changed = try_save(&owner, made.id, change).await.expect("saved");
    assert_eq!((changed.revision, changed.steps.len()), (2, 2));
    let read = owner.read_workflow().workflow_id(made.id).send().await;
    assert_eq!(
        read.expect("it is there").into_inner(),
        changed.into_inner()
    );
    let gone = owner.delete_workflow().workflow_id(made.id).send();
    gone.await.expect("deleted");
    assert_eq!(names(&owner).await, []);
    let read = problem(owner.read_workflow().workflow_id(made.id).send().await);
    assert_eq!(read.code, ErrorCode::NotFound);
    // Its name is free again.
    make(&owner, welcome(vec![send("Hi")])).await;
}

#[actix_web::test]
async fn p4_what_somebody_else_saved_is_not_overwritten() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let made = make(&owner, welcome(vec![send("Hi")])).await;
    let mut theirs = saved(&made);
    theirs.steps = vec![send("Theirs")];
    try_save(&owner, made.id, theirs).await.expect("saved");
    let refused = problem(try_save(&owner, made.id, saved(&made)).await);
    assert_eq!(refused.code, ErrorCode::WorkflowChanged);
    let current = refused.current.expect("theirs");
    let current: Workflow = serde_json::from_value(current).expect("a workflow");
    assert_eq!(current.steps, [send("Theirs")]);
}

#[actix_web::test]
async fn c14_the_ez_mark_is_one_for_each_kind_and_moves_to_who_takes_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ez = |name: &str, kind: WorkflowKind| CreateWorkflow {
        kind,
        name: name.to_owned(),
        ez: true,
        silent_days: (kind == WorkflowKind::Redrip).then_some(7),
        ..welcome(vec![send("Hi")])
    };
    let first = make(&owner, ez("First", WorkflowKind::Workflow)).await;
    make(&owner, ez("Redrip", WorkflowKind::Redrip)).await;
    make(&owner, ez("Second", WorkflowKind::Workflow)).await;
    let expected = [("First", false), ("Redrip", true), ("Second", true)];
    let expected = expected.map(|(name, ez)| (name.to_owned(), ez));
    assert_eq!(names(&owner).await, expected);
    // Whoever had the first one open doesn't take the mark back without seeing that it moved.
    let stale = problem(try_save(&owner, first.id, saved(&first)).await);
    assert_eq!(stale.code, ErrorCode::WorkflowChanged);
    let tries = ["A", "B", "C", "D"].map(|name| {
        let new = ez(name, WorkflowKind::Workflow);
        owner.create_workflow().body(new).send()
    });
    for outcome in futures_util::future::join_all(tries).await {
        outcome.expect("each is made, one after the other");
    }
    let marked = names(&owner).await.into_iter().filter(|(_, ez)| *ez);
    assert_eq!(marked.count(), 2);
}

#[actix_web::test]
async fn p4_a_name_is_one_workflows_and_each_step_names_what_is_there() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    make(&owner, welcome(vec![send("Hi")])).await;
    let again = CreateWorkflow {
        name: "WELCOME".to_owned(),
        ..welcome(vec![send("Hi")])
    };
    let told = problem(owner.create_workflow().body(again).send().await);
    assert!(told.field("name").is_some(), "{}", told.detail);
    make(&stranger, welcome(vec![send("Hi")])).await;
    let theirs = make_tag(&stranger, "Theirs", Colour::Rose).await.id;
    for (step, field) in [
        (WorkflowStep::AddTag { tag_id: theirs }, "steps[1]"),
        (
            WorkflowStep::MoveToStage {
                stage_id: Uuid::now_v7(),
            },
            "steps[1]",
        ),
        (
            WorkflowStep::SendTemplate {
                template_id: Uuid::now_v7(),
            },
            "steps[1]",
        ),
        (
            WorkflowStep::Assign {
                agent_id: Some(stranger.agent),
                group_id: None,
            },
            "steps[1]",
        ),
        (
            WorkflowStep::Assign {
                agent_id: None,
                group_id: Some(groups(&stranger).await[0].id),
            },
            "steps[1]",
        ),
        (
            WorkflowStep::Assign {
                agent_id: Some(owner.agent),
                group_id: Some(groups(&owner).await[0].id),
            },
            "steps[1]",
        ),
        (wait(1, WaitUnit::Days), "steps[1]"),
    ] {
        let new = CreateWorkflow {
            name: "Another".to_owned(),
            ..welcome(vec![send("Hi"), step])
        };
        let told = problem(owner.create_workflow().body(new).send().await);
        assert!(told.field(field).is_some(), "{told:?}");
    }
    let tagged = CreateWorkflow {
        name: "Another".to_owned(),
        tag_id: Some(theirs),
        ..welcome(vec![send("Hi")])
    };
    let told = problem(owner.create_workflow().body(tagged).send().await);
    assert!(told.field("tag_id").is_some());
}

#[actix_web::test]
async fn p4_deleting_a_workflow_ends_its_runs() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let steps = vec![send("Hi"), wait(1, WaitUnit::Hours), send("Still there?")];
    let workflow = make(&desk, welcome(steps)).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let gone = desk.delete_workflow().workflow_id(workflow.id).send();
    gone.await.expect("deleted");
    app.work().await;
    let ended = runs(&desk, maya).await.remove(0);
    assert_eq!(ended.state, RunState::Stopped);
    assert_eq!(ended.reason, "it was deleted");
    app.pass(chrono::TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.bodies().await, ["Hi"]);
    assert_eq!(desk.thread().await[0].sender_name, "Welcome");
    sound(&app).await;
}
