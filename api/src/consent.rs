//! Who may be texted: the consent record, opt-outs and what lifts them (`rules` says which).
//!
//! An opt-out belongs to the phone within its workspace. No lead, edit or request lifts it.

pub mod queries;
pub mod rules;

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use diesel_async::AsyncConnection;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Actor, Caller, Identity, WorkContacts};
use crate::db::{Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};
use crate::{api_tokens, contacts, conversations, jobs, messages, profile};
use queries::NewEntry;
use rules::OptOut;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_consent).service(opt_out_contact);
}

/// List a contact's consent record
///
/// When and where consent was given, every opt-out and every return, newest first.
#[utoipa::path(
    tag = "consent",
    operation_id = "list_consent",
    params(("contact_id" = Uuid, Path, description = "The contact's id"), Paging),
    responses((status = 200, description = "The record", body = Page<ConsentEntry>), Problems)
)]
#[get("/api/v1/consent/{contact_id}")]
pub async fn list_consent(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    paging: web::Query<Paging>,
) -> Answer<Page<ConsentEntry>> {
    let after = paging.position()?;
    let limit = paging.limit();
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    let contact = contacts::queries::contact(&mut connection, workspace, *contact_id).await?;
    let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
    let entries =
        queries::entries(&mut connection, workspace, &contact.phone, after, limit + 1).await?;
    let position = |entry: &ConsentEntry| Position { at: entry.created_at, id: entry.id };
    Ok(web::Json(paging::page(entries, limit, position)))
}

/// Opt a contact out
///
/// For somebody who asked on the phone or by mail. Queued texts to them are cancelled. It can't
/// be undone: not by a lead, and not by the contact's START; they can write STOP and START
/// themselves. Asking again changes nothing.
#[utoipa::path(
    tag = "consent",
    operation_id = "opt_out_contact",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The contact, opted out", body = Contact), Problems)
)]
#[post("/api/v1/consent/{contact_id}/opt_out")]
pub async fn opt_out_contact(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<Contact> {
    let now = app.clock.now();
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    let contact = connection
        .transaction(async |connection| {
            let contact = contacts::queries::lock(connection, workspace, *contact_id).await?;
            let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
            let who = name_of(connection, &caller).await?;
            let conversation =
                contacts::queries::conversation_of(connection, workspace, contact.id).await?;
            let asked = Asked {
                conversation,
                source: ConsentSource::Agent,
                evidence: &who,
                agent: caller.agent(),
            };
            let events = withdraw(connection, workspace, &contact, asked, now).await?;
            outbox::record(connection, workspace, events, now).await?;
            let contact = contacts::queries::contact(connection, workspace, contact.id).await?;
            contact.ok_or_else(|| Error::not_found("contact"))
        })
        .await?;
    jobs::wake(&app);
    Ok(web::Json(contact))
}

async fn name_of(connection: &mut Connection, caller: &Identity) -> Result<String, Error> {
    let workspace = caller.workspace;
    match &caller.actor {
        Actor::Agent { id, .. } => profile::queries::agent_name(connection, workspace, *id).await,
        Actor::ApiToken { id, .. } => {
            Ok(api_tokens::queries::token(connection, workspace, *id).await?.name)
        }
    }
}

/// Since when this phone is opted out; `None` when it may be texted.
///
/// # Errors
/// When the database fails.
pub async fn opted_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(queries::standing(connection, workspace, phone).await?.map(|standing| standing.since))
}

/// Opts a phone out, within the caller's transaction: locks the contact, cancels queued texts,
/// adds to the consent record and the thread, and gives the events to record. Asked again by the
/// same source, nothing changes and there are no events.
///
/// # Errors
/// When the database fails.
#[expect(clippy::too_many_arguments, reason = "each is one fact of the entry that is written")]
pub async fn opt_out(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    phone: &Phone,
    source: ConsentSource,
    evidence: &str,
    agent: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = locked(connection, workspace, phone).await?;
    let asked = Asked { conversation: Some(conversation), source, evidence, agent };
    withdraw(connection, workspace, &contact, asked, now).await
}

