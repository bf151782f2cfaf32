//! Putting contacts on the pipeline, moving them and taking them off.

use chrono::TimeDelta;
use copperline_api::outbox;
use copperline_shared::conversations::{CreateConversation, RecordKind, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::money::Micros;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::{board, contact, place, put, sound, stage, standing};
use crate::desk::Desk;
use crate::support::{Owner, TestApp, problem};

/// What a conversation's thread says of the pipeline, oldest first: who and what.
async fn told(owner: &Owner, conversation: Uuid) -> Vec<(String, String)> {
    let thread = owner.read_thread().conversation_id(conversation).send();
    let entries = thread.await.expect("a thread").into_inner().entries;
    let moves = entries.into_iter().filter_map(|entry| match entry {
        ThreadEntry::Record { record } if record.kind == RecordKind::StageMoved => {
            Some((record.agent_name.unwrap_or_default(), record.detail))
        }
        _ => None,
    });
    moves.collect()
}

#[actix_web::test]
async fn c12_a_contact_stands_in_the_chosen_stage_with_the_quoted_amount() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (quoted, won) = (stage(&owner, "Quoted").await, stage(&owner, "Won").await);
    let maya = contact(&owner, 192).await;
    let body = PutPipelineCard {
        stage_id: quoted.id,
        amount_micros: Some(Micros(1_140_500_000)),
    };
    let request = owner.put_pipeline_card().contact_id(maya).body(body);
    let card = request.send().await.expect("a card").into_inner();
    assert_eq!(
        (card.stage_id, card.stage_name.as_str()),
        (quoted.id, "Quoted")
    );
    assert_eq!(card.amount_micros, Some(Micros(1_140_500_000)));
    let opened = owner
        .read_conversation()
        .conversation_id(card.conversation_id);
    let opened = opened.send().await.expect("its conversation").into_inner();
    assert_eq!(opened.card.as_ref(), Some(&card));
    assert_eq!(opened.contact.id, maya);

    let read = owner.read_pipeline_card().contact_id(maya).send().await;
    assert_eq!(read.expect("the card").into_inner(), card);
    put(&owner, maya, won.id, None).await;
    let board = board(&owner).await;
    let sums: Vec<_> = board
        .columns
        .iter()
        .map(|column| (column.stage.cards, column.stage.total_micros.0))
        .collect();
    assert_eq!(sums, [(0, 0), (0, 0), (0, 0), (0, 0), (1, 0), (0, 0)]);
    assert_eq!(
        told(&owner, card.conversation_id).await,
        [
            ("Jordan Diaz".to_owned(), "Quoted · $1,140.50".to_owned()),
            ("Jordan Diaz".to_owned(), "Won".to_owned()),
        ]
    );
}

#[actix_web::test]
async fn c12_a_card_is_removed_and_its_thread_tells_so() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let quoted = stage(&owner, "Quoted").await.id;
    let maya = contact(&owner, 192).await;
    let card = put(&owner, maya, quoted, Some(1_140)).await;
    for _ in 0..2 {
        let removed = owner.remove_pipeline_card().contact_id(maya).send().await;
        removed.expect("it is off the pipeline");
    }
    assert_eq!(standing(&owner, quoted).await, [] as [Uuid; 0]);
    let details = told(&owner, card.conversation_id).await.into_iter();
    let details: Vec<String> = details.map(|(_, detail)| detail).collect();
    assert_eq!(details, ["Quoted · $1,140.00", ""]);
    let gone = problem(owner.read_pipeline_card().contact_id(maya).send().await);
    assert_eq!(gone.code, ErrorCode::NotFound);
    let nobody = owner.remove_pipeline_card().contact_id(Uuid::nil());
    assert_eq!(problem(nobody.send().await).code, ErrorCode::NotFound);
    sound(&app).await;
}

#[actix_web::test]
async fn c12_what_is_no_amount_or_no_stage_is_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let quoted = stage(&owner, "Quoted").await.id;
    let maya = contact(&owner, 192).await;
    for amount in [-10_000, 12_345, 100_000_000_000_000, i64::MAX] {
        let body = PutPipelineCard {
            stage_id: quoted,
            amount_micros: Some(Micros(amount)),
        };
        let request = owner.put_pipeline_card().contact_id(maya).body(body);
        let refused = problem(request.send().await);
        assert_eq!(refused.code, ErrorCode::Invalid, "{amount}");
        assert!(refused.field("amount_micros").is_some(), "{amount}");
    }
    let body = PutPipelineCard {
        stage_id: Uuid::now_v7(),
        amount_micros: None,
    };
    let request = owner.put_pipeline_card().contact_id(maya).body(body);
    assert_eq!(problem(request.send().await).code, ErrorCode::NotFound);
    assert!(standing(&owner, quoted).await.is_empty());
}

