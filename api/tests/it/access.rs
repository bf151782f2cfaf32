//! Walks the document: who may call each operation. A new operation without a row fails here.

use copperline_shared::api_tokens::Scope;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::comments::{self, CreateComment};
use copperline_shared::contacts::CreateContact;
use copperline_shared::conversations::{CreateConversation, Tab};
use copperline_shared::filters::{CreateSavedFilter, Filter};
use copperline_shared::palette::Colour;
use copperline_shared::profile::Role;
use copperline_shared::simulator::HandsetSend;
use copperline_shared::tags::CreateTag;
use copperline_shared::templates::CreateTemplate;
use copperline_shared::workflows::{CreateWorkflow, StartWorkflow, WorkflowStep};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::document::operations;
use crate::support::{Owner, TestApp};

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
enum Access {
    Anybody,
    /// Needs a session cookie of any kind, and does no more than end or renew it.
    OwnSession,
    /// Needs a token of any scope.
    OwnToken,
    /// The least role, and the scope a token needs.
    Needs(Role, Option<Scope>),
}

/// The answer for each operation, with a body it accepts.
fn access(operation: &str) -> (Access, Value) {
    use Access::{Anybody, Needs, OwnSession, OwnToken};
    use Role::{Admin, Basic, Owner};
    let none = Value::Null;
    match operation {
        "create_workspace"
        | "confirm_email"
        | "create_session"
        | "request_password_reset"
        | "reset_password" => (Anybody, none),
        "refresh_session" | "end_session" => (OwnSession, none),
        "read_current_api_token" => (OwnToken, none),
        "read_profile" => (Needs(Basic, None), none),
        "update_profile" => (Needs(Basic, None), json!({})),
        "read_workspace" => (Needs(Basic, Some(Scope::Settings)), none),
        "update_workspace" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "read_start"
        | "list_conversations"
        | "count_conversations"
        | "read_conversation"
        | "mark_conversation_read"
        | "read_thread"
        | "list_agents"
        | "list_saved_filters"
        | "delete_saved_filter"
        | "end_follow_up"
        | "stream_events" => (Needs(Basic, Some(Scope::Conversations)), none),
        "count_matching_conversations" | "read_bulk_action" | "undo_bulk_action" => {
            (Needs(Basic, Some(Scope::Conversations)), none)
        }
        "create_bulk_action" => {
            let on = json!({ "kind": "conversations", "conversation_ids": [Uuid::nil()] });
            let body = json!({ "change": { "kind": "archive" }, "on": on });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "put_off_conversation" => {
            let until = copperline_api::app::Clock::default().now() + chrono::TimeDelta::days(1);
            let body = json!({ "until": until });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "create_saved_filter" => {
            let filter = json!({ "unread": true });
            let body = json!({ "name": "New", "tab": "recents", "filter": filter, "shared": true });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "update_conversation" | "assign_conversation" | "update_saved_filter" => {
            (Needs(Basic, Some(Scope::Conversations)), json!({}))
        }
        "create_conversation" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "phone": "5125550101" }),
        ),
        "send_message" => {
            let body = json!({ "conversation_id": Uuid::nil(), "body": "Hi" });
            (Needs(Basic, Some(Scope::Messages)), body)
        }
        "check_message" => {
            let body = json!({ "conversation_id": Uuid::nil(), "body": "Hi" });
            (Needs(Basic, Some(Scope::Messages)), body)
        }
        "upload_picture" => (Needs(Basic, Some(Scope::Messages)), none),
        "read_picture_file" => (Needs(Basic, Some(Scope::Conversations)), none),
        "read_message" | "cancel_message" => (Needs(Basic, Some(Scope::Messages)), none),
        "update_message" | "send_message_now" => (Needs(Basic, Some(Scope::Messages)), json!({})),
        "list_waiting_messages" => (Needs(Basic, Some(Scope::Conversations)), none),
        "read_comment" | "delete_comment" | "list_presence" | "end_presence" => {
            (Needs(Basic, Some(Scope::Conversations)), none)
        }
        "create_comment" => {
            let body = json!({ "conversation_id": Uuid::nil(), "text": "Hi" });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        // Whose it is decides for each comment; see comments/changing.rs.
        "update_comment" => {
            let body = json!({ "text": "Hi", "revision": 0 });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "put_presence" => {
            let body = json!({ "conversation_id": Uuid::nil(), "doing": "looking" });
            (Needs(Basic, Some(Scope::Conversations)), body)
        }
        "list_notifications" | "read_notification" => (Needs(Basic, None), none),
        "read_notifications" => {
            let body = json!({ "until": "2026-11-28T00:00:00Z" });
            (Needs(Basic, None), body)
        }
        "create_contact" => (
            Needs(Basic, Some(Scope::Contacts)),
            json!({ "phone": "5125550102" }),
        ),
        "update_contact" => (Needs(Basic, Some(Scope::Contacts)), json!({})),
        "list_contacts" | "count_contacts" | "list_contact_sources" | "list_merged_contacts" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "list_imports" | "read_import" | "list_import_rows" | "start_import" | "cancel_import"
        | "report_import" | "create_import" => (Needs(Admin, Some(Scope::Contacts)), none),
        "list_suppressions" => (Needs(Admin, Some(Scope::Contacts)), none),
        "create_suppression" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "phone": "5125550106" }),
        ),
        "check_import" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "mapping": ["phone"] }),
        ),
        "merge_contact" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "other": Uuid::nil() }),
        ),
        "export_contacts" => (Needs(Admin, Some(Scope::Contacts)), none),
        "read_contact" | "list_consent" | "opt_out_contact" | "export_consent" | "list_reviews"
        | "read_review" | "opt_out_review" | "dismiss_review" | "reopen_review" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "read_pipeline"
        | "list_pipeline_stages"
        | "list_pipeline_cards"
        | "read_pipeline_card"
        | "remove_pipeline_card" => (Needs(Basic, Some(Scope::Conversations)), none),
        "put_pipeline_card" | "move_pipeline_card" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "stage_id": Uuid::nil() }),
        ),
        "create_pipeline_stage" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({ "name": "Inspection", "colour": "teal" }),
        ),
        "update_pipeline_stage" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "delete_pipeline_stage" => (Needs(Admin, Some(Scope::Settings)), none),
        "list_tags" | "read_contact_tags" | "read_note" | "list_note_versions" => {
            (Needs(Basic, Some(Scope::Contacts)), none)
        }
        "change_contact_tags" => (Needs(Basic, Some(Scope::Contacts)), json!({})),
        "save_note" => (
            Needs(Basic, Some(Scope::Contacts)),
            json!({ "text": "", "revision": 0 }),
        ),
        "create_tag" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "name": "Hot quote", "colour": "copper" }),
        ),
        "update_tag" => (Needs(Admin, Some(Scope::Contacts)), json!({})),
        "merge_tag" => (
            Needs(Admin, Some(Scope::Contacts)),
            json!({ "into": Uuid::nil() }),
        ),
        "delete_tag" => (Needs(Admin, Some(Scope::Contacts)), none),
        "erase_contact" => (Needs(Admin, Some(Scope::Contacts)), none),
        "list_stop_triggers" | "list_texting_hours" => (Needs(Basic, Some(Scope::Settings)), none),
        "test_reply" => (
            Needs(Basic, Some(Scope::Settings)),
            json!({ "text": "stop" }),
        ),
        "list_templates" => (Needs(Basic, Some(Scope::Settings)), none),
        "create_template" => {
            let body = json!({ "title": "Hello", "body": "Hi" });
            (Needs(Admin, Some(Scope::Settings)), body)
        }
        "update_template" => (Needs(Admin, Some(Scope::Settings)), json!({})),
        "delete_template" => (Needs(Admin, Some(Scope::Settings)), none),
        "list_workflows" | "read_workflow" | "list_contact_runs" | "list_runs"
        | "list_held_runs" | "stop_run" => (Needs(Basic, Some(Scope::Conversations)), none),
        "start_workflow" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "workflow_id": Uuid::nil() }),
        ),
        "dry_run_workflow" => (
            Needs(Basic, Some(Scope::Conversations)),
            json!({ "contact_id": Uuid::nil(), "steps": [{ "kind": "mark_hot" }] }),
        ),
        "create_workflow" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({ "name": "Welcome", "steps": [{ "kind": "mark_hot" }] }),
        ),
        "save_workflow" => (
            Needs(Admin, Some(Scope::Settings)),
            json!({
                "revision": 1, "name": "Welcome", "steps": [{ "kind": "mark_hot" }],
                "ez": false, "ends_on_reply": true,
            }),
        ),
        "delete_workflow" => (Needs(Admin, Some(Scope::Settings)), none),
        // Leads belong to the token that posts them; nobody else may.
        "create_lead" => (
            Needs(Owner, Some(Scope::Leads)),
            json!({ "phone": "5125550103" }),
        ),
        "list_api_tokens" | "revoke_api_token" => (Needs(Admin, None), none),
        "create_api_token" => (
            Needs(Admin, None),
            json!({ "name": "x", "scopes": ["leads"] }),
        ),
        "list_numbers" => (Needs(Basic, Some(Scope::Numbers)), none),
        "search_available_numbers" | "release_number" => (Needs(Admin, Some(Scope::Numbers)), none),
        "rent_number" => (
            Needs(Admin, Some(Scope::Numbers)),
            json!({ "phone": "+15125550104" }),
        ),
        "update_number" => (Needs(Admin, Some(Scope::Numbers)), json!({})),
        "read_billing" | "make_card_primary" | "delete_card" | "list_payments"
        | "list_transactions" => (Needs(Owner, Some(Scope::Billing)), none),
        "add_card" => (
            Needs(Owner, Some(Scope::Billing)),
            json!({ "payment_method": "pm_x" }),
        ),
        "add_funds" => (
            Needs(Owner, Some(Scope::Billing)),
            json!({ "amount_micros": 5_000_000 }),
        ),
        "store_simulated_card" => {
            let card = json!({ "number": "4242424242424242", "expiry_month": 12, "expiry_year": 2040, "cvc": "123" });
            (Needs(Owner, Some(Scope::Billing)), card)
        }
        "list_handsets"
        | "read_handset"
        | "upload_simulated_picture"
        | "read_simulated_picture" => (Needs(Basic, Some(Scope::Simulator)), none),
        "send_from_handset" => {
            let body = json!({ "number": "+15125550105", "body": "Hi" });
            (Needs(Basic, Some(Scope::Simulator)), body)
        }
        "set_next_delivery" => (
            Needs(Basic, Some(Scope::Simulator)),
            json!({ "kind": "deliver" }),
        ),
        unknown => panic!("say in access.rs who may call {unknown}"),
    }
}

