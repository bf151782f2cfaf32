//! What happens to the contacts of the list, taken in as it is told: all at once that is told together.

use std::collections::HashSet;

use copperline_shared::contacts::ListedContact;
use copperline_shared::events::Event;
use leptos::prelude::*;
use uuid::Uuid;

use super::{Listing, Phase, Wanted};
use crate::live::{Connection, use_live};
use crate::session::{Standing, use_session};

impl Listing {
    /// Follows what is told, from now until the component that asked is gone.
    pub(super) fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on_all(move |events| self.take(events));
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.freshen_soon();
            }
            resets
        });
        Effect::new(move || {
            let able = session.standing.get() == Standing::SignedIn
                && live.connection.get() == Connection::Open;
            let failed = |phase: &Phase| matches!(phase, Phase::Failed(_));
            if able && self.phase.with_untracked(failed) {
                self.load();
            }
        });
        Effect::new(move || {
            if self.at_top.get() && self.stale.get_value() {
                self.freshen_soon();
            }
        });
    }

    fn take(self, events: &[&Event]) {
        let places = self.places.try_with_untracked(|places| {
            let of = events.iter().map(|event| subject(event));
            of.map(|id| places.get(&id?).copied())
                .collect::<Vec<Option<usize>>>()
        });
        let Some(places) = places else { return };
        let gone: HashSet<Uuid> = events.iter().filter_map(|event| who_left(event)).collect();
        self.contacts.maybe_update(|list| {
            let mut changes = false;
            for (event, at) in events.iter().zip(&places) {
                if let Some(listed) = at.and_then(|at| list.get_mut(at)) {
                    changes |= change(listed, event);
                }
            }
            let before = list.len();
            if !gone.is_empty() {
                list.retain(|listed| !gone.contains(&listed.contact.id));
            }
            changes || list.len() != before
        });
        self.freshen_after(events, &places);
    }

    /// Somebody who isn't shown may be new, and who is may stand elsewhere now or not match any more.
    fn freshen_after(self, events: &[&Event], places: &[Option<usize>]) {
        let furthest = self.wanted.with_untracked(|wanted| {
            let told = events.iter().zip(places);
            told.map(|(event, at)| reach(event, at.is_some(), wanted))
                .max()
        });
        match furthest.unwrap_or_default() {
            Reach::None => {}
            Reach::New => self.freshen_soon(),
            Reach::Moved => {
                self.moved.set_value(true);
                self.freshen_soon();
            }
        }
    }
}

/// The contact that an event tells something of that a row shows.
const fn subject(event: &Event) -> Option<Uuid> {
    match event {
        Event::ContactChanged { contact } => Some(contact.id),
        Event::ContactTagsChanged { tags } => Some(tags.contact_id),
        Event::PipelineCardChanged { card, .. } => Some(card.contact_id),
        Event::PipelineCardRemoved { contact_id, .. } => Some(*contact_id),
        Event::ConversationChanged { conversation } => Some(conversation.contact_id),
        _ => None,
    }
}

const fn who_left(event: &Event) -> Option<Uuid> {
    match event {
        Event::ContactsMerged {
            merged_id: gone, ..
        }
        | Event::ContactErased {
            contact_id: gone, ..
        } => Some(*gone),
        _ => None,
    }
}

/// Changes a row as told; whether that is anything new.
fn change(listed: &mut ListedContact, event: &Event) -> bool {
    let before = listed.clone();
    match event {
        Event::ContactChanged { contact } => listed.contact = contact.clone(),
        Event::ContactTagsChanged { tags } => listed.tag_ids.clone_from(&tags.tag_ids),
        Event::PipelineCardChanged { card, .. } => {
            listed.stage_id = Some(card.stage_id);
            listed.conversation_id = Some(card.conversation_id);
        }
        Event::PipelineCardRemoved { .. } => listed.stage_id = None,
        Event::ConversationChanged { conversation } => {
            listed.conversation_id = Some(conversation.id);
        }
        _ => {}
    }
    *listed != before
}

/// What an event does to the list beyond the row itself, the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    #[default]
    None,
    /// Somebody may have come, or the count be another.
    New,
    /// Who is shown may stand elsewhere by now, or not match any more.
    Moved,
}

fn reach(event: &Event, shown: bool, wanted: &Wanted) -> Reach {
    let moved = |moves| match moves {
        true => Reach::Moved,
        false => Reach::None,
    };
    match event {
        Event::ContactChanged { .. } if shown => moved(wanted.depends_on_fields()),
        Event::ContactChanged { .. }
        | Event::ContactsMerged { .. }
        | Event::ContactErased { .. } => Reach::New,
        Event::ContactTagsChanged { .. } => moved(wanted.filter.tag_id.is_some()),
        Event::PipelineCardChanged { .. } | Event::PipelineCardRemoved { .. } => {
            moved(wanted.filter.stage_id.is_some())
        }
        _ => Reach::None,
    }
}

#[cfg(test)]
mod tests {
    use copperline_shared::contacts::{ContactFilter, ContactSort, SortOrder};
    use copperline_shared::tags::ContactTags;

    use super::*;

    #[test]
    fn p6_of_what_is_told_together_the_furthest_reaching_decides_what_is_read() {
        let id = Uuid::from_u128;
        let of_tag = |tag_id| Wanted {
            filter: ContactFilter {
                tag_id,
                ..ContactFilter::default()
            },
            sort: ContactSort::Created,
            order: SortOrder::Descending,
        };
        let worn = Event::ContactTagsChanged {
            tags: ContactTags {
                contact_id: id(1),
                tag_ids: vec![id(7)],
            },
        };
        let erased = Event::ContactErased {
            contact_id: id(2),
            conversation_id: None,
        };
        let furthest = |wanted: &Wanted| {
            let told = [&erased, &worn, &Event::TemplatesChanged];
            let reach = told.map(|event| reach(event, true, wanted));
            reach.into_iter().max()
        };
        assert_eq!(furthest(&of_tag(None)), Some(Reach::New));
        assert_eq!(furthest(&of_tag(Some(id(7)))), Some(Reach::Moved));
        assert_eq!(
            (subject(&worn), who_left(&erased)),
            (Some(id(1)), Some(id(2)))
        );
    }
}
