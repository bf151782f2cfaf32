//! What the page knows of the workflows that can be started, and starting and stopping them.

use copperline_shared::workflows::{StartWorkflow, Workflow, WorkflowKind, WorkflowRun};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::{self, Outcome};
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::Toasts;

/// Those of a kind, by name; none until they are read. Tracked.
pub fn of_kind(session: Session, kind: WorkflowKind) -> Vec<Workflow> {
    session.workflows.all.with(|workflows| {
        let all = workflows.iter().flatten();
        all.filter(|workflow| workflow.kind == kind)
            .cloned()
            .collect()
    })
}

/// Reads the workspace's workflows, once for the whole page, and follows what changes.
pub fn need_workflows() -> Session {
    let session = use_session();
    session.workflows.need();
    session
}

pub async fn start(key: String, contact: Uuid, workflow_id: Uuid) -> Outcome<WorkflowRun> {
    let client = api::client();
    let request = client
        .start_workflow()
        .contact_id(contact)
        .idempotency_key(key)
        .body(StartWorkflow { workflow_id });
    api::call(request.send()).await
}

/// Ends a run; a notice says what came of it.
pub fn stop(run: Uuid, name: String, toasts: Toasts) {
    spawn_local(async move {
        let client = api::client();
        match api::call(client.stop_run().run_id(run).send()).await {
            Ok(_) => toasts.done(text::workflows::stopped(&name)),
            Err(failure) => toasts.problem(failure.message()),
        }
    });
}
