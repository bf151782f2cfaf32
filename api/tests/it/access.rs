//! Walks the document: who may call each operation. A new operation without a row fails here.

mod calling;
mod table;
mod things;

use copperline_shared::api_tokens::Scope;
use copperline_shared::profile::Role;
use reqwest::StatusCode;

use crate::support::TestApp;
use calling::{Credentials, all, fill};
use table::access;
use things::things;

const ALL_SCOPES: [Scope; 8] = [
    Scope::Leads,
    Scope::Contacts,
    Scope::Conversations,
    Scope::Messages,
    Scope::Numbers,
    Scope::Settings,
    Scope::Billing,
    Scope::Simulator,
];

/// Who may call an operation.
pub enum Access {
    Anybody,
    /// Needs a session cookie of any kind, and does no more than end or renew it.
    OwnSession,
    /// Needs a token of any scope.
    OwnToken,
    /// The least role, and the scope a token needs.
    Needs(Role, Option<Scope>),
}

#[actix_web::test]
async fn every_operation_without_credentials_is_401() {
    let app = TestApp::start().await;
    for operation in all() {
        let status = operation.call(&app, &Credentials::None).await;
        match access(&operation.id).0 {
            Access::Anybody => assert_ne!(status, StatusCode::UNAUTHORIZED, "{}", operation.id),
            // Ending a session that is none is no error; renewing one is.
            Access::OwnSession => assert!(
                status == 401 || status == 204 || status == 403,
                "{} {status}",
                operation.id
            ),
            Access::Needs(..) | Access::OwnToken => {
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", operation.id)
            }
        }
    }
}

#[actix_web::test]
async fn every_operation_beyond_an_agents_role_is_403() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for (name, role) in [("basic", Role::Basic), ("admin", Role::Admin)] {
        let colleague = app.colleague(&owner, name).await;
        for operation in all() {
            let Access::Needs(least, _) = access(&operation.id).0 else {
                continue;
            };
            let status = operation
                .call(&app, &Credentials::Cookies(&colleague.cookies))
                .await;
            let id = &operation.id;
            assert_eq!(
                status == StatusCode::FORBIDDEN,
                role < least,
                "{id} as {name}: {status}"
            );
        }
    }
}

#[actix_web::test]
async fn every_operation_beyond_a_tokens_scopes_is_403() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for operation in all() {
        let Access::Needs(_, scope) = access(&operation.id).0 else {
            continue;
        };
        let others: Vec<Scope> = ALL_SCOPES
            .into_iter()
            .filter(|other| Some(*other) != scope)
            .collect();
        let secret = owner.make_token(&others).await;
        let status = operation.call(&app, &Credentials::Token(&secret)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{}", operation.id);
        if let Some(scope) = scope.filter(|_| operation.id != "stream_events") {
            let secret = owner.make_token(&[scope]).await;
            let status = operation.call(&app, &Credentials::Token(&secret)).await;
            assert_ne!(
                status,
                StatusCode::FORBIDDEN,
                "{} with its scope",
                operation.id
            );
        }
    }
}

#[actix_web::test]
async fn every_id_of_another_workspace_is_404() {
    let app = TestApp::start().await;
    let (mine, theirs) = (app.owner().await, app.owner().await);
    let things = things(&app, &theirs).await;
    let mut seen = 0;
    for operation in all() {
        let id = match operation.path.split(['{', '}']).nth(1) {
            Some("conversation_id") => things.conversation,
            Some("contact_id") => things.contact,
            Some("message_id") => things.message,
            Some("number_id") => things.number,
            Some("card_id") => things.card,
            Some("api_token_id") => things.token,
            Some("stage_id") => things.stage,
            Some("template_id") => things.template,
            Some("tag_id") => things.tag,
            Some("bulk_action_id") => things.bulk_action,
            Some("import_id") => things.import,
            Some("picture_id") => things.picture,
            Some("simulated_picture_id") => things.simulated_picture,
            Some("comment_id") => things.comment,
            Some("notification_id") => things.notification,
            Some("saved_filter_id") => things.saved_filter,
            Some("review_id") => things.review,
            Some("workflow_id") => things.workflow,
            Some("run_id") => things.run,
            Some("group_id") => things.group,
            // A handset is any phone; what it shows is bound to the caller's numbers. A view has
            // the id that its caller gave it, among their own.
            Some("phone" | "view_id") | None => continue,
            Some(other) => panic!("say in access.rs what {other} is"),
        };
        seen += 1;
        let path = fill(&operation.path, &id.to_string());
        let status = operation
            .call_at(&app, &path, &Credentials::Cookies(&mine.cookies))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{}", operation.id);
    }
    assert!(seen >= 10, "the walk saw the operations with ids");
    let body = copperline_shared::messages::SendMessage {
        conversation_id: Some(things.conversation),
        body: "Hi".to_owned(),
        ..Default::default()
    };
    let refused = crate::support::problem(mine.send_message().body(body).send().await);
    assert_eq!(
        refused.status, 404,
        "a body's id of another workspace is unknown too"
    );
}
