//! The button in a conversation's header: where the contact stands, and the way to change it.

use copperline_shared::pipeline::PipelineCard;
use leptos::prelude::*;
use uuid::Uuid;

use super::placing::{About, Placing, PlacingDialog};
use crate::text;
use crate::ui::{Button, ButtonKind};

#[component]
pub fn StandingButton(
    /// The contact's id and name; absent until they are known.
    #[prop(into)]
    contact: Signal<Option<(Uuid, String)>>,
    /// Where it stands; absent when it isn't on the pipeline.
    #[prop(into)]
    card: Signal<Option<PipelineCard>>,
) -> impl IntoView {
    let placing = Placing::new();
    let words = Memo::new(move |_| {
        card.with(|card| match card {
            Some(card) => text::pipeline::standing(
                &card.stage_name,
                card.amount_micros.map(|amount| amount.0),
            ),
            None => text::pipeline::TITLE.to_owned(),
        })
    });
    let begin = move || {
        if let Some((contact, name)) = contact.get_untracked() {
            let card = card.get_untracked();
            placing.begin(About {
                contact,
                name,
                card,
            });
        }
    };
    view! {
        <Button
            kind=ButtonKind::Ghost
            fold=true
            class="work-standing"
            icon=icondata_lu::LuSquareKanban
            on_click=begin
        >
            <span class="sr-only">{move || card.with(Option::is_some).then_some(text::pipeline::IN_PIPELINE)}</span>
            <span class="work-standing-words">{words}</span>
        </Button>
        <PlacingDialog placing />
    }
}
