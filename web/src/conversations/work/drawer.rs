//! The contact, where it is drawn over the thread, has an address of its own: the browser's Back leads
//! from it to the thread and from there to the list.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// In an address, what says that the contact is drawn over the thread.
const PANEL: &str = "panel";
const CONTACT: &str = "contact";

/// Whether the contact is drawn over the thread.
#[derive(Clone, Copy)]
pub struct Drawer {
    pub is_open: Memo<bool>,
    /// It was opened from the thread: that is one step back.
    stepped: StoredValue<bool>,
    /// The step back is under way.
    closing: StoredValue<bool>,
    /// Shows or hides it; whether the address takes the place of the one before.
    go: Callback<(bool, bool)>,
}

impl Drawer {
    /// As the address says.
    pub fn of_address() -> Self {
        let query = use_query_map();
        let is_open = Memo::new(move |_| query.with(|query| query.get_str(PANEL) == Some(CONTACT)));
        let closing = StoredValue::new(false);
        Effect::new(move || {
            if !is_open.get() {
                closing.set_value(false);
            }
        });
        let navigate = StoredValue::new_local(use_navigate());
        let go = Callback::new(move |(open, replace): (bool, bool)| {
            let location = window().location();
            let (Ok(path), Ok(query)) = (location.pathname(), location.search()) else {
                return;
            };
            let options = NavigateOptions {
                replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate.with_value(|navigate| navigate(&address(&path, &query, open), options));
        });
        Self {
            is_open,
            stepped: StoredValue::new(false),
            closing,
            go,
        }
    }

    pub fn open(self) {
        if !self.is_open.get_untracked() {
            self.stepped.set_value(true);
            self.go.run((true, false));
        }
    }

    /// Back to the thread: by the step that the browser's Back takes, too, where there is one.
    pub fn close(self) {
        if !self.is_open.get_untracked() || self.closing.get_value() {
            return;
        }
        let stepped = self.stepped.get_value();
        self.stepped.set_value(false);
        let back = || window().history().and_then(|history| history.back());
        if stepped && back().is_ok() {
            self.closing.set_value(true);
        } else {
            self.go.run((false, true));
        }
    }

    pub fn toggle(self) {
        if self.is_open.get_untracked() {
            self.close();
        } else {
            self.open();
        }
    }
}

/// The same address with the contact drawn over the thread, or without.
fn address(path: &str, query: &str, open: bool) -> String {
    let panel = format!("{PANEL}={CONTACT}");
    let of_panel = |part: &str| part.split('=').next() == Some(PANEL);
    let mut parts: Vec<&str> = query
        .trim_start_matches('?')
        .split('&')
        .filter(|part| !part.is_empty() && !of_panel(part))
        .collect();
    if open {
        parts.push(&panel);
    }
    if parts.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn c19_the_contact_over_the_thread_has_an_address_beside_what_is_searched_for() {
        let path = "/conversations/all/7";
        let over = address(path, "", true);
        assert_eq!(over, "/conversations/all/7?panel=contact");
        assert_eq!(address(path, "?panel=contact", true), over);
        assert_eq!(address(path, "?panel=contact", false), path);
        assert_eq!(
            address(path, "?search=a%26b&panel=contact", false),
            "/conversations/all/7?search=a%26b"
        );
        assert_eq!(
            address(path, "?search=a%26b", true),
            "/conversations/all/7?search=a%26b&panel=contact"
        );
    }
}
