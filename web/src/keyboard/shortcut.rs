//! The table of shortcuts.

use crate::text;
use crate::ui::IconRef;

/// Something that a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortcut {
    Next,
    Previous,
    Search,
    Select,
    New,
    Archive,
    Hot,
    Unread,
    Tag,
    FollowUp,
    Reply,
    Comment,
    Palette,
    Notifications,
    Help,
}

/// Where a shortcut stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    List,
    Conversation,
    Everywhere,
}

impl Group {
    pub const ALL: [Self; 3] = [Self::List, Self::Conversation, Self::Everywhere];

    pub const fn title(self) -> &'static str {
        match self {
            Self::List => text::keyboard::IN_THE_LIST,
            Self::Conversation => text::keyboard::IN_A_CONVERSATION,
            Self::Everywhere => text::keyboard::EVERYWHERE,
        }
    }
}

impl Shortcut {
    /// In the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Reply,
        Self::Comment,
        Self::Archive,
        Self::Hot,
        Self::Tag,
        Self::FollowUp,
        Self::Unread,
        Self::Next,
        Self::Previous,
        Self::Search,
        Self::New,
        Self::Select,
        Self::Palette,
        Self::Notifications,
        Self::Help,
    ];

    /// The key alone; the palette has Ctrl or ⌘ before it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Next => "j",
            Self::Previous => "k",
            Self::Search => "/",
            Self::Select => "x",
            Self::New => "n",
            Self::Archive => "e",
            Self::Hot => "h",
            Self::Unread => "u",
            Self::Tag => "t",
            Self::FollowUp => "f",
            Self::Reply => "r",
            Self::Comment => "c",
            Self::Palette => "k",
            Self::Notifications => "b",
            Self::Help => "?",
        }
    }

    /// Whether the key counts with Ctrl or ⌘ only.
    pub const fn with_control(self) -> bool {
        matches!(self, Self::Palette)
    }

    /// The shortcut of a key that is pressed alone.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|shortcut| !shortcut.with_control() && shortcut.key() == key)
    }

    pub const fn group(self) -> Group {
        match self {
            Self::Next | Self::Previous | Self::Search | Self::Select | Self::New => Group::List,
            Self::Archive
            | Self::Hot
            | Self::Unread
            | Self::Tag
            | Self::FollowUp
            | Self::Reply
            | Self::Comment => Group::Conversation,
            Self::Palette | Self::Notifications | Self::Help => Group::Everywhere,
        }
    }

    /// What it does.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Next => text::keyboard::NEXT,
            Self::Previous => text::keyboard::PREVIOUS,
            Self::Search => text::keyboard::SEARCH,
            Self::Select => text::keyboard::SELECT,
            Self::New => text::conversations::NEW,
            Self::Archive => text::keyboard::ARCHIVE,
            Self::Hot => text::keyboard::HOT,
            Self::Unread => text::keyboard::UNREAD,
            Self::Tag => text::keyboard::TAG,
            Self::FollowUp => text::keyboard::FOLLOW_UP,
            Self::Reply => text::keyboard::REPLY,
            Self::Comment => text::comments::WRITE,
            Self::Palette => text::keyboard::PALETTE,
            Self::Notifications => text::keyboard::NOTIFICATIONS,
            Self::Help => text::keyboard::HELP,
        }
    }

    pub const fn icon(self) -> IconRef {
        match self {
            Self::Next => icondata_lu::LuArrowDown,
            Self::Previous => icondata_lu::LuArrowUp,
            Self::Search | Self::Palette => icondata_lu::LuSearch,
            Self::Select => icondata_lu::LuCheck,
            Self::New => icondata_lu::LuPlus,
            Self::Archive => icondata_lu::LuArchive,
            Self::Hot => icondata_lu::LuFlame,
            Self::Unread => icondata_lu::LuMail,
            Self::Tag => icondata_lu::LuTag,
            Self::FollowUp => icondata_lu::LuAlarmClock,
            Self::Reply => icondata_lu::LuMessageSquare,
            Self::Comment => icondata_lu::LuLock,
            Self::Notifications => icondata_lu::LuBell,
            Self::Help => icondata_lu::LuKeyboard,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c19_each_key_does_one_thing() {
        for shortcut in Shortcut::ALL {
            let alone = (!shortcut.with_control()).then_some(shortcut);
            if alone.is_some() {
                assert_eq!(Shortcut::of_key(shortcut.key()), alone);
            }
        }
        assert_eq!(Shortcut::of_key("k"), Some(Shortcut::Previous));
        assert_eq!(Shortcut::of_key("J"), None);
        assert_eq!(Shortcut::of_key("q"), None);
    }

    #[test]
    fn c19_the_keys_that_were_promised_are_there() {
        for (key, shortcut) in [
            ("j", Shortcut::Next),
            ("k", Shortcut::Previous),
            ("e", Shortcut::Archive),
            ("h", Shortcut::Hot),
            ("t", Shortcut::Tag),
            ("f", Shortcut::FollowUp),
            ("/", Shortcut::Search),
            ("r", Shortcut::Reply),
            ("?", Shortcut::Help),
        ] {
            assert_eq!(Shortcut::of_key(key), Some(shortcut));
        }
    }
}
