//! The bar under the search: how many are selected, and what can be done with them.

use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::conversations::{Conversation, Tab};
use copperline_shared::workflows::WorkflowKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::assign_dialog::AssignDialog;
use super::progress::Progress;
use super::tag_dialog::TagDialog;
use super::tracking::Tracking;
use crate::api;
use crate::conversations::{Address, Selected, Selection};
use crate::filtered;
use crate::keyboard::{Shortcut, use_commands};
use crate::submission::Submission;
use crate::text;
use crate::ui::{Button, ButtonKind, IconButton, IconRef, use_toasts};
use crate::workflows::ManyDialog;

/// What the parts of the bar share.
#[derive(Clone, Copy)]
struct Work {
    selection: Selection,
    address: Memo<Address>,
    tracking: Tracking,
    submission: Submission,
    /// Said of what was asked for, should the server not hear of it.
    not_done: StoredValue<&'static str>,
    tagging: RwSignal<bool>,
    assigning: RwSignal<bool>,
    /// Of which kind one is chosen to start.
    starting: RwSignal<Option<WorkflowKind>>,
}

/// Place it under the list's search.
#[component]
pub fn Bar(selection: Selection, address: Memo<Address>) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    let not_done = StoredValue::new(text::common::NOT_CHANGED);
    let work = Work {
        selection,
        address,
        tracking: Tracking::start_following(),
        submission,
        not_done,
        tagging: RwSignal::new(false),
        assigning: RwSignal::new(false),
        starting: RwSignal::new(None),
    };
    // The bar has no room to say what went wrong.
    Effect::new(move || {
        if let Some(failure) = submission.failure.get() {
            toasts.problem(failure.when_doing(not_done.get_value()));
            submission.failure.set(None);
        }
    });
    view! {
        <Show when=move || selection.active.get()>
            <Actions work />
            <All work />
        </Show>
        <TagDialog
            open=work.tagging
            count=Signal::derive(move || work.count())
            on_apply=Callback::new(move |change| work.run(change))
        />
        <AssignDialog
            open=work.assigning
            count=Signal::derive(move || work.count())
            on_apply=Callback::new(move |change| work.run(change))
        />
        <ManyDialog
            of=work.starting
            count=Signal::derive(move || work.count())
            on_apply=Callback::new(move |change| work.run(change))
        />
        <Progress />
    }
}

impl Work {
    /// Tracked.
    fn count(self) -> u32 {
        self.selection.selected.with(Selected::count)
    }

    /// Which conversations, as the api is asked.
    fn target(self) -> BulkTarget {
        let selected = self.selection.selected.get_untracked();
        let ids = selected.ids.into_iter().collect();
        match selected.all {
            None => BulkTarget::Conversations {
                conversation_ids: ids,
            },
            Some(_) => self.address.with_untracked(|address| BulkTarget::Matching {
                tab: address.tab,
                search: address.search.clone(),
                filter: address.filter,
                except: ids,
            }),
        }
    }

    fn run(self, change: BulkChange) {
        if self.submission.busy.get_untracked() {
            return;
        }
        self.not_done
            .set_value(text::bulk_actions::not_done(&change));
        let body = CreateBulkAction {
            change,
            on: self.target(),
        };
        let (key, selection) = (self.submission.key(&body), self.selection);
        self.submission
            .run(self.tracking.start(key, body), move |()| selection.clear());
    }

    /// Whether all that is selected is so, as far as the page knows: of those that are not loaded
    /// only the tab tells.
    fn every(self, tab: Tab, is: fn(&Conversation) -> bool) -> bool {
        let all = self
            .selection
            .selected
            .with(|selected| selected.all.is_some());
        let shown = self.address.with(|address| address.tab);
        shown == tab || (!all && self.selection.every(is))
    }
}

