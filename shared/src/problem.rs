//! What an unsuccessful answer says: RFC 9457 problem details with one closed set of codes.

use serde::{Deserialize, Serialize};

/// An unsuccessful answer (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI naming the kind of problem; `about:blank` when the code says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short summary, the same for each problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what can be done about it, in plain words.
    pub detail: String,
    /// What programs match on.
    pub code: ErrorCode,
    /// The fields to correct, when the request's content is at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// What stands there now, where the request was made on an older state of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
    /// Names this request in the server's log.
    #[serde(default)]
    pub request_id: String,
}

impl Problem {
    /// The message for one field, if the problem names it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.field == name)
            .map(|field| field.message.as_str())
    }
}

/// One field to correct.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's name as in the request.
    pub field: String,
    /// What to do, in plain words.
    pub message: String,
}

/// Every reason for which Copperline refuses a request or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request could not be read: not JSON, a wrong type, an unknown field.
    Malformed,
    /// A field's value is not acceptable; `fields` names it.
    Invalid,
    /// No session or token, or one that has ended.
    Unauthenticated,
    /// Email and password do not belong together.
    WrongCredentials,
    /// The email has not been confirmed yet.
    EmailNotConfirmed,
    /// A mailed link was used already, replaced, or is too old.
    LinkExpired,
    /// Too many failed attempts; wait and try again.
    TooManyAttempts,
    /// The caller's role, scope or impersonation does not permit this.
    Forbidden,
    /// The browser's `Origin` is not this installation's.
    WrongOrigin,
    /// There is no such thing in this workspace.
    NotFound,
    /// The operation exists, but not with this method.
    MethodNotAllowed,
    /// The same `Idempotency-Key` came with another body.
    IdempotencyKeyReused,
    /// The body is larger than this operation accepts.
    TooLarge,
    /// The file is no picture that can be used (C8).
    NotAPicture,
    /// The vendor's id is known with another phone (S4).
    ExternalIdTaken,
    /// The contact asked not to be texted.
    OptedOut,
    /// A reply of the contact reads like a request to stop: automated texts wait until a person has
    /// decided.
    AutomationPaused,
    /// The contact was erased on request and is not taken in again.
    ContactErased,
    /// The phone cannot receive texts.
    NotTextable,
    /// The workspace texts only with recorded consent, and there is none.
    ConsentMissing,
    /// It is not the hour for texts where the contact is.
    QuietHours,
    /// The number has sent as much as it may in a minute.
    Pace,
    /// The text does not wait any more: it has left, or was ended.
    NotWaiting,
    /// The contact has no conversation, and only a conversation can be so.
    NoConversation,
    /// The workspace has no number to send from.
    NoNumber,
    /// The number to send from is not active.
    NumberInactive,
    /// Somebody else rented this number first.
    NumberUnavailable,
    /// The balance does not cover it.
    BalanceTooLow,
    /// Somebody has saved another text of this note since it was read; `current` holds it (C11).
    NoteChanged,
    /// The comment got another text since it was read; `current` holds it (C21).
    CommentChanged,
    /// Something has come in since the conversation was shown; `current` holds it (C20).
    ConversationChanged,
    /// Somebody has saved this workflow since it was read; `current` holds it (P4).
    WorkflowChanged,
    /// The workflow is under way with this contact already (P4).
    AlreadyRunning,
    /// The contact has not been silent for as long as the redrip asks (P5).
    NotSilent,
    /// The contact had a redrip not long enough ago (P5).
    Cooldown,
    /// Somebody belongs to no other group (A2).
    OnlyGroup,
    /// The card was declined.
    CardDeclined,
    /// The primary card cannot be deleted; make another one primary first.
    CardIsPrimary,
    /// The workspace has no card to charge.
    NoCard,
    /// The carrier or the card processor did not answer.
    ProviderUnavailable,
    /// Something failed inside Copperline; it has been recorded.
    Internal,
    /// Copperline is starting, stopping or has lost its database; try again.
    Unavailable,
}
