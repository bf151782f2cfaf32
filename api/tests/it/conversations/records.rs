//! Who did what a record tells (C7).

use chrono::TimeDelta;
use copperline_shared::api_tokens::Scope;
use copperline_shared::assignment::AssignConversation;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::conversations::ThreadRecord;
use copperline_shared::follow_ups::PutOff;
use copperline_shared::pipeline::PutPipelineCard;

use super::*;

/// The records of a thread, oldest first.
pub async fn records(owner: &Owner, conversation: Uuid) -> Vec<ThreadRecord> {
    let thread = owner.read_thread().conversation_id(conversation).send();
    let entries = thread.await.expect("a thread").into_inner().entries;
    let records = entries.into_iter().filter_map(|entry| match entry {
        ThreadEntry::Record { record } => Some(record),
        _ => None,
    });
    records.collect()
}

#[actix_web::test]
async fn c7_a_record_names_the_token_that_did_what_it_tells() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = open(&owner, "512 555 0101").await;
    let scopes = [Scope::Conversations, Scope::Contacts];
    let program = app.token(&owner.make_token(&scopes).await);
    let change = program.update_conversation().conversation_id(maya.id);
    let changed = change.body(archived(true)).send().await;
    changed.expect("it is archived");
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let card = PutPipelineCard {
        stage_id: stages[1].id,
        amount_micros: None,
    };
    let put = program.put_pipeline_card().contact_id(maya.contact_id);
    put.body(card).send().await.expect("it stands there");
    let to = AssignConversation {
        agent_id: Some(owner.agent),
        group_id: None,
    };
    let assign = program.assign_conversation().conversation_id(maya.id);
    assign.body(to).send().await.expect("it is assigned");
    let later = PutOff::until(app.app.clock.now() + TimeDelta::hours(2));
    let put_off = program.put_off_conversation().conversation_id(maya.id);
    put_off.body(later).send().await.expect("it is put off");
    let out = program.opt_out_contact().contact_id(maya.contact_id);
    out.send().await.expect("she is opted out");

    let told = records(&owner, maya.id).await;
    let kinds: Vec<_> = told.iter().map(|record| record.kind).collect();
    let expected = [
        RecordKind::Archived,
        RecordKind::StageMoved,
        RecordKind::Assigned,
        RecordKind::PutOff,
        RecordKind::OptedOut,
    ];
    assert_eq!(kinds, expected);
    for record in &told {
        let names = (
            record.agent_name.as_deref(),
            record.api_token_name.as_deref(),
            record.workflow_name.as_deref(),
        );
        assert_eq!(names, (None, Some("SmartQuotes"), None), "{record:?}");
    }
    assert_eq!(told[4].detail, "", "the contact said nothing");
}

#[actix_web::test]
async fn c7_p1_c6_what_is_done_to_many_names_the_token_in_each_thread() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = open(&owner, "512 555 0101").await;
    let scopes = [Scope::Conversations, Scope::Settings];
    let program = app.token(&owner.make_token(&scopes).await);
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let (here, there) = (stages[0].id, stages[1].id);
    let card = PutPipelineCard {
        stage_id: here,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(maya.contact_id);
    put.body(card).send().await.expect("it stands there");
    let removed = program.delete_pipeline_stage().stage_id(here);
    let removed = removed.target_stage_id(there).send().await;
    removed.expect("the stage is removed");
    let action = CreateBulkAction {
        change: BulkChange::Archive,
        on: BulkTarget::Conversations {
            conversation_ids: vec![maya.id],
        },
    };
    let begun = program.create_bulk_action().body(action).send().await;
    begun.expect("it begins");
    app.work().await;

    let told = records(&owner, maya.id).await;
    let by: Vec<_> = told
        .iter()
        .map(|record| {
            let token = record.api_token_name.as_deref();
            (record.kind, record.agent_name.as_deref(), token)
        })
        .collect();
    let token = Some("SmartQuotes");
    let expected = [
        (RecordKind::StageMoved, Some("Jordan Diaz"), None),
        (RecordKind::StageMoved, None, token),
        (RecordKind::Archived, None, token),
    ];
    assert_eq!(by, expected);
}
