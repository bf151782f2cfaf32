//! Who is where, and for how long that holds without another word.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::presence::{ConversationPresence, Doing, Present};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Whoever says nothing for so long is gone.
pub const STAYS: TimeDelta = TimeDelta::seconds(25);

/// Whoever says nothing for so long only looks.
pub const WRITES: TimeDelta = TimeDelta::seconds(6);

/// Views that one person or token may have; the one unheard of for longest makes room.
const MOST_VIEWS: usize = 20;

/// What a view says of itself, as it goes from node to node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub workspace: Uuid,
    /// The agent's or token's id.
    pub who: Uuid,
    pub agent_id: Option<Uuid>,
    pub name: String,
    pub view: Uuid,
    /// The conversation; absent when the view has left.
    pub at: Option<Uuid>,
    pub doing: Doing,
}

#[derive(Clone, Debug)]
struct View {
    agent_id: Option<Uuid>,
    name: String,
    conversation: Uuid,
    doing: Doing,
    heard: DateTime<Utc>,
}

impl View {
    /// What it does by now.
    fn fade(&mut self, now: DateTime<Utc>) {
        if now - self.heard >= WRITES {
            self.doing = Doing::Looking;
        }
    }
}

/// The views of one workspace, by whose and which they are.
type Views = HashMap<(Uuid, Uuid), View>;

/// Everything heard that still holds.
#[derive(Debug, Default)]
pub struct Board {
    workspaces: HashMap<Uuid, Views>,
}

impl Board {
    /// Everybody in a conversation, by name, each with the most they do there.
    pub fn of(&self, workspace: Uuid, conversation: Uuid) -> ConversationPresence {
        let views = self.workspaces.get(&workspace);
        let present = views.map_or_else(Vec::new, |views| present(views, conversation));
        ConversationPresence {
            conversation_id: conversation,
            present,
        }
    }

    /// The same for each conversation that somebody is in.
    pub fn all(&self, workspace: Uuid) -> Vec<ConversationPresence> {
        let Some(views) = self.workspaces.get(&workspace) else {
            return Vec::new();
        };
        let conversations: BTreeSet<Uuid> = views.values().map(|view| view.conversation).collect();
        conversations
            .into_iter()
            .map(|conversation| self.of(workspace, conversation))
            .collect()
    }

    /// Takes what a view says; the conversations in which something is otherwise now.
    pub fn hear(&mut self, said: Said, now: DateTime<Utc>) -> Vec<ConversationPresence> {
        let (workspace, key) = (said.workspace, (said.who, said.view));
        let views = self.workspaces.entry(workspace).or_default();
        let mut places: BTreeSet<Uuid> = said.at.into_iter().collect();
        places.extend(views.get(&key).map(|view| view.conversation));
        let oldest = crowded_out(views, key).filter(|_| said.at.is_some());
        places.extend(oldest.and_then(|oldest| views.get(&oldest).map(|view| view.conversation)));
        let before: Vec<_> = places.iter().map(|at| present(views, *at)).collect();
        if let Some(oldest) = oldest {
            views.remove(&oldest);
        }
        match said.at {
            Some(conversation) => {
                let view = View {
                    agent_id: said.agent_id,
                    name: said.name,
                    conversation,
                    doing: said.doing,
                    heard: now,
                };
                views.insert(key, view);
            }
            None => {
                views.remove(&key);
            }
        }
        if views.is_empty() {
            self.workspaces.remove(&workspace);
        }
        places
            .into_iter()
            .zip(before)
            .map(|(at, before)| (self.of(workspace, at), before))
            .filter(|(after, before)| after.present != *before)
            .map(|(after, _)| after)
            .collect()
    }

    /// Forgets what no longer holds; the conversations in which something is otherwise now, with
    /// their workspaces.
    pub fn expire(&mut self, now: DateTime<Utc>) -> Vec<(Uuid, ConversationPresence)> {
        let mut changed = Vec::new();
        for (workspace, views) in &mut self.workspaces {
            let fades = |view: &View| {
                let silent = now - view.heard;
                silent >= STAYS || (silent >= WRITES && view.doing != Doing::Looking)
            };
            let places: BTreeSet<Uuid> = views
                .values()
                .filter(|view| fades(view))
                .map(|view| view.conversation)
                .collect();
            if places.is_empty() {
                continue;
            }
            views.retain(|_, view| now - view.heard < STAYS);
            views.values_mut().for_each(|view| view.fade(now));
            changed.extend(places.into_iter().map(|conversation_id| {
                let present = present(views, conversation_id);
                let after = ConversationPresence {
                    conversation_id,
                    present,
                };
                (*workspace, after)
            }));
        }
        self.workspaces.retain(|_, views| !views.is_empty());
        changed
    }
}

/// The view to forget before this one joins its person's others.
fn crowded_out(views: &Views, key: (Uuid, Uuid)) -> Option<(Uuid, Uuid)> {
    if views.contains_key(&key) {
        return None;
    }
    let own = || views.iter().filter(|((who, _), _)| *who == key.0);
    if own().count() < MOST_VIEWS {
        return None;
    }
    own()
        .min_by_key(|(key, view)| (view.heard, **key))
        .map(|(key, _)| *key)
}

