//! Starting for a whole selection (C6, C14).

use copperline_shared::bulk_actions::{
    BulkAction, BulkChange, BulkReason, BulkState, BulkTarget, CreateBulkAction,
};
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::CreateWorkflow;
use uuid::Uuid;

use super::*;
use crate::tags::shown;

async fn begin(owner: &Owner, workflow_id: Uuid, ids: &[Uuid]) -> BulkAction {
    let body = CreateBulkAction {
        change: BulkChange::Workflow { workflow_id },
        on: BulkTarget::Conversations {
            conversation_ids: ids.to_vec(),
        },
    };
    let begun = owner.create_bulk_action().body(body).send().await;
    begun.expect("it begins").into_inner()
}

#[actix_web::test]
async fn c6_a_workflow_starts_for_a_selection_and_says_why_not_for_others() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let tag = make_tag(&desk, "Nurture", Colour::Teal).await.id;
    let new = CreateWorkflow {
        tag_id: Some(tag),
        ..welcome(vec![send("Hi")])
    };
    let workflow = make(&desk, new).await;
    let mut chosen = Vec::new();
    for last in 0..5 {
        chosen.push(meet(&desk, &format!("+1512555020{last}")).await);
    }
    desk.hear(&app, "+15125550203", "STOP").await;
    desk.hear(&app, "+15125550204", "STOP").await;
    let long = make(
        &desk,
        CreateWorkflow {
            name: "Long".to_owned(),
            ..welcome(vec![wait(1, WaitUnit::Days), send("Later")])
        },
    )
    .await;
    start(&desk, chosen[0].contact_id, long.id).await;
    let ids: Vec<Uuid> = chosen.iter().map(|row| row.id).collect();
    let begun = begin(&desk, long.id, &ids).await;
    app.work().await;
    let done = desk.read_bulk_action().bulk_action_id(begun.id).send();
    let done = done.await.expect("it is there").into_inner();
    assert_eq!(
        (done.state, done.done, done.changed),
        (BulkState::Finished, 5, 2)
    );
    let reason = |code, count| BulkReason { code, count };
    assert_eq!(
        done.reasons,
        [
            reason(ErrorCode::OptedOut, 2),
            reason(ErrorCode::AlreadyRunning, 1)
        ]
    );
    begin(&desk, workflow.id, &ids[..3]).await;
    app.work().await;
    for row in &chosen[..3] {
        assert_eq!(shown(&desk, row.contact_id).await, Some(tag));
    }
    assert_eq!(counts(&desk, workflow.id).await.finished, 3);
    let undone = desk
        .undo_bulk_action()
        .bulk_action_id(begun.id)
        .send()
        .await;
    assert_eq!(problem(undone).code, ErrorCode::Invalid);
    sound(&app).await;
}
