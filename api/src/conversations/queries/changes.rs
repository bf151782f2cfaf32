//! Making and changing conversations: what is written about them.

use chrono::{DateTime, Utc};
use copperline_shared::assignment::AssignedTo;
use copperline_shared::conversations::ExcerptBy;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::result::OptionalEmptyChangesetExtension;
use diesel::sql_types::{Nullable, Text};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::conversations::Touch;
use crate::db::{self, CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::queries::Sender;
use crate::schema::{agents, api_tokens, conversations, workflows};

/// What a change of a conversation is decided on, with its row locked until the commit.
#[derive(Queryable, Debug)]
pub struct Locked {
    pub hot: bool,
    pub archived: bool,
    pub unread: bool,
    assigned_agent_id: Option<Uuid>,
    assigned_group_id: Option<Uuid>,
}

impl Locked {
    /// Who works on it.
    #[must_use]
    pub fn assigned_to(&self) -> Option<AssignedTo> {
        AssignedTo::either(self.assigned_agent_id, self.assigned_group_id)
    }
}

/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Locked>, Error> {
    Ok(conversations::table
        .find((workspace.0, id))
        .select((
            conversations::hot,
            conversations::archived_at.is_not_null(),
            conversations::unread_count.gt(0),
            conversations::assigned_agent_id,
            conversations::assigned_group_id,
        ))
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?)
}

/// The contact's one conversation, and whether it was made just now because there was none.
///
/// # Errors
/// When the database fails.
pub async fn find_or_create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(Uuid, bool), Error> {
    let of_contact = conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq(contact_id))
        .select(conversations::id);
    if let Some(id) = of_contact.first(connection).await.optional()? {
        return Ok((id, false));
    }
    let created: Option<Uuid> = diesel::insert_into(conversations::table)
        .values((
            conversations::workspace_id.eq(workspace.0),
            conversations::id.eq(Uuid::now_v7()),
            conversations::contact_id.eq(contact_id),
            conversations::last_activity_at.eq(now),
            conversations::created_at.eq(now),
        ))
        .on_conflict((conversations::workspace_id, conversations::contact_id))
        .do_nothing()
        .returning(conversations::id)
        .get_result(connection)
        .await
        .optional()?;
    match created {
        Some(id) => Ok((id, true)),
        // Somebody else made it meanwhile.
        None => Ok((of_contact.first(connection).await?, false)),
    }
}

/// Moves a conversation to the top with what just happened in it.
///
/// # Errors
/// When the database fails.
pub async fn touch(
    mut connection: &Connection,
    workspace: WorkspaceId,
    id: Uuid,
    touch: Touch<'_>,
) -> Result<(), Error> {
    let excerpt: String = touch.excerpt.chars().take(160).collect();
    // What was put off is back. What is due stays so until somebody does it: see `follow_ups`.
    let came_in = touch.inbound.then(|| {
        let due = conversations::follow_up_due_at.is_not_null();
        let nobody = None::<Uuid>.into_sql::<Nullable<diesel::sql_types::Uuid>>();
        let by = diesel::dsl::case_when(due, conversations::put_off_by).otherwise(nobody);
        (
            conversations::unread_count.eq(conversations::unread_count + 1),
            conversations::archived_at.eq(None::<DateTime<Utc>>),
            conversations::put_off_until.eq(None::<DateTime<Utc>>),
            conversations::put_off_by.eq(by),
        )
    });
    // A lead is news, but not from the contact.
    let from_contact = matches!(touch.by, Some(Sender::Contact));
    let by = touch
        .by
        .map_or(ExcerptBy::Record, |sender| sender.kind().into());
    diesel::update(conversations::table.find((workspace.0, id)))
        .set((
            conversations::excerpt.eq(excerpt),
            conversations::excerpt_by.eq(db::to_text(by)?),
            conversations::excerpt_agent_id.eq(touch.by.and_then(Sender::agent)),
            conversations::excerpt_name.eq(name(workspace, touch.by)),
            conversations::last_activity_at.eq(touch.at),
            touch
                .number_id
                .map(|number| conversations::number_id.eq(number)),
            came_in,
            from_contact.then_some(conversations::last_inbound_at.eq(touch.at)),
        ))
        .cached()
        .execute(&mut connection)
        .await?;
    Ok(())
}

type Name = Box<dyn BoxableExpression<conversations::table, Pg, SqlType = Nullable<Text>> + Send>;

/// The name a row calls somebody by, read in the statement that writes it.
fn name(workspace: WorkspaceId, by: Option<Sender>) -> Name {
    match by {
        Some(Sender::Agent(id)) => Box::new(
            agents::table
                .find((workspace.0, id))
                .select(agents::first_name)
                .single_value(),
        ),
        Some(Sender::ApiToken(id)) => Box::new(
            api_tokens::table
                .find((workspace.0, id))
                .select(api_tokens::name)
                .single_value(),
        ),
        Some(Sender::Workflow(of)) => Box::new(
            workflows::table
                .find((workspace.0, of.workflow_id))
                .select(workflows::name)
                .single_value(),
        ),
        Some(Sender::Contact | Sender::Copperline) | None => {
            Box::new(None::<String>.into_sql::<Nullable<Text>>())
        }
    }
}

/// Marks to change; `None` leaves a mark as it is.
#[derive(AsChangeset, Clone, Copy, Debug, Default)]
#[diesel(table_name = conversations)]
pub struct Marks {
    pub hot: Option<bool>,
    pub archived_at: Option<Option<DateTime<Utc>>>,
    pub unread_count: Option<i32>,
    pub assigned_agent_id: Option<Option<Uuid>>,
    pub assigned_group_id: Option<Option<Uuid>>,
}

/// Marks a conversation. One statement: PostgreSQL checks the contact's key again when a transaction
/// updates a row twice, which would lock the contact after the conversation.
///
/// # Errors
/// When the database fails.
pub async fn mark(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    marks: Marks,
) -> Result<(), Error> {
    diesel::update(conversations::table.find((workspace.0, id)))
        .set(marks)
        .cached()
        .execute(connection)
        .await
        .optional_empty_changeset()?;
    Ok(())
}

/// Whether there was anything to mark.
///
/// # Errors
/// When the database fails.
pub async fn mark_read(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<bool, Error> {
    let unread = conversations::table
        .find((workspace.0, id))
        .filter(conversations::unread_count.gt(0));
    let marked = diesel::update(unread)
        .set(conversations::unread_count.eq(0))
        .execute(connection)
        .await?;
    Ok(marked == 1)
}
