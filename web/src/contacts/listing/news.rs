//! What happens to the contacts of the list, taken in as it is told.

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
        live.on(move |event| self.take(event));
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

    /// Takes in what happened to a contact that is shown. Somebody who isn't may be new.
    fn take(self, event: &Event) {
        match event {
            Event::ContactChanged { contact } => {
                if !self.change(contact.id, |listed| listed.contact = contact.clone()) {
                    self.freshen_soon();
                } else if self.wanted.with_untracked(Wanted::depends_on_fields) {
                    self.moved.set_value(true);
                    self.freshen_soon();
                }
            }
            Event::ContactTagsChanged { tags } => {
                self.change(tags.contact_id, |listed| {
                    listed.tag_ids.clone_from(&tags.tag_ids);
                });
                if self
                    .wanted
                    .with_untracked(|wanted| wanted.filter.tag_id.is_some())
                {
                    self.moved.set_value(true);
                    self.freshen_soon();
                }
            }
            Event::PipelineCardChanged { card, .. } => {
                self.change(card.contact_id, |listed| {
                    listed.stage_id = Some(card.stage_id);
                    listed.conversation_id = Some(card.conversation_id);
                });
                self.freshen_if_staged();
            }
            Event::PipelineCardRemoved { contact_id, .. } => {
                self.change(*contact_id, |listed| listed.stage_id = None);
                self.freshen_if_staged();
            }
            Event::ContactsMerged {
                merged_id: gone, ..
            }
            | Event::ContactErased {
                contact_id: gone, ..
            } => {
                self.contacts.maybe_update(|list| {
                    let before = list.len();
                    list.retain(|listed| listed.contact.id != *gone);
                    list.len() != before
                });
                self.freshen_soon();
            }
            Event::ConversationChanged { conversation } => {
                self.change(conversation.contact_id, |listed| {
                    listed.conversation_id = Some(conversation.id);
                });
            }
            _ => {}
        }
    }

    fn freshen_if_staged(self) {
        if self
            .wanted
            .with_untracked(|wanted| wanted.filter.stage_id.is_some())
        {
            self.moved.set_value(true);
            self.freshen_soon();
        }
    }

    /// Changes a contact that is loaded; whether it is.
    fn change(self, id: Uuid, change: impl FnOnce(&mut ListedContact)) -> bool {
        let Some(at) = self
            .places
            .try_with_untracked(|places| places.get(&id).copied())
            .flatten()
        else {
            return false;
        };
        self.contacts.maybe_update(|list| {
            let Some(listed) = list.get_mut(at) else {
                return false;
            };
            let before = listed.clone();
            change(listed);
            *listed != before
        });
        true
    }
}
