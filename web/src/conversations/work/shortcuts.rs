//! What keys do with the open conversation (C19).

use leptos::prelude::*;

use super::Parts;
use super::foot::write_here;
use super::toggles::{Toggle, switch};
use crate::comments::Mode;
use crate::keyboard::{Shortcut, use_commands};
use crate::ui::use_toasts;

/// Says what shortcuts do while the conversation is open.
pub fn follow_keys(work: Parts) {
    let Parts { opened, mode, .. } = work;
    let (commands, toasts) = (use_commands(), use_toasts());
    for (shortcut, toggle) in [
        (Shortcut::Archive, Toggle::Archived),
        (Shortcut::Hot, Toggle::Hot),
        (Shortcut::Unread, Toggle::Unread),
    ] {
        commands.on(shortcut, move || switch(opened, toggle, toasts));
    }
    for (shortcut, of) in [
        (Shortcut::Reply, Mode::Text),
        (Shortcut::Comment, Mode::Comment),
    ] {
        commands.on(shortcut, move || {
            mode.set(of);
            write_here();
        });
    }
}