struct Operation {
    id: String,
    method: reqwest::Method,
    path: String,
}

fn all() -> Vec<Operation> {
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
    async fn call(&self, app: &TestApp, credentials: &Credentials<'_>) -> StatusCode {
        let path = self.path.replace("{phone}", "%2B15125550199");
        let path = fill(&path, &Uuid::now_v7().to_string());
        self.call_at(app, &path, credentials).await
    }

    async fn call_at(
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

enum Credentials<'a> {
    None,
    Cookies(&'a str),
    Token(&'a str),
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().build().expect("a client")
}

/// Puts a value in the place of each `{…}`.
fn fill(path: &str, value: &str) -> String {
    let mut parts = path.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled.push_str(value);
        filled.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    filled
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

/// One of each thing that has an id, in one workspace.
struct Things {
    conversation: Uuid,
    contact: Uuid,
    message: Uuid,
    number: Uuid,
    card: Uuid,
    token: Uuid,
    stage: Uuid,
    template: Uuid,
    tag: Uuid,
    bulk_action: Uuid,
    picture: Uuid,
    simulated_picture: Uuid,
    comment: Uuid,
    notification: Uuid,
    saved_filter: Uuid,
    review: Uuid,
    import: Uuid,
    workflow: Uuid,
    run: Uuid,
}

async fn things(app: &TestApp, owner: &Owner) -> Things {
    owner.fund(app, 20).await;
    let number = owner.rent(app, "512").await;
    let body = CreateContact {
        phone: "512 555 0131".to_owned(),
        ..CreateContact::default()
    };
    let contact = owner
        .create_contact()
        .body(body)
        .send()
        .await
        .expect("a contact")
        .into_inner()
        .id;
    let body = CreateConversation {
        phone: "512 555 0131".to_owned(),
    };
    let opened = owner
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("a conversation");
    let conversation = opened.into_inner().conversation.id;
    let body = copperline_shared::messages::SendMessage {
        conversation_id: Some(conversation),
        body: "Hi".to_owned(),
        ..Default::default()
    };
    let message = owner
        .send_message()
        .body(body)
        .send()
        .await
        .expect("a message")
        .into_inner()
        .id;
    let card = owner
        .read_billing()
        .send()
        .await
        .expect("billing")
        .into_inner()
        .cards[0]
        .id;
    let reply = HandsetSend {
        number: number.phone,
        body: "wrong number".to_owned(),
        pictures: Vec::new(),
        copies: 1,
    };
    let heard = owner.send_from_handset().phone("+15125550131").body(reply);
    heard.send().await.expect("a reply");
    app.work().await;
    let reviews = owner.list_reviews().send().await.expect("reviews");
    let review = reviews.into_inner().items[0].id;
    owner.make_token(&[Scope::Leads]).await;
    let token = owner
        .list_api_tokens()
        .send()
        .await
        .expect("tokens")
        .into_inner()[0]
        .id;
    let stages = owner.list_pipeline_stages().send().await;
    let stage = stages.expect("stages").into_inner()[0].id;
    let template = CreateTemplate {
        title: "Hello".to_owned(),
        body: "Hi".to_owned(),
        ..CreateTemplate::default()
    };
    let template = owner.create_template().body(template).send().await;
    let template = template.expect("a template").id;
    let body = CreateTag {
        name: "Hot quote".to_owned(),
        colour: Colour::Copper,
    };
    let tag = owner
        .create_tag()
        .body(body)
        .send()
        .await
        .expect("a tag")
        .into_inner()
        .id;
    let body = CreateBulkAction {
        change: BulkChange::MarkHot,
        on: BulkTarget::Conversations {
            conversation_ids: vec![conversation],
        },
    };
    let bulk_action = owner
        .create_bulk_action()
        .body(body)
        .send()
        .await
        .expect("a bulk action")
        .into_inner()
        .id;
    let picture = crate::pictures::upload(owner, crate::pictures::red(2, 2))
        .await
        .id;
    let file = crate::pictures::red(2, 2);
    let simulated_picture = owner.upload_simulated_picture().body(file).send().await;
    let simulated_picture = simulated_picture.expect("a picture").id;
    let sent = copperline_shared::simulator::HandsetSend {
        number: owner
            .list_numbers()
            .send()
            .await
            .expect("numbers")
            .into_inner()[0]
            .phone
            .clone(),
        body: String::new(),
        pictures: vec![simulated_picture],
        copies: 1,
    };
    let sent = owner
        .send_from_handset()
        .phone("+15125550132")
        .body(sent)
        .send()
        .await;
    sent.expect("a text from a handset");
    let (comment, notification) = mention(app, owner, conversation).await;
    let body = CreateSavedFilter {
        name: "New".to_owned(),
        tab: Tab::Recents,
        filter: Filter {
            unread: true,
            ..Filter::default()
        },
        shared: true,
    };
    let saved = owner.create_saved_filter().body(body).send().await;
    let saved_filter = saved.expect("a saved filter").into_inner().id;
    let import = owner
        .create_import()
        .body("phone\n5125550131\n")
        .send()
        .await
        .expect("an import")
        .into_inner()
        .id;
    let body = CreateWorkflow {
        name: "Welcome".to_owned(),
        steps: vec![WorkflowStep::MarkHot],
        ..CreateWorkflow::default()
    };
    let workflow = owner.create_workflow().body(body).send().await;
    let workflow = workflow.expect("a workflow").id;
    let body = StartWorkflow {
        workflow_id: workflow,
    };
    // The other contact's reply pauses what starts by itself.
    let somebody = CreateContact {
        phone: "512 555 0133".to_owned(),
        ..CreateContact::default()
    };
    let other = owner.create_contact().body(somebody).send().await;
    let other = other.expect("a contact").id;
    let started = owner.start_workflow().contact_id(other).body(body);
    let run = started.send().await.expect("a run").id;
    Things {
        conversation,
        contact,
        message,
        number: number.id,
        card,
        token,
        stage,
        template,
        tag,
        bulk_action,
        picture,
        simulated_picture,
        comment,
        notification,
        saved_filter,
        review,
        import,
        workflow,
        run,
    }
}

/// A colleague's comment that mentions the owner, and what the owner is told of it.
async fn mention(app: &TestApp, owner: &Owner, conversation_id: Uuid) -> (Uuid, Uuid) {
    let colleague = app.colleague(owner, "basic").await;
    let body = CreateComment {
        conversation_id,
        text: comments::mention(owner.agent),
    };
    let comment = colleague.create_comment().body(body).send().await;
    let told = owner.list_notifications().send().await;
    let notification = told.expect("what one was told").into_inner().items[0].id;
    (comment.expect("a comment").into_inner().id, notification)
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
