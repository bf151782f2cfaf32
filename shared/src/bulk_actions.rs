//! What is done to many conversations or contacts at once (C6, P6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::contacts::ContactFilter;
use crate::conversations::Tab;
use crate::filters::Filter;
use crate::problem::ErrorCode;

/// Conversations that may be named one by one; more are chosen by what they match.
pub const MOST_NAMED: usize = 1_000;

/// What is done to each. To add one: here, in the CHECK on `bulk_actions.kind`, and in the api's
/// `bulk_actions/changes.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkChange {
    Archive,
    Unarchive,
    MarkHot,
    MarkNotHot,
    MarkRead,
    /// Puts tags on the contacts; the one named last counts as applied last.
    Tag {
        tag_ids: Vec<Uuid>,
    },
    /// Takes tags off the contacts.
    Untag {
        tag_ids: Vec<Uuid>,
    },
    /// Assigns them to an agent or a group, or to nobody when neither is named.
    Assign {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent_id: Option<Uuid>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group_id: Option<Uuid>,
    },
    /// Starts a workflow or redrip for the contacts.
    Workflow {
        workflow_id: Uuid,
    },
}

impl BulkChange {
    /// Whether it can be taken back.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        !matches!(self, Self::MarkRead | Self::Workflow { .. })
    }
}

/// Which conversations or contacts it is done to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkTarget {
    /// These, at most 1,000. An id that is none of the workspace's is counted with the reason
    /// `not_found`.
    Conversations { conversation_ids: Vec<Uuid> },
    /// Those of a tab, or that a search finds in it, and that the filter lets through, at this moment.
    Matching {
        tab: Tab,
        #[serde(default)]
        search: String,
        #[serde(default)]
        filter: Filter,
        /// Without these, at most 1,000.
        #[serde(default)]
        except: Vec<Uuid>,
    },
    /// These contacts, at most 1,000, whether they have a conversation or not. What only a
    /// conversation can be (archived, hot, read, assigned) is done to those that have one; the others
    /// are counted with the reason `no_conversation`. An id that is none of the workspace's is counted
    /// with the reason `not_found`.
    Contacts { contact_ids: Vec<Uuid> },
    /// Contacts that a filter finds at this moment.
    MatchingContacts {
        #[serde(default)]
        filter: ContactFilter,
        /// Without these, at most 1,000.
        #[serde(default)]
        except: Vec<Uuid>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateBulkAction {
    pub change: BulkChange,
    pub on: BulkTarget,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    Running,
    Finished,
    Undoing,
    Undone,
}

/// A bulk action and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkAction {
    pub id: Uuid,
    pub change: BulkChange,
    pub state: BulkState,
    /// How many were chosen; an id that is named twice counts once.
    pub total: u32,
    /// How many of them were looked at.
    pub done: u32,
    /// How many of those were changed; `reasons` say why the others were not.
    pub changed: u32,
    /// Why others were not changed, with how many for each reason, the commonest first: `already_so`,
    /// `not_found`, `no_conversation`, and what keeps a workflow from starting, such as `opted_out`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<BulkReason>,
    /// How many were changed back; the others somebody has changed since.
    pub undone: u32,
    /// Who asked for it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
}

/// So many conversations or contacts were left alone for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkReason {
    pub code: ErrorCode,
    pub count: u32,
}

/// How many conversations match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchCount {
    pub count: u32,
}
