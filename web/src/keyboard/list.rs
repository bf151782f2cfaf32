//! The list of shortcuts behind `?`.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use super::listening::keep_single_keys;
use super::shortcut::Group;
use super::{Shortcut, use_commands};
use crate::part::{Drawn, Overlay};
use crate::text;
use crate::ui::{Dialog, Switch};

#[component]
pub fn ShortcutsDialog(open: RwSignal<bool>) -> impl IntoView {
    view! { <Overlay open preload=fetch_shortcuts draw=move || shortcuts_part(open) /> }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_shortcuts), fallible)]
fn shortcuts_part(open: RwSignal<bool>) -> Drawn {
    Ok(view! {
        <Dialog open title=text::keyboard::TITLE>
            <Lists />
        </Dialog>
    }
    .into_any())
}

#[component]
fn Lists() -> impl IntoView {
    let commands = use_commands();
    let switch = move |wanted: bool| {
        commands.single_keys.set(wanted);
        keep_single_keys(wanted);
    };
    view! {
        <div class="shortcut-lists">
            {Group::ALL.map(|group| view! { <List group /> }).collect_view()}
        </div>
        <Switch
            label=text::keyboard::SINGLE_KEYS
            checked=commands.single_keys
            on_change=Callback::new(switch)
        />
    }
}

#[component]
fn List(group: Group) -> impl IntoView {
    let rows = Shortcut::ALL
        .into_iter()
        .filter(|shortcut| shortcut.group() == group)
        .map(|shortcut| {
            view! {
                <div class="shortcut-row">
                    <dt>{shortcut.words()}</dt>
                    <dd><Keys shortcut /></dd>
                </div>
            }
        });
    let others = text::keyboard::others(group == Group::List, group == Group::Conversation);
    let others = others.iter().map(|(words, keys)| {
        view! {
            <div class="shortcut-row">
                <dt>{*words}</dt>
                <dd><kbd class="shortcut">{*keys}</kbd></dd>
            </div>
        }
    });
    view! {
        <section class="shortcut-list">
            <h3>{group.title()}</h3>
            <dl>{rows.collect_view()} {others.collect_view()}</dl>
        </section>
    }
}

/// The keys of a shortcut, as they are labelled on this machine's keyboard.
#[component]
pub fn Keys(shortcut: Shortcut) -> impl IntoView {
    let keys = if shortcut.with_control() {
        text::keyboard::with_control(is_apple(), shortcut.key())
    } else {
        shortcut.key().to_owned()
    };
    view! { <kbd class="shortcut">{keys}</kbd> }
}

fn is_apple() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    agent.contains("Mac OS") || agent.contains("iPhone") || agent.contains("iPad")
}
