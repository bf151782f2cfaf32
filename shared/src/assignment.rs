//! Who works on a conversation: an agent, or a group of them (C18).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::FieldError;

/// Who is to work on a conversation: an agent or a group, and nobody when neither is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignConversation {
    /// An agent of the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    /// A group of the workspace; not together with an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<Uuid>,
}

impl From<Option<AssignedTo>> for AssignConversation {
    fn from(to: Option<AssignedTo>) -> Self {
        Self {
            agent_id: to.and_then(AssignedTo::agent_id),
            group_id: to.and_then(AssignedTo::group_id),
        }
    }
}

/// An agent or a group; `None` of it is nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignedTo {
    Agent(Uuid),
    Group(Uuid),
}

impl AssignedTo {
    /// Whoever the two fields name.
    ///
    /// # Errors
    /// What to do about it, when both name somebody: of the group's field.
    pub fn of(agent_id: Option<Uuid>, group_id: Option<Uuid>) -> Result<Option<Self>, FieldError> {
        match (agent_id, group_id) {
            (None, None) => Ok(None),
            (Some(agent_id), None) => Ok(Some(Self::Agent(agent_id))),
            (None, Some(group_id)) => Ok(Some(Self::Group(group_id))),
            (Some(_), Some(_)) => {
                let message = "Name an agent or a group, not both";
                Err(FieldError::new("both", message))
            }
        }
    }

    /// Whoever is named where at most one can be: where [`AssignedTo::of`] was asked before.
    #[must_use]
    pub fn either(agent_id: Option<Uuid>, group_id: Option<Uuid>) -> Option<Self> {
        let agent = agent_id.map(Self::Agent);
        agent.or(group_id.map(Self::Group))
    }

    #[must_use]
    pub fn agent_id(self) -> Option<Uuid> {
        match self {
            Self::Agent(agent_id) => Some(agent_id),
            Self::Group(_) => None,
        }
    }

    #[must_use]
    pub fn group_id(self) -> Option<Uuid> {
        match self {
            Self::Agent(_) => None,
            Self::Group(group_id) => Some(group_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c18_a_conversation_is_an_agents_or_a_groups_or_nobodys() {
        let (agent, group) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for (agent_id, group_id, to) in [
            (None, None, None),
            (Some(agent), None, Some(AssignedTo::Agent(agent))),
            (None, Some(group), Some(AssignedTo::Group(group))),
        ] {
            assert_eq!(AssignedTo::of(agent_id, group_id), Ok(to));
            assert_eq!(AssignedTo::either(agent_id, group_id), to);
            let written = AssignConversation { agent_id, group_id };
            assert_eq!(AssignConversation::from(to), written);
        }
        assert!(AssignedTo::of(Some(agent), Some(group)).is_err());
    }
}
