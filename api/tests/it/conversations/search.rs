//! Search, in names, phones, emails and words of messages (C3).

mod signs;

use super::*;

async fn named(owner: &Owner, phone: &str, first: &str, last: &str, email: &str) -> Conversation {
    let body = CreateContact {
        phone: phone.to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: email.to_owned(),
        ..CreateContact::default()
    };
    owner
        .create_contact()
        .body(body)
        .send()
        .await
        .expect("a contact");
    open(owner, phone).await
}

#[actix_web::test]
async fn c3_search_finds_names_phones_in_any_format_emails_and_words_of_messages() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let maya = named(
        &owner,
        "512 555 0192",
        "Maya",
        "Robinson",
        "maya.r@example.com",
    )
    .await
    .id;
    let daniel = named(&owner, "737 555 0148", "Daniel", "Kim", "dk@example.org")
        .await
        .id;
    let hit = send(
        &owner,
        daniel,
        "The twenty-year term looks right, quite sure",
    )
    .await;
    for (search, expected) in [
        ("maya", maya),
        ("ROBINSON", maya),
        ("maya robinson", maya),
        ("obins", maya),
        ("(512) 555-0192", maya),
        ("555.0192", maya),
        ("+1 737", daniel),
        ("dk@example", daniel),
        ("looks term", daniel),
        ("twen", daniel),
    ] {
        let found = owner
            .list_conversations()
            .search(search)
            .send()
            .await
            .expect(search);
        let found: Vec<Uuid> = found
            .into_inner()
            .items
            .iter()
            .map(|found| found.id)
            .collect();
        assert_eq!(found, [expected], "{search}");
    }
    for nothing in ["zzz", "%", "_", "term nothing"] {
        let found = owner
            .list_conversations()
            .search(nothing)
            .send()
            .await
            .expect(nothing);
        assert_eq!(found.into_inner().items, [], "{nothing}");
    }
    let found = owner
        .list_conversations()
        .search("looks")
        .send()
        .await
        .expect("found");
    let found = found.into_inner().items[0]
        .hit
        .clone()
        .expect("the hit is named");
    assert_eq!(found.message_id, hit);
    let matched: Vec<&str> = found
        .parts
        .iter()
        .filter(|part| part.matched)
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!(matched, ["looks"]);
}

#[actix_web::test]
async fn c3_a_contact_is_found_with_and_without_accents_however_the_name_is_written() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let accented = named(&owner, "512 555 0192", "José", "García", "").await.id;
    let plain = named(&owner, "512 555 0193", "Jose", "Garcia", "").await.id;
    named(&owner, "512 555 0194", "Søren", "Gram", "").await;
    let mut both = [accented, plain];
    both.sort_unstable();
    for search in ["garcia", "García", "GARCÍA", "jose garci", "garci\u{301}a"] {
        let found = owner.list_conversations().tab(Tab::All).search(search);
        let found = found.send().await.expect(search).into_inner().items;
        let mut found: Vec<Uuid> = found.iter().map(|found| found.id).collect();
        found.sort_unstable();
        assert_eq!(found, both, "{search}");
    }
    // What is no accent stays a letter of its own.
    let other = owner.list_conversations().tab(Tab::All).search("soren");
    assert_eq!(other.send().await.expect("an answer").items, []);
}

#[actix_web::test]
async fn c3_search_keeps_to_the_tab_and_to_the_workspace() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let mine = named(&owner, "512 555 0192", "Maya", "Robinson", "")
        .await
        .id;
    named(&stranger, "512 555 0192", "Maya", "Stranger", "").await;
    let find = async |tab| {
        let found = owner
            .list_conversations()
            .search("maya")
            .tab(tab)
            .send()
            .await;
        found
            .expect("found")
            .into_inner()
            .items
            .into_iter()
            .map(|c| c.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(find(Tab::All).await, [mine]);
    assert_eq!(find(Tab::Hot).await, [] as [Uuid; 0]);
    change(&owner, mine, hot(true)).await;
    assert_eq!(find(Tab::Hot).await, [mine]);
    change(&owner, mine, archived(true)).await;
    assert_eq!(find(Tab::Hot).await, [] as [Uuid; 0]);
    assert_eq!(find(Tab::Archived).await, [mine]);
}

async fn found(owner: &Owner, search: &str) -> Vec<Conversation> {
    let found = owner.list_conversations().search(search).send().await;
    found.expect(search).into_inner().items
}

#[actix_web::test]
async fn c3_numbers_addresses_and_signs_in_messages_are_found_as_they_were_written() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let id = open(&owner, "737 555 0148").await.id;
    let text = "Policy 12345678 pays $1,250.50 (net), write maya@acme.org or see \
        https://quotes.example/life?state=TX - don't wait, okay?";
    send(&owner, id, text).await;
    for search in [
        "12345678",
        "1,250.50",
        "$1,250.50",
        "maya@acme.org",
        "https://quotes.example/life?state=TX",
        "quotes.example",
        "don't",
        "okay?",
        "(net),",
        "policy 1234",
        "pays okay",
        "' | 'policy",
    ] {
        let ids: Vec<Uuid> = found(&owner, search).await.iter().map(|c| c.id).collect();
        assert_eq!(ids, [id], "{search}");
    }
    for nothing in ["87654321", "1,250.51", "\\", "don't policies"] {
        assert_eq!(found(&owner, nothing).await, [], "{nothing}");
    }
    let refused = problem(owner.list_conversations().search("a\u{0}b").send().await);
    assert!(
        refused.field("search").is_some(),
        "a NUL is named by its field"
    );
}

#[actix_web::test]
async fn c3_each_word_is_found_somewhere_in_a_contact_and_phones_as_forms_take_them() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = named(&owner, "512 555 0192", "Maya", "Test", "m@example.com")
        .await
        .id;
    named(&owner, "737 555 0148", "Maya", "Kim", "").await;
    for search in [
        "test maya",
        "tes may",
        "example maya",
        "maya 0192",
        "0192 test",
        "512\u{2011}555\u{2011}0192",
        "512/555/0192",
        "512\u{a0}555",
        "tel:+1-512-555-0192",
    ] {
        let ids: Vec<Uuid> = found(&owner, search).await.iter().map(|c| c.id).collect();
        assert_eq!(ids, [maya], "{search}");
    }
    assert_eq!(found(&owner, "maya nobody").await, []);
}

#[actix_web::test]
async fn c3_a_hit_tells_when_it_was_written_by_whom_and_keeps_its_signs() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let id = open(&owner, "737 555 0148").await.id;
    send(&owner, id, "$413 lol").await;
    app.pass(chrono::TimeDelta::minutes(5)).await;
    send(&owner, id, "okay?").await;
    let conversation = found(&owner, "413").await.remove(0);
    let hit = conversation.hit.expect("a hit");
    let text: String = hit.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(text, "$413 lol");
    assert_eq!(hit.sender, copperline_shared::messages::SenderKind::Agent);
    let later = conversation.last_activity_at - hit.created_at;
    assert_eq!(later.num_minutes(), 5);
}