#[component]
fn Actions(work: Work) -> impl IntoView {
    let archived = move || work.every(Tab::Archived, |row| row.archived);
    let hot = move || work.every(Tab::Hot, |row| row.hot);
    let archive = move || match archived() {
        true => (BulkChange::Unarchive, text::conversations::UNARCHIVE),
        false => (BulkChange::Archive, text::conversations::ARCHIVE),
    };
    let flame = move || match hot() {
        true => (BulkChange::MarkNotHot, text::bulk_actions::NOT_HOT),
        false => (BulkChange::MarkHot, text::bulk_actions::HOT),
    };
    follow_keys(work, archive, flame);
    let action = move |icon: IconRef, what: Signal<(BulkChange, &'static str)>| {
        view! {
            <IconButton
                icon=Signal::stored(icon)
                label=Signal::derive(move || what.get().1.to_owned())
                on_click=move || work.run(what.get_untracked().0)
            />
        }
    };
    view! {
        <div class="selection-bar" role="toolbar" aria-label=text::bulk_actions::SELECTION>
            <IconButton
                icon=icondata_lu::LuX
                label=text::bulk_actions::CLEAR
                on_click=move || work.selection.clear()
            />
            <p class="selection-count" role="status">
                {move || text::bulk_actions::selected(work.count())}
            </p>
            <div class="selection-acts">
                {action(icondata_lu::LuArchive, Signal::derive(archive))}
                <IconButton
                    icon=icondata_lu::LuTag
                    label=text::bulk_actions::TAG
                    on_click=move || work.tagging.set(true)
                />
                <IconButton
                    icon=icondata_lu::LuUserPlus
                    label=text::assignment::ASSIGN
                    on_click=move || work.assigning.set(true)
                />
                <IconButton
                    icon=icondata_lu::LuWorkflow
                    label=text::workflows::WORKFLOW
                    on_click=move || work.starting.set(Some(WorkflowKind::Workflow))
                />
                <IconButton
                    icon=icondata_lu::LuRepeat
                    label=text::workflows::REDRIP
                    on_click=move || work.starting.set(Some(WorkflowKind::Redrip))
                />
                {action(icondata_lu::LuFlame, Signal::derive(flame))}
                {action(
                    icondata_lu::LuMailOpen,
                    Signal::stored((BulkChange::MarkRead, text::bulk_actions::MARK_READ)),
                )}
            </div>
        </div>
    }
}

/// While rows are selected, keys act on them and not on the conversation that is open (C19).
fn follow_keys<A, F>(work: Work, archive: A, flame: F)
where
    A: Fn() -> (BulkChange, &'static str) + 'static,
    F: Fn() -> (BulkChange, &'static str) + 'static,
{
    let (commands, toasts) = (use_commands(), use_toasts());
    commands.first(Shortcut::Archive, move || work.run(untrack(&archive).0));
    commands.first(Shortcut::Hot, move || work.run(untrack(&flame).0));
    commands.first(Shortcut::Unread, move || work.run(BulkChange::MarkRead));
    commands.first(Shortcut::Tag, move || work.tagging.set(true));
    // Each is put off to a moment of its own.
    commands.first(Shortcut::FollowUp, move || {
        toasts.problem(text::bulk_actions::FOLLOW_UP_ONE);
    });
}

/// Offers to select what isn't loaded too, once it is known how many match.
#[component]
fn All(work: Work) -> impl IntoView {
    let matching = RwSignal::new(None::<u32>);
    spawn_local(async move {
        let wanted = work.address.get_untracked();
        let client = api::client();
        let request = client.count_matching_conversations().tab(wanted.tab);
        let mut request = filtered!(request, wanted.filter);
        if !wanted.search.is_empty() {
            request = request.search(wanted.search);
        }
        if let Ok(answer) = api::call(request.send()).await {
            matching.try_set(Some(answer.count));
        }
    });
    let offered = move || {
        let all = work
            .selection
            .selected
            .with(|selected| selected.all.is_some());
        matching.get().filter(|count| !all && *count > work.count())
    };
    move || {
        offered().map(|count| {
            view! {
                <div class="selection-all">
                    <Button
                        kind=ButtonKind::Ghost
                        class="btn-small"
                        on_click=move || work.selection.select_all(count)
                    >
                        {text::bulk_actions::select_all(count)}
                    </Button>
                </div>
            }
        })
    }
}
