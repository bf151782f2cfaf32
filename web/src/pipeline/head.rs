//! The board's head: what it all comes to, the search, and on a phone the choice of the stage.

use copperline_shared::money::Micros;
use copperline_shared::pipeline::PipelineStage;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::screen::Screen;
use crate::ui::{Dialog, IconButton, SearchField, TabLink, TabLinks, fill};
use crate::{format, text};

#[component]
pub fn Head(screen: Screen) -> impl IntoView {
    let board = screen.board;
    let asking = RwSignal::new(false);
    let sums = Memo::new(move |_| board.stages.with(|stages| sums(stages)));
    view! {
        <div class="board-head">
            <div class="board-title">
                <h1>{text::pipeline::TITLE}</h1>
                <p class="board-sums num">{sums}</p>
                <span class="board-keys">
                    <IconButton
                        icon=icondata_lu::LuKeyboard
                        label=text::pipeline::KEYS
                        on_click=move || asking.set(true)
                    />
                </span>
            </div>
            <Search screen />
            <Stages screen />
        </div>
        <Share screen />
        <Dialog open=asking title=text::pipeline::KEYS>
            <Keys />
        </Dialog>
    }
}

/// "1,284 contacts · $98,120"; nothing before the board is there.
fn sums(stages: &[PipelineStage]) -> String {
    if stages.is_empty() {
        return String::new();
    }
    let count = stages.iter().map(|stage| stage.cards).sum();
    let total = Micros::checked_sum(stages.iter().map(|stage| stage.total_micros));
    let contacts = text::pipeline::contacts(count);
    match total {
        Some(total) if total != Micros::ZERO => {
            format!("{contacts} · {}", text::pipeline::amount(total.0))
        }
        _ => contacts,
    }
}

#[component]
fn Keys() -> impl IntoView {
    let row = |(key, what): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{text::pipeline::KEY_LIST.map(row).into_iter().collect_view()}</dl> }
}

/// What is typed starts to count on Enter or →; what is searched for stands in the address.
#[component]
fn Search(screen: Screen) -> impl IntoView {
    let address = screen.address;
    let active = Memo::new(move |_| address.with(|address| address.search.clone()));
    let typed = RwSignal::new(String::new());
    Effect::new(move || typed.set(active.get()));
    let navigate = use_navigate();
    let search = move |wanted: String| {
        let now = address.get_untracked();
        if now.search == wanted {
            screen.board.reload(false);
        } else {
            navigate(&now.with_search(wanted).href(), NavigateOptions::default());
        }
    };
    view! {
        <SearchField
            label=text::pipeline::SEARCH_LABEL
            placeholder=text::pipeline::SEARCH_PLACEHOLDER
            value=typed
            active
            on_search=search
        />
    }
}

/// Where there is room for one column: which.
#[component]
fn Stages(screen: Screen) -> impl IntoView {
    let Screen { board, address, .. } = screen;
    let names = Memo::new(move |_| {
        board.stages.with(|stages| {
            let name = |stage: &PipelineStage| (stage.id, stage.name.clone());
            stages.iter().map(name).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="board-stages">
            <TabLinks label=text::pipeline::STAGES>
                <For each=move || names.get() key=|stage| stage.clone() let((id, name))>
                    <TabLink
                        href=Signal::derive(move || address.with(|address| address.with_stage(id).href()))
                        label=name
                        count=MaybeProp::derive(move || board.stage(id).map(|stage| format::count(stage.cards)))
                        current=Signal::derive(move || shown(screen) == Some(id))
                    />
                </For>
            </TabLinks>
        </div>
    }
}

/// The stage that is shown where there is room for one.
pub fn shown(screen: Screen) -> Option<uuid::Uuid> {
    let wanted = screen.address.with(|address| address.stage);
    screen.board.stages.with(|stages| {
        let known = |id: &uuid::Uuid| stages.iter().any(|stage| stage.id == *id);
        wanted
            .filter(known)
            .or_else(|| stages.first().map(|stage| stage.id))
    })
}

/// How the amounts are spread over the stages, to look at; the columns say it in figures.
#[component]
fn Share(screen: Screen) -> impl IntoView {
    let shares = Memo::new(move |_| screen.board.stages.with(|stages| shares(stages)));
    let part = |(class, thousandths): (&'static str, i64)| {
        view! { <span class=class style:flex-grow=thousandths.to_string()></span> }
    };
    view! {
        <div class="board-share" aria-hidden="true">
            {move || shares.get().into_iter().map(part).collect_view()}
        </div>
    }
}

/// Each stage's colour with its share of the whole amount in thousandths.
fn shares(stages: &[PipelineStage]) -> Vec<(&'static str, i64)> {
    let whole: i128 = stages
        .iter()
        .map(|stage| i128::from(stage.total_micros.0))
        .sum();
    let share = |stage: &PipelineStage| {
        let part = i128::from(stage.total_micros.0) * 1_000 / whole.max(1);
        (fill(Some(stage.colour)), i64::try_from(part).unwrap_or(0))
    };
    let shares = stages.iter().map(share);
    shares.filter(|(_, part)| *part > 0).collect()
}

#[cfg(test)]
mod tests {
    use copperline_shared::palette::Colour;
    use uuid::Uuid;

    use super::*;

    fn stage(cards: u32, total: i64) -> PipelineStage {
        PipelineStage {
            id: Uuid::nil(),
            name: "Quoted".to_owned(),
            colour: Colour::Ochre,
            position: 0,
            cards,
            total_micros: Micros(total),
        }
    }

    #[test]
    fn p1_the_head_says_what_all_stages_come_to() {
        let stages = [stage(1_200, 90_000_000), stage(84, 500_000)];
        assert_eq!(sums(&stages), "1,284 contacts · $90.50");
        assert_eq!(sums(&[stage(1, 0)]), "1 contact");
        assert_eq!(sums(&[]), "");
    }

    #[test]
    fn p1_shares_are_those_of_the_amounts_and_fit_any_total() {
        let stages = [stage(1, 3_000_000), stage(1, 0), stage(1, 1_000_000)];
        let parts = |stages: &[PipelineStage]| -> Vec<i64> {
            shares(stages).into_iter().map(|(_, part)| part).collect()
        };
        assert_eq!(parts(&stages), [750, 250]);
        assert_eq!(parts(&[stage(1, i64::MAX), stage(1, i64::MAX)]), [500, 500]);
        assert_eq!(parts(&[stage(0, 0)]), [] as [i64; 0]);
    }
}
