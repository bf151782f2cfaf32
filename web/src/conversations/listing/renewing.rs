//! What a filter asks for beyond the tab: what isn't known from a row is read again in a moment, once
//! for a burst of changes, and the tabs count what it lets through.

use std::collections::HashSet;
use std::time::Duration;

use copperline_shared::conversations::{Conversation, Counts};
use copperline_shared::filters::{Assignee, Filter};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{Listing, Phase, Wanted, changes, fetch};
use crate::api;
use crate::filtered;
use crate::live::{Gist, use_live};
use crate::ui;

/// How long to wait for more changes before reading the list again.
const GATHER: Duration = Duration::from_millis(300);
/// How long to wait before counting again: in a large workspace that is work for the database.
const GATHER_COUNTS: Duration = Duration::from_millis(700);
/// The largest page that the api gives.
const LARGEST_PAGE: u32 = 100;
/// So many of them are read again at the most.
const PAGES: usize = 3;

/// What an event says about a list that is filtered by a tag, a stage or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    None,
    /// This contact's conversation leaves the list.
    Leaves(Uuid),
    /// This contact's conversation may belong to it.
    MayCome(Uuid),
    /// Many may come or go.
    Many,
}

fn news(filter: &Filter, gist: &Gist) -> News {
    let stays = |contact, stays| match stays {
        true => News::MayCome(contact),
        false => News::Leaves(contact),
    };
    match (gist, filter.tag_id, filter.stage_id) {
        (Gist::ContactTagsChanged { tags }, Some(tag), _) => {
            stays(tags.contact_id, tags.tag_ids.contains(&tag))
        }
        (Gist::PipelineCardChanged { card }, _, Some(stage)) => {
            stays(card.contact_id, card.stage_id == stage)
        }
        (Gist::PipelineCardRemoved { contact_id }, _, Some(_)) => News::Leaves(*contact_id),
        (Gist::PipelineStagesChanged { reread }, _, Some(_)) if reread.is_some() => News::Many,
        (Gist::TagRemoved { tag_id }, Some(tag), _) if *tag_id == tag => News::Many,
        // Whoever looks may be in other groups now.
        (Gist::GroupChanged { .. } | Gist::GroupDeleted { .. }, ..)
            if filter.assignee == Some(Assignee::MyGroups) =>
        {
            News::Many
        }
        (Gist::GroupDeleted { group_id }, ..)
            if filter.assignee == Some(Assignee::Group(*group_id)) =>
        {
            News::Many
        }
        _ => News::None,
    }
}

/// What comes of news that came together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    /// The contacts whose conversations leave the list.
    leave: HashSet<Uuid>,
    /// It must be read again.
    ask: bool,
}

/// `known` gives the contacts that are listed.
fn outcome(told: &[News], known: impl Fn() -> HashSet<Uuid>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut come = HashSet::new();
    for news in told {
        match news {
            News::None => {}
            News::Many => outcome.ask = true,
            News::Leaves(contact) => {
                come.remove(contact);
                outcome.leave.insert(*contact);
            }
            News::MayCome(contact) => {
                come.insert(*contact);
            }
        }
    }
    // Who left and came again is read again: nobody knows where it stands.
    if !outcome.ask && !come.is_empty() {
        let known = known();
        let stays = |contact: &Uuid| known.contains(contact) && !outcome.leave.contains(contact);
        outcome.ask = !come.iter().all(stays);
    }
    outcome
}

impl Listing {
    /// What the tabs count, tracked: what the filter lets through.
    pub fn counts<T: Default>(self, of: impl Fn(&Counts) -> T) -> T {
        let filtered = self.wanted.with(|wanted| !wanted.filter.is_empty());
        match filtered {
            true => self
                .filtered_counts
                .with(|counts| counts.as_ref().map(&of).unwrap_or_default()),
            false => self.session.counts.with(of),
        }
    }

