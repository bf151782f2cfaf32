//! Notes that a file brings along (P6, C11).

use copperline_shared::contacts::CreateContact;
use copperline_shared::notes::Note;

use super::*;

async fn note(owner: &Owner, contact: Uuid) -> Note {
    let note = owner.read_note().contact_id(contact).send().await;
    note.expect("a note").into_inner()
}

#[actix_web::test]
async fn p6_a_note_stands_on_the_notepad_and_is_written_over_no_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,note\n5125550192,Call after six\n5125550193,\n";
    run(&app, &owner, file, |_| {}).await;
    let met = people(&owner).await;
    let first = note(&owner, met[0].id).await;
    assert_eq!((first.text.as_str(), first.revision), ("Call after six", 1));
    assert!(first.saved_by.is_some());
    assert!(met[0].custom_fields.is_empty());
    assert_eq!(note(&owner, met[1].id).await.revision, 0);

    let news = "phone,note\n5125550192,Moved\n5125550193,Prefers texts\n";
    // Who is to be left as they are gets none.
    let left = run(&app, &owner, news, |_| {}).await;
    assert_eq!(figures(&left), [0, 0, 2, 0, 0]);
    let import = upload(&owner, news).await;
    let mut how = asked(&import);
    how.duplicates = LeadDuplicates::Update;
    let checked = check(&app, &owner, import.id, how).await;
    assert_eq!(figures(&checked), [0, 1, 1, 0, 1]);
    let done = start(&app, &owner, import.id).await;
    assert_eq!(figures(&done), [0, 1, 1, 0, 1]);
    let told = &rows(&owner, import.id).await[0].problem;
    assert_eq!(
        told,
        "The contact has a note already. This one is left out."
    );
    assert_eq!(note(&owner, met[0].id).await, first);
    assert_eq!(note(&owner, met[1].id).await.text, "Prefers texts");
}

#[actix_web::test]
async fn p6_an_export_with_notes_that_is_imported_again_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,first_name,note\n5125550192,Maya,\"=Call\nafter six\"\n5125550193,Theo,\n";
    run(&app, &owner, file, |_| {}).await;
    let file = exported(&owner).await;
    let same = run(&app, &owner, &file, |how| {
        how.duplicates = LeadDuplicates::Update;
    })
    .await;
    assert_eq!(figures(&same), [0, 0, 2, 0, 0]);
}

#[actix_web::test]
async fn p6_of_two_lines_with_one_phone_the_first_ones_note_stays() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = CreateContact {
        phone: "5125550192".to_owned(),
        ..CreateContact::default()
    };
    owner.create_contact().body(body).send().await.expect("met");
    let file = "phone,note\n5125550192,First\n5125550192,Second\n";
    let done = run(&app, &owner, file, |how| {
        how.duplicates = LeadDuplicates::Update;
    })
    .await;
    assert_eq!(figures(&done), [0, 1, 1, 0, 1]);
    let met = people(&owner).await;
    assert_eq!(note(&owner, met[0].id).await.text, "First");
}
