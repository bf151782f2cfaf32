//! The list of people after `@`. It takes the arrows, Tab and Enter while it is there; the focus
//! stays in the text.

use copperline_shared::agents::Agent;
use leptos::ev::KeyboardEvent;
use leptos::{html, prelude::*};

use super::draft::CommentDraft;
use super::rules::{self, Chosen};
use crate::api;
use crate::loaded::Loaded;
use crate::text;
use crate::ui::{Avatar, Written, next_id};

/// Choosing whom a comment mentions.
#[derive(Clone, Copy)]
pub struct Mentioning {
    draft: CommentDraft,
    node: NodeRef<html::Textarea>,
    /// The list's id: several comments may be typed at once.
    list: StoredValue<String>,
    /// What is typed of a name, while people may be suggested for it.
    typing: RwSignal<Option<String>>,
    shown: Memo<Vec<Agent>>,
    active: RwSignal<usize>,
}

impl Mentioning {
    pub fn new(draft: CommentDraft, node: NodeRef<html::Textarea>) -> Self {
        let people = Loaded::new(Vec::new(), || async {
            api::call(api::client().list_agents().send()).await
        });
        let (typing, active) = (RwSignal::new(None::<String>), RwSignal::new(0));
        let shown = Memo::new(move |_| {
            let typed = typing.get();
            people
                .value
                .with(|people| typed.map_or_else(Vec::new, |typed| rules::matching(people, &typed)))
        });
        Effect::new(move || {
            shown.track();
            active.set(0);
        });
        Self {
            draft,
            node,
            list: StoredValue::new(next_id("mention-list")),
            typing,
            shown,
            active,
        }
    }

    /// Whether the list is there, tracked.
    pub fn is_open(self) -> bool {
        self.shown.with(|shown| !shown.is_empty())
    }

    /// The id of the list while it is there, by which the text box says that it leads there.
    pub fn list_id(self) -> Option<String> {
        self.is_open().then(|| self.list.get_value())
    }

    fn option_id(self, at: usize) -> String {
        self.list.with_value(|list| format!("{list}-{at}"))
    }

    /// Looks at what was just typed.
    pub fn look(self) {
        let typed =
            Written::of(self.node).and_then(|written| rules::typed(&written.text[..written.caret]));
        self.typing.set(typed.map(|typed| typed.name));
    }

    /// Begins a mention where the caret stands, for those who don't type `@`.
    pub fn begin(self) {
        let written = Written::of(self.node).unwrap_or_else(|| {
            let text = self.draft.text.get_untracked();
            Written {
                caret: text.len(),
                text,
            }
        });
        let joined = written.text[..written.caret]
            .chars()
            .next_back()
            .is_some_and(|before| !before.is_whitespace());
        let after = written.replaced(written.caret, if joined { " @" } else { "@" });
        after.select(self.node, (after.caret, after.caret));
        self.draft.text.set(after.text);
        self.typing.set(Some(String::new()));
    }

    /// Whether the key was for the list.
    pub fn take_key(self, event: &KeyboardEvent) -> bool {
        let count = self.shown.with_untracked(Vec::len);
        if count == 0 || event.is_composing() || event.shift_key() {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = (*active + 1) % count),
            "ArrowUp" => self
                .active
                .update(|active| *active = (*active + count - 1) % count),
            "Enter" | "Tab" => self.choose(self.active.get_untracked()),
            "Escape" => self.typing.set(None),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    fn choose(self, at: usize) {
        let chosen = self.shown.with_untracked(|shown| shown.get(at).cloned());
        let Some((agent, written)) = chosen.zip(Written::of(self.node)) else {
            return;
        };
        let Some(typed) = rules::typed(&written.text[..written.caret]) else {
            return;
        };
        let name = agent.full_name();
        let after = written.replaced(typed.at, &format!("@{name} "));
        let agent_id = agent.id;
        self.draft.choose(Chosen { agent_id, name });
        after.select(self.node, (after.caret, after.caret));
        self.draft.text.set(after.text);
        self.typing.set(None);
    }

    /// The person whom Enter would choose, for the text box's `aria-activedescendant`.
    pub fn active_option(self) -> Option<String> {
        self.is_open().then(|| self.option_id(self.active.get()))
    }

    pub fn view(self) -> impl IntoView {
        let any = Memo::new(move |_| self.is_open());
        view! {
            <Show when=move || any.get()>
                <ul id=self.list.get_value() class="template-suggestions" role="listbox" aria-label=text::comments::PEOPLE>
                    {move || {
                        let row = move |(at, agent): (usize, Agent)| {
                            let name = agent.full_name();
                            view! {
                                <li
                                    id=self.option_id(at)
                                    role="option"
                                    class="template-suggestion"
                                    aria-selected=move || (self.active.get() == at).to_string()
                                    on:mousedown=move |event| event.prevent_default()
                                    on:click=move |_| self.choose(at)
                                >
                                    <Avatar name=name.clone() />
                                    <span>{name}</span>
                                </li>
                            }
                        };
                        self.shown.get().into_iter().enumerate().map(row).collect_view()
                    }}
                </ul>
            </Show>
        }
    }
}
