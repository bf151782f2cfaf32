//! Sending a message from the page, once however often it is asked for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::messages::{Message, SendMessage};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::draft::Draft;
use crate::api::{self, Failure, Outcome};
use crate::attempt::Attempt;
use crate::text;
use crate::ui::{Toasts, use_toasts};

/// When a message is to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// At this moment instead of now.
    pub later: Option<DateTime<Utc>>,
    /// Although it is not the hour for texts where the contact is.
    pub anyway: bool,
}

impl Manner {
    /// The words and pictures with how they are sent, by which one request is told from another.
    fn told(self, body: &str, pictures: &[Uuid]) -> String {
        let words = self.told_words(body);
        pictures
            .iter()
            .fold(words, |told, id| format!("{told}\u{1f}{id}"))
    }

    fn told_words(self, body: &str) -> String {
        match self {
            Self {
                later: None,
                anyway: false,
            } => body.to_owned(),
            Self { later, anyway } => format!("{body}\u{1f}{later:?} {anyway}"),
        }
    }
}

/// How sending stands in the open conversation.
#[derive(Clone, Copy)]
pub struct Sending {
    conversation: Uuid,
    /// A message is on its way to the server.
    pub busy: RwSignal<bool>,
    /// Why the last attempt failed.
    pub error: RwSignal<Option<String>>,
    /// Whether the send gate lets anything leave.
    pub possible: Signal<bool>,
    /// Called with each message the server has taken.
    on_sent: Callback<Message>,
    /// Called when the server refuses for a reason that stands in the composer's place.
    on_refused: Callback<()>,
    toasts: Toasts,
    /// The failed messages that were sent once more without an answer: the api may have taken them.
    again: StoredValue<HashMap<Uuid, Attempt>>,
}

impl Sending {
    pub fn new(
        conversation: Uuid,
        possible: Signal<bool>,
        on_sent: Callback<Message>,
        on_refused: Callback<()>,
    ) -> Self {
        let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
        Self {
            conversation,
            busy,
            error,
            possible,
            on_sent,
            on_refused,
            toasts: use_toasts(),
            again: StoredValue::new(HashMap::new()),
        }
    }

    /// Where messages go.
    pub const fn conversation(self) -> Uuid {
        self.conversation
    }

    /// Sends a draft. It is emptied when the server has taken it, and kept otherwise.
    pub fn send_draft(self, draft: Draft) {
        self.send_so(draft, Manner::default(), |_| {});
    }

    /// As [`Sending::send_draft`], in a manner; `done` gets what the server has taken.
    pub fn send_so(self, draft: Draft, manner: Manner, done: impl FnOnce(&Message) + 'static) {
        let body = draft.text.get_untracked().trim().to_owned();
        let pictures = untrack(|| draft.pictures.ids());
        if (body.is_empty() && pictures.is_empty()) || self.busy.get_untracked() {
            return;
        }
        if !untrack(|| draft.pictures.settled()) {
            self.error.set(Some(text::pictures::WAIT.to_owned()));
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        // The same words in another manner are another request.
        let key = draft.key_for(&manner.told(&body, &pictures));
        spawn_local(async move {
            let said = (body.clone(), pictures.clone());
            let outcome = send(self.conversation, said, manner, key).await;
            self.busy.try_set(false);
            match outcome {
                Ok(message) => {
                    draft.sent(&body, &pictures);
                    done(&message);
                    self.on_sent.try_run(message);
                }
                Err(failure) => {
                    self.error.try_set(Some(words(&failure)));
                    self.tell_refusal(&failure);
                }
            }
        });
    }

    /// Sends the text of a failed message once more, as a new message.
    pub fn send_again(self, message: Message) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let (of, pictures) = (message.id, picture_ids(&message));
            let before = self.again.try_update_value(|again| again.remove(&of));
            let attempt = Attempt::at(of.to_string(), before.flatten());
            let said = (message.body, pictures);
            let outcome = send(self.conversation, said, Manner::default(), attempt.key()).await;
            if outcome.as_ref().is_err_and(|failure| !failure.is_final()) {
                self.again
                    .try_update_value(|again| again.insert(of, attempt));
            }
            self.busy.try_set(false);
            match outcome {
                Ok(message) => {
                    self.on_sent.try_run(message);
                }
                Err(failure) => {
                    self.toasts.problem(words(&failure));
                    self.tell_refusal(&failure);
                }
            }
        });
    }

    fn tell_refusal(self, failure: &Failure) {
        use ErrorCode::{
            BalanceTooLow, ConsentMissing, DestinationNotServed, NoNumber, NotTextable,
            NumberInactive, OptedOut,
        };
        let refusals = [
            BalanceTooLow,
            ConsentMissing,
            DestinationNotServed,
            NoNumber,
            NotTextable,
            NumberInactive,
            OptedOut,
        ];
        if failure.code().is_some_and(|code| refusals.contains(&code)) {
            self.on_refused.try_run(());
        }
    }
}

fn words(failure: &Failure) -> String {
    if failure.code() == Some(ErrorCode::Unauthenticated) {
        return text::messages::SIGNED_OUT.to_owned();
    }
    let of_field = |name| failure.field(name);
    of_field("body")
        .or_else(|| of_field("picture_ids"))
        .unwrap_or_else(|| failure.message())
}

/// The pictures of a message, to send it or ask about it once more.
fn picture_ids(message: &Message) -> Vec<Uuid> {
    let ready = message
        .pictures
        .iter()
        .filter_map(|picture| picture.ready());
    ready.map(|picture| picture.id).collect()
}

async fn send(
    conversation: Uuid,
    (body, picture_ids): (String, Vec<Uuid>),
    manner: Manner,
    key: String,
) -> Outcome<Message> {
    let request = SendMessage {
        conversation_id: Some(conversation),
        body,
        picture_ids,
        send_at: manner.later,
        send_anyway: manner.anyway,
        ..SendMessage::default()
    };
    api::call(
        api::client()
            .send_message()
            .idempotency_key(key)
            .body(request)
            .send(),
    )
    .await
}
