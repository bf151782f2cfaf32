//! Notes and their versions in the database.

mod many;

use chrono::{DateTime, Utc};
use copperline_shared::notes::{Note, NoteVersion};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::caller::{Actor, Identity};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{agents, api_tokens, note_versions, notes};

pub use many::{texts, write};

/// What stands on a notepad, with its author.
#[derive(Queryable, Clone, Debug)]
pub struct Standing {
    pub version_id: Uuid,
    pub revision: i32,
    pub text: String,
    pub agent_id: Option<Uuid>,
    pub api_token_id: Option<Uuid>,
    pub began_at: DateTime<Utc>,
    pub saved_at: DateTime<Utc>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub token_name: Option<String>,
}

impl Standing {
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision.unsigned_abs()
    }

    /// The agent's or token's id.
    #[must_use]
    pub fn author(&self) -> Option<Uuid> {
        self.agent_id.or(self.api_token_id)
    }

    #[must_use]
    pub fn note(self, contact_id: Uuid) -> Note {
        Note {
            contact_id,
            revision: self.revision(),
            saved_at: Some(self.saved_at),
            saved_by: Some(name(self.first_name, self.last_name, self.token_name)),
            text: self.text,
        }
    }
}

/// An agent's name, or a token's.
fn name(first: Option<String>, last: Option<String>, token: Option<String>) -> String {
    match (first, last) {
        (Some(first), Some(last)) => format!("{first} {last}").trim().to_owned(),
        _ => token.unwrap_or_default(),
    }
}

/// Every version begins here: bound to the workspace and contact, joined with its author.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_contact(workspace: Uuid, contact: Uuid) -> _ {
    note_versions::table
        .left_join(
            agents::table.on(agents::workspace_id
                .eq(note_versions::workspace_id)
                .and(agents::id.nullable().eq(note_versions::agent_id))),
        )
        .left_join(
            api_tokens::table.on(api_tokens::workspace_id
                .eq(note_versions::workspace_id)
                .and(api_tokens::id.nullable().eq(note_versions::api_token_id))),
        )
        .filter(note_versions::workspace_id.eq(workspace))
        .filter(note_versions::contact_id.eq(contact))
}

/// What stands on a contact's notepad; `None` while nothing was ever written.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<Option<Standing>, Error> {
    let on_top = notes::workspace_id
        .eq(note_versions::workspace_id)
        .and(notes::version_id.eq(note_versions::id));
    Ok(of_contact(workspace.0, contact)
        .inner_join(notes::table.on(on_top))
        .select((
            note_versions::id,
            notes::revision,
            note_versions::text,
            note_versions::agent_id,
            note_versions::api_token_id,
            note_versions::began_at,
            note_versions::saved_at,
            agents::first_name.nullable(),
            agents::last_name.nullable(),
            api_tokens::name.nullable(),
        ))
        .first(connection)
        .await
        .optional()?)
}

/// Goes on with the version that stands there.
///
/// # Errors
/// When the database fails.
pub async fn rewrite(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    version: Uuid,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::update(note_versions::table.find((workspace.0, version)))
        .set((
            note_versions::text.eq(text),
            note_versions::saved_at.eq(now),
        ))
        .execute(connection)
        .await?;
    diesel::update(notes::table.find((workspace.0, contact)))
        .set(notes::revision.eq(notes::revision + 1))
        .execute(connection)
        .await?;
    Ok(())
}

/// Begins a version, which stands there from now on.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    connection: &mut Connection,
    author: &Identity,
    contact: Uuid,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (workspace, id) = (author.workspace, Uuid::now_v7());
    let token = match &author.actor {
        Actor::ApiToken { id, .. } => Some(*id),
        Actor::Agent { .. } => None,
    };
    diesel::insert_into(note_versions::table)
        .values((
            note_versions::workspace_id.eq(workspace.0),
            note_versions::id.eq(id),
            note_versions::contact_id.eq(contact),
            note_versions::text.eq(text),
            note_versions::agent_id.eq(author.agent()),
            note_versions::api_token_id.eq(token),
            note_versions::began_at.eq(now),
            note_versions::saved_at.eq(now),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(notes::table)
        .values((
            notes::workspace_id.eq(workspace.0),
            notes::contact_id.eq(contact),
            notes::revision.eq(1),
            notes::version_id.eq(id),
        ))
        .on_conflict((notes::workspace_id, notes::contact_id))
        .do_update()
        .set((
            notes::revision.eq(notes::revision + 1),
            notes::version_id.eq(id),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a contact's notepad away and gives its versions to another contact.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(
    connection: &mut Connection,
    workspace: WorkspaceId,
    from: Uuid,
    to: Uuid,
) -> Result<(), Error> {
    diesel::delete(notes::table.find((workspace.0, from)))
        .execute(connection)
        .await?;
    let versions = note_versions::table
        .filter(note_versions::workspace_id.eq(workspace.0))
        .filter(note_versions::contact_id.eq(from));
    diesel::update(versions)
        .set(note_versions::contact_id.eq(to))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets a version that was handed over stand on the notepad of a contact that has none.
///
/// # Errors
/// When the database fails.
pub async fn adopt(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    standing: &Standing,
) -> Result<(), Error> {
    diesel::insert_into(notes::table)
        .values((
            notes::workspace_id.eq(workspace.0),
            notes::contact_id.eq(contact),
            notes::revision.eq(standing.revision),
            notes::version_id.eq(standing.version_id),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

type VersionRow = (
    Uuid,
    String,
    DateTime<Utc>,
    DateTime<Utc>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// A contact's versions before `position`, newest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<NoteVersion>, Error> {
    let mut query = of_contact(workspace.0, contact)
        .select((
            note_versions::id,
            note_versions::text,
            note_versions::began_at,
            note_versions::saved_at,
            agents::first_name.nullable(),
            agents::last_name.nullable(),
            api_tokens::name.nullable(),
        ))
        .order((note_versions::began_at.desc(), note_versions::id.desc()))
        .limit(limit)
        .into_boxed::<Pg>();
    if let Some(position) = position {
        query = query.filter(position.before(note_versions::began_at, note_versions::id));
    }
    let rows: Vec<VersionRow> = query.load(connection).await?;
    let version = |(id, text, began_at, saved_at, first, last, token): VersionRow| NoteVersion {
        id,
        text,
        began_at,
        saved_at,
        saved_by: name(first, last, token),
    };
    Ok(rows.into_iter().map(version).collect())
}
