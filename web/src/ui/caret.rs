//! Where the caret stands in a text box, in bytes and in the browser's UTF-16 units.

use leptos::{html, prelude::*, task::spawn_local};

/// A text and where the caret stands in it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub caret: usize,
}

impl Written {
    /// What stands in a box now.
    pub fn of(node: NodeRef<html::Textarea>) -> Option<Self> {
        let node = node.get_untracked()?;
        let text = node.value();
        let units = node.selection_start().ok().flatten()?;
        let caret = bytes(&text, units);
        Some(Self { text, caret })
    }

    /// The text with `words` in place of what stands between `at` and the caret, which then stands
    /// behind them.
    pub fn replaced(&self, at: usize, words: &str) -> Self {
        let (before, after) = (&self.text[..at], &self.text[self.caret..]);
        Self {
            text: format!("{before}{words}{after}"),
            caret: at + words.len(),
        }
    }

    /// Gives the box the focus and selects from one byte to another, once the box has this text.
    pub fn select(&self, node: NodeRef<html::Textarea>, (start, end): (usize, usize)) {
        let units = |bytes: usize| {
            u32::try_from(self.text[..bytes].encode_utf16().count()).unwrap_or(u32::MAX)
        };
        let (start, end) = (units(start), units(end));
        spawn_local(async move {
            leptos::task::tick().await;
            if let Some(node) = node.try_get_untracked().flatten() {
                let _ = node.focus();
                let _ = node.set_selection_range(start, end);
            }
        });
    }
}

/// Where so many UTF-16 units of a text end, in bytes.
fn bytes(text: &str, units: u32) -> usize {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    text.char_indices()
        .find(|(_, character)| {
            let here = left == 0;
            left = left.saturating_sub(character.len_utf16());
            here
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c9_the_rest_of_what_is_written_stays() {
        let written = Written {
            text: "Hi 👋 /hi, bye".to_owned(),
            caret: 11,
        };
        let after = written.replaced(8, "Hello");
        assert_eq!((after.text.as_str(), after.caret), ("Hi 👋 Hello, bye", 13));
    }

    #[test]
    fn c9_the_caret_is_found_in_any_script() {
        assert_eq!(bytes("a👋é", 0), 0);
        assert_eq!(bytes("a👋é", 1), 1);
        assert_eq!(bytes("a👋é", 3), 5);
        assert_eq!(bytes("a👋é", 4), 7);
        assert_eq!(bytes("a", 9), 1);
    }
}
