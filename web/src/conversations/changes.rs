//! What changes of conversations do to the list that is shown (C1, C2, C18).

mod many;

use std::collections::HashSet;

use copperline_shared::assignment::AssignedTo;
use copperline_shared::conversations::{Conversation, Tab};
use copperline_shared::filters::{Assignee, Filter};
use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use uuid::Uuid;

pub use many::{Applied, Change, apply_all};

/// What the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    pub tab: Tab,
    pub filter: Filter,
    /// The signed-in agent, who the filter's `me` is.
    pub me: Option<Uuid>,
    /// The groups that agent is in, which the filter's `my_groups` are.
    pub groups: &'a [Uuid],
    /// The open conversation. Opening marks it as read: a list of unread ones keeps it as long.
    pub open: Option<Uuid>,
    /// It holds what a search found: only another search adds to it or orders it anew.
    pub searching: bool,
    /// The last page has been loaded.
    pub complete: bool,
}

/// Whether the list shows a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    /// A row doesn't tell all of the contact's tags, nor its stage.
    Unknown,
}

/// Takes out what was kept only while it was open; whether there was any.
pub fn settle(list: &mut Vec<Conversation>, shown: Shown<'_>) -> bool {
    let before = list.len();
    list.retain(|known| fit(shown, known) != Fit::No);
    list.len() != before
}

/// Takes in the first pages as the api gives them now, in the place of as many; what lies beyond
/// them stays, and so does the open conversation where it stands.
pub fn renew(
    list: &mut Vec<Conversation>,
    fresh: Vec<Conversation>,
    shown: Shown<'_>,
    last_page: bool,
) -> bool {
    let known: HashSet<Uuid> = fresh.iter().map(|row| row.id).collect();
    let end = fresh.last().map(key).filter(|_| !last_page);
    let mut renewed = fresh;
    for old in list.iter().filter(|old| !known.contains(&old.id)) {
        let beyond = end.is_some_and(|end| key(old) < end);
        let open = shown.open == Some(old.id) && fit(shown, old) != Fit::No;
        if beyond || open {
            insert(&mut renewed, old);
        }
    }
    let changes = *list != renewed;
    *list = renewed;
    changes
}

/// Adds a further page, without what has meanwhile been added by a change.
pub fn extend(list: &mut Vec<Conversation>, page: Vec<Conversation>) {
    let known: HashSet<Uuid> = list.iter().map(|known| known.id).collect();
    list.extend(
        page.into_iter()
            .filter(|conversation| !known.contains(&conversation.id)),
    );
}

/// As [`extend`], of a list that no search found: what lies beyond a page that was read again may
/// stand among the next one.
pub fn extend_in_order(list: &mut Vec<Conversation>, page: Vec<Conversation>) {
    extend(list, page);
    list.sort_by_key(|row| std::cmp::Reverse(key(row)));
}

fn fit(shown: Shown<'_>, conversation: &Conversation) -> Fit {
    let Shown { filter, .. } = shown;
    let read = conversation.unread_count == 0 && shown.open != Some(conversation.id);
    let state = conversation.follow_up.map(|follow_up| follow_up.state);
    let other_state = filter.follow_up.is_some() && filter.follow_up != state;
    if !in_tab(shown, conversation) || (filter.unread && read) || other_state {
        return Fit::No;
    }
    let assigned = is_of(shown, conversation.assigned_to());
    match (filter.tag_id, conversation.tag_id) {
        _ if !assigned => Fit::No,
        // Whoever wears any shows one.
        (Some(_), None) => Fit::No,
        (Some(tag), Some(shown)) if tag != shown => Fit::Unknown,
        _ if filter.stage_id.is_some() => Fit::Unknown,
        _ => Fit::Yes,
    }
}

/// Whether those that are assigned so are let through.
fn is_of(shown: Shown<'_>, assigned: Option<AssignedTo>) -> bool {
    let group = assigned.and_then(AssignedTo::group_id);
    match shown.filter.assignee {
        None => true,
        Some(Assignee::Me) => assigned.is_some() && assigned == shown.me.map(AssignedTo::Agent),
        Some(Assignee::MyGroups) => group.is_some_and(|group| shown.groups.contains(&group)),
        Some(Assignee::Nobody) => assigned.is_none(),
        Some(Assignee::Agent(id)) => assigned == Some(AssignedTo::Agent(id)),
        Some(Assignee::Group(id)) => group == Some(id),
    }
}

/// Whether a tab shows the conversation. What is put off isn't in Recents, unless just that is asked
/// for.
fn in_tab(shown: Shown<'_>, conversation: &Conversation) -> bool {
    let waits = |follow_up: FollowUp| follow_up.state == FollowUpState::Waiting;
    let away = conversation.follow_up.is_some_and(waits)
        && shown.filter.follow_up != Some(FollowUpState::Waiting);
    match shown.tab {
        Tab::All => true,
        Tab::Hot => conversation.hot && !conversation.archived,
        Tab::Recents => !conversation.archived && !away,
        Tab::Archived => conversation.archived,
    }
}

fn insert(list: &mut Vec<Conversation>, conversation: &Conversation) {
    list.insert(place(list, conversation), conversation.clone());
}

fn key(of: &Conversation) -> (chrono::DateTime<chrono::Utc>, Uuid) {
    (of.last_activity_at, of.id)
}

/// Where the conversation stands in the list's order.
fn place(list: &[Conversation], conversation: &Conversation) -> usize {
    list.partition_point(|known| key(known) > key(conversation))
}

#[cfg(test)]
mod tests;
