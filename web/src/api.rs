//! Calling the api, through the client generated from its document.

use std::future::Future;

use copperline_client::{Client, Error, ResponseValue, Session, connect};
use copperline_shared::problem::{ErrorCode, Problem};
use leptos::prelude::window;

use crate::session;
use crate::text;

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The api refused it and says what to do.
    Refused(Problem),
    /// No answer came; nobody knows whether the call took effect.
    Offline,
}

impl Failure {
    /// What to tell the person.
    pub fn message(&self) -> String {
        match self {
            Self::Refused(problem) => problem.detail.clone(),
            Self::Offline => text::common::OFFLINE.to_owned(),
        }
    }

    /// What to tell the person of something that was only to be read.
    pub fn when_reading(&self) -> String {
        match self {
            Self::Refused(problem) => problem.detail.clone(),
            Self::Offline => text::common::NOT_READ.to_owned(),
        }
    }

    /// What to tell the person of something that was only to be done; `not_done` says what wasn't.
    pub fn when_doing(&self, not_done: &str) -> String {
        match self {
            Self::Refused(problem) => problem.detail.clone(),
            Self::Offline => text::common::not_done(not_done),
        }
    }

    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Offline => None,
        }
    }

    /// Whether it is known that the call took no effect, even if it was sent before under the same
    /// idempotency key: the api has looked at it and refused it.
    pub fn is_final(&self) -> bool {
        use ErrorCode::{
            Internal, ProviderUnavailable, TooManyAttempts, Unauthenticated, Unavailable,
        };
        let unseen = [
            Internal,
            ProviderUnavailable,
            TooManyAttempts,
            Unauthenticated,
            Unavailable,
        ];
        self.code().is_some_and(|code| !unseen.contains(&code))
    }

    /// The message for one field of a form.
    pub fn field(&self, name: &str) -> Option<String> {
        match self {
            Self::Refused(problem) => problem.field(name).map(ToOwned::to_owned),
            Self::Offline => None,
        }
    }

    /// Whether the message belongs to the form as a whole, not to one of its fields.
    pub fn is_general(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.fields.is_empty(),
            Self::Offline => true,
        }
    }
}

/// A call's outcome.
pub type Outcome<T> = Result<T, Failure>;

/// The client, with the browser's own cookies.
pub fn client() -> Client {
    let origin = window().location().origin().unwrap_or_default();
    connect(
        &origin,
        Session {
            refresh: true,
            ..Session::default()
        },
    )
}

/// A new key for a request that must take effect once; keep it over retries of the same request.
pub fn idempotency_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Awaits a call. A session that has ended is noted, so that the person can sign in again where
/// they are.
pub async fn call<T>(
    request: impl Future<Output = Result<ResponseValue<T>, Error<Problem>>>,
) -> Outcome<T> {
    match request.await {
        Ok(answer) => Ok(answer.into_inner()),
        Err(error) => Err(failure(error)),
    }
}

fn failure(error: Error<Problem>) -> Failure {
    match error {
        Error::ErrorResponse(answer) => {
            let problem = answer.into_inner();
            if problem.code == ErrorCode::Unauthenticated {
                session::note_ended();
            }
            Failure::Refused(problem)
        }
        error => {
            leptos::logging::warn!("a call failed: {error}");
            Failure::Offline
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_m4_only_a_refusal_tells_that_a_call_took_no_effect() {
        let refused = |code| {
            Failure::Refused(Problem {
                kind: "about:blank".to_owned(),
                title: String::new(),
                status: 400,
                detail: String::new(),
                code,
                fields: Vec::new(),
                current: None,
                request_id: String::new(),
            })
        };
        assert!(refused(ErrorCode::Invalid).is_final());
        assert!(refused(ErrorCode::IdempotencyKeyReused).is_final());
        // The session ran out, or the server did, between a request that took effect and its repetition.
        assert!(!refused(ErrorCode::Unauthenticated).is_final());
        assert!(!refused(ErrorCode::Unavailable).is_final());
        assert!(!Failure::Offline.is_final());
    }
}
