//! The records of many phones at once, as imports need them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::NewEntry;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::opt_outs;

/// Which of these phones are opted out, by whomever.
///
/// # Errors
/// When the database fails.
pub async fn opted_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashSet<String>, Error> {
    let standing: Vec<String> = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace.0))
        .filter(opt_outs::phone.eq_any(phones))
        .select(opt_outs::phone)
        .load(connection)
        .await?;
    Ok(standing.into_iter().collect())
}

/// Adds entries to the phones' records, but for those whose record has an entry of that kind with
/// the same page, certificate and moment already, or, where the moment was in words, the same words.
/// Moments are compared by the second, as exports write them.
///
/// # Errors
/// When the database fails.
pub async fn add_new(
    connection: &mut Connection,
    workspace: WorkspaceId,
    entries: &[(&Phone, NewEntry<'_>)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    // The statement sees what was there before it, not what it adds itself.
    let mut seen = HashSet::new();
    let rows: Vec<Value> = entries
        .iter()
        .filter(|(phone, entry)| {
            let same = (phone.as_str(), entry.source_url, entry.certificate);
            seen.insert((same, entry.kind, entry.given_at.timestamp()))
        })
        .map(|(phone, entry)| {
            serde_json::json!({
                "id": Uuid::now_v7(),
                "phone": phone.as_str(),
                "kind": entry.kind,
                "source": entry.source,
                "given_at": entry.given_at,
                "source_url": entry.source_url,
                "certificate": entry.certificate,
                "evidence": entry.evidence,
                "trigger": entry.trigger,
                "decided_by": entry.decided_by,
            })
        })
        .collect();
    // Diesel inserts no select from a list of rows.
    diesel::sql_query(
        "INSERT INTO consent_entries (workspace_id, id, phone, kind, source, given_at, source_url, \
             certificate, evidence, trigger, decided_by, created_at) \
         SELECT $1, new.id, new.phone, new.kind, new.source, new.given_at, new.source_url, \
             new.certificate, new.evidence, new.trigger, new.decided_by, $3 \
         FROM jsonb_to_recordset($2) AS new (id uuid, phone text, kind text, source text, \
             given_at timestamptz, source_url text, certificate text, evidence text, \
             trigger text, decided_by text) \
         WHERE NOT EXISTS (SELECT 1 FROM consent_entries AS same \
             WHERE same.workspace_id = $1 AND same.phone = new.phone AND same.kind = new.kind \
                 AND same.source_url = new.source_url AND same.certificate = new.certificate \
                 AND (same.evidence = new.evidence OR \
                     date_trunc('second', same.given_at) = date_trunc('second', new.given_at)))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Jsonb, _>(Value::Array(rows))
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}
