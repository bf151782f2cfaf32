//! Putting the open conversation off, ending that, and taking it back.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::{FollowUp, FollowUpState, PutOff};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::menu;
use crate::api::{self, Outcome};
use crate::conversations::Reopening;
use crate::format;
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::{self, Toasts, use_toasts};

/// What the parts share.
#[derive(Clone, Copy)]
pub struct PuttingOff {
    pub conversation: Memo<Option<Conversation>>,
    /// Takes in how it is now.
    on_change: Callback<Conversation>,
    /// Leads back to the list: what is put off has left it.
    close: Callback<()>,
    /// Leads to it again.
    reopening: Option<Reopening>,
    session: Session,
    toasts: Toasts,
}

impl PuttingOff {
    pub fn new(
        conversation: Memo<Option<Conversation>>,
        on_change: Callback<Conversation>,
        close: Callback<()>,
    ) -> Self {
        Self {
            conversation,
            on_change,
            close,
            reopening: use_context::<Reopening>(),
            session: use_session(),
            toasts: use_toasts(),
        }
    }

    /// The workspace's zone.
    pub fn zone(self) -> String {
        untrack(|| self.session.time_zone())
    }

    /// A moment to come, as it stands in a sentence.
    fn told(self, at: DateTime<Utc>) -> String {
        let zone = self.zone();
        let now = format::in_zone(format::now(), &zone);
        format::coming(format::in_zone(at, &zone), now)
    }

    /// Puts the open conversation off, and says in a notice why it can't be.
    pub fn put_off(self, until: DateTime<Utc>) {
        let Some(before) = self.conversation.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match ask(before.id, decided(&before, until)).await {
                Ok(now) => self.was_put_off(&before, now),
                Err(failure) => self
                    .toasts
                    .problem(failure.when_doing(text::common::NOT_CHANGED)),
            }
        });
    }

    /// Closes a conversation that was put off, with a notice that can take it back.
    pub fn was_put_off(self, before: &Conversation, now: Conversation) {
        let waits = |follow_up: &FollowUp| follow_up.state == FollowUpState::Waiting;
        let until = now.follow_up.filter(waits).map(|follow_up| follow_up.at);
        self.on_change.try_run(now);
        let Some(until) = until else { return };
        // Whoever has gone on to another one stays there.
        self.close.try_run(());
        let (id, name, former) = (before.id, before.name.clone(), before.follow_up);
        let words = text::follow_ups::put_off(&name, &self.told(until));
        self.toasts.undoable(about(id), words, move || {
            self.take_back(id, name.clone(), until, former);
        });
    }

    /// Takes back that it was put off until this moment, unless another counts by now.
    fn take_back(self, id: Uuid, name: String, of: DateTime<Utc>, former: Option<FollowUp>) {
        spawn_local(async move {
            match restore(id, of, former).await {
                Ok(now) => {
                    let state = |of: Option<FollowUp>| of.map(|of| (of.at, of.state));
                    let taken_back = state(now.follow_up) == state(former);
                    let words = match taken_back {
                        true => text::follow_ups::taken_back(&name),
                        false => text::follow_ups::moved_on(&name),
                    };
                    self.on_change.try_run(now);
                    self.toasts.done(words);
                    if let Some(reopening) = self.reopening.filter(|_| taken_back) {
                        reopening.open(id);
                    }
                }
                Err(failure) => self
                    .toasts
                    .problem(failure.when_doing(text::common::NOT_CHANGED)),
            }
        });
    }

    /// Ends the follow-up of the open conversation, due or not.
    pub fn end(self) {
        let Some(before) = self.conversation.get_untracked() else {
            return;
        };
        let (id, name) = (before.id, before.name);
        let due = |follow_up: FollowUp| follow_up.state == FollowUpState::Due;
        let words = match before.follow_up.is_some_and(due) {
            true => text::follow_ups::done(&name),
            false => text::follow_ups::back(&name),
        };
        spawn_local(async move {
            let client = api::client();
            let request = client.end_follow_up().conversation_id(id);
            match api::call(request.send()).await {
                Ok(now) => {
                    let open = self.on_change.try_run(now).is_some();
                    self.toasts.withdraw(&about(id));
                    self.toasts.done(words);
                    if open {
                        // What was pressed is gone.
                        leptos::task::tick().await;
                        ui::focus_when_lost(menu::BUTTON);
                    }
                }
                Err(failure) => self
                    .toasts
                    .problem(failure.when_doing(text::common::NOT_CHANGED)),
            }
        });
    }
}

/// What the notices about a conversation are told apart by.
fn about(id: Uuid) -> String {
    format!("follow-up {id}")
}

/// What somebody decides who sees the conversation so.
pub fn decided(before: &Conversation, until: DateTime<Utc>) -> PutOff {
    PutOff {
        seen: Some(before.last_activity_at),
        ..PutOff::until(until)
    }
}

pub async fn ask(id: Uuid, body: PutOff) -> Outcome<Conversation> {
    let client = api::client();
    let request = client.put_off_conversation().conversation_id(id);
    api::call(request.body(body).send()).await
}

/// Gives a conversation that is put off until `of` its former follow-up.
async fn restore(id: Uuid, of: DateTime<Utc>, former: Option<FollowUp>) -> Outcome<Conversation> {
    let client = api::client();
    let request = client.end_follow_up().conversation_id(id).of(of);
    match former.map(|former| (former.state, former.at)) {
        None => api::call(request.send()).await,
        Some((FollowUpState::Due, since)) => api::call(request.due_since(since).send()).await,
        Some((FollowUpState::Waiting, until)) => {
            let body = PutOff {
                of: Some(of),
                ..PutOff::until(until)
            };
            ask(id, body).await
        }
    }
}
