//! Erasing in the database. These statements know tables of other nouns: a person is in all of
//! them, and goes from all of them at once.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::{Contact, ErasedContact};
use copperline_shared::events::Event;
use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::rules::Identifying;
use crate::contacts::merging;
use crate::contacts::queries::phone_hash;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{consent_entries, contact_merges, contacts, opt_outs};
use crate::{imports, messages};

/// Locks the contact together with whoever has a phone again that was merged into it, always in the
/// same order; gives the phones of those others.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Vec<String>, Error> {
    let merged = merging::queries::phones(connection, workspace, id).await?;
    let locked: Vec<(Uuid, String)> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq(id).or(contacts::phone.eq_any(merged)))
        .order(contacts::id)
        .select((contacts::id, contacts::phone))
        .for_no_key_update()
        .load(connection)
        .await?;
    let others = locked.into_iter().filter(|(locked, _)| *locked != id);
    Ok(others.map(|(_, phone)| phone).collect())
}

/// The contacts that were merged into this one, each with the conversation that it had.
///
/// # Errors
/// When the database fails.
pub async fn merged(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Vec<(Contact, Option<Uuid>)>, Error> {
    let rows: Vec<(Value, Option<Uuid>)> = contact_merges::table
        .filter(contact_merges::workspace_id.eq(workspace.0))
        .filter(contact_merges::contact_id.eq(id))
        .order(contact_merges::id)
        .select((
            contact_merges::contact,
            contact_merges::merged_conversation_id,
        ))
        .load(connection)
        .await?;
    rows.into_iter()
        .map(|(contact, conversation)| Ok((serde_json::from_value(contact)?, conversation)))
        .collect()
}

/// Keeps the opt-out and the consent record under the phone's hash, without who it was.
///
/// # Errors
/// When the contact is not opted out or the database fails.
pub async fn keep_proof(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    now: DateTime<Utc>,
) -> Result<ErasedContact, Error> {
    // Diesel inserts no calls of functions from a select.
    diesel::sql_query(
        "INSERT INTO erasures (workspace_id, phone_hash, opt_out_source, opted_out_at, erased_at) \
         SELECT workspace_id, phone_hash(workspace_id, phone), source, opted_out_at, $3 \
         FROM opt_outs WHERE workspace_id = $1 AND phone = $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Text, _>(contact.phone.as_str())
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    let opted_out_at = diesel::delete(opt_outs::table.find((workspace.0, contact.phone.as_str())))
        .returning(opt_outs::opted_out_at)
        .get_result(connection)
        .await?;
    let who = Identifying::of(contact);
    let record = consent_entries::table
        .filter(consent_entries::workspace_id.eq(workspace.0))
        .filter(consent_entries::phone.eq(contact.phone.as_str()));
    let entries: Vec<(Uuid, String, String, String)> = record
        .select((
            consent_entries::id,
            consent_entries::evidence,
            consent_entries::source_url,
            consent_entries::certificate,
        ))
        .load(connection)
        .await?;
    for (id, evidence, source_url, certificate) in &entries {
        diesel::update(consent_entries::table.find((workspace.0, id)))
            .set((
                consent_entries::evidence.eq(who.remove_from(evidence)),
                consent_entries::source_url.eq(who.remove_from(source_url)),
                consent_entries::certificate.eq(who.remove_from(certificate)),
                consent_entries::phone.eq(None::<String>),
                consent_entries::phone_hash
                    .eq(phone_hash(workspace.0, contact.phone.as_str()).nullable()),
            ))
            .execute(connection)
            .await?;
    }
    Ok(ErasedContact {
        opted_out_at,
        consent_entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        messages: 0,
    })
}

/// Keeps what a conversation's texts cost, and says how many they are.
///
/// # Errors
/// When the database fails.
pub async fn keep_costs(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<usize, Error> {
    let kept = diesel::sql_query(
        "INSERT INTO erased_messages (workspace_id, id, direction, state, segments, price_micros, \
         carrier_message_id, created_at) \
         SELECT workspace_id, id, direction, state, segments, price_micros, carrier_message_id, \
         created_at FROM messages WHERE workspace_id = $1 AND conversation_id = $2",
    );
    Ok(kept
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<SqlUuid, _>(conversation)
        .execute(connection)
        .await?)
}

/// Forgets when a conversation's texts were to leave.
///
/// # Errors
/// When the database fails.
pub async fn forget_moments(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
) -> Result<(), Error> {
    diesel::sql_query(
        "DELETE FROM jobs WHERE workspace_id = $1 AND kind = 'release_message' \
         AND payload->>'message_id' IN (SELECT id::text FROM messages \
         WHERE workspace_id = $1 AND conversation_id = $2)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(conversation)
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes the contact with everything that hangs on them, and every trace in events, kept answers
/// and jobs. An event stays in its place in the order, and tells no more than that they are gone.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    conversation: Option<Uuid>,
) -> Result<(), Error> {
    // The tag that colours the contact refers back to the contact.
    diesel::update(contacts::table.find((workspace.0, contact.id)))
        .set(contacts::tag_id.eq(None::<Uuid>))
        .execute(connection)
        .await?;
    diesel::sql_query("SELECT delete_with_dependents('contacts', $1, ARRAY[$2])")
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<SqlUuid, _>(contact.id)
        .execute(connection)
        .await?;
    forget_traces(connection, workspace, contact, conversation).await
}

/// Forgets what tells of a contact and their phone in events, kept answers, jobs and imported files.
///
/// # Errors
/// When the database fails.
pub async fn forget_traces(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    conversation: Option<Uuid>,
) -> Result<(), Error> {
    messages::queries::lift_untextable(connection, workspace, &contact.phone).await?;
    imports::queries::forget_phone(connection, workspace, &contact.phone).await?;
    let phone = Some(contact.phone.as_str());
    forget(connection, workspace, (contact, phone), conversation).await
}

/// Forgets what tells of a contact whose phone is another contact's by now.
///
/// # Errors
/// When the database fails.
pub async fn forget_ids(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    conversation: Option<Uuid>,
) -> Result<(), Error> {
    forget(connection, workspace, (contact, None), conversation).await
}

async fn forget(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (contact, phone): (&Contact, Option<&str>),
    conversation: Option<Uuid>,
) -> Result<(), Error> {
    let ids = [Some(contact.id), conversation].into_iter().flatten();
    let traces: Vec<String> = ids
        .map(|id| id.to_string())
        .chain(phone.map(str::to_owned))
        .map(|trace| format!("%{trace}%"))
        .collect();
    let gone = serde_json::to_value(Event::ContactErased {
        contact_id: contact.id,
        conversation_id: conversation,
    })?;
    diesel::sql_query(
        "UPDATE events SET payload = $3 WHERE workspace_id = $1 AND payload::text LIKE ANY ($2)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(&traces)
    .bind::<Jsonb, _>(gone)
    .execute(connection)
    .await?;
    diesel::sql_query(
        "DELETE FROM idempotent_answers WHERE workspace_id = $1 \
         AND (answer::text LIKE ANY ($2) OR key LIKE ANY ($2))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(&traces)
    .execute(connection)
    .await?;
    // One job starts a workflow for many: the others' starts stay.
    diesel::sql_query(
        "UPDATE jobs SET last_error = NULL, payload = jsonb_set(payload, '{starts}', \
             (SELECT coalesce(jsonb_agg(pair ORDER BY nth), '[]') \
             FROM jsonb_array_elements(payload->'starts') WITH ORDINALITY AS starts (pair, nth) \
             WHERE pair->>0 <> $3)) \
         WHERE workspace_id = $1 AND kind = 'start_workflow' \
             AND (payload::text LIKE ANY ($2) OR last_error LIKE ANY ($2))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(&traces)
    .bind::<Text, _>(contact.id.to_string())
    .execute(connection)
    .await?;
    // What was given up is kept for people to look at, some of it without a workspace.
    diesel::sql_query(
        "DELETE FROM jobs WHERE kind <> 'start_workflow' AND (workspace_id = $1 OR (workspace_id IS NULL AND dead_at IS NOT NULL)) \
         AND (payload::text LIKE ANY ($2) OR last_error LIKE ANY ($2))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(&traces)
    .execute(connection)
    .await?;
    Ok(())
}
