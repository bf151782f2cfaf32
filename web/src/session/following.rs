//! Keeping what the whole page knows current: profile, numbers and the tabs' counts.

use std::time::Duration;

use copperline_shared::filters::SavedFilter;
use copperline_shared::groups::Group;
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::tags::Tag;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::Session;
use crate::api;
use crate::letters;
use crate::live::{Gist, use_live};

/// How long to wait for more changes before counting again.
const GATHER: Duration = Duration::from_millis(150);

impl Session {
    /// Keeps the page-wide facts current with what happens.
    pub fn follow_events(self) {
        let live = use_live();
        Effect::new(move |before: Option<u32>| {
            let resets = live.resets.get();
            if before.is_some_and(|before| before != resets) {
                self.first_page.set_value(None);
                self.count_soon();
                self.read_tags();
                self.read_agents();
                self.read_groups();
                self.read_saved_filters();
                self.workflows.outdate();
            }
            resets
        });
        live.on_gists(move |gists| {
            for gist in gists {
                self.take_gist(gist);
            }
            self.read_again(gists);
        });
    }

    fn take_gist(self, gist: &Gist) {
        match gist {
            Gist::NumberChanged { number } => {
                self.numbers.update(|numbers| renew(numbers, number));
            }
            Gist::TagChanged { tag } => self.tags.update(|tags| renew_tag(tags, tag)),
            Gist::TagRemoved { tag_id } => {
                self.tags
                    .update(|tags| tags.retain(|tag| tag.id != *tag_id));
            }
            Gist::GroupChanged { group } => {
                self.first_page.set_value(None);
                self.groups.update(|groups| renew_group(groups, group));
            }
            Gist::GroupDeleted { group_id } => {
                self.first_page.set_value(None);
                self.groups
                    .update(|groups| groups.retain(|group| group.id != *group_id));
            }
            Gist::WorkspaceChanged { workspace } => self.take_workspace(workspace),
            _ => {}
        }
    }

    /// Reads what isn't told with the events, once for all that came together.
    fn read_again(self, gists: &[&Gist]) {
        let any = |of: fn(&Gist) -> bool| gists.iter().any(|gist| of(gist));
        let counts = any(|gist| {
            matches!(
                gist,
                Gist::ConversationChanged { .. } | Gist::ReviewChanged | Gist::ContactErased { .. }
            )
        });
        if counts {
            // A list that nobody has taken yet is out of date now.
            self.first_page.set_value(None);
            self.count_soon();
        }
        if any(|gist| matches!(gist, Gist::SavedFiltersChanged)) {
            self.read_saved_filters();
        }
        if any(|gist| matches!(gist, Gist::WorkflowsChanged)) {
            self.workflows.outdate();
        }
        let profiles: Vec<Uuid> = gists
            .iter()
            .filter_map(|gist| match gist {
                Gist::ProfileChanged { agent_id } => Some(*agent_id),
                _ => None,
            })
            .collect();
        if !profiles.is_empty() {
            self.read_agents();
        }
        let own = self
            .profile
            .with_untracked(|profile| profile.as_ref().map(|profile| profile.agent_id));
        if own.is_some_and(|own| profiles.contains(&own)) {
            self.read_profile();
        }
    }

    fn read_profile(self) {
        spawn_local(async move {
            if let Ok(profile) = api::call(api::client().read_profile().send()).await {
                self.profile.set(Some(profile));
            }
        });
    }

    fn read_tags(self) {
        spawn_local(async move {
            if let Ok(uses) = api::call(api::client().list_tags().send()).await {
                self.tags.set(uses.into_iter().map(|of| of.tag).collect());
            }
        });
    }

    /// Takes in how a saved filter is now. They stand by name.
    pub fn take_saved_filter(self, saved: SavedFilter) {
        self.saved_filters.update(|known| {
            known.retain(|other| other.id != saved.id);
            known.push(saved);
            known.sort_by_cached_key(|saved| (letters::small(&saved.name), saved.id));
        });
    }

    /// A saved filter was deleted.
    pub fn forget_saved_filter(self, id: Uuid) {
        self.saved_filters
            .update(|known| known.retain(|other| other.id != id));
    }

    fn read_saved_filters(self) {
        spawn_local(async move {
            let client = api::client();
            if let Ok(saved) = api::call(client.list_saved_filters().send()).await
                // An equal value must not draw everything anew and take the focus away.
                && self.saved_filters.with_untracked(|known| *known != saved)
            {
                self.saved_filters.set(saved);
            }
        });
    }

    fn read_agents(self) {
        spawn_local(async move {
            if let Ok(agents) = api::call(api::client().list_agents().send()).await {
                self.agents.set(agents);
            }
        });
    }

    fn read_groups(self) {
        spawn_local(async move {
            if let Ok(groups) = api::call(api::client().list_groups().send()).await {
                self.groups.set(groups);
            }
        });
    }

    /// Counts the tabs again, once for a burst of changes.
    pub fn count_soon(self) {
        self.counting.ask(GATHER, move || self.recount());
    }

    async fn recount(self) {
        if let Ok(counts) = api::call(api::client().count_conversations().send()).await {
            self.counts.set(counts);
        }
    }
}

/// Takes in how a number is now. They stand in the order they were rented.
fn renew(numbers: &mut Vec<Number>, number: &Number) {
    numbers.retain(|known| known.id != number.id);
    if number.state != NumberState::Released {
        numbers.push(number.clone());
        numbers.sort_by_key(|number| number.rented_at);
    }
}

/// Takes in how a tag is now. They stand by name.
fn renew_tag(tags: &mut Vec<Tag>, tag: &Tag) {
    tags.retain(|known| known.id != tag.id);
    tags.push(tag.clone());
    tags.sort_by_cached_key(|tag| (letters::small(&tag.name), tag.id));
}

/// Takes in how a group is now. They stand by name.
fn renew_group(groups: &mut Vec<Group>, group: &Group) {
    groups.retain(|known| known.id != group.id);
    groups.push(group.clone());
    groups.sort_by_cached_key(|group| (letters::small(&group.name), group.id));
}
