//! What the page knows of the open conversation, kept current with what happens.

mod shown;
mod taking;

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentEntry;
use copperline_shared::conversations::{ConversationDetail, RecordKind};
use copperline_shared::events::Event;
use copperline_shared::messages::{Direction, Message};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::rules;
use crate::api::{self, Failure};
use crate::live::{Live, use_live};
use crate::session::{Session, use_session};

/// The open conversation with its contact and whether it may be written in.
#[derive(Clone, Copy)]
pub struct Opened {
    id: Uuid,
    session: Session,
    pub detail: RwSignal<Option<ConversationDetail>>,
    /// The contact's consent record, newest first.
    pub consent: RwSignal<Option<Vec<ConsentEntry>>>,
    /// Why there is nothing to show.
    pub failure: RwSignal<Option<Failure>>,
    /// Nothing is known of it yet.
    pub loading: Memo<bool>,
    reading: StoredValue<bool>,
    /// Something changed while reading.
    stale: StoredValue<bool>,
    /// A switch of it is under way to the server.
    pub switching: StoredValue<bool>,
}

impl Opened {
    pub fn open(id: Uuid) -> Self {
        let detail = RwSignal::new(None::<ConversationDetail>);
        let opened = Self {
            id,
            session: use_session(),
            detail,
            loading: Memo::new(move |_| detail.with(Option::is_none)),
            consent: RwSignal::new(None),
            failure: RwSignal::new(None),
            reading: StoredValue::new(false),
            stale: StoredValue::new(false),
            switching: StoredValue::new(false),
        };
        opened.follow();
        opened.read();
        opened
    }

    /// Reads it (again); a change meanwhile makes it read once more.
    pub fn read(self) {
        if self.reading.get_value() {
            self.stale.set_value(true);
            return;
        }
        self.reading.set_value(true);
        spawn_local(async move {
            let client = api::client();
            let outcome =
                api::call(client.read_conversation().conversation_id(self.id).send()).await;
            if self
                .reading
                .try_update_value(|reading| *reading = false)
                .is_none()
            {
                return;
            }
            match outcome {
                Ok(detail) => self.take(detail),
                Err(failure) if self.detail.with_untracked(Option::is_none) => {
                    self.failure.set(Some(failure));
                }
                // What is shown is still worth more than the failure to renew it.
                Err(_) => {}
            }
            if self.stale.try_update_value(std::mem::take) == Some(true) {
                self.read();
            }
        });
    }

    fn take(self, detail: ConversationDetail) {
        self.failure.set(None);
        self.detail.set(Some(detail));
        if self.consent.with_untracked(Option::is_none) {
            self.read_consent();
        }
    }

    /// Reads the contact's consent record.
    pub fn read_consent(self) {
        let contact = self
            .detail
            .with_untracked(|detail| detail.as_ref().map(|d| d.contact.id));
        let Some(contact) = contact else { return };
        spawn_local(async move {
            let client = api::client();
            if let Ok(page) = api::call(client.list_consent().contact_id(contact).send()).await {
                self.consent.try_set(Some(page.items));
            }
        });
    }

    fn follow(self) {
        let live = use_live();
        live.on(move |event| match event {
            Event::ConversationChanged { conversation } if conversation.id == self.id => {
                self.take_conversation(conversation.clone());
            }
            Event::ContactChanged { contact } => self.take_contact(contact.clone()),
            Event::ReviewChanged { review } if review.conversation_id == self.id => {
                self.take_review(review.clone());
            }
            // Asked for, it answers that there is none any more.
            Event::ContactErased {
                conversation_id, ..
            } if *conversation_id == Some(self.id) => {
                self.detail.set(None);
                self.read();
            }
            Event::RecordAdded { record }
                if record.conversation_id == self.id && may_be_consent(record.kind) =>
            {
                self.read_consent();
            }
            // Where consent is required, texts may be sent from now on.
            Event::ConsentRecorded { contact_id } if self.is_of(*contact_id) => {
                self.read();
                self.read_consent();
            }
            Event::PipelineCardChanged { card, .. } if card.conversation_id == self.id => {
                self.take_card(Some(card.clone()));
            }
            Event::PipelineCardRemoved { contact_id, .. } if self.is_of(*contact_id) => {
                self.take_card(None);
            }
            Event::WorkflowRunChanged { run } if run.conversation_id == self.id => {
                self.take_run(run.clone());
            }
            // A stage may have another name, or be gone.
            Event::NumberChanged { .. }
            | Event::PipelineStagesChanged { .. }
            | Event::WorkspaceChanged { .. } => self.read(),
            Event::ContactsMerged { contact_id, .. } if self.is_of(*contact_id) => {
                self.read();
                self.read_consent();
            }
            Event::BalanceChanged { balance_micros } => self.follow_balance(balance_micros.0),
            Event::MessageChanged { message }
                if message.conversation_id == self.id && self.may_change_the_answer(message) =>
            {
                self.read();
            }
            // Somebody could send: there is a balance again.
            Event::MessageChanged { message }
                if message.direction == Direction::Outbound
                    && !message.state.waits()
                    && self.refusal_code() == Some(ErrorCode::BalanceTooLow) =>
            {
                self.read();
            }
            _ => {}
        });
        self.follow_resets(live);
    }

