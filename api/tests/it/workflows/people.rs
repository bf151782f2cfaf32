//! Contacts who have no conversation yet, are merged or are erased, and whose name texts have (P4-P6).

use chrono::TimeDelta;
use copperline_shared::bulk_actions::{BulkChange, BulkState, BulkTarget, CreateBulkAction};
use copperline_shared::contacts::{CreateContact, MergeContact};
use copperline_shared::workflows::{RunState, WaitUnit, WorkflowTrigger};

use super::*;
use crate::assignment::assign;
use crate::tags::change as retag;

const OTHER: &str = "+15125550193";

/// A contact nobody has texted with.
async fn stranger(owner: &Owner, phone: &str) -> Uuid {
    let body = CreateContact {
        phone: phone.to_owned(),
        ..CreateContact::default()
    };
    let made = owner.create_contact().body(body).send().await;
    made.expect("a contact").into_inner().id
}

fn later(name: &str) -> CreateWorkflow {
    CreateWorkflow {
        name: name.to_owned(),
        ..welcome(vec![wait(1, WaitUnit::Hours), send(name)])
    }
}

async fn merge(owner: &Owner, kept: Uuid, other: Uuid) {
    let body = MergeContact { other };
    let merged = owner.merge_contact().contact_id(kept).body(body).send();
    merged.await.expect("merged");
}

