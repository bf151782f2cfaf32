//! The OpenAPI document is current, whole, and says the same things everywhere.

use std::collections::BTreeSet;

use copperline_api::openapi;
use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(openapi::document()).expect("the document is JSON")
}

/// Calls `visit` with each operation: its path, method and content.
pub fn operations(document: &Value, mut visit: impl FnMut(&str, &str, &Value)) {
    let paths = document["paths"]
        .as_object()
        .expect("the document has paths");
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path item is an object") {
            visit(path, method, operation);
        }
    }
}

#[test]
fn x9_the_checked_in_document_is_the_one_the_handlers_make() {
    let checked_in = include_str!("../../../openapi/openapi.json");
    let made = openapi::json().expect("the document is JSON");
    assert!(
        checked_in == made,
        "openapi/openapi.json is stale: run `just openapi` and commit it"
    );
}

#[test]
fn x9_every_operation_has_a_summary_a_tag_a_verb_noun_id_and_the_problem() {
    let document = document();
    let mut ids = BTreeSet::new();
    operations(&document, |path, method, operation| {
        let place = format!("{method} {path}");
        assert!(operation["summary"].is_string(), "{place} has a summary");
        let tags = operation["tags"].as_array().expect("tags");
        assert_eq!(tags.len(), 1, "{place} has one tag");
        let noun = path
            .trim_start_matches("/api/v1/")
            .split('/')
            .next()
            .expect("a noun");
        assert_eq!(tags[0], noun, "{place} is tagged with its noun");
        let id = operation["operationId"].as_str().expect("an id");
        assert!(
            id.contains('_') && id.is_ascii(),
            "{place}: {id} is verb_noun"
        );
        assert!(ids.insert(id.to_owned()), "{id} is used once");
        for status in ["4XX", "5XX"] {
            let content = &operation["responses"][status]["content"];
            let schema = &content["application/problem+json"]["schema"]["$ref"];
            assert_eq!(
                schema, "#/components/schemas/Problem",
                "{place} answers {status}"
            );
        }
        let successes = operation["responses"].as_object().expect("responses");
        let successes = successes.keys().filter(|status| status.starts_with('2'));
        assert_eq!(successes.count(), 1, "{place} has one success");
    });
    assert!(ids.len() > 30, "the walk saw the operations");
}

#[test]
fn x9_every_reference_leads_somewhere() {
    let document = document();
    let mut wanted = BTreeSet::new();
    collect(&document, &mut wanted);
    assert!(wanted.len() > 20, "the walk saw the references");
    for reference in wanted {
        let pointer = reference.trim_start_matches('#');
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} is defined"
        );
    }
}

fn collect(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                into.insert(reference.clone());
            }
            object.values().for_each(|value| collect(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}

#[actix_web::test]
async fn x9_a_known_path_says_which_methods_it_takes() {
    let app = crate::support::TestApp::start().await;
    let http = reqwest::Client::builder().build().expect("a client");
    let account = copperline_api::simulator::carrier::PATH;
    let numbers = format!("{account}/IncomingPhoneNumbers.json");
    let number = format!("{account}/IncomingPhoneNumbers/PN1.json");
    for (method, path, allowed) in [
        ("DELETE", "/api/v1/contacts", "GET, POST"),
        ("PUT", "/api/v1/conversations/start", "GET"),
        (
            "POST",
            "/api/v1/contacts/0190a0a0-0000-7000-8000-000000000000",
            "GET, PATCH, DELETE",
        ),
        ("GET", "/api/v1/leads", "POST"),
        ("GET", "/callbacks/carrier/messages", "POST"),
        (
            "PUT",
            "/callbacks/carrier/workspaces/0190a0a0-0000-7000-8000-000000000000/messages/\
             0190a0a0-0000-7000-8000-000000000001/status",
            "POST",
        ),
        ("DELETE", "/callbacks/payments", "POST"),
        ("GET", "/simulator/processor/v1/payment_intents", "POST"),
        (
            "POST",
            "/simulator/processor/v1/payment_methods/pm_1",
            "GET",
        ),
        ("PUT", &numbers, "GET, POST"),
        ("GET", &number, "DELETE"),
    ] {
        let request = http.request(
            method.parse().expect("a method"),
            format!("{}{path}", app.base_url),
        );
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 405, "{method} {path}");
        assert_eq!(answer.headers()["allow"], allowed, "{method} {path}");
        let problem: copperline_shared::problem::Problem = answer.json().await.expect("a problem");
        assert_eq!(
            problem.code,
            copperline_shared::problem::ErrorCode::MethodNotAllowed
        );
    }
    for nothing in [
        "/api/v1/nothing",
        "/callbacks/nothing",
        "/simulator/nothing",
    ] {
        let unknown = http.get(format!("{}{nothing}", app.base_url)).send().await;
        assert_eq!(unknown.expect("an answer").status(), 404, "{nothing}");
    }
}
