//! What can be done with the selected contacts, in the place of the filters.

use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::workflows::WorkflowKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::listing::Listing;
use super::marks::Marks;
use super::rows::row_id;
use super::screen::Screen;
use super::selection::Selection;
use crate::bulk_actions::{AssignDialog, Progress, TagDialog, Tracking};
use crate::conversations::Selected;
use crate::keyboard::{Shortcut, use_commands};
use crate::session::use_session;
use crate::submission::Submission;
use crate::text;
use crate::ui;
use crate::ui::{Button, ButtonKind, IconButton, use_toasts};
use crate::workflows::ManyDialog;

#[component]
pub fn SelectionBar(screen: Screen) -> impl IntoView {
    let Screen {
        listing, selection, ..
    } = screen;
    let (submission, toasts, tracking) =
        (Submission::new(), use_toasts(), Tracking::start_following());
    let assigning = RwSignal::new(false);
    let tagging = RwSignal::new(false);
    let starting = RwSignal::new(None::<WorkflowKind>);
    let not_done = StoredValue::new(text::common::NOT_CHANGED);
    // The bar has no room to say what went wrong.
    Effect::new(move || {
        if let Some(failure) = submission.failure.get() {
            toasts.problem(failure.when_doing(not_done.get_value()));
            submission.failure.set(None);
        }
    });
    go_back_to_list(screen);
    let count = Signal::derive(move || selection.selected.with(Selected::count));
    let run = Callback::new(move |change: BulkChange| {
        if submission.busy.get_untracked() {
            return;
        }
        not_done.set_value(text::bulk_actions::not_done(&change));
        let on = target(listing, selection);
        let body = CreateBulkAction { change, on };
        let key = submission.key(&body);
        submission.run(tracking.start(key, body), move |()| selection.clear());
    });
    view! {
        <Show when=move || selection.active.get()>
            <div
                class="selection-bar"
                role="toolbar"
                aria-label=text::contact_list::SELECTION
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        selection.clear();
                    }
                }
            >
                <IconButton
                    icon=icondata_lu::LuX
                    label=text::bulk_actions::CLEAR
                    on_click=move || selection.clear()
                />
                <p class="selection-count" role="status">
                    {move || text::bulk_actions::selected(count.get())}
                </p>
                <All listing selection />
                <Actions screen run assigning tagging starting />
            </div>
        </Show>
        <AssignDialog open=assigning count on_apply=run />
        <TagDialog open=tagging count on_apply=run />
        <ManyDialog of=starting count on_apply=run />
        <Progress />
    }
}

/// What can be done with them; some of it asks what for in a dialog of its own.
#[component]
fn Actions(
    screen: Screen,
    run: Callback<BulkChange>,
    assigning: RwSignal<bool>,
    tagging: RwSignal<bool>,
    starting: RwSignal<Option<WorkflowKind>>,
) -> impl IntoView {
    // The selected ones and not the contact that is open.
    use_commands().first(Shortcut::Tag, move || tagging.set(true));
    view! {
        <Marks run assigning />
        <MergeTwo screen />
        <Button
            kind=ButtonKind::Ghost
            fold=true
            icon=icondata_lu::LuTag
            on_click=move || tagging.set(true)
        >
            {text::bulk_actions::TAG}
        </Button>
        <Button
            kind=ButtonKind::Ghost
            fold=true
            icon=icondata_lu::LuWorkflow
            on_click=move || starting.set(Some(WorkflowKind::Workflow))
        >
            {text::workflows::WORKFLOW}
        </Button>
        <Button
            kind=ButtonKind::Ghost
            fold=true
            icon=icondata_lu::LuRepeat
            on_click=move || starting.set(Some(WorkflowKind::Redrip))
        >
            {text::workflows::REDRIP}
        </Button>
    }
}

/// Whoever worked in the bar goes on in the list.
fn go_back_to_list(screen: Screen) {
    Effect::new(move |before: Option<bool>| {
        let active = screen.selection.active.get();
        if before == Some(true) && !active {
            back_to_list(screen);
        }
        active
    });
}

/// The focus that went with the bar goes to the row that had it last.
fn back_to_list(screen: Screen) {
    let Some(row) = untrack(|| screen.stop()) else {
        return;
    };
    spawn_local(async move {
        // The bar is gone first.
        leptos::task::tick().await;
        let focused = document().active_element();
        if focused.is_none_or(|element| element.tag_name() == "BODY") {
            ui::focus_in_place(&row_id(row));
        }
    });
}

fn target(listing: Listing, selection: Selection) -> BulkTarget {
    let selected = selection.selected.get_untracked();
    let ids = selected.ids.into_iter().collect();
    match selected.all {
        None => BulkTarget::Contacts { contact_ids: ids },
        Some(_) => BulkTarget::MatchingContacts {
            filter: listing.wanted.get_untracked().filter,
            except: ids,
        },
    }
}

/// Two contacts can be merged, by whoever may.
#[component]
fn MergeTwo(screen: Screen) -> impl IntoView {
    let session = use_session();
    let two = Memo::new(move |_| {
        let chosen = screen.selection.selected.with(|selected| {
            let two = selected.all.is_none() && selected.ids.len() == 2;
            two.then(|| selected.ids.iter().copied().collect::<Vec<_>>())
        })?;
        let find = |id: &uuid::Uuid| Some(screen.listing.find(*id)?.contact);
        Some((find(chosen.first()?)?, find(chosen.last()?)?))
    });
    let shown = Memo::new(move |_| two.with(Option::is_some) && session.is_admin());
    let ask = move |()| {
        if let Some((one, other)) = two.get_untracked() {
            screen.merging.ask(one, Some(other));
        }
    };
    view! {
        <Show when=move || shown.get()>
            <Button
                kind=ButtonKind::Ghost
                fold=true
                icon=icondata_lu::LuMerge
                on_click=Callback::new(ask)
            >
                {text::merging::MERGE}
            </Button>
        </Show>
    }
}

/// Offers to select what isn't loaded too.
#[component]
fn All(listing: Listing, selection: Selection) -> impl IntoView {
    let offered = Memo::new(move |_| {
        let count = listing.count.get()?;
        let (all, selected) = selection
            .selected
            .with(|selected| (selected.all.is_some(), selected.count()));
        (!all && count > selected).then_some(count)
    });
    move || {
        offered.get().map(|count| {
            view! {
                <Button
                    kind=ButtonKind::Ghost
                    class="btn-small"
                    on_click=move || selection.select_all(count)
                >
                    {text::bulk_actions::select_all(count)}
                </Button>
            }
        })
    }
}
