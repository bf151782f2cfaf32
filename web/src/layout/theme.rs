//! Light, dark, or as the system.
//!
//! The choice is kept in the browser. `first-paint.js` applies it before the first
//! paint, so that nothing flashes; this module changes it afterwards.

use leptos::prelude::*;

use crate::text;

/// Where the browser keeps the choice; `first-paint.js` reads the same key.
const KEY: &str = "copperline-theme";

/// A choice of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Follows the system.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => text::layout::THEME_SYSTEM,
            Self::Light => text::layout::THEME_LIGHT,
            Self::Dark => text::layout::THEME_DARK,
        }
    }

    /// The style sheet's name for it; none leaves the decision to the system.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("copper"),
            Self::Dark => Some("copper-dark"),
        }
    }

    fn from_name(name: Option<&str>) -> Self {
        match name {
            Some("copper") => Self::Light,
            Some("copper-dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The chosen theme; setting it changes the page and is remembered.
#[derive(Clone, Copy)]
pub struct ChosenTheme(RwSignal<Theme>);

/// The theme in force.
pub fn use_theme() -> ChosenTheme {
    use_context().unwrap_or_else(|| {
        let root = document().document_element();
        let name = root.and_then(|root| root.get_attribute("data-theme"));
        ChosenTheme(RwSignal::new(Theme::from_name(name.as_deref())))
    })
}

/// Keeps one choice for the whole page; call once, at the top.
pub fn provide_theme() {
    provide_context(use_theme());
}

impl ChosenTheme {
    /// The choice, tracked.
    pub fn get(self) -> Theme {
        self.0.get()
    }

    /// Changes the page's colours now and for the next visits.
    pub fn set(self, theme: Theme) {
        self.0.set(theme);
        let storage = window().local_storage().ok().flatten();
        let root = document().document_element();
        // A browser that keeps nothing still changes the colours for now.
        match theme.name() {
            Some(name) => {
                storage.and_then(|storage| storage.set_item(KEY, name).ok());
                root.and_then(|root| root.set_attribute("data-theme", name).ok());
            }
            None => {
                storage.and_then(|storage| storage.remove_item(KEY).ok());
                root.and_then(|root| root.remove_attribute("data-theme").ok());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn a_remembered_theme_is_read_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::from_name(theme.name()), theme);
        }
        assert_eq!(Theme::from_name(Some("purple")), Theme::System);
    }
}
