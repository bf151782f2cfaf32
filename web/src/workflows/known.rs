//! The workflows and redrips that can be started, as the whole page knows them.

use copperline_shared::workflows::Workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Failure};
use crate::loaded::LoadFailed;

/// Read once somebody needs them, and kept current while somebody does.
#[derive(Clone, Copy)]
pub struct KnownWorkflows {
    /// By name; absent until they are read.
    pub all: RwSignal<Option<Vec<Workflow>>>,
    /// Why they could not be read, while they are absent.
    pub failure: RwSignal<Option<Failure>>,
    /// Grows with each change that may concern them.
    changes: RwSignal<u32>,
    asked: StoredValue<Asked>,
}

#[derive(Clone, Copy, Default)]
struct Asked {
    /// After how many changes they were read last.
    after: Option<u32>,
    /// Grows with each question, so that an answer that was overtaken is dropped.
    turn: u32,
}

impl Default for KnownWorkflows {
    fn default() -> Self {
        Self {
            all: RwSignal::new(None),
            failure: RwSignal::new(None),
            changes: RwSignal::new(0),
            asked: StoredValue::new(Asked::default()),
        }
    }
}

impl KnownWorkflows {
    /// Reads them unless somebody else has since they changed last, and again with each change for as
    /// long as the component that asks stands.
    pub fn need(self) {
        Effect::new(move || {
            let changes = self.changes.get();
            if self.asked.get_value().after != Some(changes) {
                self.read();
            }
        });
    }

    /// What is known may be so no longer.
    pub fn outdate(self) {
        self.changes
            .update(|changes| *changes = changes.wrapping_add(1));
    }

    pub fn read(self) {
        let turn = self.next_turn(Some(self.changes.get_untracked()));
        spawn_local(async move {
            let outcome = api::call(api::client().list_workflows().send()).await;
            if self.asked.get_value().turn != turn {
                return;
            }
            match outcome {
                Ok(uses) => {
                    let all: Option<Vec<Workflow>> =
                        Some(uses.into_iter().map(|of| of.workflow).collect());
                    self.failure.set(None);
                    // An equal value must not draw everything anew and take the focus away.
                    if self.all.with_untracked(|known| *known != all) {
                        self.all.set(all);
                    }
                }
                Err(failure) if self.all.with_untracked(Option::is_none) => {
                    self.failure.set(Some(failure));
                }
                // What is known was right a moment ago.
                Err(_) => {}
            }
        });
    }

    /// For whoever signs in next.
    pub fn forget(self) {
        self.next_turn(None);
        self.all.set(None);
        self.failure.set(None);
    }

    fn next_turn(self, after: Option<u32>) -> u32 {
        let turn = self.asked.get_value().turn.wrapping_add(1);
        self.asked.set_value(Asked { after, turn });
        turn
    }
}

/// Why they could not be read, and the way to try it once more.
#[component]
pub fn NotKnown(workflows: KnownWorkflows, failure: Failure) -> impl IntoView {
    let again = Callback::new(move |()| workflows.read());
    view! { <LoadFailed message=failure.when_reading() again /> }
}