#[actix_web::test]
async fn p1_the_last_one_comes_on_top_and_one_that_stays_keeps_its_place() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let quoted = stage(&owner, "Quoted").await.id;
    let mut all = Vec::new();
    for n in 0..4 {
        let contact = contact(&owner, n).await;
        put(&owner, contact, quoted, None).await;
        all.insert(0, contact);
    }
    assert_eq!(standing(&owner, quoted).await, all);
    // Another amount moves nothing.
    put(&owner, all[2], quoted, Some(10)).await;
    assert_eq!(standing(&owner, quoted).await, all);
}

#[actix_web::test]
async fn p1_a_card_stands_between_the_neighbours_that_were_seen() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (quoted, won) = (
        stage(&owner, "Quoted").await.id,
        stage(&owner, "Won").await.id,
    );
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(contact(&owner, n).await);
    }
    let [a, b, c, x] = ids[..] else {
        panic!("four")
    };
    for id in [c, b, a] {
        put(&owner, id, quoted, None).await;
    }
    put(&owner, x, won, Some(7)).await;
    let card = place(&owner, x, quoted, (Some(a), Some(b))).await;
    assert_eq!(card.amount_micros, Some(Micros(7_000_000)));
    assert_eq!(standing(&owner, quoted).await, [a, x, b, c]);
    place(&owner, x, quoted, (Some(c), None)).await;
    assert_eq!(standing(&owner, quoted).await, [a, b, c, x]);
    place(&owner, x, quoted, (None, Some(a))).await;
    assert_eq!(standing(&owner, quoted).await, [x, a, b, c]);
    // Where the one above has gone, the one below says where.
    put(&owner, b, won, None).await;
    place(&owner, x, quoted, (Some(b), Some(c))).await;
    assert_eq!(standing(&owner, quoted).await, [a, x, c]);
    // Where neither stands, the card comes on top; and it is no neighbour of itself.
    place(&owner, c, quoted, (Some(b), Some(Uuid::now_v7()))).await;
    assert_eq!(standing(&owner, quoted).await, [c, a, x]);
    let before = place(&owner, a, quoted, (Some(c), Some(x))).await;
    let after = place(&owner, a, quoted, (Some(a), Some(x))).await;
    assert_eq!(before, after, "a card put where it stands keeps its key");
}

#[actix_web::test]
async fn p1_a_gap_that_was_used_a_thousand_times_is_made_anew() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let quoted = stage(&owner, "Quoted").await.id;
    let (top, middle, end) = (
        contact(&owner, 1).await,
        contact(&owner, 2).await,
        contact(&owner, 3).await,
    );
    for id in [end, middle, top] {
        put(&owner, id, quoted, Some(5)).await;
    }
    let long = |letter: &str| format!("i000000000{}{letter}", "0".repeat(200));
    for (id, letter) in [(top, "1"), (middle, "2"), (end, "3")] {
        let mut connection = app.connection().await;
        let update =
            diesel::sql_query("UPDATE pipeline_cards SET sort_key = $1 WHERE contact_id = $2")
                .bind::<diesel::sql_types::Text, _>(long(letter))
                .bind::<diesel::sql_types::Uuid, _>(id);
        diesel_async::RunQueryDsl::execute(update, &mut connection)
            .await
            .expect("the key is written");
    }
    let card = place(&owner, end, quoted, (Some(top), Some(middle))).await;
    assert!(card.sort_key.len() < 30, "{}", card.sort_key);
    assert_eq!(standing(&owner, quoted).await, [top, end, middle]);
    sound(&app).await;
}

