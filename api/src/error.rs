//! The one error of handlers and jobs, and how it becomes a [`Problem`].

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, ResponseError, web};
use copperline_shared::problem::{ErrorCode, FieldProblem, Problem};
use diesel_async::pooled_connection::deadpool::PoolError;

/// A handler's answer.
pub type Answer<T> = Result<web::Json<T>, Error>;

/// Why a request or job did not succeed.
#[derive(Debug)]
pub enum Error {
    /// The caller can do something about it.
    Refused(Refused),
    /// What was being done was undone, because another came in its way. The same again succeeds:
    /// [`Atomic`](crate::db::Atomic) tries it.
    Undone(Box<diesel::result::Error>),
    /// Something failed inside; the cause is logged and never sent.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// A refusal that is told to the caller as it is.
#[derive(Clone, Debug)]
pub struct Refused {
    pub code: ErrorCode,
    /// Plain words, with what to do.
    pub detail: String,
    pub fields: Vec<FieldProblem>,
    /// What stands there now, where the request was made on an older state of it.
    pub current: Option<serde_json::Value>,
}

impl Error {
    #[must_use]
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Refused(Refused {
            code,
            detail: detail.into(),
            fields: Vec::new(),
            current: None,
        })
    }

    /// The request was made on an older state of what is `current` now.
    #[must_use]
    pub fn outdated(code: ErrorCode, detail: String, current: &impl serde::Serialize) -> Self {
        Self::Refused(Refused {
            code,
            detail,
            fields: Vec::new(),
            // Without it the caller reads what is there.
            current: serde_json::to_value(current).ok(),
        })
    }

    /// One field of the request is not acceptable.
    #[must_use]
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldProblem {
            field: field.to_owned(),
            message: message.into(),
        }])
    }

    #[must_use]
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        Self::fields(ErrorCode::Invalid, fields)
    }

    #[must_use]
    pub fn fields(code: ErrorCode, fields: Vec<FieldProblem>) -> Self {
        let detail = fields
            .iter()
            .map(|problem| format!("{}: {}", problem.field, problem.message))
            .collect::<Vec<_>>()
            .join(" ");
        Self::Refused(Refused {
            code,
            detail,
            fields,
            current: None,
        })
    }

    /// There is no such thing in the caller's workspace.
    #[must_use]
    pub fn not_found(noun: &str) -> Self {
        Self::new(
            ErrorCode::NotFound,
            format!("There is no such {noun} in this workspace."),
        )
    }

    /// Another came in the way of what is being done: nothing of it is to stand, and it is begun
    /// anew.
    #[must_use]
    pub fn overtaken() -> Self {
        Self::Undone(Box::new(diesel::result::Error::RollbackTransaction))
    }

    #[must_use]
    pub fn internal(message: &str) -> Self {
        Self::Internal(message.into())
    }

    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(refused) => refused.code,
            Self::Undone(_) => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refused) => write!(formatter, "{:?}: {}", refused.code, refused.detail),
            Self::Undone(cause) => write!(formatter, "{cause}"),
            Self::Internal(cause) => write!(formatter, "{cause}"),
        }
    }
}

impl std::error::Error for Error {}

/// Anything unexpected is internal; the caller learns nothing of it.
macro_rules! internal {
    ($($cause:ty),* $(,)?) => {
        $(impl From<$cause> for Error {
            fn from(cause: $cause) -> Self {
                Self::Internal(Box::new(cause))
            }
        })*
    };
}
internal!(
    serde_json::Error,
    crate::db::DbError,
    crate::mail::MailError,
    tokio::task::JoinError,
    object_store::Error,
    // A stored phone that is not E.164.
    copperline_shared::phone::NotE164,
);

impl From<PoolError> for Error {
    fn from(cause: PoolError) -> Self {
        if let PoolError::Timeout(_) = cause {
            tracing::warn!("every database connection is in use; a request waited in vain");
            let detail = "Copperline is busier than it can bear. Try again in a moment.";
            return Self::new(ErrorCode::Unavailable, detail);
        }
        Self::Internal(Box::new(cause))
    }
}

