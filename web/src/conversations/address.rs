//! The addresses of the conversations screen.
//!
//! Everything the screen shows stands in its address, so that it can be reloaded, shared and gone
//! back to: the tab (C2), the open conversation, the filter (C18), the search (C3) and the message
//! it found.

use copperline_shared::conversations::Tab;
use copperline_shared::filters::Filter;
use copperline_shared::follow_ups::FollowUpState;
use uuid::Uuid;

use crate::paths;

const ASSIGNEE: &str = "assignee";
const TAG: &str = "tag";
const STAGE: &str = "stage";
const UNREAD: &str = "unread";
const FOLLOW_UP: &str = "follow_up";
const SEARCH: &str = "search";
const MESSAGE: &str = "message";

/// What an address shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub tab: Tab,
    /// The open conversation.
    pub open: Option<Uuid>,
    /// Which of the tab's conversations are let through.
    pub filter: Filter,
    /// What is searched for; empty when nothing is.
    pub search: String,
    /// The message to scroll to.
    pub message: Option<Uuid>,
}

impl Address {
    /// Reads a path and the decoded values of its query.
    pub fn read(path: &str, query: impl Fn(&str) -> Option<String>) -> Self {
        let id = |name: &str| query(name)?.parse::<Uuid>().ok();
        Self {
            tab: tab_of_address(path),
            // What is no id is nobody's: the api says that there is no such conversation.
            open: parts(path)
                .nth(1)
                .map(|id| id.parse().unwrap_or(Uuid::nil())),
            filter: Filter {
                assignee: query(ASSIGNEE).and_then(|text| text.parse().ok()),
                tag_id: id(TAG),
                stage_id: id(STAGE),
                unread: query(UNREAD).as_deref() == Some("true"),
                follow_up: match query(FOLLOW_UP).as_deref() {
                    Some(DUE) => Some(FollowUpState::Due),
                    Some(WAITING) => Some(FollowUpState::Waiting),
                    _ => None,
                },
            },
            search: query(SEARCH).unwrap_or_default().trim().to_owned(),
            message: id(MESSAGE),
        }
    }

    /// Reads an address with its query; of what is searched for only whether there is any.
    pub fn of_href(href: &str) -> Self {
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
        Self::read(path, |name| {
            let found = pairs().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.to_owned())
        })
    }

    /// The same list with nothing open.
    pub fn list(&self) -> Self {
        Self {
            open: None,
            message: None,
            ..self.clone()
        }
    }

    /// The same list with another conversation open.
    pub fn with_open(&self, id: Uuid, message: Option<Uuid>) -> Self {
        Self {
            open: Some(id),
            message,
            ..self.clone()
        }
    }

    /// Another list with the same conversation open.
    pub fn with_tab(&self, tab: Tab) -> Self {
        Self {
            tab,
            message: None,
            ..self.clone()
        }
    }

    /// The same list, searched.
    pub fn with_search(&self, search: String) -> Self {
        Self {
            search,
            message: None,
            ..self.clone()
        }
    }

    /// The same list, filtered otherwise.
    pub fn with_filter(&self, filter: Filter) -> Self {
        Self {
            filter,
            message: None,
            ..self.clone()
        }
    }

    /// The address itself, from the root of the site.
    pub fn href(&self) -> String {
        let mut href = format!("{}/{}", paths::CONVERSATIONS, name(self.tab));
        if let Some(id) = self.open {
            href.push('/');
            href.push_str(&id.to_string());
        }
        let written = |part: Option<Uuid>| part.map(|id| id.to_string());
        let parts = [
            (ASSIGNEE, self.filter.assignee.map(|of| of.to_string())),
            (TAG, written(self.filter.tag_id)),
            (STAGE, written(self.filter.stage_id)),
            (UNREAD, self.filter.unread.then(|| "true".to_owned())),
            (
                FOLLOW_UP,
                self.filter.follow_up.map(|of| state(of).to_owned()),
            ),
            (SEARCH, Some(self.search.clone())),
            (MESSAGE, written(self.message)),
        ];
        let mut joint = '?';
        for (name, value) in parts {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                href.push_str(&format!("{joint}{name}={}", paths::encode(&value)));
                joint = '&';
            }
        }
        href
    }
}

