//! What is typed for a setting, beside what the workspace has.

use copperline_shared::workspace::{UpdateWorkspace, Workspace};
use leptos::prelude::*;

use crate::api;
use crate::session::{Session, use_session};
use crate::submission::Submission;
use crate::text;
use crate::ui::{Toasts, use_toasts};

/// One setting being edited. It follows the workspace until somebody here types something else.
pub struct Setting<T: Send + Sync + 'static> {
    pub typed: RwSignal<T>,
    /// What the workspace has.
    pub saved: Memo<T>,
}

impl<T: Send + Sync + 'static> Clone for Setting<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Setting<T> {}

impl<T: Clone + Default + PartialEq + Send + Sync + 'static> Setting<T> {
    pub fn new(read: fn(&Workspace) -> T) -> Self {
        let session = use_session();
        let saved = Memo::new(move |_| session.workspace(read).unwrap_or_default());
        let typed = RwSignal::new(saved.get_untracked());
        Effect::new(move |before: Option<T>| {
            let now = saved.get();
            if before.is_some_and(|before| typed.with_untracked(|typed| *typed == before)) {
                typed.set(now.clone());
            }
            now
        });
        Self { typed, saved }
    }

    /// What to change the setting to: nothing where nothing else was typed, so that what somebody
    /// else has chosen meanwhile stays.
    pub fn change(self) -> Option<T> {
        let typed = self.typed.get_untracked();
        (typed != self.saved.get_untracked()).then_some(typed)
    }

    /// Shows what was saved, which may be written otherwise than it was typed.
    pub fn settle(self) {
        self.typed.set(self.saved.get_untracked());
    }
}

/// How a form of settings is saved.
#[derive(Clone, Copy)]
pub struct Saving {
    pub submission: Submission,
    session: Session,
    toasts: Toasts,
}

impl Saving {
    pub fn new() -> Self {
        Self {
            submission: Submission::new(),
            session: use_session(),
            toasts: use_toasts(),
        }
    }

    /// Sends the changes; `done` is called when the workspace has them.
    pub fn save(self, body: UpdateWorkspace, done: impl FnOnce() + 'static) {
        let request =
            async move { api::call(api::client().update_workspace().body(body).send()).await };
        self.submission.run(request, move |workspace| {
            self.session.take_workspace(&workspace);
            done();
            self.toasts.done(text::workspace::SAVED);
        });
    }
}
