//! Templates whose shortcut begins with what is being typed.

use copperline_shared::templates::Template;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::insert::Inserting;
use crate::text;

/// Suggestions shown at once.
const MOST: usize = 6;

/// The list above the composer. It takes the arrows, Tab and Enter while it is there; the focus
/// stays in the text.
#[derive(Clone, Copy)]
pub struct Suggestions {
    inserting: Inserting,
    shown: Memo<Vec<Template>>,
    active: RwSignal<usize>,
}

impl Suggestions {
    pub fn new(inserting: Inserting) -> Self {
        let active = RwSignal::new(0);
        let shown = Memo::new(move |_| {
            let typing = inserting.typing.get();
            inserting.templates.value.with(|templates| {
                typing.map_or_else(Vec::new, |typing| beginning_with(templates, &typing))
            })
        });
        Effect::new(move || {
            shown.track();
            active.set(0);
        });
        Self {
            inserting,
            shown,
            active,
        }
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
            "Escape" => self.inserting.typing.set(None),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    fn choose(self, at: usize) {
        let chosen = self.shown.with_untracked(|shown| shown.get(at).cloned());
        if let Some(template) = chosen {
            self.inserting.insert(&template);
        }
    }

    pub fn view(self) -> impl IntoView {
        let any = Memo::new(move |_| self.shown.with(|shown| !shown.is_empty()));
        view! {
            <Show when=move || any.get()>
                <ul class="template-suggestions" role="listbox" aria-label=text::templates::SUGGESTIONS>
                    {move || {
                        let row = move |(at, template): (usize, Template)| {
                            let shortcut = template.shortcut.unwrap_or_default();
                            view! {
                                <li
                                    role="option"
                                    class="template-suggestion"
                                    aria-selected=move || (self.active.get() == at).to_string()
                                    on:mousedown=move |event| event.prevent_default()
                                    on:click=move |_| self.choose(at)
                                >
                                    <kbd class="shortcut">{format!("/{shortcut}")}</kbd>
                                    <span>{template.title}</span>
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

fn beginning_with(templates: &[Template], typing: &str) -> Vec<Template> {
    let begins = |template: &&Template| {
        let shortcut = template.shortcut.as_deref();
        shortcut.is_some_and(|shortcut| shortcut.starts_with(typing))
    };
    let mut found: Vec<Template> = templates.iter().filter(begins).cloned().collect();
    found.sort_by(|one, other| one.shortcut.cmp(&other.shortcut));
    found.truncate(MOST);
    found
}
