//! Asking for the dry run of what is typed, a moment after each change.

use std::time::Duration;

use copperline_shared::workflows::{DryRun, DryRunPlan, WorkflowStep, check_steps};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::editing::Editing;
use crate::api::{self, Failure};

/// How long to wait for more typing before the api is asked.
const PAUSE: Duration = Duration::from_millis(350);

/// What is known of the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Tried {
    /// A step isn't filled in, or nobody is chosen.
    Unfilled,
    /// The first answer is awaited; later ones take the place of the one before.
    Asking,
    Plan(DryRunPlan),
    Failed(Failure),
}

/// The dry run of what is typed.
#[derive(Clone, Copy)]
pub struct Trying {
    pub tried: RwSignal<Tried>,
    wanted: Memo<Option<DryRun>>,
    /// Grows when it shall be asked once more.
    again: RwSignal<u32>,
}

impl Trying {
    pub fn new(editing: Editing, chosen: RwSignal<String>) -> Self {
        let trying = Self {
            tried: RwSignal::new(Tried::Unfilled),
            wanted: Memo::new(move |_| asked(editing, chosen)),
            again: RwSignal::new(0),
        };
        Effect::new(move |_| {
            trying.again.track();
            match trying.wanted.get() {
                Some(body) => trying.ask_soon(body),
                None => trying.tried.set(Tried::Unfilled),
            }
        });
        trying
    }

    pub fn again(self) {
        self.tried.set(Tried::Asking);
        self.again.update(|again| *again = again.wrapping_add(1));
    }

    fn ask_soon(self, body: DryRun) {
        let planned = |tried: &Tried| matches!(tried, Tried::Plan(_));
        if !self.tried.with_untracked(planned) {
            self.tried.set(Tried::Asking);
        }
        set_timeout(
            move || {
                if self.is_wanted(&body) {
                    spawn_local(self.ask(body));
                }
            },
            PAUSE,
        );
    }

    async fn ask(self, body: DryRun) {
        let client = api::client();
        let request = client.dry_run_workflow().body(body.clone());
        let outcome = api::call(request.send()).await;
        // Overtaken by what was typed since, or its screen is gone.
        if self.is_wanted(&body) {
            self.tried.set(match outcome {
                Ok(plan) => Tried::Plan(plan),
                Err(failure) => Tried::Failed(failure),
            });
        }
    }

    fn is_wanted(self, body: &DryRun) -> bool {
        self.wanted.try_get_untracked().flatten().as_ref() == Some(body)
    }
}

/// What is asked: steps that can be, for somebody.
fn asked(editing: Editing, chosen: RwSignal<String>) -> Option<DryRun> {
    let contact_id = chosen.get().parse::<Uuid>().ok()?;
    let steps = editing.form.typed();
    let named = |step: &WorkflowStep| match step {
        WorkflowStep::SendTemplate { template_id: id }
        | WorkflowStep::AddTag { tag_id: id }
        | WorkflowStep::RemoveTag { tag_id: id }
        | WorkflowStep::MoveToStage { stage_id: id } => !id.is_nil(),
        _ => true,
    };
    let steps = check_steps(&steps)
        .ok()
        .filter(|steps| steps.iter().all(named))?;
    Some(DryRun {
        contact_id,
        steps,
        workflow_id: editing.id,
        start_at: None,
        by_itself: editing.form.triggers.with(|triggers| !triggers.is_empty()),
    })
}
