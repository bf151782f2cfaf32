//! Moving contacts on the pipeline: the one way on, along and off it, for people and for whatever
//! moves contacts by itself.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::money::Micros;
use copperline_shared::pipeline::PipelineStage;
use uuid::Uuid;

use super::queries::{self, Place, Side};
use super::rules::{self, order};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::{contacts, conversations};

/// A card that is moved back within this time keeps the time it had in the stage: it was a slip of
/// the hand, or is being undone.
const SLIP: TimeDelta = TimeDelta::minutes(2);

type Events = Vec<(Audience, Event)>;

/// Where a contact shall stand.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub stage: Uuid,
    pub amount: Amount,
    pub spot: Spot,
}

/// What becomes of the quoted amount.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    Kept,
    Is(Option<Micros>),
}

/// Where in the stage.
#[derive(Clone, Copy, Debug)]
pub enum Spot {
    /// Where it stands, or on top where it doesn't yet.
    Kept,
    /// Right below `above` if that contact stands in the stage, else right above `below`, else on
    /// top.
    Between {
        above: Option<Uuid>,
        below: Option<Uuid>,
    },
}

/// Puts a contact in a stage, within the caller's transaction: locks the contact and the pipeline,
/// opens the conversation when there is none, adds to the thread, and gives the events to record.
/// Where nothing changes there are none.
///
/// Whoever moves several contacts in one transaction locks them all first, in the order of their
/// ids.
///
/// # Errors
/// When there is no such contact or stage, or the database fails.
pub async fn move_to(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    to: Move,
    by: By,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let locked = contacts::queries::lock(connection, workspace, contact).await?;
    locked.ok_or_else(|| Error::not_found("contact"))?;
    let (conversation, begun) =
        conversations::queries::find_or_create(connection, workspace, contact, now).await?;
    queries::lock(connection, workspace).await?;
    let stage = super::stages::existing(connection, workspace, to.stage).await?;
    let before = queries::place(connection, workspace, contact).await?;
    let after = decide(connection, workspace, contact, (before.as_ref(), to), now).await?;
    if before.as_ref() == Some(&after) {
        return Ok(Vec::new());
    }
    queries::put(connection, workspace, contact, &after).await?;
    let mut reread = None;
    if after.sort_key.len() > order::LONG {
        respace(connection, workspace, stage.id, now).await?;
        reread = Some(stage.id);
    }
    let left = before.map(|before| before.stage_id);
    let mut events = Vec::new();
    if left != Some(stage.id) {
        let detail = rules::detail(&stage.name, after.amount_micros.map(Micros));
        events.push(record(connection, workspace, conversation, &detail, by, now).await?);
    }
    if begun {
        events.extend(conversations::changed(connection, workspace, conversation).await?);
    }
    events.push(changed(connection, workspace, contact, &[left, Some(stage.id)]).await?);
    if reread.is_some() {
        let stages = queries::stages(connection, workspace).await?;
        let event = Event::PipelineStagesChanged { stages, reread };
        events.push((Audience::Workspace, event));
    }
    Ok(events)
}

/// Takes a contact off the pipeline, within the caller's transaction, and gives the events to
/// record. Where it doesn't stand there are none.
///
/// # Errors
/// When there is no such contact, or the database fails.
pub async fn remove(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    by: By,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let locked = contacts::queries::lock(connection, workspace, contact).await?;
    locked.ok_or_else(|| Error::not_found("contact"))?;
    queries::lock(connection, workspace).await?;
    let Some(left) = queries::remove(connection, workspace, contact).await? else {
        return Ok(Vec::new());
    };
    let (conversation, _) =
        conversations::queries::find_or_create(connection, workspace, contact, now).await?;
    let record = record(connection, workspace, conversation, "", by, now).await?;
    let removed = Event::PipelineCardRemoved {
        contact_id: contact,
        stages: touched(connection, workspace, &[Some(left)]).await?,
    };
    Ok(vec![record, (Audience::Workspace, removed)])
}

/// Whether these are the events of a move from one stage to another, and not within one.
pub(super) fn is_move(events: &Events) -> bool {
    let moved = |event: &Event| match event {
        Event::RecordAdded { record } => record.kind == RecordKind::StageMoved,
        _ => false,
    };
    events.iter().any(|(_, event)| moved(event))
}

