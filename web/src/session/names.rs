//! What the page knows by its id: tags, agents and groups.

use copperline_shared::agents::Agent;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::tags::Tag;
use leptos::prelude::*;
use uuid::Uuid;

use super::Session;

impl Session {
    /// The tag with this id, tracked; none once it is deleted or merged.
    pub fn tag(self, id: Uuid) -> Option<Tag> {
        self.tags
            .with(|tags| tags.iter().find(|tag| tag.id == id).cloned())
    }

    /// The name of an agent of the workspace, tracked; none of somebody who is no longer there.
    pub fn agent_name(self, id: Uuid) -> Option<String> {
        self.agents.with(|agents| {
            let agent = agents.iter().find(|agent| agent.id == id);
            agent.map(Agent::full_name)
        })
    }

    /// The name of a group, tracked; none once it is deleted.
    pub fn group_name(self, id: Uuid) -> Option<String> {
        self.groups.with(|groups| {
            let group = groups.iter().find(|group| group.id == id);
            group.map(|group| group.name.clone())
        })
    }

    /// The name of whoever works on a conversation, tracked; none of what is gone.
    pub fn assigned_name(self, to: AssignedTo) -> Option<String> {
        match to {
            AssignedTo::Agent(id) => self.agent_name(id),
            AssignedTo::Group(id) => self.group_name(id),
        }
    }

    /// The groups that the signed-in agent is in, tracked.
    pub fn own_groups(self) -> Vec<Uuid> {
        let Some(me) = self.agent_id() else {
            return Vec::new();
        };
        self.groups.with(|groups| {
            let own = groups.iter().filter(|group| group.agent_ids.contains(&me));
            own.map(|group| group.id).collect()
        })
    }
}
