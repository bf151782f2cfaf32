//! What surrounds each request of the client: credentials, time limits and signing in again.

use std::time::Duration;

/// A text must be given up on before a person does.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(20);
/// A file takes its time on a slow connection.
const UPLOAD_TIME_LIMIT: Duration = Duration::from_secs(120);

/// What each request carries besides what the operation says.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// An API token's secret; a browser's cookies are sent without it.
    pub bearer: Option<String>,
    /// `Origin` and `Cookie` as a browser would send them. A browser sets its own.
    pub headers: Vec<(String, String)>,
    /// Whether to refresh a session that has run out, and try once more.
    pub refresh: bool,
}

impl Session {
    /// Whether an operation that was refused with 401 may succeed after refreshing the session.
    pub(crate) fn may_refresh(&self, operation_id: &str) -> bool {
        // A 401 to these says something else: a wrong password, or no refresh token.
        self.refresh && !matches!(operation_id, "create_session" | "refresh_session")
    }
}

pub(crate) fn time_limit(operation_id: &str) -> Duration {
    if operation_id.starts_with("upload_") || operation_id == "create_import" {
        UPLOAD_TIME_LIMIT
    } else {
        TIME_LIMIT
    }
}

/// What came of asking to refresh a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refreshed {
    /// There are new cookies.
    Done,
    /// The session is over.
    Refused,
    /// The api could not say, or somebody between here and there answered in its place.
    Unknown,
}

/// Reads the status of the answer.
pub(crate) const fn refreshed(status: u16) -> Refreshed {
    match status {
        204 => Refreshed::Done,
        401 | 403 => Refreshed::Refused,
        _ => Refreshed::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_a_session_is_refreshed_by_the_answer_that_the_api_gives_and_by_no_other() {
        assert_eq!(refreshed(204), Refreshed::Done);
        assert_eq!(refreshed(401), Refreshed::Refused);
        // The page of a network that wants to be signed in to, and a server that is starting.
        for unknown in [200, 302, 503] {
            assert_eq!(refreshed(unknown), Refreshed::Unknown);
        }
    }
}
