//! The client outside of a browser, on reqwest.

use std::time::Duration;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};

use crate::Client;
use crate::session::{Refreshed, Session, TIME_LIMIT, refreshed, time_limit};

/// A client of the api at `base_url`.
///
/// # Panics
/// When the machine has no TLS roots.
#[must_use]
pub fn connect(base_url: &str, session: Session) -> Client {
    #[expect(
        clippy::disallowed_methods,
        reason = "time limits are set per request, as in browsers"
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
        session.dress(&mut request, time_limit(info.operation_id));
        let again = if session.may_refresh(info.operation_id) {
            request.try_clone()
        } else {
            None
        };
        let answer = self.client().execute(request).await?;
        let ended = answer.status() == reqwest::StatusCode::UNAUTHORIZED;
        let Some(again) = again.filter(|_| ended) else {
            return Ok(answer);
        };
        // The session's token lasts ten minutes; its refresh token may still be good.
        let refresh = self
            .client()
            .post(format!("{}/api/v1/auth/refresh", self.baseurl()));
        let mut refresh = refresh.build()?;
        session.dress(&mut refresh, TIME_LIMIT);
        let status = self.client().execute(refresh).await?.status();
        if refreshed(status.as_u16()) == Refreshed::Done {
            return self.client().execute(again).await;
        }
        Ok(answer)
    }
}
