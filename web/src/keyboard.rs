//! The keyboard: one table of shortcuts, and what each does where one is (C19).
//!
//! A screen says what a shortcut does while it stands; the key, the list of shortcuts behind `?` and
//! the command palette all read the same table.

mod list;
mod listening;
mod shortcut;

use std::rc::Rc;

use leptos::prelude::*;

pub use list::ShortcutsDialog;
pub use listening::listen;
pub use shortcut::Shortcut;

type Act = Rc<dyn Fn()>;

struct Entry {
    id: u32,
    shortcut: Shortcut,
    /// It counts before what came later.
    first: bool,
    act: Act,
}

/// What shortcuts do just now.
#[derive(Clone, Copy)]
pub struct Commands {
    entries: RwSignal<Vec<Entry>, LocalStorage>,
    next: StoredValue<u32>,
    /// Whether keys alone do something; those with Ctrl or ⌘ always do.
    pub single_keys: RwSignal<bool>,
}

/// Makes the commands known to everything below.
pub fn provide_commands() -> Commands {
    let commands = Commands {
        entries: RwSignal::new_local(Vec::new()),
        next: StoredValue::new(0),
        single_keys: RwSignal::new(listening::single_keys_wanted()),
    };
    provide_context(commands);
    commands
}

/// What shortcuts do just now.
pub fn use_commands() -> Commands {
    expect_context()
}

impl Commands {
    /// Says what a shortcut does, until the component that says so is gone. Of several the one that
    /// came last counts.
    pub fn on(self, shortcut: Shortcut, act: impl Fn() + 'static) {
        self.add(shortcut, false, Rc::new(act));
    }

    /// As [`Commands::on`], before all that others say, whether they said it earlier or later.
    pub fn first(self, shortcut: Shortcut, act: impl Fn() + 'static) {
        self.add(shortcut, true, Rc::new(act));
    }

    fn add(self, shortcut: Shortcut, first: bool, act: Act) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.entries.update(|entries| {
            entries.push(Entry {
                id,
                shortcut,
                first,
                act,
            });
        });
        on_cleanup(move || {
            // The page's own state may be gone first, when the tab is closed.
            self.entries
                .try_update(|entries| entries.retain(|entry| entry.id != id));
        });
    }

    /// The shortcuts that do something where one is, tracked.
    pub fn available(self) -> Vec<Shortcut> {
        self.entries.with(|entries| {
            let here = |shortcut: &Shortcut| entries.iter().any(|e| e.shortcut == *shortcut);
            Shortcut::ALL.into_iter().filter(here).collect()
        })
    }

    /// Does what a shortcut does; whether it does anything here.
    pub fn run(self, shortcut: Shortcut) -> bool {
        let act = self.entries.with_untracked(|entries| {
            let of_key = || entries.iter().rev().filter(move |e| e.shortcut == shortcut);
            let found = of_key().find(|e| e.first).or_else(|| of_key().next())?;
            Some(Rc::clone(&found.act))
        });
        // Outside of the borrow: what it does may change what there is to do.
        act.map(|act| act()).is_some()
    }
}
