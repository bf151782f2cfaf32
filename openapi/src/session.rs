//! What surrounds each request of the client: credentials, time limits and signing in again.

use std::time::Duration;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};

use crate::Client;

/// A text must be given up on before a person does.
const TIME_LIMIT: Duration = Duration::from_secs(20);
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

/// A client of the api at `base_url`.
///
/// # Panics
/// Never on the web; elsewhere when the machine has no TLS roots.
#[must_use]
pub fn connect(base_url: &str, session: Session) -> Client {
    #[expect(
        clippy::disallowed_methods,
        reason = "time limits are set per request, which browsers need"
    )]
    let http = reqwest::Client::new();
    Client::new_with_client(base_url, http, session)
}

impl Session {
    fn dress(&self, request: &mut reqwest::Request, limit: Duration) {
        *request.timeout_mut() = Some(limit);
        let bearer = self
            .bearer
            .iter()
            .map(|secret| ("authorization", format!("Bearer {secret}")));
        let others = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()));
        for (name, value) in bearer.chain(others) {
            let name = reqwest::header::HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, value.parse()) {
                request.headers_mut().insert(name, value);
            }
        }
    }
}

impl ClientHooks<Session> for Client {
    async fn exec(
        &self,
        mut request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let session = self.inner();
        let limit =
            if info.operation_id.starts_with("upload_") || info.operation_id == "create_import" {
                UPLOAD_TIME_LIMIT
            } else {
                TIME_LIMIT
            };
        session.dress(&mut request, limit);
        let again = if session.refresh {
            request.try_clone()
        } else {
            None
        };
        let answer = self.client().execute(request).await?;
        let ended = answer.status() == reqwest::StatusCode::UNAUTHORIZED;
        let Some(again) = again.filter(|_| ended && !info.operation_id.ends_with("_session"))
        else {
            return Ok(answer);
        };
        // The session's token lasts ten minutes; its refresh token may still be good.
        let refresh = self
            .client()
            .post(format!("{}/api/v1/auth/refresh", self.baseurl()));
        let mut refresh = refresh.build()?;
        session.dress(&mut refresh, TIME_LIMIT);
        if self.client().execute(refresh).await?.status().is_success() {
            return self.client().execute(again).await;
        }
        Ok(answer)
    }
}
