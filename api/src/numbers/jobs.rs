//! Asking the carrier for numbers, and giving them back.

use std::sync::Arc;

use copperline_shared::numbers::{Number, NumberState};
use uuid::Uuid;

use super::changes::changes;
use super::{queries, rules};
use crate::app::App;
use crate::carriers::{CarrierError, callbacks};
use crate::db::{Atomic, WorkspaceId};
use crate::error::Error;
use crate::outbox;

/// Rents a number from the carrier. One that the carrier refuses is given up, and stays listed with
/// the reason.
///
/// # Errors
/// When the carrier doesn't answer or the database fails; renting again is safe.
pub async fn rent(app: &Arc<App>, workspace: WorkspaceId, id: Uuid) -> Result<(), Error> {
    let number = queries::existing(&mut *app.pool.get().await?, workspace, id).await?;
    if number.state != NumberState::Renting {
        return Ok(());
    }
    let inbound_url = format!("{}{}", app.config.base_url(), callbacks::INBOUND_PATH);
    match app.carrier.rent_number(&number.phone, &inbound_url).await {
        Ok(carrier_number_id) => rented(app, workspace, &number, &carrier_number_id).await,
        Err(CarrierError::Refused { code, message }) => {
            tracing::warn!(code, message, phone = %number.phone, "the carrier did not rent us a number");
            let words = rules::refusal(&code, &message);
            ended(app, workspace, &number, Ending::Refused(&words)).await
        }
        Err(error @ CarrierError::Unknown(_)) => Err(Error::Internal(Box::new(error))),
    }
}

async fn rented(
    app: &App,
    workspace: WorkspaceId,
    number: &Number,
    carrier_number_id: &str,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            queries::lock_all(connection, workspace).await?;
            let number = queries::existing(connection, workspace, number.id).await?;
            if number.state != NumberState::Renting {
                return Ok(());
            }
            queries::activate(connection, workspace, number.id, carrier_number_id).await?;
            // The default may have been released meanwhile.
            if queries::default_number(connection, workspace)
                .await?
                .is_none()
            {
                queries::move_default(connection, workspace, Some(number.id)).await?;
            }
            let events = changes(connection, workspace, &[number.id]).await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await
}

/// Gives a number back to the carrier.
///
/// # Errors
/// When the carrier doesn't answer or the database fails; releasing again is safe.
pub async fn release(app: &Arc<App>, workspace: WorkspaceId, id: Uuid) -> Result<(), Error> {
    let (number, carrier_number_id) = {
        let mut connection = app.pool.get().await?;
        let number = queries::existing(&mut connection, workspace, id).await?;
        (
            number,
            queries::carrier_number_id(&mut connection, workspace, id).await?,
        )
    };
    if number.state != NumberState::Releasing {
        return Ok(());
    }
    if let Some(carrier_number_id) = carrier_number_id {
        let released = app.carrier.release_number(&carrier_number_id).await;
        released.map_err(|error| Error::Internal(Box::new(error)))?;
    }
    ended(app, workspace, &number, Ending::Released).await
}

/// Why a number is none of ours any more.
#[derive(Clone, Copy)]
enum Ending<'a> {
    Released,
    /// The carrier would not hand it over, in its own words.
    Refused(&'a str),
}

async fn ended(
    app: &App,
    workspace: WorkspaceId,
    number: &Number,
    ending: Ending<'_>,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            queries::lock_all(connection, workspace).await?;
            // While the carrier was asked, people may have changed what is the default.
            let before = number.state;
            let number = queries::existing(connection, workspace, number.id).await?;
            if number.state != before {
                return Ok(());
            }
            let mut touched = vec![number.id];
            if number.is_default {
                let heir = queries::oldest_active(connection, workspace, number.id).await?;
                queries::move_default(connection, workspace, heir).await?;
                touched.extend(heir);
            }
            match ending {
                Ending::Released => queries::end(connection, workspace, number.id, now).await?,
                Ending::Refused(words) => {
                    queries::refuse(connection, workspace, number.id, words).await?;
                }
            }
            let events = changes(connection, workspace, &touched).await?;
            outbox::record(connection, workspace, events, now).await
        })
        .await
}
