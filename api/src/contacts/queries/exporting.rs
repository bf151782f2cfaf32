//! What an export tells of contacts beyond their fields. It knows tables of other nouns: a line is
//! all there is of a person.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

#[derive(QueryableByName, Default)]
pub struct Beyond {
    #[diesel(sql_type = SqlUuid)]
    pub contact_id: Uuid,
    /// Names, between semicolons.
    #[diesel(sql_type = Nullable<Text>)]
    pub tags: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub stage: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_micros: Option<i64>,
    /// The newest consent of the phone's record.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub consent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub consent_source_url: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub consent_certificate: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
}

/// # Errors
/// When the database fails.
pub async fn beyond(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contacts: &[Uuid],
) -> Result<HashMap<Uuid, Beyond>, Error> {
    // Diesel has no lateral joins.
    let rows: Vec<Beyond> = diesel::sql_query(
        "SELECT contacts.id AS contact_id, worn.tags, stages.name AS stage, cards.amount_micros, \
             consent.given_at AS consent_at, consent.source_url AS consent_source_url, \
             consent.certificate AS consent_certificate, versions.text AS note \
         FROM contacts \
         LEFT JOIN LATERAL (SELECT string_agg(tags.name, '; ' ORDER BY tags.name) AS tags \
             FROM contact_tags JOIN tags ON tags.workspace_id = $1 AND tags.id = contact_tags.tag_id \
             WHERE contact_tags.workspace_id = $1 AND contact_tags.contact_id = contacts.id \
                 AND tags.ending_at IS NULL) AS worn ON true \
         LEFT JOIN pipeline_cards cards ON cards.workspace_id = $1 AND cards.contact_id = contacts.id \
         LEFT JOIN pipeline_stages stages ON stages.workspace_id = $1 AND stages.id = cards.stage_id \
         LEFT JOIN LATERAL (SELECT given_at, source_url, certificate FROM consent_entries \
             WHERE consent_entries.workspace_id = $1 AND consent_entries.phone = contacts.phone \
                 AND consent_entries.kind = 'consent' \
             ORDER BY consent_entries.created_at DESC, consent_entries.id DESC LIMIT 1) AS consent \
             ON true \
         LEFT JOIN notes ON notes.workspace_id = $1 AND notes.contact_id = contacts.id \
         LEFT JOIN note_versions versions ON versions.workspace_id = $1 \
             AND versions.id = notes.version_id \
         WHERE contacts.workspace_id = $1 AND contacts.id = ANY ($2)",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(contacts)
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.contact_id, row)).collect())
}
