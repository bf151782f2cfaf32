//! Following the bulk actions that were started here, until it is told what came of them.

use copperline_shared::bulk_actions::{BulkAction, BulkState, CreateBulkAction};
use copperline_shared::events::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::{self, Outcome};
use crate::live::{Connection, use_live};
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::{Toasts, use_toasts};

/// Starts bulk actions and follows those that are under way.
#[derive(Clone, Copy)]
pub struct Tracking {
    session: Session,
    toasts: Toasts,
}

impl Tracking {
    /// Follows from now on, also what was begun before the person went elsewhere.
    pub fn start_following() -> Self {
        let tracking = Self {
            session: use_session(),
            toasts: use_toasts(),
        };
        let live = use_live();
        live.on(move |event| {
            if let Event::BulkActionChanged { bulk_action } = event {
                tracking.take(bulk_action.clone());
            }
        });
        // Also when events were missed.
        let back =
            Memo::new(move |_| (live.resets.get(), live.connection.get() == Connection::Open));
        Effect::new(move || {
            back.track();
            for action in tracking.session.bulk_actions.get_untracked() {
                tracking.read(action.id);
            }
        });
        tracking
    }

    pub async fn start(self, key: String, body: CreateBulkAction) -> Outcome<()> {
        let client = api::client();
        let request = client.create_bulk_action().idempotency_key(key).body(body);
        let action = api::call(request.send()).await?;
        self.track(action);
        Ok(())
    }

    fn track(self, action: BulkAction) {
        let id = action.id;
        self.session.bulk_actions.update(|actions| {
            actions.retain(|known| known.id != id);
            actions.push(action);
        });
        // What is quick may be over before this was known.
        self.read(id);
    }

    fn read(self, id: Uuid) {
        spawn_local(async move {
            let client = api::client();
            let request = client.read_bulk_action().bulk_action_id(id).send();
            if let Ok(action) = api::call(request).await {
                self.take(action);
            }
        });
    }

    /// Takes in how far an action is; what came of one that is over is told once.
    fn take(self, action: BulkAction) {
        let known = self
            .session
            .bulk_actions
            .with_untracked(|actions| actions.iter().find(|known| known.id == action.id).cloned());
        let Some(known) = known.filter(|known| !is_older(&action, known)) else {
            return;
        };
        let over = matches!(action.state, BulkState::Finished | BulkState::Undone);
        self.session.bulk_actions.update(|actions| {
            if over {
                actions.retain(|other| other.id != known.id);
            } else if let Some(known) = actions.iter_mut().find(|other| other.id == known.id) {
                *known = action.clone();
            }
        });
        if over {
            self.tell(&action);
        }
    }

    fn tell(self, action: &BulkAction) {
        let words = text::bulk_actions::outcome(action);
        let undoable = action.state == BulkState::Finished
            && action.changed > 0
            && action.change.can_be_undone();
        if undoable {
            let id = action.id;
            self.toasts
                .undoable(format!("bulk {id}"), words, move || self.undo(id));
        } else {
            self.toasts.done(words);
        }
    }

    fn undo(self, id: Uuid) {
        spawn_local(async move {
            let client = api::client();
            let request = client.undo_bulk_action().bulk_action_id(id).send();
            match api::call(request).await {
                Ok(action) => self.track(action),
                Err(failure) => {
                    let words = failure.when_doing(text::bulk_actions::NOT_UNDONE);
                    self.toasts.problem(words);
                }
            }
        });
    }
}

/// Whether an answer tells of an earlier moment than what is known.
fn is_older(action: &BulkAction, known: &BulkAction) -> bool {
    let place = |of: &BulkAction| {
        let state = match of.state {
            BulkState::Running => 0,
            BulkState::Finished => 1,
            BulkState::Undoing => 2,
            BulkState::Undone => 3,
        };
        (state, of.done, of.undone)
    };
    place(action) < place(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use copperline_shared::bulk_actions::BulkChange;

    #[test]
    fn c6_news_that_was_overtaken_is_dropped() {
        let action = |state, done, undone| BulkAction {
            id: Uuid::nil(),
            change: BulkChange::Archive,
            state,
            total: 1_000,
            done,
            changed: done,
            reasons: Vec::new(),
            undone,
            agent_id: None,
            created_at: DateTime::UNIX_EPOCH,
            finished_at: None,
        };
        let half = action(BulkState::Running, 500, 0);
        let over = action(BulkState::Finished, 1_000, 0);
        let undoing = action(BulkState::Undoing, 1_000, 0);
        assert!(is_older(&half, &over) && is_older(&over, &undoing));
        assert!(!is_older(&over, &half) && !is_older(&half, &half));
    }
}