    fn follow_resets(self, live: Live) {
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.read();
                self.read_consent();
            }
            resets
        });
    }

    /// Asks the send gate again when the balance, in micro-dollars, crosses the price of a text.
    fn follow_balance(self, balance: i64) {
        let price = self.session.prices.with_untracked(|prices| {
            prices
                .as_ref()
                .map_or(0, |prices| prices.outbound_segment_micros.0)
        });
        let read = self.detail.with_untracked(Option::is_some);
        if read && rules::balance_changes(balance, price, self.refusal_code()) {
            self.read();
        }
    }

    /// Asks the send gate again when a person comes back to a conversation they couldn't write
    /// in: not everything that lifts a refusal is told to everybody.
    pub fn ask_again_when(self, visible: Signal<bool>) {
        Effect::new(move |_| {
            let refused = self.detail.with_untracked(|detail| {
                detail
                    .as_ref()
                    .is_some_and(|detail| detail.refusal.is_some())
            });
            if visible.get() && refused {
                self.read();
            }
        });
    }

    /// Whether the send gate may say something else after this message: its error may prove that the
    /// phone takes no texts, and who writes does so in a live conversation.
    fn may_change_the_answer(self, message: &Message) -> bool {
        let waits = self.detail.with_untracked(|detail| {
            let held = detail.as_ref().is_some_and(|detail| detail.hold.is_some());
            held || self.refusal_code() == Some(ErrorCode::NotTextable)
        });
        message.error.is_some() || (message.direction == Direction::Inbound && waits)
    }

    fn refusal_code(self) -> Option<ErrorCode> {
        self.detail.with_untracked(|detail| {
            let refusal = detail.as_ref()?.refusal.as_ref()?;
            Some(refusal.code)
        })
    }

    fn is_of(self, contact: Uuid) -> bool {
        self.detail.with_untracked(|detail| {
            detail
                .as_ref()
                .is_some_and(|detail| detail.contact.id == contact)
        })
    }

    pub const fn id(self) -> Uuid {
        self.id
    }

    /// Asks the send gate again when a hold is over, and at each quarter of an hour, when quiet
    /// hours may begin.
    pub fn ask_again_by(self, clock: Signal<DateTime<Utc>>) {
        Effect::new(move |before: Option<DateTime<Utc>>| {
            let now = clock.get();
            let over = self.detail.with_untracked(|detail| {
                let hold = detail.as_ref().and_then(|detail| detail.hold.as_ref());
                hold.is_some_and(|hold| hold.until <= now)
            });
            if over || before.is_some_and(|before| rules::quarter_began(before, now)) {
                self.read();
            }
            now
        });
    }
}

/// Whether what a record tells may have changed what stands on record of consent.
const fn may_be_consent(kind: RecordKind) -> bool {
    !matches!(
        kind,
        RecordKind::Archived
            | RecordKind::Unarchived
            | RecordKind::StageMoved
            | RecordKind::Assigned
            | RecordKind::PutOff
            | RecordKind::FollowUpDue
            | RecordKind::FollowUpDone
            | RecordKind::WorkflowStarted
            | RecordKind::WorkflowEnded
            | RecordKind::RedripStarted
            | RecordKind::RedripEnded
    )
}