impl From<diesel::result::Error> for Error {
    fn from(cause: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind::SerializationFailure;
        use diesel::result::Error::DatabaseError;
        if let DatabaseError(kind, told) = &cause {
            // Diesel has no kind for a deadlock and keeps no code; the words are English, see
            // `db::pool`.
            let deadlock = told.message() == "deadlock detected";
            if deadlock {
                // Locks are taken in one order, so this is not expected.
                tracing::error!(error = %cause, details = told.details(), "a deadlock");
            }
            if deadlock || matches!(kind, SerializationFailure) {
                return Self::Undone(Box::new(cause));
            }
        }
        Self::Internal(Box::new(cause))
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self.code())
    }

    fn error_response(&self) -> HttpResponse {
        let (detail, fields, current) = match self {
            Self::Undone(cause) => {
                tracing::error!(error = %cause, "a request was undone again and again");
                let detail = "Changes came in each other's way. Nothing was changed; try again.";
                (detail.to_owned(), Vec::new(), None)
            }
            Self::Refused(refused) => {
                let Refused {
                    detail,
                    fields,
                    current,
                    ..
                } = refused.clone();
                (detail, fields, current)
            }
            Self::Internal(cause) => {
                tracing::error!(error = %cause, "request failed");
                let detail = "Something went wrong inside Copperline. It was recorded; try again.";
                (detail.to_owned(), Vec::new(), None)
            }
        };
        let code = self.code();
        let status = status(code);
        HttpResponse::build(status)
            .insert_header(("content-type", "application/problem+json"))
            .json(Problem {
                kind: "about:blank".to_owned(),
                title: title(code).to_owned(),
                status: status.as_u16(),
                detail,
                code,
                fields,
                current,
                request_id: crate::telemetry::request_id(),
            })
    }
}

fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as C;
    match code {
        C::Malformed => StatusCode::BAD_REQUEST,
        C::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        C::Unauthenticated | C::WrongCredentials => StatusCode::UNAUTHORIZED,
        C::EmailNotConfirmed | C::Forbidden | C::WrongOrigin => StatusCode::FORBIDDEN,
        C::NotFound => StatusCode::NOT_FOUND,
        C::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        C::LinkExpired => StatusCode::GONE,
        C::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        C::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        C::NotAPicture => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        C::BalanceTooLow | C::CardDeclined | C::NoCard => StatusCode::PAYMENT_REQUIRED,
        C::IdempotencyKeyReused
        | C::ExternalIdTaken
        | C::OptedOut
        | C::AutomationPaused
        | C::ContactErased
        | C::NotTextable
        | C::ConsentMissing
        | C::QuietHours
        | C::Pace
        | C::NotWaiting
        | C::NoConversation
        | C::NoNumber
        | C::NumberInactive
        | C::NumberUnavailable
        | C::NoteChanged
        | C::CommentChanged
        | C::ConversationChanged
        | C::WorkflowChanged
        | C::AlreadyRunning
        | C::NotSilent
        | C::Cooldown
        | C::OnlyGroup
        | C::CardIsPrimary => StatusCode::CONFLICT,
        C::ProviderUnavailable => StatusCode::BAD_GATEWAY,
        C::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        C::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn title(code: ErrorCode) -> &'static str {
    use ErrorCode as C;
    match code {
        C::Malformed => "The request could not be read",
        C::Invalid => "Some fields need correcting",
        C::Unauthenticated => "Not signed in",
        C::WrongCredentials => "Wrong email or password",
        C::EmailNotConfirmed => "Email not confirmed",
        C::LinkExpired => "Link no longer valid",
        C::TooManyAttempts => "Too many attempts",
        C::Forbidden => "Not permitted",
        C::WrongOrigin => "Request from another site",
        C::NotFound => "Not found",
        C::MethodNotAllowed => "Method not allowed",
        C::IdempotencyKeyReused => "Idempotency key used for another request",
        C::TooLarge => "Too large",
        C::NotAPicture => "No picture that can be used",
        C::ExternalIdTaken => "External id taken",
        C::OptedOut => "Opted out",
        C::AutomationPaused => "Automation paused",
        C::ContactErased => "Contact erased",
        C::NotTextable => "Cannot be texted",
        C::ConsentMissing => "No consent recorded",
        C::QuietHours => "Quiet hours",
        C::Pace => "Pace of the number",
        C::NotWaiting => "Not waiting any more",
        C::NoConversation => "No conversation",
        C::NoNumber => "No number to send from",
        C::NumberInactive => "Number not active",
        C::NumberUnavailable => "Number not available",
        C::BalanceTooLow => "Balance too low",
        C::CardDeclined => "Card declined",
        C::NoteChanged => "Note changed",
        C::CommentChanged => "Comment changed",
        C::ConversationChanged => "Conversation changed",
        C::WorkflowChanged => "Workflow changed",
        C::AlreadyRunning => "Under way already",
        C::NotSilent => "Not silent long enough",
        C::Cooldown => "Too soon after the last redrip",
        C::OnlyGroup => "Somebody's only group",
        C::CardIsPrimary => "Card is primary",
        C::NoCard => "No card",
        C::ProviderUnavailable => "Provider unavailable",
        C::Internal => "Internal error",
        C::Unavailable => "Temporarily unavailable",
    }
}

/// The plain-text answer of signed callback endpoints, which carriers read.
#[must_use]
pub fn plain(status: StatusCode, text: &'static str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header(ContentType::plaintext())
        .body(text)
}
