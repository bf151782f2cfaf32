//! The line to type in, and below it what is found: arrows move, Enter chooses.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::finding::Finding;
use super::items::{self, Act, Group, Item};
use crate::keyboard::use_commands;
use crate::layout::use_theme;
use crate::session::use_session;
use crate::text;
use crate::ui::{self, Icon};

const LIST: &str = "palette-list";

/// Actions and screens shown while nothing is typed.
const AT_FIRST: usize = 5;

fn option_id(at: usize) -> String {
    format!("{LIST}-{at}")
}

/// Everything that matches, in the order in which it is shown.
fn found(typed: RwSignal<String>, finding: Finding) -> Memo<Vec<Item>> {
    let (session, commands) = (use_session(), use_commands());
    Memo::new(move |_| {
        let wanted = typed.get().trim().to_owned();
        let matching = |all: Vec<Item>| {
            let fits = all
                .into_iter()
                .filter(|item| items::matches(&item.words, &wanted));
            let most = if wanted.is_empty() {
                AT_FIRST
            } else {
                usize::MAX
            };
            fits.take(most).collect::<Vec<_>>()
        };
        let (mut actions, screens) = (
            matching(items::actions(commands)),
            matching(items::screens(session)),
        );
        let mut conversations = finding.found.with(|found| {
            let searched = !found.query.is_empty();
            // What was found for other words can't be chosen for these.
            let items = found.conversations.iter().filter(|_| found.query == wanted);
            items
                .map(|one| items::conversation(one, searched))
                .collect::<Vec<_>>()
        });
        // Contacts before messages; within each as the api ranks them.
        conversations.sort_by_key(|item| item.group != Group::Contacts);
        if wanted.is_empty() {
            conversations.append(&mut actions);
            conversations.extend(screens);
            conversations
        } else {
            // Named things first: what is typed is quicker found there.
            actions.extend(screens);
            conversations.append(&mut actions);
            conversations
        }
    })
}

#[component]
pub fn Palette(open: RwSignal<bool>, sign_out: Callback<()>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let finding = Finding::new(typed);
    let found = found(typed, finding);
    let active = RwSignal::new(0_usize);
    Effect::new(move || typed.with(|_| active.set(0)));
    let act = doing(open, sign_out);
    let choose = move |at: usize| {
        if let Some(item) = found.with_untracked(|found| found.get(at).cloned()) {
            act.run(item.act);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
            return;
        }
        let at = active.get_untracked().min(count - 1);
        match event.key().as_str() {
            "ArrowDown" => active.set((at + 1) % count),
            "ArrowUp" => active.set((at + count - 1) % count),
            "Enter" => choose(at),
            _ => return,
        }
        event.prevent_default();
        ui::bring_into_view(&option_id(active.get_untracked()));
    };
    view! {
        <div class="palette">
            <input
                class="palette-line"
                type="text"
                role="combobox"
                autofocus
                autocomplete="off"
                spellcheck="false"
                aria-label=text::keyboard::PALETTE_PLACEHOLDER
                placeholder=text::keyboard::PALETTE_PLACEHOLDER
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=LIST
                aria-activedescendant=move || {
                    (!found.with(Vec::is_empty)).then(|| option_id(active.get()))
                }
                bind:value=typed
                on:keydown=on_key
            />
            <p class="sr-only" role="status">
                {move || (!finding.busy.get()).then(|| text::keyboard::count(found.with(Vec::len)))}
            </p>
            <Show when=move || finding.found.with(|found| found.failed)>
                <p class="text-muted">{text::keyboard::SEARCH_FAILED}</p>
            </Show>
            <Results found active choose=Callback::new(choose) />
            <Show when=move || found.with(Vec::is_empty)>
                <p class="palette-nothing text-muted">{move || nothing(typed, finding)}</p>
            </Show>
        </div>
    }
}

fn nothing(typed: RwSignal<String>, finding: Finding) -> String {
    if finding.busy.get() {
        text::keyboard::SEARCHING.to_owned()
    } else {
        text::keyboard::nothing(typed.get().trim())
    }
}

/// Closes the palette, and then does what was chosen: the focus that the dialog gives back is the
/// action's to move on.
fn doing(open: RwSignal<bool>, sign_out: Callback<()>) -> Callback<Act> {
    let (commands, theme, navigate) = (use_commands(), use_theme(), use_navigate());
    let navigate = StoredValue::new_local(navigate);
    Callback::new(move |act: Act| {
        let go = navigate.get_value();
        open.set(false);
        spawn_local(async move {
            leptos::task::tick().await;
            match act {
                Act::Go(href) => go(&href, NavigateOptions::default()),
                Act::Run(shortcut) => {
                    commands.run(shortcut);
                }
                Act::Colours(colours) => theme.set(colours),
                Act::SignOut => sign_out.run(()),
            }
        });
    })
}

#[component]
fn Results(
    found: Memo<Vec<Item>>,
    active: RwSignal<usize>,
    choose: Callback<usize>,
) -> impl IntoView {
    let option = move |(at, item): (usize, Item)| {
        view! {
            <li
                id=option_id(at)
                role="option"
                class="palette-option"
                aria-selected=move || (active.get() == at).to_string()
                on:mousedown=move |event| event.prevent_default()
                on:mousemove=move |_| {
                    if active.get_untracked() != at {
                        active.set(at);
                    }
                }
                on:click=move |_| choose.run(at)
            >
                <Icon icon=item.icon size=16 />
                <span class="palette-words">{item.words}</span>
                <span class="palette-more">{item.more}</span>
            </li>
        }
    };
    // The first of each group has the group's name above it.
    let groups = move || {
        let mut groups: Vec<(Group, Vec<(usize, Item)>)> = Vec::new();
        for (at, item) in found.get().into_iter().enumerate() {
            match groups.last_mut() {
                Some((group, items)) if *group == item.group => items.push((at, item)),
                _ => groups.push((item.group, vec![(at, item)])),
            }
        }
        groups
    };
    view! {
        <div id=LIST class="palette-results" role="listbox" aria-label=text::keyboard::RESULTS>
            {move || {
                groups()
                    .into_iter()
                    .map(|(group, items)| {
                        view! {
                            <ul role="group" aria-label=group.title()>
                                <li class="palette-group" role="presentation">{group.title()}</li>
                                {items.into_iter().map(option).collect_view()}
                            </ul>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
