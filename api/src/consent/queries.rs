//! Opt-outs and the consent record in the database. Entries are written once and never changed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::phone::Phone;
use copperline_shared::suppressions::Suppression;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::schema::{consent_entries, opt_outs};

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
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<Standing>, Error> {
    let row: Option<(String, DateTime<Utc>)> = opt_outs::table
        .find((workspace.0, phone.as_str()))
        .select((opt_outs::source, opt_outs::opted_out_at))
        .first(connection)
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

/// Opts the phone out, or notes who asked last; the moment of the first stays.
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
    diesel::insert_into(opt_outs::table)
        .values((
            opt_outs::workspace_id.eq(workspace.0),
            opt_outs::phone.eq(phone.as_str()),
            opt_outs::source.eq(db::to_text(source)?),
            opt_outs::opted_out_at.eq(now),
        ))
        .on_conflict((opt_outs::workspace_id, opt_outs::phone))
        .do_update()
        .set(opt_outs::source.eq(db::to_text(source)?))
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

/// Whether the phone's record has consent with the same moment, page and certificate already, or,
/// where the moment was in words, the same words.
///
/// # Errors
/// When the database fails.
pub async fn says_the_same(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    entry: NewEntry<'_>,
) -> Result<bool, Error> {
    let same = consent_entries::table
        .filter(consent_entries::workspace_id.eq(workspace.0))
        .filter(consent_entries::phone.eq(phone.as_str()))
        .filter(consent_entries::kind.eq(db::to_text(entry.kind)?))
        .filter(consent_entries::source_url.eq(entry.source_url))
        .filter(consent_entries::certificate.eq(entry.certificate))
        .filter(
            consent_entries::given_at
                .eq(entry.given_at)
                .or(consent_entries::evidence.eq(entry.evidence)),
        );
    Ok(diesel::select(diesel::dsl::exists(same))
        .get_result(connection)
        .await?)
}

/// Which of these phones are on the suppression list.
///
/// # Errors
/// When the database fails.
pub async fn suppressed(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashSet<String>, Error> {
    let listed: Vec<String> = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace.0))
        .filter(opt_outs::phone.eq_any(phones))
        .filter(opt_outs::source.eq(db::to_text(ConsentSource::Suppression)?))
        .select(opt_outs::phone)
        .load(connection)
        .await?;
    Ok(listed.into_iter().collect())
}

/// Numbers on the suppression list after a place, newest first; with `part`, those that have it.
///
/// # Errors
/// When the database fails.
pub async fn suppressions(
    connection: &mut Connection,
    workspace: WorkspaceId,
    part: Option<&str>,
    after: Option<(DateTime<Utc>, Phone)>,
    limit: i64,
) -> Result<Vec<Suppression>, Error> {
    let mut query = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace.0))
        .filter(opt_outs::source.eq(db::to_text(ConsentSource::Suppression)?))
        .order((opt_outs::opted_out_at.desc(), opt_outs::phone.desc()))
        .limit(limit)
        .select((opt_outs::phone, opt_outs::opted_out_at))
        .into_boxed();
    if let Some(part) = part {
        query = query.filter(opt_outs::phone.like(format!("%{part}%")));
    }
    if let Some((at, phone)) = after {
        let later = opt_outs::opted_out_at.lt(at);
        let same = opt_outs::opted_out_at
            .eq(at)
            .and(opt_outs::phone.lt(phone.as_str().to_owned()));
        query = query.filter(opt_outs::opted_out_at.le(at).and(later.or(same)));
    }
    let rows: Vec<(String, DateTime<Utc>)> = query.load(connection).await?;
    let item = |(phone, since): (String, DateTime<Utc>)| {
        let phone = Phone::try_from(phone)?;
        Ok(Suppression { phone, since })
    };
    rows.into_iter().map(item).collect()
}

/// Puts phones that are no contacts on the suppression list, each with the evidence for it.
///
/// # Errors
/// When the database fails.
pub async fn suppress(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[(&Phone, String)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if phones.is_empty() {
        return Ok(());
    }
    let source = db::to_text(ConsentSource::Suppression)?;
    let rows: Vec<_> = phones
        .iter()
        .map(|(phone, _)| {
            (
                opt_outs::workspace_id.eq(workspace.0),
                opt_outs::phone.eq(phone.as_str()),
                opt_outs::source.eq(&source),
                opt_outs::opted_out_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(opt_outs::table)
        .values(rows)
        .on_conflict((opt_outs::workspace_id, opt_outs::phone))
        .do_update()
        .set(opt_outs::source.eq(&source))
        .execute(connection)
        .await?;
    let kind = db::to_text(ConsentKind::OptOut)?;
    let entries: Vec<_> = phones
        .iter()
        .map(|(phone, evidence)| {
            (
                consent_entries::workspace_id.eq(workspace.0),
                consent_entries::id.eq(Uuid::now_v7()),
                consent_entries::phone.eq(phone.as_str()),
                consent_entries::kind.eq(&kind),
                consent_entries::source.eq(&source),
                consent_entries::given_at.eq(now),
                consent_entries::evidence.eq(evidence),
                consent_entries::created_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(consent_entries::table)
        .values(entries)
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
