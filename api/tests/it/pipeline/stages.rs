//! Adding, changing, arranging and removing stages.

use copperline_shared::money::Micros;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::{
    CreatePipelineStage, MOST_STAGES, PipelineStage, UpdatePipelineStage,
};
use copperline_shared::problem::ErrorCode;

use super::{contact, names, put, sound, stage, stages, standing};
use crate::support::{Owner, TestApp, problem};

fn new(name: &str) -> CreatePipelineStage {
    CreatePipelineStage {
        name: name.to_owned(),
        colour: Colour::Teal,
    }
}

async fn add(owner: &Owner, name: &str) -> PipelineStage {
    let added = owner.create_pipeline_stage().body(new(name)).send().await;
    added.expect("a stage").into_inner()
}

async fn change(owner: &Owner, stage: &PipelineStage, body: UpdatePipelineStage) -> PipelineStage {
    let changed = owner.update_pipeline_stage().stage_id(stage.id).body(body);
    changed.send().await.expect("it changes").into_inner()
}

#[actix_web::test]
async fn p1_a_new_workspace_starts_with_six_stages() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let first = [
        "New Lead",
        "Contacted",
        "Quoted",
        "Application",
        "Won",
        "Lost",
    ];
    assert_eq!(names(&owner).await, first);
    let stages = stages(&owner).await;
    assert!(
        stages
            .iter()
            .all(|stage| stage.cards == 0 && stage.total_micros == Micros::ZERO)
    );
    let positions: Vec<u32> = stages.iter().map(|stage| stage.position).collect();
    assert_eq!(positions, [0, 1, 2, 3, 4, 5]);
}

#[actix_web::test]
async fn p1_stages_are_added_renamed_recoloured_and_reordered() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let added = add(&owner, "  Medical   exam ").await;
    assert_eq!((added.name.as_str(), added.position), ("Medical exam", 6));
    let renamed = UpdatePipelineStage {
        name: Some("Exam".to_owned()),
        colour: Some(Colour::Copper),
        position: Some(3),
    };
    let changed = change(&owner, &added, renamed).await;
    assert_eq!(
        (changed.name.as_str(), changed.colour, changed.position),
        ("Exam", Colour::Copper, 3)
    );
    let order = [
        "New Lead",
        "Contacted",
        "Quoted",
        "Exam",
        "Application",
        "Won",
        "Lost",
    ];
    assert_eq!(names(&owner).await, order);
    // A name differs from itself in nothing but its capitals.
    let capitals = UpdatePipelineStage {
        name: Some("EXAM".to_owned()),
        ..UpdatePipelineStage::default()
    };
    assert_eq!(change(&owner, &added, capitals).await.name, "EXAM");
}

#[actix_web::test]
async fn p1_a_name_that_is_taken_or_none_is_refused_at_its_field() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for name in ["quoted", " ", "\u{7}", &"x".repeat(101)] {
        let refused = problem(owner.create_pipeline_stage().body(new(name)).send().await);
        assert!(refused.field("name").is_some(), "{name}");
    }
    let won = stage(&owner, "Won").await;
    let body = UpdatePipelineStage {
        name: Some("LOST".to_owned()),
        ..UpdatePipelineStage::default()
    };
    let refused = owner.update_pipeline_stage().stage_id(won.id).body(body);
    assert!(problem(refused.send().await).field("name").is_some());
}

#[actix_web::test]
async fn p1_thirty_stages_are_enough() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for n in stages(&owner).await.len()..MOST_STAGES {
        add(&owner, &format!("Stage {n}")).await;
    }
    let refused = problem(
        owner
            .create_pipeline_stage()
            .body(new("One more"))
            .send()
            .await,
    );
    assert_eq!(refused.code, ErrorCode::Invalid);
}

#[actix_web::test]
async fn p1_the_same_key_adds_a_stage_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for _ in 0..2 {
        let request = owner
            .create_pipeline_stage()
            .idempotency_key("one")
            .body(new("Exam"));
        assert_eq!(
            request.send().await.expect("a stage").into_inner().name,
            "Exam"
        );
    }
    assert_eq!(stages(&owner).await.len(), 7);
}

#[actix_web::test]
async fn p1_a_stage_is_removed_when_empty_or_with_a_target_that_takes_its_cards() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (quoted, won) = (stage(&owner, "Quoted").await, stage(&owner, "Won").await);
    let mut ids = Vec::new();
    for n in 0..5 {
        let contact = contact(&owner, n).await;
        let to = if n < 3 { quoted.id } else { won.id };
        put(&owner, contact, to, Some(100)).await;
        ids.push(contact);
    }
    let refused = problem(
        owner
            .delete_pipeline_stage()
            .stage_id(quoted.id)
            .send()
            .await,
    );
    let said = refused.field("target_stage_id").expect("the field");
    assert!(said.contains("3 contacts stand in Quoted"), "{said}");
    let itself = owner.delete_pipeline_stage().stage_id(quoted.id);
    let itself = problem(itself.target_stage_id(quoted.id).send().await);
    assert!(itself.field("target_stage_id").is_some());

    let request = owner.delete_pipeline_stage().stage_id(quoted.id);
    let removed = request.target_stage_id(won.id).send().await;
    removed.expect("it is removed");
    assert_eq!(
        standing(&owner, won.id).await,
        [ids[4], ids[3], ids[2], ids[1], ids[0]]
    );
    let won = stage(&owner, "Won").await;
    assert_eq!((won.cards, won.total_micros), (5, Micros(500_000_000)));
    assert_eq!(won.position, 3);
    let empty = stage(&owner, "New Lead").await.id;
    let removed = owner.delete_pipeline_stage().stage_id(empty).send().await;
    removed.expect("nobody stands there");
    assert_eq!(
        names(&owner).await,
        ["Contacted", "Application", "Won", "Lost"]
    );
    sound(&app).await;
}

#[actix_web::test]
async fn p1_the_last_stage_stays() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let all = stages(&owner).await;
    for stage in &all[1..] {
        let removed = owner
            .delete_pipeline_stage()
            .stage_id(stage.id)
            .send()
            .await;
        removed.expect("it is removed");
    }
    let refused = owner
        .delete_pipeline_stage()
        .stage_id(all[0].id)
        .send()
        .await;
    assert_eq!(problem(refused).code, ErrorCode::Invalid);
}
