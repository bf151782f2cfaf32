//! Templates through the api (C9, P3).

use copperline_api::outbox::{self, Audience};
use copperline_client::Client;
use copperline_shared::events::Event;
use copperline_shared::messages::SendMessage;
use copperline_shared::problem::ErrorCode;
use copperline_shared::templates::{CreateTemplate, Template, UpdateTemplate};

use crate::support::{TestApp, problem};

fn quote() -> CreateTemplate {
    CreateTemplate {
        title: "Quote".to_owned(),
        body: "Hi {{first_name|there}}, your quote is ready.".to_owned(),
        shortcut: "/Quote".to_owned(),
        ..CreateTemplate::default()
    }
}

async fn create(client: &Client, new: CreateTemplate) -> Template {
    let created = client.create_template().body(new).send().await;
    created.expect("a template").into_inner()
}

async fn list(client: &Client) -> Vec<Template> {
    let listed = client.list_templates().send().await;
    listed.expect("a list").into_inner()
}

#[actix_web::test]
async fn p3_a_template_is_made_changed_and_deleted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let made = create(&owner, quote()).await;
    assert_eq!(made.shortcut.as_deref(), Some("quote"));
    let change = UpdateTemplate {
        body: Some("Hello".to_owned()),
        shortcut: Some(String::new()),
        ..UpdateTemplate::default()
    };
    let changed = owner.update_template().template_id(made.id).body(change);
    let changed = changed.send().await.expect("a template").into_inner();
    let shown = (changed.title.as_str(), changed.body.as_str());
    assert_eq!((shown, changed.shortcut), (("Quote", "Hello"), None));
    owner
        .delete_template()
        .template_id(made.id)
        .send()
        .await
        .expect("deleted");
    assert_eq!(list(&owner).await, []);
    let gone = problem(owner.delete_template().template_id(made.id).send().await);
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn p3_the_list_is_by_title_and_of_one_workspace() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    for title in ["second", "First", "Zoë", "third"] {
        let new = CreateTemplate {
            title: title.to_owned(),
            shortcut: String::new(),
            ..quote()
        };
        create(&owner, new).await;
    }
    let titles: Vec<String> = list(&owner).await.into_iter().map(|t| t.title).collect();
    assert_eq!(titles, ["First", "second", "third", "Zoë"]);
    assert_eq!(list(&other).await, []);
    create(&other, quote()).await;
}

#[actix_web::test]
async fn p3_a_shortcut_belongs_to_one_template_of_a_workspace() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let made = create(&owner, quote()).await;
    let again = CreateTemplate {
        title: "Another".to_owned(),
        shortcut: "QUOTE".to_owned(),
        ..quote()
    };
    let refused = problem(owner.create_template().body(again).send().await);
    let told = refused.field("shortcut").expect("the field is named");
    assert!(told.contains("Quote"), "{told}");
    // Its own is no obstacle.
    let same = UpdateTemplate {
        shortcut: Some("/quote".to_owned()),
        ..UpdateTemplate::default()
    };
    let kept = owner.update_template().template_id(made.id).body(same);
    kept.send().await.expect("a template");
}

#[actix_web::test]
async fn p3_of_two_that_take_a_shortcut_at_once_one_gets_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let tries = (0..6).map(|_| owner.create_template().body(quote()).send());
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert!(problem(refused).field("shortcut").is_some());
    }
    assert_eq!(list(&owner).await.len(), 1);
}

#[actix_web::test]
async fn p3_each_field_that_needs_correcting_is_named_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let bad = CreateTemplate {
        title: " ".to_owned(),
        body: "x".repeat(1601),
        shortcut: "two words".to_owned(),
        ..CreateTemplate::default()
    };
    let refused = problem(owner.create_template().body(bad).send().await);
    let named: Vec<&str> = refused.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(named, ["title", "body", "shortcut"]);
    assert_eq!(list(&owner).await, []);
}

#[actix_web::test]
async fn p3_a_repeated_request_makes_one_template() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let once = || owner.create_template().idempotency_key("k").body(quote());
    let first = once().send().await.expect("a template").into_inner();
    let again = once().send().await.expect("a template").into_inner();
    assert_eq!(first, again);
}

#[actix_web::test]
async fn p3_open_browsers_hear_of_a_change() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    create(&owner, quote()).await;
    let connection = &mut app.connection().await;
    let events = outbox::after(connection, owner.workspace, 0, 100).await;
    let last = events.expect("events").pop().expect("an event");
    assert_eq!(last.event().expect("known"), Event::TemplatesChanged);
    assert_eq!(last.audience, Audience::Workspace);
}

#[actix_web::test]
async fn c9_a_text_with_an_unfilled_field_is_not_sent() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let text = SendMessage {
        to: Some("+15125550192".to_owned()),
        body: "Hi {{first_name}}, a quote?".to_owned(),
        ..SendMessage::default()
    };
    let refused = problem(owner.send_message().body(text).send().await);
    let told = refused.field("body").expect("the field is named");
    assert!(told.contains("{{first_name}}"), "{told}");
}
