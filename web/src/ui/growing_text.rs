//! A text box that grows with what is written, where Enter means "done".

use leptos::{ev::KeyboardEvent, html, prelude::*};

/// The key code browsers give a key that an input method has taken (UI Events, 8.3.4).
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// Whether a key press means "done": Enter alone, not while an input method composes a word.
pub fn is_enter_alone(event: &KeyboardEvent) -> bool {
    // Safari ends the composing before it tells of the Enter that did so.
    let composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
    means_done(&event.key(), event.shift_key(), composing)
}

fn means_done(key: &str, shift: bool, composing: bool) -> bool {
    key == "Enter" && !shift && !composing
}

/// Whether a key press means "enough": Escape, unless an input method takes it to give up a word.
pub fn is_escape(event: &KeyboardEvent) -> bool {
    let composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
    event.key() == "Escape" && !composing
}

/// Lets the text box grow with its text where the style sheet's `field-sizing` can't.
pub fn grow(node: NodeRef<html::Textarea>, text: RwSignal<String>) {
    if web_sys::css::supports_with_value("field-sizing", "content").unwrap_or(false) {
        return;
    }
    Effect::new(move |_| {
        text.track();
        if let Some(node) = node.get() {
            let style = web_sys::HtmlElement::style(&node);
            // A style that is refused leaves the box at two lines, scrolling.
            let _ = style.set_property("height", "auto");
            let _ = style.set_property("height", &format!("{}px", node.scroll_height()));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::means_done;

    #[test]
    fn c8_enter_sends_and_shift_enter_breaks_the_line() {
        assert!(means_done("Enter", false, false));
        assert!(!means_done("Enter", true, false));
        assert!(!means_done("a", false, false));
    }

    #[test]
    fn c8_enter_that_ends_a_composed_word_does_not_send() {
        assert!(!means_done("Enter", false, true));
    }
}
