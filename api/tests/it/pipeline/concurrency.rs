//! Many people moving cards at once: everybody's board becomes the same, and nothing is lost.

use std::collections::HashMap;

use copperline_api::outbox;
use copperline_shared::events::Event;
use copperline_shared::pipeline::{PipelineCard, UpdatePipelineStage};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use super::{board, contact, place, put, sound, stage, stages, standing};
use crate::support::TestApp;

#[actix_web::test]
async fn p1_two_cards_put_in_one_place_at_once_both_stand_there() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (quoted, won) = (
        stage(&owner, "Quoted").await.id,
        stage(&owner, "Won").await.id,
    );
    let (above, below) = (contact(&owner, 1).await, contact(&owner, 2).await);
    put(&owner, below, quoted, None).await;
    put(&owner, above, quoted, None).await;
    let mut moved = Vec::new();
    for n in 10..22 {
        let contact = contact(&owner, n).await;
        put(&owner, contact, won, Some(1)).await;
        moved.push(contact);
    }
    join_all(
        moved
            .iter()
            .map(|contact| place(&owner, *contact, quoted, (Some(above), Some(below)))),
    )
    .await;
    let mut stand = standing(&owner, quoted).await;
    assert_eq!((stand.remove(0), stand.pop()), (above, Some(below)));
    stand.sort_unstable();
    moved.sort_unstable();
    assert_eq!(stand, moved);
    sound(&app).await;
}

#[actix_web::test]
async fn p1_a_card_that_two_people_drag_at_once_stands_in_one_place_for_both() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let all = stages(&owner).await;
    let maya = contact(&owner, 192).await;
    for round in 0..12 {
        let (here, there) = (all[round % 6].id, all[(round + 1) % 6].id);
        tokio::join!(
            place(&owner, maya, here, (None, None)),
            place(&colleague, maya, there, (None, None)),
        );
        let (mine, theirs) = (board(&owner).await, board(&colleague).await);
        assert_eq!(mine, theirs);
        let cards: u32 = mine.columns.iter().map(|column| column.stage.cards).sum();
        let shown: usize = mine
            .columns
            .iter()
            .map(|column| column.cards.items.len())
            .sum();
        assert_eq!((cards, shown), (1, 1));
    }
    sound(&app).await;
}

/// Cards as a browser would have them that only follows what it is told.
#[derive(Default)]
struct Follower {
    cards: HashMap<Uuid, PipelineCard>,
}

impl Follower {
    fn take(&mut self, event: Event) {
        match event {
            Event::PipelineCardChanged { card, .. } => {
                self.cards.insert(card.contact_id, card);
            }
            Event::PipelineCardRemoved { contact_id, .. } => {
                self.cards.remove(&contact_id);
            }
            _ => {}
        }
    }

    /// Who stands in a stage, from the top.
    fn standing(&self, stage: Uuid) -> Vec<Uuid> {
        let mut cards: Vec<_> = self
            .cards
            .values()
            .filter(|card| card.stage_id == stage)
            .collect();
        cards.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
        cards.into_iter().map(|card| card.contact_id).collect()
    }
}

#[actix_web::test]
async fn p1_under_a_storm_of_moves_everybody_ends_with_the_same_board() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let all = stages(&owner).await;
    let mut contacts = Vec::new();
    for n in 0..24 {
        contacts.push(contact(&owner, n).await);
    }
    let mut connection = app.connection().await;
    let begun = outbox::newest(&mut connection, owner.workspace)
        .await
        .expect("a cursor");
    let person = async |seed: u64| {
        let mut random = StdRng::seed_from_u64(seed);
        for _ in 0..30 {
            let one = |random: &mut StdRng| *contacts.choose(random).expect("some");
            let (moved, above, below) = (one(&mut random), one(&mut random), one(&mut random));
            let to = all[random.random_range(0..3)].id;
            match random.random_range(0..10) {
                0 => {
                    let removed = owner.remove_pipeline_card().contact_id(moved).send().await;
                    removed.expect("it is off the pipeline");
                }
                1 => {
                    let dollars = random.random_range(0..2_000);
                    put(&owner, moved, to, Some(dollars)).await;
                }
                2 => {
                    let body = UpdatePipelineStage {
                        position: Some(random.random_range(0..6)),
                        ..UpdatePipelineStage::default()
                    };
                    let arranged = owner.update_pipeline_stage().stage_id(to).body(body);
                    arranged.send().await.expect("it is arranged");
                }
                _ => {
                    place(&owner, moved, to, (Some(above), Some(below))).await;
                }
            }
        }
    };
    join_all((0..8).map(person)).await;

    let mut follower = Follower::default();
    let told = outbox::after(&mut connection, owner.workspace, begun, 10_000).await;
    for stored in told.expect("events") {
        follower.take(stored.event().expect("an event"));
    }
    let board = board(&owner).await;
    let mut shown = 0;
    for column in &board.columns {
        let stands: Vec<Uuid> = column
            .cards
            .items
            .iter()
            .map(|card| card.contact_id)
            .collect();
        assert_eq!(follower.standing(column.stage.id), stands);
        assert_eq!(column.stage.cards as usize, stands.len());
        let total: i64 = column
            .cards
            .items
            .iter()
            .filter_map(|card| card.amount_micros)
            .map(|amount| amount.0)
            .sum();
        assert_eq!(column.stage.total_micros.0, total);
        shown += stands.len();
    }
    assert!(shown > 5, "the storm left something on the board");
    sound(&app).await;
}

#[actix_web::test]
async fn p1_cards_moved_into_a_stage_while_it_is_removed_are_not_lost() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (contacted, quoted, won) = (
        stage(&owner, "Contacted").await.id,
        stage(&owner, "Quoted").await.id,
        stage(&owner, "Won").await.id,
    );
    let mut ids = Vec::new();
    for n in 0..16 {
        let contact = contact(&owner, n).await;
        put(
            &owner,
            contact,
            if n % 2 == 0 { quoted } else { contacted },
            Some(10),
        )
        .await;
        ids.push(contact);
    }
    let moves = join_all(ids.iter().skip(1).step_by(2).map(async |contact| {
        let body = copperline_shared::pipeline::MovePipelineCard {
            stage_id: quoted,
            above: None,
            below: None,
        };
        // Who comes too late is told that there is no such stage.
        let _ = owner
            .move_pipeline_card()
            .contact_id(*contact)
            .body(body)
            .send()
            .await;
    }));
    let removal = async {
        let removed = owner
            .delete_pipeline_stage()
            .stage_id(quoted)
            .target_stage_id(won);
        removed.send().await.expect("it is removed");
    };
    tokio::join!(moves, removal);
    let (stay, went) = (
        standing(&owner, contacted).await,
        standing(&owner, won).await,
    );
    assert_eq!(stay.len() + went.len(), ids.len());
    sound(&app).await;
}
