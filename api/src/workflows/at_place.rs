//! Where a contact is, and when they may be texted.

use chrono_tz::Tz;
use copperline_shared::contacts::Contact;
use copperline_shared::places::Place;
use copperline_shared::texting_hours::TextingHours;

use super::rules::dates::Clocks;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::texting_hours::rules::Permitted;
use crate::{texting_hours, workspace};

/// The workspace's own time zone.
///
/// # Errors
/// When the database fails.
pub(super) async fn zone_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
) -> Result<Tz, Error> {
    let settings = workspace::queries::workspace(connection, workspace).await?;
    Ok(settings.time_zone.parse().unwrap_or(Tz::UTC))
}

/// Where a contact is and when they may be texted.
pub(super) struct AtPlace {
    place: Place,
    hours: TextingHours,
    workspace: Tz,
}

impl AtPlace {
    /// # Errors
    /// When the database fails.
    pub async fn of(
        connection: &mut Connection,
        workspace: WorkspaceId,
        contact: &Contact,
    ) -> Result<Self, Error> {
        let zone = zone_of(connection, workspace).await?;
        Self::beside(connection, zone, contact).await
    }

    /// As [`of`](Self::of), where the workspace's zone is known already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn beside(
        connection: &mut Connection,
        zone: Tz,
        contact: &Contact,
    ) -> Result<Self, Error> {
        let place = Place::of(&contact.state, &contact.zip, &contact.phone);
        let hours = texting_hours::queries::of(connection, place.state).await?;
        Ok(Self {
            place,
            hours,
            workspace: zone,
        })
    }

    pub fn clocks(&self) -> Clocks<'_> {
        let permitted = Permitted {
            hours: &self.hours,
            place: &self.place,
        };
        Clocks::of(permitted, self.workspace)
    }
}
