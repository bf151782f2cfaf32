//! The demo's groups beside Everyone, and what is assigned to them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::groups::queries;

/// Each with how many conversations of 97 it works on.
const GROUPS: [(&str, u64); 2] = [("Sales", 20), ("Support", 8)];

/// Makes the groups, with the owner in each.
///
/// # Errors
/// When the database fails.
pub async fn make(
    connection: &mut Connection,
    (workspace, owner): (WorkspaceId, Uuid),
    at: DateTime<Utc>,
) -> Result<Vec<Uuid>, Error> {
    let mut groups = Vec::with_capacity(GROUPS.len());
    for (name, _) in GROUPS {
        let group = queries::insert(connection, workspace, name, at).await?;
        queries::put_in(connection, workspace, group, &[owner]).await?;
        groups.push(group);
    }
    Ok(groups)
}

/// The group that works on the conversation with this phone, if one does: the same one in every demo,
/// whatever else is drawn.
#[must_use]
pub fn of_phone(groups: &[Uuid], phone: &str) -> Option<Uuid> {
    let number: u64 = phone.trim_start_matches('+').parse().unwrap_or(0);
    // A prime, so that neighbouring places and lines are drawn apart.
    let drawn = number % 97;
    let mut below = 0;
    for (group, (_, share)) in groups.iter().zip(GROUPS) {
        below += share;
        if drawn < below {
            return Some(*group);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::places;

    #[test]
    fn x11_c18_some_conversations_are_a_groups_and_most_are_nobodys() {
        let groups = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let of = |group: Option<Uuid>| {
            let phones = (0..2_000).map(|index| places::phone(index).0);
            let of = phones.map(|phone| of_phone(&groups, &phone));
            of.filter(|of| *of == group).count()
        };
        let (sales, support) = (of(Some(groups[0])), of(Some(groups[1])));
        assert!((200..700).contains(&sales), "{sales}");
        assert!((60..400).contains(&support), "{support}");
        assert!(of(None) > 1_000);
    }
}