/// Opts a phone in again, if the contact's wish may lift the opt-out that stands. Without events
/// nothing was lifted.
///
/// # Errors
/// When the database fails.
#[expect(clippy::too_many_arguments, reason = "each is one fact of the entry that is written")]
pub async fn opt_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    phone: &Phone,
    source: ConsentSource,
    evidence: &str,
    agent: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = locked(connection, workspace, phone).await?;
    let standing = queries::standing(connection, workspace, phone).await?;
    if !standing.is_some_and(|standing| rules::start_lifts(standing.source)) {
        return Ok(Vec::new());
    }
    queries::lift(connection, workspace, phone).await?;
    let asked = Asked { conversation: Some(conversation), source, evidence, agent };
    note(connection, workspace, &contact, ConsentKind::OptIn, asked, now).await
}

/// Consent as somebody states it was given.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub source: ConsentSource,
    pub at: DateTime<Utc>,
    /// The page on which it was given.
    pub source_url: &'a str,
    /// A consent certificate's address or id.
    pub certificate: &'a str,
    /// Who states it.
    pub evidence: &'a str,
}

/// Adds consent to the phone's record. It lifts no opt-out.
///
/// # Errors
/// When the database fails.
pub async fn record_consent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    given: Given<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let entry = NewEntry {
        kind: ConsentKind::Consent,
        source: given.source,
        given_at: given.at,
        source_url: given.source_url,
        certificate: given.certificate,
        evidence: given.evidence,
    };
    queries::add_entry(connection, workspace, phone, entry, now).await
}

/// Who asked to be opted out or in, where and how.
#[derive(Clone, Copy)]
struct Asked<'a> {
    conversation: Option<Uuid>,
    source: ConsentSource,
    evidence: &'a str,
    agent: Option<Uuid>,
}

async fn locked(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Contact, Error> {
    let contact = contacts::queries::lock_by_phone(connection, workspace, phone).await?;
    contact.ok_or_else(|| Error::internal("an opt-out came for a phone that is no contact"))
}

async fn withdraw(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let standing = queries::standing(connection, workspace, &contact.phone).await?;
    let outcome = rules::opt_out(standing.map(|standing| standing.source), asked.source);
    if outcome == OptOut::Known {
        return Ok(Vec::new());
    }
    queries::opt_out(connection, workspace, &contact.phone, asked.source, now).await?;
    let mut events = Vec::new();
    if let Some(conversation) = asked.conversation {
        events = messages::queries::cancel_queued(connection, workspace, conversation, now).await?;
    }
    events.extend(note(connection, workspace, contact, ConsentKind::OptOut, asked, now).await?);
    Ok(events)
}

/// Adds what was asked to the consent record and the thread, and says how things are now.
async fn note(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: &Contact,
    kind: ConsentKind,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let entry = NewEntry {
        kind,
        source: asked.source,
        given_at: now,
        source_url: "",
        certificate: "",
        evidence: asked.evidence,
    };
    queries::add_entry(connection, workspace, &contact.phone, entry, now).await?;
    let mut events = Vec::new();
    let contact = contacts::queries::contact(connection, workspace, contact.id).await?;
    events.extend(contact.as_ref().map(contacts::changed));
    if let Some(id) = asked.conversation {
        let record = match kind {
            ConsentKind::OptIn => RecordKind::OptedIn,
            _ => RecordKind::OptedOut,
        };
        // Who did it is told by the agent's name already.
        let detail = if asked.agent.is_some() { "" } else { asked.evidence };
        let (agent, add) = (asked.agent, conversations::records::add);
        let record = add(connection, workspace, id, record, agent, detail, now).await?;
        events.push((Audience::Workspace, Event::RecordAdded { record }));
        events.extend(contacts::conversation_changed(connection, workspace, id).await?);
    }
    Ok(events)
}
