//! The suppression list in the database: opt-outs that nothing lifts.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentKind, ConsentSource};
use copperline_shared::phone::Phone;
use copperline_shared::suppressions::Suppression;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{consent_entries, opt_outs};

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
