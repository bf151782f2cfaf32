//! The notepad of each contact (C11).

use chrono::TimeDelta;
use copperline_shared::api_tokens::Scope;
use copperline_shared::events::Event;
use copperline_shared::notes::{Note, NoteVersion, SaveNote, TEXT_LENGTH};
use copperline_shared::problem::{ErrorCode, Problem};
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};
use crate::tags::{MAYA, events, meet, newest};

fn text(text: &str, revision: u32) -> SaveNote {
    SaveNote {
        text: text.to_owned(),
        revision,
        new_version: false,
    }
}

async fn save(owner: &Owner, contact: Uuid, save: SaveNote) -> Note {
    let saved = owner
        .save_note()
        .contact_id(contact)
        .body(save)
        .send()
        .await;
    saved.expect("it is saved").into_inner()
}

async fn refused(owner: &Owner, contact: Uuid, save: SaveNote) -> Problem {
    problem(
        owner
            .save_note()
            .contact_id(contact)
            .body(save)
            .send()
            .await,
    )
}

async fn read(owner: &Owner, contact: Uuid) -> Note {
    let note = owner.read_note().contact_id(contact).send().await;
    note.expect("a note").into_inner()
}

async fn versions(owner: &Owner, contact: Uuid) -> Vec<NoteVersion> {
    let listed = owner.list_note_versions().contact_id(contact).send().await;
    listed.expect("versions").into_inner().items
}

fn texts(versions: &[NoteVersion]) -> Vec<&str> {
    versions
        .iter()
        .map(|version| version.text.as_str())
        .collect()
}

#[actix_web::test]
async fn c11_a_note_is_saved_with_its_author_and_that_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let empty = read(&owner, contact).await;
    assert_eq!((empty.revision, empty.text.as_str()), (0, ""));
    let before = newest(&app, &owner).await;
    let saved = save(&owner, contact, text(" Husband Andre,\r\nnon-smoker. ", 0)).await;
    assert_eq!(saved.text, " Husband Andre,\nnon-smoker. ");
    assert_eq!(
        (saved.revision, saved.saved_by.as_deref()),
        (1, Some("Jordan Diaz"))
    );
    assert_eq!(read(&owner, contact).await, saved);
    let told = Event::NoteChanged {
        contact_id: contact,
        revision: 1,
    };
    assert_eq!(events(&app, &owner, before).await, [told]);
    // Sent again without an answer: nothing happens twice.
    assert_eq!(save(&owner, contact, text(&saved.text, 0)).await, saved);
    assert_eq!(newest(&app, &owner).await, before + 1);
}

#[actix_web::test]
async fn c11_a_save_on_an_older_revision_is_refused_with_the_present_text() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let contact = meet(&owner, MAYA).await.contact_id;
    save(&owner, contact, text("Mine", 0)).await;
    let theirs = save(&colleague, contact, text("Mine, and theirs", 1)).await;
    let stale = refused(&owner, contact, text("Mine, and more", 1)).await;
    assert_eq!((stale.code, stale.status), (ErrorCode::NoteChanged, 409));
    let current: Note = serde_json::from_value(stale.current.expect("the note")).expect("a note");
    assert_eq!(current, theirs);
    assert_eq!(current.saved_by.as_deref(), Some("Sam Lee"));
    assert_eq!(read(&owner, contact).await, theirs);
    let first = refused(&owner, contact, text("As if nothing stood there", 0)).await;
    assert_eq!(first.code, ErrorCode::NoteChanged);
}

#[actix_web::test]
async fn c11_of_two_saves_at_once_one_is_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    for round in 0..20 {
        let revision = read(&owner, contact).await.revision;
        let put = |words: String| {
            let body = text(&words, revision);
            owner.save_note().contact_id(contact).body(body).send()
        };
        let (one, other) = tokio::join!(put(format!("A{round}")), put(format!("B{round}")));
        assert!(one.is_ok() != other.is_ok(), "round {round}");
        assert_eq!(read(&owner, contact).await.revision, revision + 1);
    }
}

#[actix_web::test]
async fn c11_earlier_versions_are_read_back_with_author_and_time() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let contact = meet(&owner, MAYA).await.contact_id;
    assert_eq!(versions(&owner, contact).await, []);
    save(&owner, contact, text("Husband", 0)).await;
    app.pass(TimeDelta::seconds(5)).await;
    save(&owner, contact, text("Husband Andre", 1)).await;
    save(&colleague, contact, text("Husband Andre, CDL", 2)).await;
    app.pass(TimeDelta::seconds(5)).await;
    save(&owner, contact, text("Husband Andre, CDL. Call after 5", 3)).await;
    let listed = versions(&owner, contact).await;
    assert_eq!(
        texts(&listed),
        [
            "Husband Andre, CDL. Call after 5",
            "Husband Andre, CDL",
            "Husband Andre"
        ]
    );
    let authors: Vec<_> = listed
        .iter()
        .map(|version| version.saved_by.as_str())
        .collect();
    assert_eq!(authors, ["Jordan Diaz", "Sam Lee", "Jordan Diaz"]);
    assert!(listed[2].began_at < listed[2].saved_at);
    let page = owner.list_note_versions().contact_id(contact).limit(2u32);
    let page = page.send().await.expect("a page").into_inner();
    let rest = owner
        .list_note_versions()
        .contact_id(contact)
        .after(page.next.expect("more"))
        .send()
        .await;
    assert_eq!(
        texts(&rest.expect("the rest").into_inner().items),
        ["Husband Andre"]
    );
}

#[actix_web::test]
async fn c11_what_is_deleted_or_restored_can_still_be_read_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let long = "Closing on a house in June, wants it in force before.";
    save(&owner, contact, text(long, 0)).await;
    save(&owner, contact, text("", 1)).await;
    assert_eq!(texts(&versions(&owner, contact).await), ["", long]);
    save(&owner, contact, text("Short", 2)).await;
    let restored = SaveNote {
        new_version: true,
        ..text(long, 3)
    };
    save(&owner, contact, restored).await;
    assert_eq!(
        texts(&versions(&owner, contact).await),
        [long, "Short", long]
    );
}

#[actix_web::test]
async fn c11_a_note_that_is_too_long_is_refused_with_by_how_much() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let longest = "é".repeat(TEXT_LENGTH);
    save(&owner, contact, text(&longest, 0)).await;
    let refused = refused(&owner, contact, text(&format!("{longest}!"), 1)).await;
    assert_eq!(
        refused.field("text"),
        Some("Shorten the note by 1 of its 10001 characters")
    );
}

#[actix_web::test]
async fn c11_a_token_writes_under_its_own_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let program = app.token(&owner.make_token(&[Scope::Contacts]).await);
    let saved = program
        .save_note()
        .contact_id(contact)
        .body(text("From the CRM", 0))
        .send()
        .await;
    let saved = saved.expect("saved").into_inner();
    assert_eq!(saved.saved_by.as_deref(), Some("SmartQuotes"));
}