    pub(super) fn follow_filter(self) {
        use_live().on_gists(move |gists| {
            let filter = self.wanted.with_untracked(|wanted| wanted.filter);
            if filter.is_empty() {
                return;
            }
            let told: Vec<News> = gists.iter().map(|gist| news(&filter, gist)).collect();
            let counts = told.iter().any(|news| *news != News::None)
                || gists
                    .iter()
                    .any(|gist| matches!(gist, Gist::ConversationChanged { .. }));
            if counts {
                self.count_soon();
            }
            self.take(&told);
        });
        Effect::new(move |before: Option<()>| {
            self.open.track();
            if before.is_some() && self.wanted.with_untracked(|wanted| wanted.filter.unread) {
                let groups = self.own_groups();
                let shown = self.shown(&groups);
                self.conversations
                    .maybe_update(|list| changes::settle(list, shown));
            }
        });
    }

    fn take(self, told: &[News]) {
        let known = || -> HashSet<Uuid> {
            self.conversations
                .with_untracked(|list| list.iter().map(|row| row.contact_id).collect())
        };
        let outcome = outcome(told, known);
        if !outcome.leave.is_empty() {
            ui::keep_focus(|| {
                self.conversations.maybe_update(|list| {
                    let before = list.len();
                    list.retain(|row| !outcome.leave.contains(&row.contact_id));
                    list.len() != before
                });
            });
        }
        if outcome.ask {
            self.renew_soon();
        }
    }

    /// The groups of the signed-in agent.
    pub(super) fn own_groups(self) -> Vec<Uuid> {
        untrack(|| self.session.own_groups())
    }

    /// Reads what is shown again in a moment.
    pub(super) fn renew_soon(self) {
        // What a search found only another search adds to.
        if self
            .wanted
            .with_untracked(|wanted| !wanted.search.is_empty())
        {
            return;
        }
        let first = self
            .waiting
            .try_update_value(|waiting| !std::mem::replace(waiting, true));
        if first != Some(true) {
            return;
        }
        set_timeout(
            move || {
                let stands = self.waiting.try_update_value(|waiting| *waiting = false);
                if stands.is_some() {
                    self.renew();
                }
            },
            GATHER,
        );
    }

    /// Reads as many pages again as are shown; rows, scroll and selection stay where they are.
    fn renew(self) {
        if self.phase.with_untracked(|phase| *phase != Phase::Ready) {
            return;
        }
        if self.busy.get_untracked() {
            // A further page is under way, and is waited for.
            return self.renew_soon();
        }
        if self.begins_anew() {
            return self.read_anew();
        }
        let (turn, wanted) = (self.begin(), self.wanted.get_untracked());
        let shown = self.conversations.with_untracked(Vec::len);
        spawn_local(async move {
            let read = read(wanted, shown).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            if let Some((fresh, next)) = read {
                ui::keep_focus(|| {
                    let groups = self.own_groups();
                    let (shown, last) = (self.shown(&groups), next.is_none());
                    let before = self.conversations.with_untracked(Vec::len);
                    let covered = fresh.len() >= before || last;
                    self.conversations
                        .maybe_update(|list| changes::renew(list, fresh, shown, last));
                    if covered {
                        self.next.set(next);
                    }
                    self.make_room();
                });
            }
            self.apply_held();
        });
    }

    /// Counts what the filter lets through.
    pub(super) fn count(self) {
        spawn_local(self.recount());
    }

    async fn recount(self) {
        let filter = self.wanted.try_with_untracked(|wanted| wanted.filter);
        let Some(filter) = filter else { return };
        if filter.is_empty() {
            self.filtered_counts.set(None);
            return;
        }
        let client = api::client();
        let request = filtered!(client.count_conversations(), filter);
        let Ok(counts) = api::call(request.send()).await else {
            return;
        };
        let still = self.wanted.try_with_untracked(|wanted| wanted.filter);
        if still == Some(filter) {
            self.filtered_counts.set(Some(counts));
        }
    }

    fn count_soon(self) {
        self.counting.ask(GATHER_COUNTS, move || self.recount());
    }
}

/// At least as many conversations as are `shown`, if they come in a few pages, and where the next
/// page begins.
async fn read(wanted: Wanted, shown: usize) -> Option<(Vec<Conversation>, Option<String>)> {
    let (mut fresh, mut next) = (Vec::new(), None);
    for _ in 0..PAGES {
        let page = fetch(wanted.clone(), next, LARGEST_PAGE).await.ok()?;
        changes::extend(&mut fresh, page.items);
        next = page.next;
        if next.is_none() || fresh.len() >= shown {
            break;
        }
    }
    Some((fresh, next))
}

#[cfg(test)]
mod tests;