const DUE: &str = "due";
const WAITING: &str = "waiting";

const fn state(of: FollowUpState) -> &'static str {
    match of {
        FollowUpState::Due => DUE,
        FollowUpState::Waiting => WAITING,
    }
}

/// The tab that a path shows: Recents unless it names another.
fn tab_of_address(path: &str) -> Tab {
    let named = parts(path).next().unwrap_or_default();
    [Tab::All, Tab::Hot, Tab::Archived]
        .into_iter()
        .find(|tab| name(*tab) == named)
        .unwrap_or_default()
}

const fn name(tab: Tab) -> &'static str {
    match tab {
        Tab::All => "all",
        Tab::Hot => "hot",
        Tab::Recents => "recents",
        Tab::Archived => "archived",
    }
}

/// The parts of a path below the conversations.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let below = path.strip_prefix(paths::CONVERSATIONS).unwrap_or_default();
    below.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use copperline_shared::filters::Assignee;

    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn c18_a_filter_survives_in_the_address() {
        let filter = Filter {
            assignee: Some(Assignee::Me),
            tag_id: Some(Uuid::from_u128(1)),
            stage_id: Some(Uuid::from_u128(2)),
            unread: true,
            follow_up: Some(FollowUpState::Due),
        };
        let address = Address::default().with_filter(filter);
        let href = address.with_search("term".to_owned()).href();
        let read = Address::of_href(&href);
        assert_eq!((read.filter, read.search.as_str()), (filter, "term"));
        assert_eq!(read.with_tab(Tab::Hot).filter, filter);
        let mine = Filter {
            assignee: Some(Assignee::Me),
            ..Filter::default()
        };
        assert_eq!(
            address.with_filter(mine).href(),
            "/conversations/recents?assignee=me"
        );
    }

    #[test]
    fn c2_a_tabs_address_leads_back_to_the_tab() {
        for tab in [Tab::All, Tab::Hot, Tab::Recents, Tab::Archived] {
            let address = Address {
                tab,
                ..Address::default()
            };
            assert_eq!(tab_of_address(&address.href()), tab);
        }
    }

    #[test]
    fn c2_an_address_that_names_no_tab_shows_recents() {
        for path in [
            "/",
            "/conversations",
            "/conversations/",
            "/conversations/warm",
            "/numbers",
        ] {
            assert_eq!(tab_of_address(path), Tab::Recents, "{path}");
        }
    }

    #[test]
    fn an_open_conversation_stands_in_the_path() {
        let id = Uuid::from_u128(7);
        let address = Address {
            tab: Tab::Hot,
            ..Address::default()
        }
        .with_open(id, None);
        let href = address.href();
        assert_eq!(href, format!("/conversations/hot/{id}"));
        assert_eq!(Address::read(&href, nothing), address);
        assert_eq!(address.list().href(), "/conversations/hot");
    }

    #[test]
    fn an_address_of_something_else_opens_what_nobody_has() {
        let read = Address::read("/conversations/hot/nobody", nothing);
        assert_eq!(read.open, Some(Uuid::nil()));
        assert_eq!(Address::read("/conversations/hot", nothing).open, None);
    }

    #[test]
    fn c3_a_search_survives_in_the_address_whatever_it_holds() {
        let address = Address::default().with_search("Zoë & 100% sure?".to_owned());
        assert_eq!(
            address.href(),
            "/conversations/recents?search=Zo%C3%AB%20%26%20100%25%20sure%3F"
        );
    }

    #[test]
    fn c3_a_hit_leads_to_its_message() {
        let (id, message) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let address = Address::default().with_search("term".to_owned());
        let href = address.with_open(id, Some(message)).href();
        assert_eq!(
            href,
            format!("/conversations/recents/{id}?search=term&message={message}")
        );
        let read = Address::read("/conversations/recents", |name| {
            (name == MESSAGE).then(|| message.to_string())
        });
        assert_eq!(read.message, Some(message));
    }

    #[test]
    fn c3_another_tab_searches_for_the_same() {
        let address = Address::default().with_search("term".to_owned());
        assert_eq!(
            address.with_tab(Tab::All).href(),
            "/conversations/all?search=term"
        );
    }
}
