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

/// Whether a path names a tab that there isn't.
pub fn names_no_tab(path: &str) -> bool {
    parts(path)
        .next()
        .is_some_and(|named| name(tab_of_address(path)) != named)
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
mod tests;
