//! Sending a message from the page, once however often it is asked for.

use copperline_shared::messages::{Message, SendMessage};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::draft::Draft;
use crate::api::{self, Failure, Outcome};
use crate::text;
use crate::ui::{Toasts, use_toasts};

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
        }
    }

    /// Sends a draft. It is emptied when the server has taken it, and kept otherwise.
    pub fn send_draft(self, draft: Draft) {
        let body = draft.text.get_untracked().trim().to_owned();
        if body.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        let key = draft.key_for(&body);
        spawn_local(async move {
            let outcome = send(self.conversation, body.clone(), key).await;
            self.busy.try_set(false);
            match outcome {
                Ok(message) => {
                    draft.sent(&body);
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
            let outcome = send(self.conversation, message.body, api::idempotency_key()).await;
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
        use ErrorCode::{BalanceTooLow, NoNumber, NotTextable, NumberInactive, OptedOut};
        let refusals = [
            BalanceTooLow,
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
    failure.field("body").unwrap_or_else(|| failure.message())
}

async fn send(conversation: Uuid, body: String, key: String) -> Outcome<Message> {
    let request = SendMessage {
        conversation_id: Some(conversation),
        to: None,
        body,
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
