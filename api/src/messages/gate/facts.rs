//! What the gate decides on.

use chrono::{DateTime, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::money::Micros;
use copperline_shared::places::Place;
use copperline_shared::texting_hours::TextingHours;

use super::{Asked, AtMoment};
use crate::billing::ledger;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::messages::queries::{self, GateSettings, Untextable};
use crate::texting_hours::rules::Permitted;
use crate::{consent, reviews, texting_hours};

/// Everything that is known when the checks are made.
#[derive(Clone, Debug)]
pub(super) struct Facts<'a> {
    pub asked: &'a Asked<'a>,
    /// Who asked for the opt-out that stands.
    pub opted_out: Option<ConsentSource>,
    /// Since when automated texts pause; not looked at for a person's.
    pub paused_since: Option<DateTime<Utc>>,
    pub untextable: Option<Untextable>,
    pub settings: GateSettings,
    /// Whether consent is recorded; not looked at where the workspace doesn't require it.
    pub consented: bool,
    pub place: Place,
    pub hours: TextingHours,
    pub balance: Micros,
}

impl Facts<'_> {
    /// The text at its moment, as quiet hours look at it.
    pub fn at_moment(&self) -> AtMoment<'_> {
        AtMoment {
            at: self.asked.at(),
            by_person: self.asked.by_person,
            anyway: self.asked.anyway,
            last_inbound_at: self.asked.to.last_inbound_at,
            live_replies: self.settings.live_replies,
            permitted: Permitted {
                hours: &self.hours,
                place: &self.place,
            },
        }
    }
}

pub(super) async fn gather<'a>(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &'a Asked<'a>,
) -> Result<Facts<'a>, Error> {
    let phone = &asked.to.phone;
    let place = Place::of(&asked.to.state, &asked.to.zip, phone);
    let paused = async {
        match asked.by_person {
            true => Ok(None),
            false => reviews::automation_paused(connection, workspace, phone).await,
        }
    };
    // All are on their way at once.
    let (standing, paused_since, balance, untextable, settings, hours) = tokio::try_join!(
        consent::queries::standing(connection, workspace, phone),
        paused,
        ledger::balance(connection, workspace),
        queries::untextable(connection, workspace, phone),
        queries::gate_settings(connection, workspace),
        texting_hours::queries::of(connection, place.state),
    )?;
    let consented =
        settings.consent_required && consent::is_recorded(connection, workspace, phone).await?;
    Ok(Facts {
        asked,
        opted_out: standing.map(|standing| standing.source),
        paused_since,
        untextable,
        settings,
        consented,
        place,
        hours,
        balance,
    })
}
