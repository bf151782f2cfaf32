//! Opting out, dismissing, and taking a dismissal back: one press each.

use copperline_shared::reviews::Review;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::{self, Failure};
use crate::text;
use crate::ui::{Toasts, use_toasts};

/// What can be decided of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    OptOut,
    Dismiss,
    /// Takes a dismissal back.
    Reopen,
}

/// Sends decisions, one at a time for each review, and tells what came of them.
#[derive(Clone, Copy)]
pub struct Deciding {
    /// The reviews whose decision is under way.
    busy: RwSignal<Vec<Uuid>>,
    toasts: Toasts,
}

impl Deciding {
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(Vec::new()),
            toasts: use_toasts(),
        }
    }

    pub fn is_busy(self, id: Uuid) -> bool {
        self.busy.try_with(|busy| busy.contains(&id)) == Some(true)
    }

    /// Decides; what is shown follows by the event.
    pub fn decide(self, id: Uuid, decision: Decision) {
        if self.busy.try_with_untracked(|busy| busy.contains(&id)) != Some(false) {
            return;
        }
        self.busy.update(|busy| busy.push(id));
        let toasts = self.toasts;
        spawn_local(async move {
            let outcome = send(id, decision).await;
            self.busy
                .try_update(|busy| busy.retain(|other| *other != id));
            tell(toasts, decision, outcome);
        });
    }
}

async fn send(id: Uuid, decision: Decision) -> Result<Review, Failure> {
    let client = api::client();
    match decision {
        Decision::OptOut => api::call(client.opt_out_review().review_id(id).send()).await,
        Decision::Dismiss => api::call(client.dismiss_review().review_id(id).send()).await,
        Decision::Reopen => api::call(client.reopen_review().review_id(id).send()).await,
    }
}

fn tell(toasts: Toasts, decision: Decision, outcome: Result<Review, Failure>) {
    let review = match outcome {
        Ok(review) => review,
        Err(failure) => {
            toasts.problem(failure.message());
            return;
        }
    };
    let about = format!("review {}", review.id);
    toasts.withdraw(&about);
    match decision {
        Decision::OptOut => toasts.done(text::reviews::opted_out(&review.name)),
        Decision::Dismiss => {
            let id = review.id;
            toasts.undoable(about, text::reviews::dismissed(&review.name), move || {
                spawn_local(async move {
                    let outcome = send(id, Decision::Reopen).await;
                    tell(toasts, Decision::Reopen, outcome);
                });
            });
        }
        Decision::Reopen => toasts.done(text::reviews::reopened(&review.name)),
    }
}
