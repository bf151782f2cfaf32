//! The order of the cards within a stage.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::RecordKind;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::conversations::records::By;
use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::pipeline_cards;

/// The first and the last key of a stage, without regard to the contact that is being moved.
///
/// # Errors
/// When the database fails.
pub async fn ends(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    except: Uuid,
) -> Result<(Option<String>, Option<String>), Error> {
    let keys = pipeline_cards::table
        .filter(pipeline_cards::workspace_id.eq(workspace.0))
        .filter(pipeline_cards::stage_id.eq(stage))
        .filter(pipeline_cards::contact_id.ne(except))
        .select(pipeline_cards::sort_key);
    let first = keys.order(pipeline_cards::sort_key.asc());
    let first = first.first(connection).await.optional()?;
    let last = keys.order(pipeline_cards::sort_key.desc());
    let last = last.first(connection).await.optional()?;
    Ok((first, last))
}

/// A contact's key, if it stands in this stage.
///
/// # Errors
/// When the database fails.
pub async fn key_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    contact: Uuid,
) -> Result<Option<String>, Error> {
    Ok(pipeline_cards::table
        .find((workspace.0, contact))
        .filter(pipeline_cards::stage_id.eq(stage))
        .select(pipeline_cards::sort_key)
        .first(connection)
        .await
        .optional()?)
}

/// Which neighbour of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Above,
    Below,
}

/// The key next to another one in a stage, without regard to the contact that is being moved.
///
/// # Errors
/// When the database fails.
pub async fn neighbour(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    (key, side): (&str, Side),
    except: Uuid,
) -> Result<Option<String>, Error> {
    let keys = pipeline_cards::table
        .filter(pipeline_cards::workspace_id.eq(workspace.0))
        .filter(pipeline_cards::stage_id.eq(stage))
        .filter(pipeline_cards::contact_id.ne(except))
        .select(pipeline_cards::sort_key);
    let found = match side {
        Side::Above => {
            keys.filter(pipeline_cards::sort_key.lt(key))
                .order(pipeline_cards::sort_key.desc())
                .first(connection)
                .await
        }
        Side::Below => {
            keys.filter(pipeline_cards::sort_key.gt(key))
                .order(pipeline_cards::sort_key.asc())
                .first(connection)
                .await
        }
    };
    Ok(found.optional()?)
}

/// Puts all cards of a stage below all of another, or of the same one, in the order they have. The
/// new keys begin with `prefix`, which no key of the other stage comes after. Cards that change
/// stages get a record in their threads.
///
/// # Errors
/// When the database fails.
pub async fn append_all(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (from, to): (Uuid, Uuid),
    prefix: &str,
    record: Option<(String, By)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if let Some((detail, by)) = record {
        add_records(connection, workspace, from, (&detail, by), now).await?;
    }
    // As many digits for each, and none ends with a zero: see rules/order.rs. Diesel knows no
    // window functions.
    diesel::sql_query(
        "UPDATE pipeline_cards SET stage_id = $3, \
             sort_key = $4 || lpad(to_hex(ordered.place), 8, '0') || 'i', \
             entered_at = CASE WHEN stage_id = $3 THEN entered_at ELSE $5 END, \
             previous_stage_id = NULL, previous_entered_at = NULL \
         FROM (SELECT contact_id AS id, row_number() OVER (ORDER BY sort_key) AS place \
             FROM pipeline_cards WHERE workspace_id = $1 AND stage_id = $2) ordered \
         WHERE workspace_id = $1 AND contact_id = ordered.id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(from)
    .bind::<SqlUuid, _>(to)
    .bind::<Text, _>(prefix)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes in the thread of each contact of a stage where it goes.
async fn add_records(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    (detail, by): (&str, By),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // As many at once as the stage holds. The ids are UUIDv7 (RFC 9562, 5.7), which PostgreSQL
    // makes by itself only from 18 on.
    diesel::sql_query(
        "INSERT INTO thread_records \
             (workspace_id, id, conversation_id, kind, agent_id, api_token_id, detail, created_at) \
         SELECT $1, encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING \
                 substring(int8send(floor(extract(epoch FROM $6) * 1000)::bigint) FROM 3) \
                 FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid, \
             conversations.id, $3, $4, $7, $5, $6 \
         FROM pipeline_cards \
         JOIN conversations ON conversations.workspace_id = $1 \
             AND conversations.contact_id = pipeline_cards.contact_id \
         WHERE pipeline_cards.workspace_id = $1 AND pipeline_cards.stage_id = $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(stage)
    .bind::<Text, _>(db::to_text(RecordKind::StageMoved)?)
    .bind::<Nullable<SqlUuid>, _>(by.agent())
    .bind::<Text, _>(detail)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(by.api_token())
    .execute(connection)
    .await?;
    Ok(())
}
