//! What the palette offers: actions that are possible here, and the screens.

use copperline_shared::conversations::{Conversation, Tab};
use leptos::prelude::*;

use crate::conversations::Address;
use crate::keyboard::{Commands, Shortcut};
use crate::layout::Theme;
use crate::session::Session;
use crate::ui::IconRef;
use crate::{paths, text};

/// What choosing an item does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Go(String),
    Run(Shortcut),
    Colours(Theme),
    SignOut,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Recent,
    Contacts,
    Messages,
    Actions,
    Screens,
}

impl Group {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Recent => text::keyboard::RECENT,
            Self::Contacts => text::keyboard::CONTACTS,
            Self::Messages => text::keyboard::MESSAGES,
            Self::Actions => text::keyboard::ACTIONS,
            Self::Screens => text::keyboard::SCREENS,
        }
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub group: Group,
    pub icon: IconRef,
    pub words: String,
    /// What else there is to say of it.
    pub more: String,
    pub act: Act,
}

/// Whether the words hold each word that is looked for.
pub fn matches(words: &str, wanted: &str) -> bool {
    let words = words.to_lowercase();
    let wanted = wanted.to_lowercase();
    wanted.split_whitespace().all(|word| words.contains(word))
}

/// What can be done here, tracked.
pub fn actions(commands: Commands) -> Vec<Item> {
    let shortcuts = commands.available().into_iter();
    let shortcuts = shortcuts
        .filter(|shortcut| *shortcut != Shortcut::Palette)
        .map(|shortcut| Item {
            group: Group::Actions,
            icon: shortcut.icon(),
            words: shortcut.words().to_owned(),
            more: shortcut.key().to_owned(),
            act: Act::Run(shortcut),
        });
    let colours = [
        (Theme::System, icondata_lu::LuMonitor),
        (Theme::Light, icondata_lu::LuSun),
        (Theme::Dark, icondata_lu::LuMoon),
    ];
    let colours = colours.into_iter().map(|(theme, icon)| Item {
        group: Group::Actions,
        icon,
        words: text::keyboard::theme(theme.label()),
        more: String::new(),
        act: Act::Colours(theme),
    });
    let sign_out = Item {
        group: Group::Actions,
        icon: icondata_lu::LuLogOut,
        words: text::layout::SIGN_OUT.to_owned(),
        more: String::new(),
        act: Act::SignOut,
    };
    shortcuts.chain(colours).chain([sign_out]).collect()
}

/// Where one can go, tracked.
pub fn screens(session: Session) -> Vec<Item> {
    let mut all = lists();
    all.extend(places(session.is_owner(), session.simulated.get()));
    all.extend(settings());
    all
}

fn lists() -> Vec<Item> {
    let conversations = [
        (Tab::Recents, text::conversations::RECENTS),
        (Tab::Hot, text::conversations::HOT_LEADS),
        (Tab::All, text::conversations::ALL),
        (Tab::Archived, text::conversations::ARCHIVED),
    ];
    let list = |(tab, name)| {
        let words = format!("{} · {name}", text::layout::CONVERSATIONS);
        let address = Address {
            tab,
            ..Address::default()
        };
        screen(icondata_lu::LuMessageSquare, words, address.href())
    };
    conversations.map(list).into()
}

/// The places of the rail, those that this person has.
fn places(owner: bool, simulated: bool) -> Vec<Item> {
    use icondata_lu as icons;
    use text::layout as names;

    let all = [
        (icons::LuClock, text::messages::WAITING, paths::HELD, true),
        (icons::LuHand, names::REVIEWS, paths::REVIEWS, true),
        (
            icons::LuSquareKanban,
            names::PIPELINE,
            paths::PIPELINE,
            true,
        ),
        (icons::LuUsers, names::CONTACTS, paths::CONTACTS, true),
        (icons::LuFileText, names::TEMPLATES, paths::TEMPLATES, true),
        (icons::LuHash, names::NUMBERS, paths::NUMBERS, true),
        (icons::LuWallet, names::BILLING, paths::BILLING, owner),
        (
            icons::LuSmartphone,
            names::HANDSET,
            paths::HANDSET,
            simulated,
        ),
    ];
    let there = all.into_iter().filter(|(.., there)| *there);
    there
        .map(|(icon, name, path, _)| screen(icon, name.to_owned(), path.to_owned()))
        .collect()
}

fn settings() -> Vec<Item> {
    let all = [
        (text::layout::PROFILE, paths::PROFILE),
        (text::layout::WORKSPACE, paths::WORKSPACE),
        (text::layout::GROUPS, paths::GROUPS),
        (text::layout::API_TOKENS, paths::API_TOKENS),
        (text::layout::TAGS, paths::TAGS),
        (text::layout::STOP_TRIGGERS, paths::STOP_TRIGGERS),
        (text::layout::TEXTING_HOURS, paths::TEXTING_HOURS),
    ];
    let setting = |(name, path): (&str, &str)| {
        let words = format!("{} · {name}", text::layout::SETTINGS);
        screen(icondata_lu::LuSettings, words, path.to_owned())
    };
    all.map(setting).into()
}

fn screen(icon: IconRef, words: String, href: String) -> Item {
    Item {
        group: Group::Screens,
        icon,
        words,
        more: String::new(),
        act: Act::Go(href),
    }
}

/// A conversation that was found, or one of the recent ones.
pub fn conversation(conversation: &Conversation, searched: bool) -> Item {
    let hit = conversation.hit.as_ref();
    let group = match (searched, hit) {
        (false, _) => Group::Recent,
        (true, None) => Group::Contacts,
        (true, Some(_)) => Group::Messages,
    };
    let more = match hit {
        Some(hit) => hit.parts.iter().map(|part| part.text.as_str()).collect(),
        None if searched => conversation.phone.formatted(),
        None => conversation.excerpt.clone(),
    };
    let address = Address {
        tab: if searched { Tab::All } else { Tab::Recents },
        open: Some(conversation.id),
        message: hit.map(|hit| hit.message_id),
        ..Address::default()
    };
    let icon = match group {
        Group::Contacts => icondata_lu::LuUser,
        _ => icondata_lu::LuMessageSquare,
    };
    Item {
        group,
        icon,
        words: conversation.name.clone(),
        more,
        act: Act::Go(address.href()),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn c19_an_item_is_found_by_any_words_of_it() {
        assert!(matches("Settings · API tokens", "tok set"));
        assert!(matches("Archive or unarchive", ""));
        assert!(!matches("Archive or unarchive", "hot"));
    }
}
