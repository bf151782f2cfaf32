//! The browser tab's title: the name of what is open, so that tabs, history and screen readers tell
//! the screens apart (WCAG 2.4.2).

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{format, paths, text};

/// Whom the open conversation is with; empty while nobody knows.
#[derive(Clone, Copy)]
struct Subject(RwSignal<String>);

/// Makes [`use_subject`] work below.
pub fn provide_title() {
    provide_context(Subject(RwSignal::new(String::new())));
}

/// Names the tab after what is open in the conversations screen.
pub fn use_subject(name: Signal<String>) {
    if let Some(Subject(subject)) = use_context() {
        Effect::new(move || subject.set(name.get()));
    }
}

/// Keeps the title current. `unread` is the number of unread conversations.
pub fn follow_title(unread: Signal<u32>) {
    let location = use_location();
    let subject = use_context::<Subject>();
    Effect::new(move || {
        let name = subject.map(|subject| subject.0.get()).unwrap_or_default();
        let unread = unread.get();
        let counted = (unread > 0).then(|| format::capped_count(unread));
        let title = location
            .pathname
            .with(|path| text::layout::title(counted.as_deref(), screen(path, &name)));
        document().set_title(&title);
    });
}

/// The name of the screen at `path`; an open conversation goes by its subject.
fn screen<'a>(path: &str, subject: &'a str) -> &'a str {
    let names = [
        (paths::CONVERSATIONS, text::layout::CONVERSATIONS),
        (paths::PIPELINE, text::layout::PIPELINE),
        (paths::IMPORTS, text::imports::TITLE),
        (paths::SUPPRESSIONS, text::suppressions::TITLE),
        (paths::CONTACTS, text::layout::CONTACTS),
        (paths::TEMPLATES, text::layout::TEMPLATES),
        (paths::REVIEWS, text::layout::REVIEWS),
        (paths::HELD, text::messages::WAITING),
        (paths::WORKFLOWS, text::layout::WORKFLOWS),
        (paths::NUMBERS, text::layout::NUMBERS),
        (paths::BILLING, text::layout::BILLING),
        (paths::HANDSET, text::layout::HANDSET),
        (paths::PROFILE, text::layout::PROFILE),
        (paths::WORKSPACE, text::layout::WORKSPACE),
        (paths::GROUPS, text::layout::GROUPS),
        (paths::API_TOKENS, text::layout::API_TOKENS),
        (paths::TAGS, text::layout::TAGS),
        (paths::STOP_TRIGGERS, text::layout::STOP_TRIGGERS),
        (paths::SETTINGS, text::layout::SETTINGS),
    ];
    let conversation = path.strip_prefix(paths::CONVERSATIONS).unwrap_or_default();
    let open = conversation
        .split('/')
        .filter(|part| !part.is_empty())
        .count()
        > 1;
    if open && !subject.is_empty() {
        return subject;
    }
    names
        .into_iter()
        .find(|(part, _)| path == "/" || paths::is_within(path, part))
        .map_or(text::common::NOT_FOUND, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::screen;

    #[test]
    fn c19_every_screen_has_a_title_of_its_own() {
        assert_eq!(screen("/billing", ""), "Billing");
        assert_eq!(
            screen("/settings/api-tokens", "Maya Robinson"),
            "API tokens"
        );
        assert_eq!(screen("/held", ""), "Waiting to be sent");
        assert_eq!(screen("/reviews", ""), "Reviews");
        assert_eq!(screen("/settings/groups", ""), "Groups");
        assert_eq!(screen("/settings/more", ""), "Settings");
        assert_eq!(screen("/handset/%2B15125550192", ""), "Handset");
        assert_eq!(screen("/nowhere", "Maya Robinson"), "There is nothing here");
    }

    #[test]
    fn c19_an_open_conversation_is_named_after_its_contact() {
        let open = "/conversations/recents/01";
        assert_eq!(screen(open, "Maya Robinson"), "Maya Robinson");
        assert_eq!(screen(open, ""), "Conversations");
        assert_eq!(
            screen("/conversations/recents", "Maya Robinson"),
            "Conversations"
        );
        assert_eq!(screen("/", ""), "Conversations");
    }
}
