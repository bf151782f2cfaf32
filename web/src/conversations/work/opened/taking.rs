//! Taking in how things of the conversation are now.

use copperline_shared::contacts::Contact;
use copperline_shared::conversations::Conversation;
use copperline_shared::pipeline::PipelineCard;
use copperline_shared::reviews::{Review, ReviewState};
use copperline_shared::workflows::{RunState, WorkflowRun};
use leptos::prelude::*;

use super::Opened;

impl Opened {
    /// Takes the conversation as it is now.
    pub fn take_conversation(self, conversation: Conversation) {
        self.detail.try_update(|detail| {
            if let Some(detail) = detail {
                detail.conversation = conversation;
            }
        });
        if self.reading.try_get_value() == Some(true) {
            self.stale.set_value(true);
        }
    }

    /// Takes the contact as it is now, if it is this conversation's.
    pub fn take_contact(self, contact: Contact) {
        let known = self.detail.try_with_untracked(|detail| {
            let known = &detail.as_ref()?.contact;
            (known.id == contact.id).then_some(known.opted_out_at)
        });
        let Some(known) = known.flatten() else { return };
        let opted = known != contact.opted_out_at;
        self.detail.update(|detail| {
            if let Some(detail) = detail {
                detail.contact = contact;
            }
        });
        if opted {
            self.read();
            self.read_consent();
        }
    }

    pub(super) fn take_review(self, review: Review) {
        self.detail.try_update(|detail| {
            if let Some(detail) = detail {
                let review = (review.state == ReviewState::Open).then_some(review);
                for run in &mut detail.runs {
                    run.review_id = review.as_ref().map(|review| review.id);
                }
                detail.review = review;
            }
        });
        if self.reading.try_get_value() == Some(true) {
            self.stale.set_value(true);
        }
    }

    /// Takes where the contact stands on the pipeline now.
    pub(super) fn take_card(self, card: Option<PipelineCard>) {
        self.detail.update(|detail| {
            if let Some(detail) = detail {
                detail.card = card;
            }
        });
        if self.reading.try_get_value() == Some(true) {
            self.stale.set_value(true);
        }
    }

    /// Takes in how a run of the contact is now.
    pub(super) fn take_run(self, run: WorkflowRun) {
        self.detail.update(|detail| {
            if let Some(detail) = detail {
                detail.runs.retain(|known| known.id != run.id);
                if run.state == RunState::Running {
                    detail.runs.push(run);
                    detail.runs.sort_by_key(|run| (run.started_at, run.id));
                    detail.runs.reverse();
                }
            }
        });
        if self.reading.try_get_value() == Some(true) {
            self.stale.set_value(true);
        }
    }
}
