//! Signs such as emoji, which no index of words holds.

use copperline_api::conversations::rules;
use copperline_shared::conversations::HitPart;
use diesel::QueryableByName;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;

use super::*;

#[actix_web::test]
async fn c3_emoji_are_found_in_messages_and_names() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let maya = named(&owner, "512 555 0192", "Maya ❤\u{FE0F}", "Robinson", "")
        .await
        .id;
    let daniel = named(&owner, "737 555 0148", "Daniel", "Kim", "").await.id;
    let priya = named(&owner, "737 555 0149", "Priya", "Shah", "").await.id;
    send(&owner, daniel, "Sounds great👍🏽 see you 🇺🇸").await;
    send(&owner, priya, "See you, 🇺🇦 🇸🇪 👍").await;
    for (search, expected) in [
        ("❤", vec![maya]),
        ("❤\u{FE0F} robinson", vec![maya]),
        ("👍", vec![priya, daniel]),
        ("👍🏽", vec![daniel]),
        ("great👍", vec![daniel]),
        ("👍 see", vec![priya, daniel]),
        ("see 👍", vec![priya, daniel]),
        // A flag is two signs, and these two stand in the other text apart.
        ("🇺🇸", vec![daniel]),
        ("👍 🇺🇦", vec![priya]),
        ("kim 👍", vec![]),
        ("🦖", vec![]),
        ("👍 nobody", vec![]),
        ("?", vec![]),
    ] {
        let ids: Vec<Uuid> = found(&owner, search).await.iter().map(|c| c.id).collect();
        assert_eq!(ids, expected, "{search}");
    }
}

#[actix_web::test]
async fn c3_a_found_emoji_is_highlighted_and_pages_go_on_behind_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.fund(&app, 20).await;
    owner.rent(&app, "512").await;
    let mut expected = Vec::new();
    for n in 0..5 {
        let id = open(&owner, &format!("737 555 014{n}")).await.id;
        send(&owner, id, "Sounds great👍🏽 thanks").await;
        send(&owner, id, "👍").await;
        expected.insert(0, id);
    }
    let hit = found(&owner, "great 👍")
        .await
        .remove(0)
        .hit
        .expect("a hit");
    let part = |text: &str, matched| HitPart {
        text: text.to_owned(),
        matched,
    };
    let parts = [
        part("Sounds ", false),
        part("great👍🏽", true),
        part(" thanks", false),
    ];
    assert_eq!(hit.parts, parts);
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let mut request = owner.list_conversations().search("👍").limit(2_u32);
        if let Some(after) = after {
            request = request.after(after);
        }
        let page = request.send().await.expect("a page").into_inner();
        ids.extend(page.items.iter().map(|conversation| conversation.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids, expected);
}

#[derive(QueryableByName)]
struct Letter {
    #[diesel(sql_type = Integer)]
    letter: i32,
}

#[actix_web::test]
async fn c3_the_program_and_the_database_take_the_same_for_a_sign() {
    let app = TestApp::start().await;
    let all: Vec<Letter> = diesel::sql_query(
        "SELECT letter FROM generate_series(1, 1114111) AS letter \
         WHERE letter NOT BETWEEN 55296 AND 57343 AND signs(chr(letter)) <> '{}'",
    )
    .load(&mut app.connection().await)
    .await
    .expect("the database's signs");
    let theirs: Vec<char> = all
        .iter()
        .filter_map(|row| char::from_u32(row.letter.unsigned_abs()))
        .collect();
    let ours: Vec<char> = ('\u{1}'..=char::MAX)
        .filter(|c| rules::is_sign(*c))
        .collect();
    assert_eq!(theirs, ours);
}