/// Where the contact will stand.
async fn decide(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    (before, to): (Option<&Place>, Move),
    now: DateTime<Utc>,
) -> Result<Place, Error> {
    let here = before.filter(|before| before.stage_id == to.stage);
    let key = here.map(|here| here.sort_key.as_str());
    let sort_key = key_for(connection, workspace, (to.stage, contact), to.spot, key).await?;
    let amount = before.and_then(|before| before.amount_micros);
    let amount_micros = match to.amount {
        Amount::Kept => amount,
        Amount::Is(amount) => amount.map(|amount| amount.0),
    };
    if let Some(here) = here {
        return Ok(Place {
            sort_key,
            amount_micros,
            ..here.clone()
        });
    }
    let back = before.filter(|before| {
        before.previous_stage_id == Some(to.stage) && now - before.entered_at <= SLIP
    });
    Ok(Place {
        stage_id: to.stage,
        amount_micros,
        sort_key,
        entered_at: back
            .and_then(|before| before.previous_entered_at)
            .unwrap_or(now),
        previous_stage_id: before.map(|before| before.stage_id),
        previous_entered_at: before.map(|before| before.entered_at),
    })
}

/// The key for a spot in a stage; `key` is the one the contact has there already.
async fn key_for(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (stage, contact): (Uuid, Uuid),
    spot: Spot,
    key: Option<&str>,
) -> Result<String, Error> {
    if let (Spot::Kept, Some(key)) = (spot, key) {
        return Ok(key.to_owned());
    }
    let (upper, lower) = gap(connection, workspace, (stage, contact), spot).await?;
    let stands = |key: &&str| {
        upper.as_deref().is_none_or(|upper| upper < *key)
            && lower.as_deref().is_none_or(|lower| *key < lower)
    };
    Ok(match key.filter(stands) {
        Some(key) => key.to_owned(),
        None => order::between(upper.as_deref(), lower.as_deref()),
    })
}

/// The keys above and below a spot.
async fn gap(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (stage, contact): (Uuid, Uuid),
    spot: Spot,
) -> Result<(Option<String>, Option<String>), Error> {
    let (above, below) = match spot {
        Spot::Kept => (None, None),
        Spot::Between { above, below } => (above, below),
    };
    for (named, side) in [(above, Side::Below), (below, Side::Above)] {
        // A card named as its own neighbour is none.
        let Some(named) = named.filter(|named| *named != contact) else {
            continue;
        };
        let Some(key) = queries::key_in(connection, workspace, stage, named).await? else {
            continue;
        };
        let beside = (key.as_str(), side);
        let other = queries::neighbour(connection, workspace, stage, beside, contact).await?;
        return Ok(match side {
            Side::Below => (Some(key), other),
            Side::Above => (other, Some(key)),
        });
    }
    let (first, _) = queries::ends(connection, workspace, stage, contact).await?;
    Ok((None, first))
}

/// Gives all cards of a stage new, short keys in the order they have.
async fn respace(
    connection: &mut Connection,
    workspace: WorkspaceId,
    stage: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (_, last) = queries::ends(connection, workspace, stage, Uuid::nil()).await?;
    let prefix = order::between(last.as_deref(), None);
    queries::append_all(connection, workspace, (stage, stage), &prefix, None, now).await
}

async fn record(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    detail: &str,
    by: By,
    now: DateTime<Utc>,
) -> Result<(Audience, Event), Error> {
    let (kind, add) = (RecordKind::StageMoved, conversations::records::add);
    let record = add(connection, workspace, conversation, kind, by, detail, now).await?;
    Ok((Audience::Workspace, Event::RecordAdded { record }))
}

/// Tells where a contact stands now, and how the stages are that it left and entered.
pub(super) async fn changed(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
    of: &[Option<Uuid>],
) -> Result<(Audience, Event), Error> {
    let card = queries::card(connection, workspace, contact).await?;
    let card = card.ok_or_else(|| Error::internal("a card vanished while it was moved"))?;
    let stages = touched(connection, workspace, of).await?;
    let event = Event::PipelineCardChanged { card, stages };
    Ok((Audience::Workspace, event))
}

/// The stages that something left or entered, as they are now.
pub(super) async fn touched(
    connection: &mut Connection,
    workspace: WorkspaceId,
    of: &[Option<Uuid>],
) -> Result<Vec<PipelineStage>, Error> {
    let mut stages = queries::stages(connection, workspace).await?;
    stages.retain(|stage| of.contains(&Some(stage.id)));
    Ok(stages)
}
