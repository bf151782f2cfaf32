//! The pipeline: stages, where contacts stand in them, and what the sums say.

mod concurrency;
mod moves;
mod stages;

use copperline_shared::contacts::CreateContact;
use copperline_shared::money::Micros;
use copperline_shared::pipeline::{
    MovePipelineCard, Pipeline, PipelineCard, PipelineStage, PutPipelineCard,
};
use uuid::Uuid;

use crate::support::{Owner, TestApp};

/// The stage of this name.
async fn stage(owner: &Owner, name: &str) -> PipelineStage {
    let stages = stages(owner).await.into_iter();
    let mut found = stages.filter(|stage| stage.name == name);
    found.next().expect("the stage is there")
}

async fn stages(owner: &Owner) -> Vec<PipelineStage> {
    let listed = owner.list_pipeline_stages().send().await;
    listed.expect("stages").into_inner()
}

async fn names(owner: &Owner) -> Vec<String> {
    let stages = stages(owner).await.into_iter();
    stages.map(|stage| stage.name).collect()
}

async fn board(owner: &Owner) -> Pipeline {
    let read = owner.read_pipeline().limit(100_u32).send().await;
    read.expect("a board").into_inner()
}

/// Who stands in a stage, from the top.
async fn standing(owner: &Owner, stage: Uuid) -> Vec<Uuid> {
    let board = board(owner).await;
    let column = board.columns.into_iter();
    let mut column = column.filter(|column| column.stage.id == stage);
    let cards = column.next().expect("the column is there").cards.items;
    cards.into_iter().map(|card| card.contact_id).collect()
}

async fn contact(owner: &Owner, n: u32) -> Uuid {
    let body = CreateContact {
        phone: format!("512 555 {n:04}"),
        first_name: format!("Contact {n}"),
        ..CreateContact::default()
    };
    let created = owner.create_contact().body(body).send().await;
    created.expect("a contact").into_inner().id
}

async fn put(owner: &Owner, contact: Uuid, stage: Uuid, dollars: Option<i64>) -> PipelineCard {
    let body = PutPipelineCard {
        stage_id: stage,
        amount_micros: dollars.and_then(Micros::from_dollars),
    };
    let card = owner.put_pipeline_card().contact_id(contact).body(body);
    card.send().await.expect("it stands there").into_inner()
}

async fn place(
    owner: &Owner,
    contact: Uuid,
    stage_id: Uuid,
    (above, below): (Option<Uuid>, Option<Uuid>),
) -> PipelineCard {
    let body = MovePipelineCard {
        stage_id,
        above,
        below,
    };
    let card = owner.move_pipeline_card().contact_id(contact).body(body);
    card.send().await.expect("it moves").into_inner()
}

/// `copperline check` finds nothing wrong.
async fn sound(app: &TestApp) {
    let mut connection = app.connection().await;
    let report = copperline_api::check::run(&mut connection).await;
    let report = report.expect("the audit runs");
    assert!(report.is_sound(), "{report}");
}