#[actix_web::test]
async fn p1_a_card_moved_back_at_once_keeps_the_time_it_had() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let (quoted, won) = (
        stage(&desk, "Quoted").await.id,
        stage(&desk, "Won").await.id,
    );
    let maya = contact(&desk, 192).await;
    let first = put(&desk, maya, quoted, None).await;
    app.app.clock.advance(TimeDelta::days(3));
    desk.sign_in_again(&app).await;
    let moved = put(&desk, maya, won, None).await;
    assert!(moved.entered_at - first.entered_at >= TimeDelta::days(3));
    let back = place(&desk, maya, quoted, (None, None)).await;
    assert_eq!(back.entered_at, first.entered_at);
    app.app.clock.advance(TimeDelta::days(3));
    desk.sign_in_again(&app).await;
    put(&desk, maya, won, None).await;
    app.app.clock.advance(TimeDelta::minutes(3));
    let late = place(&desk, maya, quoted, (None, None)).await;
    assert!(late.entered_at > first.entered_at);
}

#[actix_web::test]
async fn p1_the_cards_of_a_stage_come_in_pages_and_are_found_by_name_and_phone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let quoted = stage(&owner, "Quoted").await.id;
    let mut all = Vec::new();
    for n in 100..117 {
        let contact = contact(&owner, n).await;
        put(&owner, contact, quoted, None).await;
        all.insert(0, contact);
    }
    let board = owner.read_pipeline().limit(5_u32).send().await;
    let board = board.expect("a board").into_inner();
    let column = &board.columns[2];
    assert_eq!((column.stage.cards, column.cards.items.len()), (17, 5));
    let mut seen: Vec<Uuid> = column
        .cards
        .items
        .iter()
        .map(|card| card.contact_id)
        .collect();
    let mut after = column.cards.next.clone();
    while let Some(cursor) = after.take() {
        let request = owner.list_pipeline_cards().stage_id(quoted);
        let page = request.limit(5_u32).after(cursor).send().await;
        let page = page.expect("a page").into_inner();
        seen.extend(page.items.iter().map(|card| card.contact_id));
        after = page.next;
    }
    assert_eq!(seen, all);
    for (text, count) in [
        ("contact 10", 11),
        ("(512) 555-0116", 1),
        ("zebra", 0),
        (" ", 17),
    ] {
        let found = owner.read_pipeline().search(text).send().await;
        let found = found.expect("a board").into_inner().columns;
        assert_eq!(found[2].cards.items.len(), count, "{text}");
        assert_eq!(
            found[2].stage.cards, 17,
            "the stage's count is that of all its cards"
        );
        let listed = owner.list_pipeline_cards().stage_id(quoted).search(text);
        let listed = listed.send().await.expect("a page").into_inner();
        assert_eq!(listed.items.len(), count, "{text}");
    }
    let refused = owner
        .list_pipeline_cards()
        .stage_id(quoted)
        .after("nonsense");
    assert!(problem(refused.send().await).field("after").is_some());
}

#[actix_web::test]
async fn p1_every_change_is_told_with_the_sums_as_they_are_then() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (quoted, won) = (
        stage(&owner, "Quoted").await.id,
        stage(&owner, "Won").await.id,
    );
    let maya = contact(&owner, 192).await;
    let body = CreateConversation {
        phone: "512 555 0192".to_owned(),
    };
    owner
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("opened");
    let mut connection = app.connection().await;
    let begun = outbox::newest(&mut connection, owner.workspace)
        .await
        .expect("a cursor");
    put(&owner, maya, quoted, Some(100)).await;
    place(&owner, maya, won, (None, None)).await;
    place(&owner, maya, won, (None, None)).await;
    owner
        .remove_pipeline_card()
        .contact_id(maya)
        .send()
        .await
        .expect("removed");
    let told = outbox::after(&mut connection, owner.workspace, begun, 50)
        .await
        .expect("events");
    let told = told.iter().map(|stored| stored.event().expect("an event"));
    let sums: Vec<Vec<(u32, i64)>> = told
        .filter_map(|event| match event {
            Event::PipelineCardChanged { stages, .. }
            | Event::PipelineCardRemoved { stages, .. } => Some(stages),
            Event::RecordAdded { .. } => None,
            other => panic!("{other:?} is no news of the pipeline"),
        })
        .map(|stages| {
            stages
                .iter()
                .map(|stage| (stage.cards, stage.total_micros.0))
                .collect()
        })
        .collect();
    let hundred = 100_000_000;
    assert_eq!(
        sums,
        [vec![(1, hundred)], vec![(0, 0), (1, hundred)], vec![(0, 0)]]
    );
}
