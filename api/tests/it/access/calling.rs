//! The document's operations, and calling them as somebody.

use reqwest::StatusCode;
use uuid::Uuid;

use super::table::access;
use crate::document::operations;
use crate::support::TestApp;

pub struct Operation {
    pub id: String,
    method: reqwest::Method,
    pub path: String,
}

pub fn all() -> Vec<Operation> {
    let document = serde_json::to_value(copperline_api::openapi::document()).expect("JSON");
    let mut all = Vec::new();
    operations(&document, |path, method, operation| {
        all.push(Operation {
            id: operation["operationId"].as_str().expect("an id").to_owned(),
            method: method.to_uppercase().parse().expect("a method"),
            path: path.to_owned(),
        });
    });
    all
}

impl Operation {
    /// Calls it with ids of nothing, as whoever the credentials say.
    pub async fn call(&self, app: &TestApp, credentials: &Credentials<'_>) -> StatusCode {
        let path = self.path.replace("{phone}", "%2B15125550199");
        let path = fill(&path, &Uuid::now_v7().to_string());
        self.call_at(app, &path, credentials).await
    }

    pub async fn call_at(
        &self,
        app: &TestApp,
        path: &str,
        credentials: &Credentials<'_>,
    ) -> StatusCode {
        let url = format!("{}{path}", app.base_url);
        let mut request = http().request(self.method.clone(), url);
        request = match credentials {
            Credentials::None => request,
            Credentials::Cookies(cookies) => request
                .header("cookie", *cookies)
                .header("origin", &app.base_url),
            Credentials::Token(secret) => request.bearer_auth(secret),
        };
        let (_, body) = access(&self.id);
        if !body.is_null() {
            request = request.json(&body);
        }
        request.send().await.expect("the server answers").status()
    }
}

pub enum Credentials<'a> {
    None,
    Cookies(&'a str),
    Token(&'a str),
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().build().expect("a client")
}

/// Puts a value in the place of each `{…}`.
pub fn fill(path: &str, value: &str) -> String {
    let mut parts = path.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push_str(value);
        filled.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    filled
}