fn present(views: &Views, conversation: Uuid) -> Vec<Present> {
    let mut people: HashMap<Uuid, Present> = HashMap::new();
    for ((who, _), view) in views.iter().filter(|(_, v)| v.conversation == conversation) {
        let person = people.entry(*who).or_insert_with(|| Present {
            agent_id: view.agent_id,
            name: view.name.clone(),
            doing: view.doing,
        });
        person.doing = person.doing.max(view.doing);
    }
    let mut people: Vec<(Uuid, Present)> = people.into_iter().collect();
    people.sort_by(|(one, a), (other, b)| (&a.name, one).cmp(&(&b.name, other)));
    people.into_iter().map(|(_, person)| person).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Uuid = Uuid::from_u128(1);
    const MAYA: Uuid = Uuid::from_u128(10);
    const THEO: Uuid = Uuid::from_u128(11);

    fn said(who: u128, view: u128, at: Option<Uuid>, doing: Doing) -> Said {
        Said {
            workspace: HERE,
            who: Uuid::from_u128(who),
            agent_id: Some(Uuid::from_u128(who)),
            name: format!("Agent {who}"),
            view: Uuid::from_u128(view),
            at,
            doing,
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).expect("a moment")
    }

    fn names(of: &ConversationPresence) -> Vec<(&str, Doing)> {
        of.present
            .iter()
            .map(|present| (present.name.as_str(), present.doing))
            .collect()
    }

    #[test]
    fn c21_a_heartbeat_that_says_nothing_new_changes_nothing() {
        let mut board = Board::default();
        let word = said(1, 1, Some(MAYA), Doing::Looking);
        let changed = board.hear(word.clone(), at(0));
        assert_eq!(names(&changed[0]), [("Agent 1", Doing::Looking)]);
        assert_eq!(board.hear(word, at(10)), []);
    }

    #[test]
    fn c21_whoever_is_silent_stops_writing_and_then_is_gone() {
        let mut board = Board::default();
        board.hear(said(1, 1, Some(MAYA), Doing::Replying), at(0));
        assert_eq!(board.expire(at(5)), []);
        let (workspace, changed) = board.expire(at(6)).remove(0);
        assert_eq!(workspace, HERE);
        assert_eq!(names(&changed), [("Agent 1", Doing::Looking)]);
        assert_eq!(board.expire(at(24)), []);
        let (_, gone) = board.expire(at(25)).remove(0);
        assert_eq!(names(&gone), []);
        assert!(board.workspaces.is_empty(), "nothing is left behind");
    }

    #[test]
    fn c21_going_to_another_conversation_leaves_the_first() {
        let mut board = Board::default();
        board.hear(said(1, 1, Some(MAYA), Doing::Replying), at(0));
        let changed = board.hear(said(1, 1, Some(THEO), Doing::Looking), at(1));
        assert_eq!(changed.len(), 2);
        assert_eq!(names(&board.of(HERE, MAYA)), []);
        assert_eq!(names(&board.of(HERE, THEO)), [("Agent 1", Doing::Looking)]);
        let left = board.hear(said(1, 1, None, Doing::Looking), at(2));
        assert_eq!(names(&left[0]), []);
        assert_eq!(board.hear(said(1, 1, None, Doing::Looking), at(3)), []);
    }

    #[test]
    fn c21_two_tabs_of_one_person_are_one_person_who_does_the_most() {
        let mut board = Board::default();
        board.hear(said(1, 1, Some(MAYA), Doing::Replying), at(0));
        assert_eq!(
            board.hear(said(1, 2, Some(MAYA), Doing::Looking), at(0)),
            []
        );
        assert_eq!(names(&board.of(HERE, MAYA)), [("Agent 1", Doing::Replying)]);
        board.hear(said(1, 1, None, Doing::Looking), at(1));
        assert_eq!(names(&board.of(HERE, MAYA)), [("Agent 1", Doing::Looking)]);
    }

    #[test]
    fn c21_nobody_fills_the_memory_with_views() {
        let mut board = Board::default();
        for view in 0..30 {
            let seconds = i64::try_from(view).expect("small");
            board.hear(said(1, view, Some(MAYA), Doing::Looking), at(seconds));
        }
        assert_eq!(board.workspaces[&HERE].len(), MOST_VIEWS);
        assert!(board.workspaces[&HERE].values().all(|v| v.heard >= at(10)));
    }

    #[test]
    fn x6_another_workspace_sees_none_of_it() {
        let mut board = Board::default();
        board.hear(said(1, 1, Some(MAYA), Doing::Looking), at(0));
        let elsewhere = Uuid::from_u128(2);
        assert_eq!(board.all(elsewhere), []);
        assert_eq!(names(&board.of(elsewhere, MAYA)), []);
        assert_eq!(board.all(HERE).len(), 1);
    }
}
