//! Contacts through the api (C10).

mod bulk;
mod erasing;
mod exporting;
mod listing;
mod merging;

use copperline_client::Client;
use copperline_shared::contacts::{Contact, CreateContact, UpdateContact};
use copperline_shared::conversations::CreateConversation;
use copperline_shared::problem::{ErrorCode, Problem};
use uuid::Uuid;

use crate::support::{TestApp, problem};

fn maya() -> CreateContact {
    CreateContact {
        phone: "(512) 555-0192".to_owned(),
        first_name: "Maya".to_owned(),
        last_name: "Robinson".to_owned(),
        email: "Maya@Example.com".to_owned(),
        date_of_birth: "1988-03-14".to_owned(),
        zip: "78704".to_owned(),
        state: "Texas".to_owned(),
        company: "Robinson Farms".to_owned(),
        source: "SmartQuotes".to_owned(),
    }
}

async fn create(client: &Client, new: CreateContact) -> Contact {
    client
        .create_contact()
        .body(new)
        .send()
        .await
        .expect("a contact")
        .into_inner()
}

async fn read(client: &Client, id: Uuid) -> Contact {
    client
        .read_contact()
        .contact_id(id)
        .send()
        .await
        .expect("a contact")
        .into_inner()
}

fn fields(problem: &Problem) -> Vec<&str> {
    problem
        .fields
        .iter()
        .map(|field| field.field.as_str())
        .collect()
}

#[actix_web::test]
async fn c10_a_contact_is_created_and_read_with_all_its_fields() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let created = create(&owner, maya()).await;
    assert_eq!(created.phone.as_str(), "+15125550192");
    assert_eq!(
        (created.first_name.as_str(), created.last_name.as_str()),
        ("Maya", "Robinson")
    );
    assert_eq!(created.email, "maya@example.com");
    assert_eq!(
        created
            .date_of_birth
            .map(|date| date.to_string())
            .as_deref(),
        Some("1988-03-14")
    );
    assert_eq!(
        (created.zip.as_str(), created.state.as_str()),
        ("78704", "TX")
    );
    assert_eq!(created.company, "Robinson Farms");
    assert_eq!(created.source, "SmartQuotes");
    assert_eq!(created.opted_out_at, None);
    assert_eq!(read(&owner, created.id).await, created);
}

#[actix_web::test]
async fn c10_every_field_but_the_phone_can_be_edited_and_cleared() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let id = create(&owner, maya()).await.id;
    let text = |text: &str| Some(text.to_owned());
    let change = UpdateContact {
        phone: text("512.555.0192"),
        first_name: text("May"),
        email: text(""),
        date_of_birth: text(""),
        zip: text("78704-1234"),
        state: text("la"),
        ..UpdateContact::default()
    };
    let changed = owner
        .update_contact()
        .contact_id(id)
        .body(change)
        .send()
        .await;
    let changed = changed.expect("changed").into_inner();
    assert_eq!(
        (changed.first_name.as_str(), changed.last_name.as_str()),
        ("May", "Robinson")
    );
    assert_eq!((changed.email.as_str(), changed.date_of_birth), ("", None));
    assert_eq!(
        (changed.zip.as_str(), changed.state.as_str()),
        ("78704-1234", "LA")
    );
    assert_eq!(read(&owner, id).await, changed);
}

#[actix_web::test]
async fn c10_the_phone_never_changes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let before = create(&owner, maya()).await;
    let change = UpdateContact {
        phone: Some("512 555 0193".to_owned()),
        first_name: Some("Someone else".to_owned()),
        ..UpdateContact::default()
    };
    let refused = problem(
        owner
            .update_contact()
            .contact_id(before.id)
            .body(change)
            .send()
            .await,
    );
    assert_eq!((refused.status, refused.code), (422, ErrorCode::Invalid));
    assert_eq!(fields(&refused), ["phone"]);
    assert_eq!(read(&owner, before.id).await, before);
}

#[actix_web::test]
async fn a_phone_that_is_a_contact_already_is_refused_with_its_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    create(&owner, maya()).await;
    let again = CreateContact {
        phone: "+1 512 555 0192".to_owned(),
        ..CreateContact::default()
    };
    let refused = problem(owner.create_contact().body(again).send().await);
    assert_eq!((refused.status, fields(&refused)), (422, vec!["phone"]));
    assert!(
        refused.detail.contains("Maya Robinson"),
        "{}",
        refused.detail
    );
}

#[actix_web::test]
async fn ten_who_add_the_same_phone_at_once_make_one_contact() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let posts = (0..10).map(|_| owner.create_contact().body(maya()).send());
    let answers = futures_util::future::join_all(posts).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (1, 9));
    for answer in refused {
        assert_eq!(problem(answer).code, ErrorCode::Invalid);
    }
}

#[actix_web::test]
async fn the_same_idempotency_key_gives_the_first_answer_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let post = |new| {
        owner
            .create_contact()
            .idempotency_key("key-1")
            .body(new)
            .send()
    };
    let first = post(maya()).await.expect("a contact").into_inner();
    let again = post(maya()).await.expect("the same contact").into_inner();
    assert_eq!(first, again);
    let other = CreateContact {
        phone: "512 555 0193".to_owned(),
        ..CreateContact::default()
    };
    assert_eq!(
        problem(post(other).await).code,
        ErrorCode::IdempotencyKeyReused
    );
}

#[actix_web::test]
async fn each_field_to_correct_is_named() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let bad = CreateContact {
        phone: "12".to_owned(),
        first_name: "x".repeat(101),
        email: "maya".to_owned(),
        zip: "787".to_owned(),
        ..maya()
    };
    let refused = problem(owner.create_contact().body(bad).send().await);
    assert_eq!(fields(&refused), ["phone", "first_name", "email", "zip"]);
}

#[actix_web::test]
async fn the_same_phone_is_another_contact_in_another_workspace() {
    let app = TestApp::start().await;
    let (mine, theirs) = (app.owner().await, app.owner().await);
    let ours = create(&mine, maya()).await;
    let other = create(&theirs, maya()).await;
    assert_ne!(ours.id, other.id);
    let read = mine.read_contact().contact_id(other.id).send().await;
    assert_eq!(problem(read).code, ErrorCode::NotFound);
    let change = UpdateContact {
        first_name: Some("x".to_owned()),
        ..UpdateContact::default()
    };
    let changed = mine
        .update_contact()
        .contact_id(other.id)
        .body(change)
        .send()
        .await;
    assert_eq!(problem(changed).code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn c1_a_contact_shows_among_conversations_once_one_is_opened_and_by_its_new_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = create(&owner, maya()).await;
    let listed = owner
        .list_conversations()
        .send()
        .await
        .expect("a list")
        .into_inner();
    assert!(listed.items.is_empty());
    let open = CreateConversation {
        phone: contact.phone.to_string(),
    };
    owner
        .create_conversation()
        .body(open)
        .send()
        .await
        .expect("a conversation");
    let change = UpdateContact {
        first_name: Some("May".to_owned()),
        ..UpdateContact::default()
    };
    let update = owner.update_contact().contact_id(contact.id).body(change);
    update.send().await.expect("changed");
    let listed = owner
        .list_conversations()
        .send()
        .await
        .expect("a list")
        .into_inner();
    let names: Vec<_> = listed.items.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["May Robinson"]);
}
