//! What threads tell of workflows: who or what started them, and what they did (C7).

use copperline_shared::api_tokens::Scope;
use copperline_shared::conversations::{RecordKind, ThreadRecord};
use copperline_shared::leads::CreateLead;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::workflows::WorkflowTrigger;

use super::*;
use crate::conversations::records::records;
use crate::tags::change as retag;

/// The kind of a record, and whom it names: a token or a workflow.
fn named(record: &ThreadRecord) -> (RecordKind, Option<&str>, Option<&str>) {
    assert_eq!(record.agent_name, None, "{record:?}");
    let token = record.api_token_name.as_deref();
    (record.kind, token, record.workflow_name.as_deref())
}

#[actix_web::test]
async fn c7_p4_a_thread_names_the_token_that_started_and_stopped_a_workflow_and_what_that_one_did()
{
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let steps = vec![
        WorkflowStep::MoveToStage {
            stage_id: stages[1].id,
        },
        WorkflowStep::Assign {
            agent_id: Some(owner.agent),
            group_id: None,
        },
        wait(2, WaitUnit::Hours),
        WorkflowStep::MarkHot,
    ];
    let workflow = make(&owner, welcome(steps)).await;
    let maya = meet(&owner, MAYA).await;
    let program = app.token(&owner.make_token(&[Scope::Conversations]).await);
    let body = StartWorkflow {
        workflow_id: workflow.id,
    };
    let start = program.start_workflow().contact_id(maya.contact_id);
    let run = start.body(body).send().await.expect("it starts");
    app.work().await;
    let stop = program.stop_run().run_id(run.id).send().await;
    stop.expect("it is stopped");

    let told = records(&owner, maya.id).await;
    let (token, by) = (Some("SmartQuotes"), Some("Welcome"));
    let expected = [
        (RecordKind::WorkflowStarted, token, None),
        (RecordKind::StageMoved, None, by),
        (RecordKind::Assigned, None, by),
        (RecordKind::WorkflowEnded, token, None),
    ];
    let told: Vec<_> = told.iter().map(named).collect();
    assert_eq!(told, expected);
}

/// What the thread says of the workflow that was started in it.
async fn started(owner: &Owner, conversation: Uuid) -> String {
    let told = records(owner, conversation).await.into_iter();
    let mut told = told.filter(|record| record.kind == RecordKind::WorkflowStarted);
    let record = told.next().expect("a workflow was started");
    assert_eq!(named(&record), (RecordKind::WorkflowStarted, None, None));
    record.detail
}

async fn started_by(owner: &Owner, trigger: WorkflowTrigger) {
    let new = CreateWorkflow {
        triggers: vec![trigger],
        ..welcome(vec![WorkflowStep::MarkHot])
    };
    make(owner, new).await;
}

#[actix_web::test]
async fn c7_p4_a_thread_tells_which_tag_started_a_workflow_by_itself() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let tag_id = make_tag(&owner, "Nurture", Colour::Teal).await.id;
    started_by(&owner, WorkflowTrigger::Tag { tag_id }).await;
    let maya = meet(&owner, MAYA).await;
    retag(&owner, maya.contact_id, &[tag_id], &[]).await;
    app.work().await;
    assert_eq!(
        started(&owner, maya.id).await,
        "Welcome · by itself: the tag Nurture was put on"
    );
}

#[actix_web::test]
async fn c7_p4_a_thread_tells_which_stage_or_whose_lead_started_a_workflow_by_itself() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let stage_id = stages[2].id;
    started_by(&owner, WorkflowTrigger::Stage { stage_id }).await;
    let maya = meet(&owner, MAYA).await;
    let card = PutPipelineCard {
        stage_id,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(maya.contact_id);
    put.body(card).send().await.expect("it stands there");
    app.work().await;
    assert_eq!(
        started(&owner, maya.id).await,
        "Welcome · by itself: the stage Quoted was reached"
    );

    let owner = app.owner().await;
    let secret = owner.make_token(&[Scope::Leads]).await;
    let tokens = owner.list_api_tokens().send().await.expect("tokens");
    let api_token_id = tokens[0].id;
    started_by(&owner, WorkflowTrigger::Lead { api_token_id }).await;
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        ..CreateLead::default()
    };
    let posted = app.token(&secret).create_lead().body(lead).send().await;
    let id = posted.expect("the lead is taken").conversation_id;
    app.work().await;
    assert_eq!(
        started(&owner, id).await,
        "Welcome · by itself: a lead came in through SmartQuotes"
    );
    let told = records(&owner, id).await;
    assert_eq!(
        named(&told[0]),
        (RecordKind::LeadReceived, Some("SmartQuotes"), None)
    );
}
