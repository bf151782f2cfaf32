//! What the send gate reads of a phone and of the workspace's settings.

use chrono::{DateTime, Utc};
use copperline_shared::phone::Phone;
use copperline_shared::texting_hours::LiveReplies;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{untextable_phones as untextable_table, workspaces};

/// What the workspace decides about texting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateSettings {
    /// Whether a contact may be texted only with recorded consent.
    pub consent_required: bool,
    pub live_replies: LiveReplies,
}

/// # Errors
/// When the database fails.
pub async fn gate_settings(
    mut connection: &Connection,
    workspace: WorkspaceId,
) -> Result<GateSettings, Error> {
    let (consent_required, live_replies): (bool, String) = workspaces::table
        .find(workspace.0)
        .select((workspaces::consent_required, workspaces::live_replies))
        .first(&mut connection)
        .await?;
    Ok(GateSettings {
        consent_required,
        live_replies: db::from_text(live_replies)?,
    })
}

/// A phone that takes no texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untextable {
    /// The carrier's error that proved it.
    pub error_code: String,
}

/// Whether a carrier's error proved that this phone takes no texts.
///
/// # Errors
/// When the database fails.
pub async fn untextable(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<Untextable>, Error> {
    let error_code = untextable_table::table
        .find((workspace.0, phone.as_str()))
        .select(untextable_table::error_code)
        .first(&mut connection)
        .await
        .optional()?;
    Ok(error_code.map(|error_code| Untextable { error_code }))
}

/// Notes that this phone takes no texts; what was known first stays.
///
/// # Errors
/// When the database fails.
pub async fn mark_untextable(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    error_code: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::insert_into(untextable_table::table)
        .values((
            untextable_table::workspace_id.eq(workspace.0),
            untextable_table::phone.eq(phone.as_str()),
            untextable_table::error_code.eq(error_code),
            untextable_table::since.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(())
}

/// A text came from this phone: it takes texts.
///
/// # Errors
/// When the database fails.
pub async fn lift_untextable(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<(), Error> {
    diesel::delete(untextable_table::table.find((workspace.0, phone.as_str())))
        .execute(&mut connection)
        .await?;
    Ok(())
}
