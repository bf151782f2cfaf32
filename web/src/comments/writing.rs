//! Writing a comment down, once however often it is asked for.

use copperline_shared::comments::{Comment, CreateComment};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::draft::CommentDraft;
use crate::api::{self, Failure};
use crate::text;

/// How writing a comment stands in the open conversation.
#[derive(Clone, Copy)]
pub struct Writing {
    conversation: Uuid,
    pub draft: CommentDraft,
    /// It is on its way to the server.
    pub busy: RwSignal<bool>,
    /// Why the last attempt failed.
    pub error: RwSignal<Option<String>>,
    /// Called with each comment the server has taken.
    on_written: Callback<Comment>,
}

impl Writing {
    pub fn open(conversation: Uuid, on_written: Callback<Comment>) -> Self {
        Self {
            conversation,
            draft: CommentDraft::open(conversation),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            on_written,
        }
    }

    /// Writes it down. The draft is emptied when the server has it, and kept otherwise.
    pub fn write(self) {
        let (typed, comment) = (self.draft.text.get_untracked(), self.draft.comment());
        if comment.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        let key = self.draft.key_for(&comment);
        spawn_local(async move {
            let body = CreateComment {
                conversation_id: self.conversation,
                text: comment,
            };
            let client = api::client();
            let request = client.create_comment().idempotency_key(key).body(body);
            let outcome = api::call(request.send()).await;
            self.busy.try_set(false);
            match outcome {
                Ok(comment) => {
                    self.draft.written(&typed);
                    self.on_written.try_run(comment);
                }
                Err(failure) => {
                    self.error.try_set(Some(words(&failure)));
                }
            }
        });
    }
}

/// Why a comment is not written down, in words.
pub fn words(failure: &Failure) -> String {
    if failure.code() == Some(ErrorCode::Unauthenticated) {
        return text::messages::SIGNED_OUT.to_owned();
    }
    failure.field("text").unwrap_or_else(|| failure.message())
}
