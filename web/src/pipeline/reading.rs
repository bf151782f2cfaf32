//! Reading the board and its columns.

use copperline_shared::page::Page;
use copperline_shared::pipeline::{Pipeline, PipelineCard};
use leptos::prelude::*;
use uuid::Uuid;

use super::board::{Board, FIRST_CARDS};
use crate::api::{self, Outcome};

impl Board {
    /// The board as it is now, with the first cards of each column; to `keep`, with as many as are
    /// loaded.
    pub(super) async fn fetch(self, search: String, keep: bool) -> Outcome<Pipeline> {
        let client = api::client();
        let mut request = client.read_pipeline().limit(FIRST_CARDS);
        if !search.is_empty() {
            request = request.search(search.clone());
        }
        let mut pipeline = api::call(request.send()).await?;
        for column in &mut pipeline.columns {
            let stage = column.stage.id;
            let loaded = match keep {
                true => self.column(stage).entries.with_untracked(Vec::len),
                false => 0,
            };
            while column.cards.items.len() < loaded
                && let Some(next) = column.cards.next.take()
            {
                let page = fetch_page(stage, search.clone(), next).await?;
                column.cards.items.extend(page.items);
                column.cards.next = page.next;
            }
        }
        Ok(pipeline)
    }
}

/// The page of a stage's cards after a cursor.
pub async fn fetch_page(stage: Uuid, search: String, after: String) -> Outcome<Page<PipelineCard>> {
    let client = api::client();
    let mut request = client
        .list_pipeline_cards()
        .stage_id(stage)
        .after(after)
        .limit(100_u32);
    if !search.is_empty() {
        request = request.search(search);
    }
    api::call(request.send()).await
}
