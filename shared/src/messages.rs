//! Texts, their states and the send gate's answers (C7, X3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::conversations::Refusal;
use crate::money::Micros;
use crate::phone::Phone;
use crate::pictures::MessagePicture;
use crate::problem::ErrorCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Inbound,
    Outbound,
}

/// A message's state. An outbound one only moves forward: it may wait, scheduled or held; then it is
/// queued, sent, and delivered, undelivered or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Came from the contact.
    Received,
    /// Waits for the moment that was chosen for it. Not charged yet.
    Scheduled,
    /// Waits because the send gate said so. Not charged yet.
    Held,
    /// Accepted and charged; not yet handed to the carrier.
    Queued,
    /// Handed to the carrier.
    Sent,
    Delivered,
    /// The carrier accepted it and could not deliver it.
    Undelivered,
    /// The carrier refused it and the charge was returned, or the send gate refused it at its moment.
    Failed,
    /// Stopped before it left, by an opt-out or by somebody; a charge was returned.
    Cancelled,
}

impl MessageState {
    /// Whether it waits for its moment, so that it can still be changed.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Scheduled | Self::Held)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    Contact,
    Agent,
    ApiToken,
    /// A workflow or redrip.
    Workflow,
    /// Copperline itself: opt-out confirmations and help replies.
    Copperline,
}

/// A text in a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub direction: Direction,
    pub state: MessageState,
    pub sender: SenderKind,
    /// The agent's, token's or workflow's name; empty for the contact and Copperline.
    pub sender_name: String,
    /// Empty where pictures say it all.
    pub body: String,
    /// In their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<MessagePicture>,
    /// The phone it went to or came from, where that is not the contact's: it is one of a contact who
    /// was merged into this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_phone: Option<Phone>,
    pub segments: u32,
    /// What it cost, in micro-dollars; zero while it waits.
    pub price_micros: Micros,
    /// Why it was not delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<DeliveryError>,
    /// Why it is held, or why it ended without having left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Refusal>,
    /// When a waiting one is asked about again, and leaves if it may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// When a scheduled one will leave, where its moment lies in the contact's quiet hours: it is held
    /// at `due_at` until then. Told as things stand now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves_at: Option<DateTime<Utc>>,
    /// When it was accepted or came in. One that waited counts from the moment it left or ended.
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// When it reached its last state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}

/// A carrier's refusal in plain words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryError {
    /// The carrier's code, such as `30003`.
    pub code: String,
    /// What happened.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
}

/// A message with the send gate's trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageDetail {
    pub message: Message,
    /// The gate's last answer: each check in the order it was made; empty for inbound messages.
    pub checks: Vec<GateCheck>,
    /// When the gate gave it; absent for inbound messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<DateTime<Utc>>,
    /// What the gate answered before, oldest first, when the message waited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<GateAnswer>,
}

/// What the send gate answered at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GateAnswer {
    pub asked_at: DateTime<Utc>,
    pub checks: Vec<GateCheck>,
}

/// One check of the send gate and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GateCheck {
    pub check: Check,
    pub verdict: Verdict,
    /// The code of a refusal or a hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ErrorCode>,
    /// Until when a held one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Plain words.
    pub detail: String,
}

/// The send gate's checks, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Check {
    OptOut,
    /// Whether automated texts pause; asked for those alone.
    Automation,
    /// Whether the phone's country is texted.
    Destination,
    /// Whether the phone can receive texts.
    Textable,
    /// Whether consent is recorded, where the workspace requires it.
    Consent,
    QuietHours,
    Number,
    Balance,
    Pace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    /// Not now, but at a later moment.
    Hold,
    Refuse,
}

/// A text to send: into a conversation, or to a phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct SendMessage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<Uuid>,
    /// Instead of `conversation_id`: a phone in any usual way of writing. The contact is created
    /// when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// 1 to 1,600 characters; none are needed with pictures.
    #[serde(default)]
    pub body: String,
    /// Pictures from `upload_picture`, at most 10, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picture_ids: Vec<Uuid>,
    /// Send it later: a moment within the next year. It is asked about, charged and sent then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_at: Option<DateTime<Utc>>,
    /// Send it although it is not the hour for texts where the contact is. Counts only where the
    /// hold says that it may be sent anyway.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub send_anyway: bool,
}

/// What to change of a text that waits; an absent field stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct UpdateMessage {
    /// 1 to 1,600 characters; none are needed with pictures, which stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A moment within the next year; a held text is then a scheduled one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_at: Option<DateTime<Utc>>,
}

/// Sends a waiting text now, as far as the send gate lets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct SendNow {
    /// As in `send_message`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub send_anyway: bool,
}

/// A text that waits, with whom it is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingMessage {
    pub message: Message,
    /// The contact's name, or the formatted phone.
    pub name: String,
    pub phone: Phone,
    /// The contact's state and ZIP, which tell what time it is there; empty when unknown.
    pub state: String,
    pub zip: String,
}

/// What the send gate would answer; nothing was sent or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedMessage {
    /// Each check in the order it was made.
    pub checks: Vec<GateCheck>,
    /// Why it would not be taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Why it would wait, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    pub segments: u32,
    /// What it would cost, in micro-dollars.
    pub price_micros: Micros,
}

/// Why the send gate lets a text wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    pub code: ErrorCode,
    /// Plain words.
    pub detail: String,
    pub until: DateTime<Utc>,
    /// Whether it may be sent all the same, with `send_anyway`.
    pub may_send_anyway: bool,
}
