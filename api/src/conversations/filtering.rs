//! Which conversations a filter lets through (C18), as every list, search, count and bulk action
//! asks for them.

use copperline_shared::conversations::Tab;
use copperline_shared::filters::{Assignee, Filter};
use copperline_shared::follow_ups::FollowUpState;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::caller::Identity;
use crate::error::Error;

/// Lets through those for which all that is named holds.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filtering {
    /// Who works on it: `me`, `my_groups`, `nobody`, an agent's id, or `group:` and a group's id.
    pub assignee: Option<String>,
    /// A tag that the contact wears.
    pub tag_id: Option<Uuid>,
    /// The stage of the pipeline in which the contact stands.
    pub stage_id: Option<Uuid>,
    /// `true`: only those with unread messages.
    pub unread: Option<bool>,
    /// `due`: only those whose follow-up is due; `waiting`: those that are put off.
    pub follow_up: Option<FollowUpState>,
}

impl Filtering {
    /// # Errors
    /// When the assignee is none.
    pub fn filter(&self) -> Result<Filter, Error> {
        let assignee = self.assignee.as_deref().filter(|text| !text.is_empty());
        let assignee = assignee.map(str::parse::<Assignee>).transpose();
        Ok(Filter {
            assignee: assignee.map_err(|error| Error::field("assignee", error.message))?,
            tag_id: self.tag_id,
            stage_id: self.stage_id,
            unread: self.unread.unwrap_or(false),
            follow_up: self.follow_up,
        })
    }
}

/// A tab's conversations that a filter lets through, for one who looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Narrowed {
    tab: Tab,
    filter: Filter,
    /// Who the filter's `me` is, and whose `my_groups` are.
    me: Option<Uuid>,
}

impl Narrowed {
    /// # Errors
    /// When a token asks for those of whoever looks, or of their groups: it is nobody.
    pub fn new(tab: Tab, filter: Filter, looks: &Identity) -> Result<Self, Error> {
        let me = looks.agent();
        let message = match filter.assignee {
            Some(Assignee::Me) => "A token is nobody: pass an agent's id.",
            Some(Assignee::MyGroups) => "A token is in no group: pass group: and a group's id.",
            _ => return Ok(Self { tab, filter, me }),
        };
        if me.is_none() {
            return Err(Error::field("assignee", message));
        }
        Ok(Self { tab, filter, me })
    }

    /// Whether the filter lets all of the tab through.
    #[must_use]
    pub fn is_whole_tab(&self) -> bool {
        self.filter.is_empty()
    }

    /// Whether the condition holds no id: it then has few forms.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        let assignee = matches!(self.filter.assignee, None | Some(Assignee::Nobody));
        assignee && self.filter.tag_id.is_none() && self.filter.stage_id.is_none()
    }

    /// As a condition on `conversations` of the workspace that is bound to `$1`. The ids stand in it
    /// as they are, so that PostgreSQL plans for that very tag or stage: it walks the list for one
    /// that many contacts have, and begins with the contacts of one that few have.
    #[must_use]
    pub fn condition(&self) -> String {
        format!("{} AND {}", self.in_tab(self.tab), self.passes())
    }

    /// A tab as a condition on `conversations`. What is put off isn't in Recents, unless just that is
    /// asked for.
    #[must_use]
    pub fn in_tab(&self, tab: Tab) -> &'static str {
        match tab {
            Tab::All => "true",
            Tab::Hot => "conversations.hot AND conversations.archived_at IS NULL",
            Tab::Recents if self.filter.follow_up == Some(FollowUpState::Waiting) => {
                "conversations.archived_at IS NULL"
            }
            Tab::Recents => {
                "conversations.archived_at IS NULL AND conversations.put_off_until IS NULL"
            }
            Tab::Archived => "conversations.archived_at IS NOT NULL",
        }
    }

    /// The filter alone as a condition on `conversations`.
    #[must_use]
    pub fn passes(&self) -> String {
        let assigned = self.filter.assignee.map(|to| assigned(to, self.me));
        let mut all: Vec<String> = assigned.into_iter().collect();
        if let Some(tag) = self.filter.tag_id {
            all.push(format!(
                "EXISTS (SELECT 1 FROM contact_tags AS worn WHERE worn.workspace_id = $1 \
                     AND worn.contact_id = conversations.contact_id AND worn.tag_id = '{tag}') \
                 AND (SELECT tags.ending_at IS NULL FROM tags \
                     WHERE tags.workspace_id = $1 AND tags.id = '{tag}')"
            ));
        }
        if let Some(stage) = self.filter.stage_id {
            all.push(format!(
                "EXISTS (SELECT 1 FROM pipeline_cards AS card WHERE card.workspace_id = $1 \
                     AND card.contact_id = conversations.contact_id AND card.stage_id = '{stage}')"
            ));
        }
        if self.filter.unread {
            all.push("conversations.unread_count > 0".to_owned());
        }
        match self.filter.follow_up {
            None => {}
            Some(FollowUpState::Due) => {
                all.push("conversations.follow_up_due_at IS NOT NULL".to_owned());
            }
            Some(FollowUpState::Waiting) => {
                all.push("conversations.put_off_until IS NOT NULL".to_owned());
            }
        }
        if all.is_empty() {
            return "true".to_owned();
        }
        all.join(" AND ")
    }
}

/// Who works on it, as a condition; `me` is who looks.
fn assigned(to: Assignee, me: Option<Uuid>) -> String {
    let (agent, group) = (
        "conversations.assigned_agent_id",
        "conversations.assigned_group_id",
    );
    let me = me.unwrap_or_default();
    match to {
        Assignee::Nobody => format!("{agent} IS NULL AND {group} IS NULL"),
        Assignee::Agent(id) => format!("{agent} = '{id}'"),
        Assignee::Me => format!("{agent} = '{me}'"),
        // One that was deleted works on nothing, although its conversations still name it for a while.
        Assignee::Group(id) => format!(
            "{group} = '{id}' AND (SELECT groups.ending_at IS NULL FROM groups \
                 WHERE groups.workspace_id = $1 AND groups.id = '{id}')"
        ),
        // Read once, beforehand: the planner then chooses as for so many groups.
        Assignee::MyGroups => format!(
            "{group} = ANY (ARRAY(SELECT member.group_id FROM group_members AS member \
                 WHERE member.workspace_id = $1 AND member.agent_id = '{me}'))"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c18_all_that_a_filter_names_must_hold() {
        let narrowed = |tab, filter| Narrowed {
            tab,
            filter,
            me: Some(Uuid::from_u128(7)),
        };
        let whole = narrowed(Tab::Hot, Filter::default());
        assert!(whole.is_whole_tab() && whole.names_nothing());
        let mine = Filter {
            assignee: Some(Assignee::Me),
            unread: true,
            ..Filter::default()
        };
        let mine = narrowed(Tab::Recents, mine);
        assert!(!mine.is_whole_tab() && !mine.names_nothing());
        assert_eq!(
            mine.condition(),
            "conversations.archived_at IS NULL AND conversations.put_off_until IS NULL \
             AND conversations.assigned_agent_id = '00000000-0000-0000-0000-000000000007' \
             AND conversations.unread_count > 0"
        );
        let nobodys = Filter {
            assignee: Some(Assignee::Nobody),
            ..Filter::default()
        };
        assert_eq!(
            narrowed(Tab::All, nobodys).passes(),
            "conversations.assigned_agent_id IS NULL AND conversations.assigned_group_id IS NULL"
        );
    }
}
