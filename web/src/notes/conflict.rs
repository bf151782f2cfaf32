//! Two people wrote at once: both texts are shown, and the person decides.

use leptos::prelude::*;

use super::rules;
use super::store::Pad;
use crate::text;
use crate::ui::{Banner, Button, Tone, use_toasts};

/// Theirs, above what is typed here.
#[component]
pub fn Conflict(pad: Pad) -> impl IntoView {
    let toasts = use_toasts();
    let mine = move || pad.text.get_untracked();
    move || {
        let theirs = pad.conflict.get()?;
        let (by, words) = (
            theirs.saved_by.clone().unwrap_or_default(),
            theirs.text.clone(),
        );
        let shown = if words.is_empty() {
            text::notes::EMPTIED.to_owned()
        } else {
            words.clone()
        };
        let below = words.clone();
        let take = Callback::new(move |()| {
            let mine = mine();
            pad.decide(words.clone());
            toasts.undoable("note", text::notes::TOOK_THEIRS, move || {
                pad.text.try_set(mine.clone());
            });
        });
        let keep = Callback::new(move |()| pad.decide(mine()));
        let both = Callback::new(move |()| pad.decide(rules::both(&below, &mine())));
        Some(view! {
            <Banner tone=Tone::Warning title=text::notes::changed_by(&by)>
                <p class="note-theirs">{shown}</p>
                <p>{text::notes::DECIDE}</p>
                <div class="note-decisions">
                    <Button class="btn-small" on_click=both>{text::notes::KEEP_BOTH}</Button>
                    <Button class="btn-small" on_click=keep>{text::notes::KEEP_MINE}</Button>
                    <Button class="btn-small" on_click=take>{text::notes::TAKE_THEIRS}</Button>
                </div>
            </Banner>
        })
    }
}