#[actix_web::test]
async fn p4_p6_the_runs_of_a_merged_contact_go_on_with_who_stays_once_each() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let both = make(&desk, later("Both")).await.id;
    let theirs = make(&desk, later("Theirs")).await.id;
    let ended = make(&desk, later("Ended")).await.id;
    let maya = meet(&desk, MAYA).await.contact_id;
    let other = meet(&desk, OTHER).await.contact_id;
    start(&desk, maya, both).await;
    start(&desk, other, both).await;
    start(&desk, other, theirs).await;
    let run = start(&desk, other, ended).await.id;
    desk.stop_run().run_id(run).send().await.expect("it ends");
    merge(&desk, maya, other).await;
    let all = runs(&desk, maya).await;
    let named = |state: RunState| {
        let of_state = all.iter().filter(|run| run.state == state);
        let mut names: Vec<_> = of_state.map(|run| run.name.as_str()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(named(RunState::Running), ["Both", "Theirs"]);
    assert_eq!(named(RunState::Stopped), ["Both", "Ended"]);
    let twice = all.iter().find(|run| !run.reason.is_empty());
    assert!(twice.expect("a reason").reason.contains("merged"));
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    let mut bodies = desk.bodies().await;
    bodies.sort_unstable();
    assert_eq!(bodies, ["Both", "Theirs"]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_p6_the_runs_of_who_is_merged_into_somebody_opted_out_end() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let workflow = make(&desk, later("Theirs")).await.id;
    let other = meet(&desk, OTHER).await.contact_id;
    start(&desk, other, workflow).await;
    desk.hear(&app, MAYA, "STOP").await;
    let maya = meet(&desk, MAYA).await.contact_id;
    merge(&desk, maya, other).await;
    assert_eq!(states(&desk, maya).await, [RunState::OptedOut]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_p6_a_start_that_waits_for_a_merged_contact_is_the_one_who_stays() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let tag_id = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let tagged = CreateWorkflow {
        triggers: vec![WorkflowTrigger::Tag { tag_id }],
        ..later("Tagged")
    };
    make(&desk, tagged).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let other = meet(&desk, OTHER).await.contact_id;
    retag(&desk, other, &[tag_id], &[]).await;
    merge(&desk, maya, other).await;
    app.work().await;
    assert_eq!(states(&desk, maya).await, [RunState::Running]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_x6_erasing_one_contact_leaves_the_starts_of_the_others() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let tag_id = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let tagged = CreateWorkflow {
        triggers: vec![WorkflowTrigger::Tag { tag_id }],
        ..welcome(vec![WorkflowStep::MarkHot])
    };
    let workflow = make(&desk, tagged).await.id;
    let (maya, other) = (meet(&desk, MAYA).await, meet(&desk, OTHER).await);
    let body = CreateBulkAction {
        change: BulkChange::Tag {
            tag_ids: vec![tag_id],
        },
        on: BulkTarget::Conversations {
            conversation_ids: vec![maya.id, other.id],
        },
    };
    let begun = desk.create_bulk_action().body(body).send().await;
    begun.expect("it begins");
    // The tags are put on; what that starts waits in one job for both.
    let shared = app.app.clone().into_inner();
    let due = copperline_api::jobs::run_due(&shared, 1).await;
    assert_eq!(due.expect("jobs are run"), 1);
    let erased = desk.erase_contact().contact_id(maya.contact_id).send();
    erased.await.expect("erased");
    app.work().await;
    assert_eq!(states(&desk, other.contact_id).await, [RunState::Finished]);
    assert_eq!(counts(&desk, workflow).await.finished, 1);
    sound(&app).await;
}

#[actix_web::test]
async fn c6_a_workflow_starts_for_contacts_whether_they_have_a_conversation_or_not() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let workflow_id = make(&desk, welcome(vec![WorkflowStep::MarkHot])).await.id;
    let mut contact_ids = Vec::new();
    // More than are started at once.
    for last in 10..40 {
        contact_ids.push(stranger(&desk, &format!("+151255501{last}")).await);
    }
    let body = CreateBulkAction {
        change: BulkChange::Workflow { workflow_id },
        on: BulkTarget::Contacts { contact_ids },
    };
    let begun = desk.create_bulk_action().body(body).send().await;
    let id = begun.expect("it begins").id;
    app.work().await;
    let done = desk.read_bulk_action().bulk_action_id(id).send().await;
    let done = done.expect("it is there").into_inner();
    assert_eq!(
        (done.state, done.total, done.changed),
        (BulkState::Finished, 30, 30)
    );
    assert_eq!(counts(&desk, workflow_id).await.finished, 30);
    sound(&app).await;
}

#[actix_web::test]
async fn p5_a_redrip_starts_for_who_never_wrote_once_they_are_known_so_long() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let tag_id = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let redrip = CreateWorkflow {
        kind: WorkflowKind::Redrip,
        silent_days: Some(7),
        triggers: vec![WorkflowTrigger::Tag { tag_id }],
        ..welcome(vec![send("Still there?")])
    };
    let redrip = make(&desk, redrip).await.id;
    let maya = stranger(&desk, MAYA).await;
    // What may not start opens no conversation.
    retag(&desk, maya, &[tag_id], &[]).await;
    app.work().await;
    assert_eq!(desk.conversations().await.len(), 0);
    assert_eq!(refused(&desk, maya, redrip).await, ErrorCode::NotSilent);
    app.pass(TimeDelta::days(8)).await;
    desk.sign_in_again(&app).await;
    start(&desk, maya, redrip).await;
    app.work().await;
    assert_eq!(desk.bodies().await, ["Still there?"]);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_what_starts_by_itself_has_the_name_of_the_conversations_agent_or_of_the_owner() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    let tag_id = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let steps = vec![send("I am {{agent_first_name}}")];
    let tagged = CreateWorkflow {
        triggers: vec![WorkflowTrigger::Tag { tag_id }],
        ..welcome(steps.clone())
    };
    make(&desk, tagged).await;
    let maya = meet(&desk, MAYA).await;
    retag(&desk, maya.contact_id, &[tag_id], &[]).await;
    app.work().await;
    assert_eq!(desk.bodies().await, ["I am Jordan"]);
    assign(&desk, maya.id, Some(sam.agent)).await;
    let try_it = |by_itself: bool| {
        let body = copperline_shared::workflows::DryRun {
            contact_id: maya.contact_id,
            steps: steps.clone(),
            workflow_id: None,
            start_at: None,
            by_itself,
        };
        desk.dry_run_workflow().body(body).send()
    };
    for (by_itself, name, text) in [
        (false, "Jordan Diaz", "I am Jordan"),
        (true, "Sam Lee", "I am Sam"),
    ] {
        let plan = try_it(by_itself).await.expect("a plan").into_inner();
        assert_eq!(plan.agent_name, name);
        assert_eq!(plan.steps[0].text.as_deref(), Some(text));
    }
    retag(&desk, maya.contact_id, &[], &[tag_id]).await;
    retag(&desk, maya.contact_id, &[tag_id], &[]).await;
    app.work().await;
    assert_eq!(desk.bodies().await, ["I am Jordan", "I am Sam"]);
    sound(&app).await;
}
