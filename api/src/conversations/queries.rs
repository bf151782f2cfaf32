//! Conversations in the database.

mod changes;
mod counts;
mod listed;
mod many;
mod marking;
mod of_group;

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::{FollowUp, FollowUpState};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contacts, conversations, opt_outs};

pub use changes::{Marks, find_or_create, lock, mark, mark_read, touch};
pub use counts::counts;
pub use listed::{all_in, count_in, filtered_counts, page};
pub use many::{contacts_of, existing, ids_of_contacts, many, of_contacts};
pub use marking::{Kept, Mark, mark_many, restore};
pub use of_group::{some_of_group, take_from_group};

/// A conversation with what its row shows of the contact.
#[derive(Queryable, QueryableByName, Debug)]
pub struct Row {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub contact_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub first_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub last_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub phone: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub hot: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub archived: bool,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub opted_out: bool,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub unread_count: i32,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub excerpt: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub excerpt_by: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub excerpt_agent_id: Option<Uuid>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub excerpt_name: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    pub last_activity_at: DateTime<Utc>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub tag_id: Option<Uuid>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub assigned_agent_id: Option<Uuid>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub assigned_group_id: Option<Uuid>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>)]
    pub put_off_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Timestamptz>)]
    pub follow_up_due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    pub put_off_by: Option<Uuid>,
}

impl TryFrom<Row> for Conversation {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let phone = Phone::try_from(row.phone)?;
        let follow_up = match (row.put_off_until, row.follow_up_due_at) {
            (Some(at), _) => Some((at, FollowUpState::Waiting)),
            (None, Some(at)) => Some((at, FollowUpState::Due)),
            (None, None) => None,
        };
        let follow_up = follow_up.map(|(at, state)| FollowUp {
            at,
            state,
            put_off_by: row.put_off_by,
        });
        Ok(Self {
            id: row.id,
            contact_id: row.contact_id,
            name: display_name(&row.first_name, &row.last_name, &phone),
            phone,
            hot: row.hot,
            archived: row.archived,
            opted_out: row.opted_out,
            unread_count: row.unread_count.unsigned_abs(),
            excerpt: row.excerpt,
            excerpt_by: db::from_text(row.excerpt_by)?,
            excerpt_agent_id: row.excerpt_agent_id,
            excerpt_name: row.excerpt_name,
            last_activity_at: row.last_activity_at,
            tag_id: row.tag_id,
            assigned_agent_id: row.assigned_agent_id,
            assigned_group_id: row.assigned_group_id,
            follow_up,
            hit: None,
        })
    }
}

/// Every query of conversations begins here: bound to the workspace, joined with the contact.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    conversations::table
        .inner_join(
            contacts::table.on(contacts::workspace_id
                .eq(conversations::workspace_id)
                .and(contacts::id.eq(conversations::contact_id))),
        )
        .left_join(
            opt_outs::table.on(opt_outs::workspace_id
                .eq(contacts::workspace_id)
                .and(opt_outs::phone.eq(contacts::phone))),
        )
        .filter(conversations::workspace_id.eq(workspace))
}

type Columns = (
    conversations::id,
    conversations::contact_id,
    contacts::first_name,
    contacts::last_name,
    contacts::phone,
    conversations::hot,
    diesel::dsl::IsNotNull<conversations::archived_at>,
    diesel::dsl::IsNotNull<diesel::dsl::Nullable<opt_outs::opted_out_at>>,
    conversations::unread_count,
    conversations::excerpt,
    conversations::excerpt_by,
    conversations::excerpt_agent_id,
    conversations::excerpt_name,
    conversations::last_activity_at,
    contacts::tag_id,
    conversations::assigned_agent_id,
    conversations::assigned_group_id,
    conversations::put_off_until,
    conversations::follow_up_due_at,
    conversations::put_off_by,
);

fn columns() -> Columns {
    (
        conversations::id,
        conversations::contact_id,
        contacts::first_name,
        contacts::last_name,
        contacts::phone,
        conversations::hot,
        conversations::archived_at.is_not_null(),
        opt_outs::opted_out_at.nullable().is_not_null(),
        conversations::unread_count,
        conversations::excerpt,
        conversations::excerpt_by,
        conversations::excerpt_agent_id,
        conversations::excerpt_name,
        conversations::last_activity_at,
        contacts::tag_id,
        conversations::assigned_agent_id,
        conversations::assigned_group_id,
        conversations::put_off_until,
        conversations::follow_up_due_at,
        conversations::put_off_by,
    )
}

/// One conversation as the list shows it.
///
/// # Errors
/// When the database fails.
pub async fn conversation(
    mut connection: &Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Conversation>, Error> {
    let row: Option<Row> = of_workspace(workspace.0)
        .filter(conversations::id.eq(id))
        .select(columns())
        .first(&mut connection)
        .await
        .optional()?;
    row.map(Conversation::try_from).transpose()
}

/// # Errors
/// When the database fails.
pub async fn exists(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let found = diesel::select(diesel::dsl::exists(
        conversations::table.find((workspace.0, id)),
    ));
    Ok(found.get_result(connection).await?)
}
