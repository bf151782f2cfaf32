//! What is shown of the conversation; absent or empty until it is read.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::contacts::{Contact, FormerlyOf};
use copperline_shared::conversations::{Conversation, Refusal};
use copperline_shared::messages::Hold;
use copperline_shared::pipeline::PipelineCard;
use copperline_shared::reviews::Review;
use copperline_shared::workflows::WorkflowRun;
use leptos::prelude::*;

use super::Opened;
use crate::conversations::work::name_of;
use crate::conversations::work::visible::News;

impl Opened {
    /// The replies that wait for a decision.
    pub fn review(self) -> Memo<Option<Review>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().and_then(|detail| detail.review.clone()))
        })
    }

    /// The workflows and redrips that are under way with the contact.
    pub fn runs(self) -> Memo<Vec<WorkflowRun>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().map(|detail| detail.runs.clone()))
                .unwrap_or_default()
        })
    }

    /// Whom an earlier contact with this phone was merged into.
    pub fn formerly_of(self) -> Memo<Option<FormerlyOf>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref()?.formerly_of.clone())
        })
    }

    pub fn card(self) -> Memo<Option<PipelineCard>> {
        Memo::new(move |_| self.detail.with(|detail| detail.as_ref()?.card.clone()))
    }

    /// Who works on it.
    pub fn assignee(self) -> Memo<Option<AssignedTo>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref()?.conversation.assigned_to())
        })
    }

    pub fn conversation(self) -> Memo<Option<Conversation>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().map(|detail| detail.conversation.clone()))
        })
    }

    pub fn contact(self) -> Memo<Option<Contact>> {
        Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().map(|detail| detail.contact.clone()))
        })
    }

    /// The formatted number that texts leave from.
    pub fn number(self) -> Memo<Option<String>> {
        Memo::new(move |_| {
            self.detail.with(|detail| {
                let number = detail.as_ref()?.number.as_ref()?;
                Some(number.phone.formatted())
            })
        })
    }

    /// Why nothing may be sent, and to whom.
    pub fn refusal(self) -> Memo<Option<(Refusal, Contact)>> {
        Memo::new(move |_| {
            self.detail.with(|detail| {
                let detail = detail.as_ref()?;
                Some((detail.refusal.clone()?, detail.contact.clone()))
            })
        })
    }

    /// Why a text written now would wait.
    pub fn hold(self) -> Signal<Option<Hold>> {
        let hold = Memo::new(move |_| {
            self.detail
                .with(|detail| detail.as_ref().and_then(|detail| detail.hold.clone()))
        });
        hold.into()
    }

    pub fn can_send(self) -> Signal<bool> {
        Signal::derive(move || {
            self.detail.with(|detail| {
                detail
                    .as_ref()
                    .is_some_and(|detail| detail.refusal.is_none())
            })
        })
    }

    /// The contact's name; empty until it is read.
    pub fn name(self) -> Signal<String> {
        let conversation = self.conversation();
        Signal::derive(move || conversation.with(|conversation| name_of(conversation.as_ref())))
    }

    /// What there is to be seen of it; absent until it is read.
    pub fn news(self) -> Memo<Option<News>> {
        Memo::new(move |_| {
            self.detail.with(|detail| {
                let conversation = &detail.as_ref()?.conversation;
                Some((conversation.unread_count, conversation.last_activity_at))
            })
        })
    }
}
