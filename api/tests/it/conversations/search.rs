//! Search, in names, phones, emails and words of messages (C3).

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
