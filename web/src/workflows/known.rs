//! The workflows and redrips that can be started, as the whole page knows them.

use copperline_shared::workflows::Workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Failure};
use crate::loaded::LoadFailed;

/// Read once somebody needs them, and kept current from then on.
#[derive(Clone, Copy)]
pub struct KnownWorkflows {
    /// By name; absent until they are read.
    pub all: RwSignal<Option<Vec<Workflow>>>,
    /// Why they could not be read, while they are absent.
    pub failure: RwSignal<Option<Failure>>,
    asked: StoredValue<Asked>,
}

#[derive(Clone, Copy, Default)]
struct Asked {
    /// Somebody needs them.
    needed: bool,
    /// Grows with each question, so that an answer that was overtaken is dropped.
    turn: u32,
}

impl Default for KnownWorkflows {
    fn default() -> Self {
        Self {
            all: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: StoredValue::new(Asked::default()),
        }
    }
}

impl KnownWorkflows {
    /// Reads them unless somebody else needed them before.
    pub fn need(self) {
        if !self.asked.get_value().needed {
            self.read();
        }
    }

    /// Reads them again if anybody needs them.
    pub fn renew(self) {
        if self.asked.get_value().needed {
            self.read();
        }
    }

    pub fn read(self) {
        let turn = self.next_turn(true);
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
        self.next_turn(false);
        self.all.set(None);
        self.failure.set(None);
    }

    fn next_turn(self, needed: bool) -> u32 {
        let turn = self.asked.get_value().turn.wrapping_add(1);
        self.asked.set_value(Asked { needed, turn });
        turn
    }
}

/// Why they could not be read, and the way to try it once more.
#[component]
pub fn NotKnown(workflows: KnownWorkflows, failure: Failure) -> impl IntoView {
    let again = Callback::new(move |()| workflows.read());
    view! { <LoadFailed message=failure.when_reading() again /> }
}
