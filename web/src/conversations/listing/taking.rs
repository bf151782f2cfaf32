//! What happens to conversations, taken into the list: all at once that came together.

use copperline_shared::conversations::Conversation;
use leptos::prelude::*;
use uuid::Uuid;

use super::changes::{self, Applied, Change, Shown};
use super::{Listing, Phase};
use crate::live::{Connection, Gist, use_live};
use crate::session::{Standing, use_session};
use crate::ui;

/// So many rows may join what was read: few enough to be drawn in a moment.
const ROOM: usize = 100;

fn change(gist: &Gist) -> Option<Change> {
    match gist {
        Gist::ConversationChanged { conversation } => Some(Change::Now(conversation.clone())),
        Gist::ContactErased {
            conversation_id: Some(id),
        }
        | Gist::ContactsMerged {
            merged_conversation_id: Some(id),
            ..
        } => Some(Change::Gone(*id)),
        _ => None,
    }
}

impl Listing {
    pub(super) fn follow(self) {
        let (session, live) = (use_session(), use_live());
        live.on_gists(move |gists| {
            self.take_changes(gists.iter().filter_map(|gist| change(gist)).collect());
        });
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.reload();
                self.count();
            }
            resets
        });
        Effect::new(move || {
            let able = session.standing.get() == Standing::SignedIn
                && live.connection.get() == Connection::Open;
            if able
                && self
                    .phase
                    .with_untracked(|phase| matches!(phase, Phase::Failed(_)))
            {
                self.load();
            }
        });
    }

    /// Takes in how a conversation is now.
    pub fn change(self, changed: &Conversation) {
        self.take_changes(vec![Change::Now(Box::new(changed.clone()))]);
    }

    fn take_changes(self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        self.held.update_value(|held| {
            if let Some(held) = held {
                held.extend_from_slice(&changes);
            }
        });
        if self.phase.with_untracked(|phase| *phase == Phase::Ready) {
            ui::keep_focus(|| self.apply(changes));
        }
    }

    /// Once an answer is shown: what changed since it was asked for.
    pub(super) fn apply_held(self) {
        let held = self.held.try_update_value(Option::take).flatten();
        let held = held.unwrap_or_default();
        if !held.is_empty() {
            self.apply(held);
        }
    }

    fn apply(self, changes: Vec<Change>) {
        let groups = self.own_groups();
        let (shown, room) = (self.shown(&groups), self.room.get_value());
        let mut applied = Applied::default();
        self.conversations.maybe_update(|list| {
            applied = changes::apply_all(list, changes, shown, room);
            applied.changed
        });
        if applied.ask {
            self.renew_soon();
        }
        if applied.left_out {
            self.outdated.set(true);
        }
    }

    /// What is loaded now was read; so much more may join it.
    pub(super) fn make_room(self) {
        let read = self.conversations.with_untracked(Vec::len);
        self.room.set_value(read + ROOM);
    }

    /// `groups` are those of the signed-in agent.
    pub(super) fn shown(self, groups: &[Uuid]) -> Shown<'_> {
        self.wanted.with_untracked(|wanted| Shown {
            tab: wanted.tab,
            filter: wanted.filter,
            me: untrack(|| self.session.agent_id()),
            groups,
            open: self.open.get_untracked(),
            searching: !wanted.search.is_empty(),
            complete: self.next.with_untracked(Option::is_none),
        })
    }
}
