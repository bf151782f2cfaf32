//! Workflows that start by themselves (P4).

use copperline_shared::api_tokens::Scope;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::leads::CreateLead;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::workflows::{CreateWorkflow, WorkflowStep, WorkflowTrigger};
use uuid::Uuid;

use super::*;
use crate::tags::change as retag;

async fn started_by(owner: &Owner, name: &str, trigger: WorkflowTrigger) -> Uuid {
    let new = CreateWorkflow {
        name: name.to_owned(),
        triggers: vec![trigger, trigger],
        ..welcome(vec![WorkflowStep::MarkHot])
    };
    let made = make(owner, new).await;
    assert_eq!(made.triggers, [trigger], "each once");
    made.id
}

async fn stages(owner: &Owner) -> Vec<Uuid> {
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    stages.iter().map(|stage| stage.id).collect()
}

async fn put(owner: &Owner, contact: Uuid, stage_id: Uuid) {
    let body = PutPipelineCard {
        stage_id,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(contact).body(body);
    put.send().await.expect("it stands there");
}

#[actix_web::test]
async fn p4_a_lead_of_the_named_token_starts_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (named, other) = (
        owner.make_token(&[Scope::Leads]).await,
        owner.make_token(&[Scope::Leads]).await,
    );
    // The one made last comes first.
    let tokens = owner.list_api_tokens().send().await.expect("tokens");
    let by_secret = |secret: &str| {
        let found = tokens.iter().find(|token| secret.starts_with(&token.hint));
        found.expect("the token").id
    };
    let trigger = WorkflowTrigger::Lead {
        api_token_id: by_secret(&named),
    };
    let workflow = started_by(&owner, "Leads", trigger).await;
    for (secret, phone, id) in [
        (&named, "5125550192", "A-1"),
        (&other, "5125550193", "B-1"),
        (&named, "5125550192", "A-1"),
    ] {
        let lead = CreateLead {
            phone: phone.to_owned(),
            external_id: id.to_owned(),
            ..CreateLead::default()
        };
        let client = app.token(secret);
        let posted = client.create_lead().body(lead).send().await;
        posted.expect("the lead is taken");
    }
    app.work().await;
    assert_eq!(
        counts(&owner, workflow).await.finished,
        1,
        "once for a lead"
    );
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_tag_that_somebody_puts_on_starts_it_by_hand_and_in_bulk() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let tag_id = make_tag(&owner, "Nurture", Colour::Teal).await.id;
    let workflow = started_by(&owner, "Tagged", WorkflowTrigger::Tag { tag_id }).await;
    let maya = meet(&owner, MAYA).await;
    let theo = meet(&owner, "+15125550193").await;
    retag(&owner, maya.contact_id, &[tag_id], &[]).await;
    // Worn already: nothing was put on.
    retag(&owner, maya.contact_id, &[tag_id], &[]).await;
    app.work().await;
    assert_eq!(counts(&owner, workflow).await.finished, 1);
    let body = CreateBulkAction {
        change: BulkChange::Tag {
            tag_ids: vec![tag_id],
        },
        on: BulkTarget::Conversations {
            conversation_ids: vec![maya.id, theo.id],
        },
    };
    owner
        .create_bulk_action()
        .body(body)
        .send()
        .await
        .expect("it begins");
    app.work().await;
    assert_eq!(counts(&owner, workflow).await.finished, 2);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_stage_that_somebody_moves_a_contact_to_starts_it_and_no_circle_comes_of_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stages = stages(&owner).await;
    let (here, there) = (stages[0], stages[1]);
    let to = |stage_id| WorkflowTrigger::Stage { stage_id };
    let move_on = CreateWorkflow {
        name: "On".to_owned(),
        triggers: vec![to(here)],
        ..welcome(vec![WorkflowStep::MoveToStage { stage_id: there }])
    };
    let on = make(&owner, move_on).await.id;
    let move_back = CreateWorkflow {
        name: "Back".to_owned(),
        triggers: vec![to(there)],
        ..welcome(vec![WorkflowStep::MoveToStage { stage_id: here }])
    };
    let back = make(&owner, move_back).await.id;
    let maya = meet(&owner, MAYA).await.contact_id;
    put(&owner, maya, here).await;
    app.work().await;
    assert_eq!(counts(&owner, on).await.finished, 1);
    assert_eq!(
        counts(&owner, back).await.finished,
        0,
        "a workflow moved her"
    );
    sound(&app).await;
}

#[actix_web::test]
async fn p4_what_starts_a_workflow_must_be_there() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let theirs = make_tag(&stranger, "Theirs", Colour::Rose).await.id;
    let new = CreateWorkflow {
        triggers: vec![WorkflowTrigger::Tag { tag_id: theirs }],
        ..welcome(vec![WorkflowStep::MarkHot])
    };
    let told = problem(owner.create_workflow().body(new).send().await);
    assert!(told.field("triggers").is_some(), "{told:?}");
}
