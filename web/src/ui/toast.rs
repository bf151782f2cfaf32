//! Short notices in a corner, read out as they come, with Undo where it can be undone.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use super::{badge::Tone, icon::Icon};
use crate::text;

/// How long a notice stays, in milliseconds.
const STAY_MS: u64 = 5_000;
/// How long one with an action stays, in milliseconds.
const STAY_WITH_ACTION_MS: u64 = 10_000;
/// How long one stays after the pointer or the focus has left it, in milliseconds.
const STAY_AFTER_LOOKING_MS: u64 = 2_000;

/// Notices with Undo that stand at once.
const MOST_UNDOABLE: usize = 2;

type Act = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    words: String,
    /// What it tells of; newer news of the same takes its place.
    about: Option<String>,
    action: Option<(String, Act)>,
}

/// Shows notices from anywhere under [`provide_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    looked_at: RwSignal<bool>,
}

/// Makes [`use_toasts`] work below; call once, at the top.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts {
        shown: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
        looked_at: RwSignal::new(false),
    };
    provide_context(toasts);
    toasts
}

/// The page's notices.
pub fn use_toasts() -> Toasts {
    use_context().expect("provide_toasts is called at the top of the page")
}

impl Toasts {
    /// Something went well.
    pub fn done(self, words: impl Into<String>) {
        self.add(Tone::Good, words.into(), None);
    }

    /// Something happened.
    pub fn news(self, words: impl Into<String>) {
        self.add(Tone::Neutral, words.into(), None);
    }

    /// Something went wrong; says what and what can be done.
    pub fn problem(self, words: impl Into<String>) {
        self.add(Tone::Bad, words.into(), None);
    }

    /// Something is as it was asked for, but not quite as expected; it stays as long as a problem.
    pub fn warning(self, words: impl Into<String>) {
        self.add(Tone::Warning, words.into(), None);
    }

    /// Something was done to `about` that `undo` takes back. Of the same thing only the newest such
    /// notice stays: what an older one tells is no longer so.
    pub fn undoable(
        self,
        about: impl Into<String>,
        words: impl Into<String>,
        undo: impl Fn() + Send + Sync + 'static,
    ) {
        let about = about.into();
        self.withdraw(&about);
        self.shown.update(make_room);
        let action = (text::common::UNDO.to_owned(), Arc::new(undo) as Act);
        self.show(Tone::Good, words.into(), Some(about), Some(action));
    }

    /// Takes back what was told of `about`.
    pub fn withdraw(self, about: &str) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.about.as_deref() != Some(about)));
    }

    /// A notice with any other action.
    pub fn with_action(
        self,
        tone: Tone,
        words: impl Into<String>,
        label: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.add(tone, words.into(), Some((label.into(), Arc::new(act))));
    }

    fn add(self, tone: Tone, words: String, action: Option<(String, Act)>) {
        self.show(tone, words, None, action);
    }

    fn show(self, tone: Tone, words: String, about: Option<String>, action: Option<(String, Act)>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let stay = if action.is_some() || matches!(tone, Tone::Bad | Tone::Warning) {
            STAY_WITH_ACTION_MS
        } else {
            STAY_MS
        };
        self.shown.update(|shown| {
            // The same sentence twice is one notice that stays longer.
            shown.retain(|other| other.words != words || other.action.is_some());
            shown.push(Toast {
                id,
                tone,
                words,
                about,
                action,
            });
        });
        self.remove_after(id, stay);
    }

    fn remove_after(self, id: u32, milliseconds: u64) {
        set_timeout(
            move || {
                if self.looked_at.get_untracked() {
                    self.remove_after(id, STAY_AFTER_LOOKING_MS);
                } else {
                    self.remove(id);
                }
            },
            Duration::from_millis(milliseconds),
        );
    }

    fn remove(self, id: u32) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
        if self.shown.with_untracked(Vec::is_empty) {
            self.looked_at.set(false);
        }
    }
}

/// The oldest that can be undone goes for another.
fn make_room(shown: &mut Vec<Toast>) {
    let undoable = shown.iter().filter(|toast| toast.about.is_some()).count();
    let mut spare = (undoable + 1).saturating_sub(MOST_UNDOABLE);
    shown.retain(|toast| {
        let goes = spare > 0 && toast.about.is_some();
        spare -= usize::from(goes);
        !goes
    });
}

/// Where the notices appear; place once, last in the page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let look = move |at| move |_| toasts.looked_at.set(at);
    view! {
        <div
            class="toasts"
            role="region"
            aria-label=text::common::NOTICES
            aria-live="polite"
            on:pointerenter=look(true)
            on:pointerleave=look(false)
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastCard toast />
            </For>
        </div>
    }
}

#[component]
fn ToastCard(toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let id = toast.id;
    let action = toast.action.map(|(label, act)| {
        let run = move |_| {
            toasts.remove(id);
            act();
        };
        view! {
            <button type="button" class="toast-action" on:click=run>
                {label}
            </button>
        }
    });
    view! {
        <div
            class=format!("toast-card {}", toast.tone.class())
            role=(toast.tone == Tone::Bad).then_some("alert")
            on:focusin=move |_| toasts.looked_at.set(true)
            on:focusout=move |_| toasts.looked_at.set(false)
        >
            <Icon icon=toast.tone.icon() />
            <p>{toast.words}</p>
            {action}
            <button
                type="button"
                class="toast-close"
                aria-label=text::common::DISMISS
                on:click=move |_| toasts.remove(id)
            >
                <Icon icon=icondata_lu::LuX size=16 />
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c6_of_what_can_be_undone_the_newest_two_stand() {
        let toast = |id: u32, undoable: bool| Toast {
            id,
            tone: Tone::Good,
            words: String::new(),
            about: undoable.then(|| id.to_string()),
            action: None,
        };
        let mut shown = vec![toast(1, true), toast(2, false)];
        make_room(&mut shown);
        assert_eq!(shown.len(), 2);
        shown.push(toast(3, true));
        make_room(&mut shown);
        let left: Vec<u32> = shown.iter().map(|toast| toast.id).collect();
        assert_eq!(left, [2, 3]);
    }
}
