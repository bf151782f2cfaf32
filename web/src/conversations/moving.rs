//! j and k lead from conversation to conversation (C19).

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use super::listing::Listing;
use super::places::Places;
use super::rows::row_id;
use crate::keyboard::{Shortcut, use_commands};

/// Opens the conversation below or above the open one; the first when none is open.
pub fn follow_keys(address: Memo<Address>, listing: Listing, places: Places) {
    // Where the open one stood last: it may have left the list, archived by a key.
    let stood = StoredValue::new(None::<usize>);
    Effect::new(move || {
        let open = address.with(|address| address.open);
        match open.map(|open| places.of(open)) {
            None => stood.set_value(None),
            Some(Some(at)) => stood.set_value(Some(at)),
            Some(None) => {}
        }
    });
    let navigate = use_navigate();
    let step = move |forward: bool| {
        let now = address.get_untracked();
        let at = now.open.and_then(|open| untrack(|| places.of(open)));
        let there = listing.conversations.with_untracked(|list| {
            let to = neighbour(list.len(), at, stood.get_value(), forward)?;
            let conversation = list.get(to)?;
            let hit = conversation.hit.as_ref().map(|hit| hit.message_id);
            Some((to, conversation.id, hit))
        });
        let Some((to, id, hit)) = there else {
            if forward {
                listing.more();
            }
            return;
        };
        navigate(&now.with_open(id, hit).href(), NavigateOptions::default());
        places.focus(to, row_id);
    };
    let commands = use_commands();
    let forward = step.clone();
    commands.on(Shortcut::Next, move || forward(true));
    commands.on(Shortcut::Previous, move || step(false));
}

/// Which row comes next. `at` is the open one's; when it has left the list, `stood` is where it
/// was: there stands what came after it.
fn neighbour(rows: usize, at: Option<usize>, stood: Option<usize>, forward: bool) -> Option<usize> {
    let to = match (at, stood, forward) {
        (Some(at), _, true) => at + 1,
        (Some(at), _, false) => at.checked_sub(1)?,
        (None, Some(stood), true) => stood,
        (None, Some(stood), false) => stood.checked_sub(1)?,
        (None, None, true) => 0,
        (None, None, false) => return None,
    };
    (to < rows).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn c19_j_and_k_lead_through_the_rows_and_stop_at_the_ends() {
        assert_eq!(neighbour(3, None, None, true), Some(0));
        assert_eq!(neighbour(3, Some(0), Some(0), true), Some(1));
        assert_eq!(neighbour(3, Some(2), Some(2), true), None);
        assert_eq!(neighbour(3, Some(1), Some(1), false), Some(0));
        assert_eq!(neighbour(3, Some(0), Some(0), false), None);
        assert_eq!(neighbour(0, None, None, true), None);
    }

    #[test]
    fn c19_after_archiving_j_opens_what_came_next() {
        assert_eq!(neighbour(2, None, Some(1), true), Some(1));
        assert_eq!(neighbour(2, None, Some(1), false), Some(0));
        assert_eq!(neighbour(2, None, Some(2), true), None);
    }
}
