//! The button that opens the filter, and the dialog in which it is chosen.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::filters::{Assignee, Filter};
use copperline_shared::follow_ups::FollowUpState;
use leptos::wasm_split::wasm_split;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::use_stages;
use crate::conversations::Address;
use crate::part::{Drawn, Overlay};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Checkbox, Choice, Dialog, IconButton, Select};
use crate::{assignment, text};

#[component]
pub fn FilterButton(address: Memo<Address>) -> impl IntoView {
    let open = RwSignal::new(false);
    let on = Signal::derive(move || address.with(|address| !address.filter.is_empty()));
    view! {
        <IconButton
            icon=icondata_lu::LuListFilter
            label=text::filters::FILTER
            pressed=on
            on_click=move || open.set(true)
        />
        <Overlay open preload=fetch_choosing draw=move || choosing_part(open, address) />
    }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_choosing), fallible)]
fn choosing_part(open: RwSignal<bool>, address: Memo<Address>) -> Drawn {
    Ok(view! {
        <Dialog open title=text::filters::TITLE>
            <Choose address open />
        </Dialog>
    }
    .into_any())
}

#[component]
fn Choose(address: Memo<Address>, open: RwSignal<bool>) -> impl IntoView {
    let before = address.with_untracked(|address| address.filter);
    let assignee = RwSignal::new(written(before.assignee));
    let tag = RwSignal::new(written(before.tag_id));
    let stage = RwSignal::new(written(before.stage_id));
    let unread = RwSignal::new(before.unread);
    let follow_up = RwSignal::new(state_written(before.follow_up).to_owned());
    let navigate = use_navigate();
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        let filter = Filter {
            assignee: assignee.get_untracked().parse().ok(),
            tag_id: tag.get_untracked().parse().ok(),
            stage_id: stage.get_untracked().parse().ok(),
            unread: unread.get_untracked(),
            follow_up: state_read(&follow_up.get_untracked()),
        };
        open.set(false);
        let href = address.with_untracked(|address| address.with_filter(filter).href());
        navigate(&href, NavigateOptions::default());
    };
    view! {
        <form on:submit=apply>
            <Select label=text::assignment::ASSIGNED_TO value=assignee choices=people(assignee) />
            <Select label=text::filters::TAG value=tag choices=tags() />
            <Select label=text::filters::STAGE value=stage choices=stages(before.stage_id) />
            <Select label=text::follow_ups::FIELD value=follow_up choices=Signal::derive(states) />
            <Checkbox
                label=text::filters::UNREAD_ONLY
                checked=unread
                on_change=move |on| unread.set(on)
            />
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true>
                    {text::filters::SHOW}
                </Button>
            </div>
        </form>
    }
}

const DUE: &str = "due";
const WAITING: &str = "waiting";

fn states() -> Vec<Choice> {
    vec![
        Choice::new("", text::follow_ups::ANY),
        Choice::new(DUE, text::follow_ups::DUE_SHORT),
        Choice::new(WAITING, text::follow_ups::WAITING),
    ]
}

const fn state_written(state: Option<FollowUpState>) -> &'static str {
    match state {
        None => "",
        Some(FollowUpState::Due) => DUE,
        Some(FollowUpState::Waiting) => WAITING,
    }
}

fn state_read(text: &str) -> Option<FollowUpState> {
    match text {
        DUE => Some(FollowUpState::Due),
        WAITING => Some(FollowUpState::Waiting),
        _ => None,
    }
}

fn written(part: Option<impl ToString>) -> String {
    part.map(|part| part.to_string()).unwrap_or_default()
}

/// Oneself stands first as whoever looks, and not among the others unless just that is chosen.
fn people(chosen: RwSignal<String>) -> Signal<Vec<Choice>> {
    let session = use_session();
    let choices = Memo::new(move |_| {
        let chosen = chosen.get();
        let me = session.agent_id().map(AssignedTo::Agent);
        let own = assignment::written(me);
        let word =
            |assignee: Assignee, words: &'static str| Choice::new(assignee.to_string(), words);
        let first = [
            Choice::new("", text::filters::ANYBODY),
            word(Assignee::Me, text::assignment::ME),
            word(Assignee::MyGroups, text::assignment::MY_GROUPS),
            word(Assignee::Nobody, text::assignment::NOBODY),
        ];
        let others = assignment::choices(session).into_iter();
        let others = others.filter(|choice| choice.value != own || own == chosen);
        let choices = first.into_iter().chain(others).collect();
        assignment::with_chosen(choices, chosen)
    });
    choices.into()
}

fn tags() -> Signal<Vec<Choice>> {
    let session = use_session();
    Signal::derive(move || {
        let tags = session.tags.get().into_iter();
        let tags = tags.map(|tag| Choice::new(tag.id.to_string(), tag.name));
        [Choice::new("", text::filters::ANY_TAG)]
            .into_iter()
            .chain(tags)
            .collect()
    })
}

/// What is chosen stays so while the stages are being read.
fn stages(chosen: Option<uuid::Uuid>) -> Signal<Vec<Choice>> {
    let stages = use_stages();
    Signal::derive(move || {
        let known = stages.value.get();
        let waiting = chosen.filter(|_| known.is_empty());
        let waiting = waiting.map(|id| Choice::new(id.to_string(), text::common::LOADING));
        let known = known.into_iter();
        let known = known.map(|stage| Choice::new(stage.id.to_string(), stage.name));
        [Choice::new("", text::filters::ANY_STAGE)]
            .into_iter()
            .chain(waiting)
            .chain(known)
            .collect()
    })
}
