//! Opt-outs and the consent record in the database. Entries are written once and never changed.

mod many;
mod suppression;

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{consent_entries, opt_outs};

pub use many::{add_new, opted_out};
pub use suppression::{suppress, suppressed, suppressions};

/// An opt-out that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who asked last.
    pub source: ConsentSource,
    pub since: DateTime<Utc>,
}

/// What a new entry of the record says.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    pub kind: ConsentKind,
    pub source: ConsentSource,
    /// When consent was given or withdrawn.
    pub given_at: DateTime<Utc>,
    pub source_url: &'a str,
    pub certificate: &'a str,
    /// The reply's own words, or who did it.
    pub evidence: &'a str,
    /// The trigger that the words matched; empty where there is none.
    pub trigger: &'a str,
    /// Who read the words so; empty where a trigger did.
    pub decided_by: &'a str,
}

/// The opt-out of this phone, if one stands.
///
/// # Errors
/// When the database fails.
pub async fn standing(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<Standing>, Error> {
    let row: Option<(String, DateTime<Utc>)> = opt_outs::table
        .find((workspace.0, phone.as_str()))
        .select((opt_outs::source, opt_outs::opted_out_at))
        .first(&mut connection)
        .await
        .optional()?;
    row.map(|(source, since)| {
        Ok(Standing {
            source: db::from_text(source)?,
            since,
        })
    })
    .transpose()
}

/// Opts the phone out, or notes who asked last; the moment of the first stays. Nothing takes the
/// place of the suppression list.
///
/// # Errors
/// When the database fails.
pub async fn opt_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    source: ConsentSource,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let last = diesel::insert_into(opt_outs::table)
        .values((
            opt_outs::workspace_id.eq(workspace.0),
            opt_outs::phone.eq(phone.as_str()),
            opt_outs::source.eq(db::to_text(source)?),
            opt_outs::opted_out_at.eq(now),
        ))
        .on_conflict((opt_outs::workspace_id, opt_outs::phone))
        .do_update()
        .set(opt_outs::source.eq(db::to_text(source)?));
    let listed = db::to_text(ConsentSource::Suppression)?;
    // By its whole name: an insert has no other filter, and a table would have two.
    diesel::query_dsl::methods::FilterDsl::filter(last, opt_outs::source.ne(listed))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lifts the phone's opt-out; that there was one stays in the record.
///
/// # Errors
/// When the database fails.
pub async fn lift(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<(), Error> {
    diesel::delete(opt_outs::table.find((workspace.0, phone.as_str())))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the phone's record has consent, or a return from an opt-out.
///
/// # Errors
/// When the database fails.
pub async fn is_recorded(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<bool, Error> {
    let consent = consent_entries::table
        .filter(consent_entries::workspace_id.eq(workspace.0))
        .filter(consent_entries::phone.eq(phone.as_str()))
        .filter(consent_entries::kind.eq_any(["consent", "opt_in"]));
    Ok(diesel::select(diesel::dsl::exists(consent))
        .get_result(connection)
        .await?)
}

/// Adds an entry to the phone's record.
///
/// # Errors
/// When the database fails.
pub async fn add_entry(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    entry: NewEntry<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(consent_entries::table)
        .values((
            consent_entries::workspace_id.eq(workspace.0),
            consent_entries::id.eq(Uuid::now_v7()),
            consent_entries::phone.eq(phone.as_str()),
            consent_entries::kind.eq(db::to_text(entry.kind)?),
            consent_entries::source.eq(db::to_text(entry.source)?),
            consent_entries::given_at.eq(entry.given_at),
            consent_entries::source_url.eq(entry.source_url),
            consent_entries::certificate.eq(entry.certificate),
            consent_entries::evidence.eq(entry.evidence),
            consent_entries::trigger.eq(entry.trigger),
            consent_entries::decided_by.eq(entry.decided_by),
            consent_entries::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = consent_entries)]
struct EntryRow {
    id: Uuid,
    phone: Option<String>,
    kind: String,
    source: String,
    given_at: DateTime<Utc>,
    source_url: String,
    certificate: String,
    evidence: String,
    trigger: String,
    decided_by: String,
    created_at: DateTime<Utc>,
}

/// The phones' records, newest first, at most `limit` entries older than `after`.
///
/// # Errors
/// When the database fails.
pub async fn entries(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[String],
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<ConsentEntry>, Error> {
    let mut query = consent_entries::table
        .filter(consent_entries::workspace_id.eq(workspace.0))
        .filter(consent_entries::phone.eq_any(phones))
        .order((
            consent_entries::created_at.desc(),
            consent_entries::id.desc(),
        ))
        .limit(limit)
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(position) = after {
        query = query.filter(position.before(consent_entries::created_at, consent_entries::id));
    }
    let rows: Vec<EntryRow> = query.load(connection).await?;
    rows.into_iter().map(ConsentEntry::try_from).collect()
}

/// The phones' records, oldest first, at most `limit` entries newer than `after`.
///
/// # Errors
/// When the database fails.
pub async fn entries_after(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[String],
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<ConsentEntry>, Error> {
    let mut query = consent_entries::table
        .filter(consent_entries::workspace_id.eq(workspace.0))
        .filter(consent_entries::phone.eq_any(phones))
        .order((consent_entries::created_at.asc(), consent_entries::id.asc()))
        .limit(limit)
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(position) = after {
        query = query.filter(position.after(consent_entries::created_at, consent_entries::id));
    }
    let rows: Vec<EntryRow> = query.load(connection).await?;
    rows.into_iter().map(ConsentEntry::try_from).collect()
}

impl TryFrom<EntryRow> for ConsentEntry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            kind: db::from_text(row.kind)?,
            source: db::from_text(row.source)?,
            given_at: row.given_at,
            source_url: row.source_url,
            certificate: row.certificate,
            evidence: row.evidence,
            trigger: row.trigger,
            decided_by: row.decided_by,
            phone: row.phone.map(Phone::try_from).transpose()?,
            created_at: row.created_at,
        })
    }
}
