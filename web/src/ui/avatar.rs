//! The round mark of a person, and the same mark used to select a row.

use copperline_shared::palette::Colour;
use leptos::prelude::*;

use super::colour::fill;
use super::icon::Icon;
use crate::letters;

/// The first letters of the first and last word, or nothing when the name holds no letter
/// (a contact known only by number).
pub fn initials(name: &str) -> Option<String> {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = words.next()?;
    let last = words.next_back();
    let initials: String = [Some(first), last].into_iter().flatten().collect();
    Some(letters::capital(&initials))
}

/// A person's initials on a coloured disc; decoration beside the name, so not read out.
#[component]
pub fn Avatar(
    /// The person's name, or a formatted number.
    #[prop(into)]
    name: Signal<String>,
    /// The disc's colour; a quiet tint without one.
    #[prop(optional, into)]
    colour: Signal<Option<Colour>>,
    /// Drawn larger, for a header.
    #[prop(optional)]
    large: bool,
    /// It stands for several people, and is drawn with corners.
    #[prop(optional, into)]
    several: Signal<bool>,
) -> impl IntoView {
    // The style sheet draws the letters: they are decoration, not text to find or copy.
    let letters = Memo::new(move |_| initials(&name.get()));
    let class = move || {
        let shape = match several.get() {
            true => " avatar-several",
            false => "",
        };
        format!("avatar-disc {}{shape}", fill(colour.get()))
    };
    view! {
        <span
            class=class
            class:avatar-large=large
            aria-hidden="true"
            data-initials=letters
        >
            <Show when=move || letters.with(Option::is_none)>
                <Icon icon=icondata_lu::LuUser size=16 />
            </Show>
        </span>
    }
}

/// An avatar that selects its row: a checkbox that shows a tick when pointed at or selected.
#[component]
pub fn ActionBubble(
    /// The element's id, by which the focus finds it again.
    #[prop(optional, into)]
    id: Option<String>,
    /// The person's name, or a formatted number.
    #[prop(into)]
    name: Signal<String>,
    /// The disc's colour; a quiet tint without one.
    #[prop(optional, into)]
    colour: Signal<Option<Colour>>,
    /// What it selects and what the colour means, its name and tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the row is selected.
    #[prop(into)]
    selected: Signal<bool>,
    /// Whether the Tab key leads to it; to the others the arrows do.
    #[prop(into)]
    stop: Signal<bool>,
    /// Turns the selection over; with `true` (the Shift key) of a range.
    #[prop(into)]
    on_toggle: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class="action-bubble"
            role="checkbox"
            tabindex=move || if stop.get() { "0" } else { "-1" }
            aria-checked=move || selected.get().to_string()
            aria-label=label
            title=label
            on:click=move |event| on_toggle.run(event.shift_key())
        >
            <Avatar name colour />
            <span class="action-tick" aria-hidden="true">
                <Icon icon=icondata_lu::LuCheck size=16 />
            </span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_and_last_words_first_letters() {
        assert_eq!(initials("Maya Robinson").as_deref(), Some("MR"));
        assert_eq!(initials("ana maria de souza").as_deref(), Some("AS"));
        assert_eq!(initials("Cher").as_deref(), Some("C"));
        assert_eq!(initials("émile \"Zed\" zola").as_deref(), Some("ÉZ"));
    }

    #[test]
    fn a_number_has_no_initials() {
        assert_eq!(initials("(512) 555-0148"), None);
        assert_eq!(initials(""), None);
    }
}
