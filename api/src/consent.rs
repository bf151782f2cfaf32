//! Who may be texted: the consent record, opt-outs and what lifts them (`rules` says which).
//!
//! An opt-out belongs to the phone within its workspace. No lead, edit or request lifts it.

mod asking;
mod export;
pub mod queries;
mod recording;
pub mod rules;

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource, ExportFormat};
use copperline_shared::contacts::Contact;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Actor, Caller, Identity, WorkContacts};
use crate::conversations::records::By;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::openapi::Problems;
use crate::outbox;
use crate::paging::{self, Paging, Position};
use crate::{api_tokens, contacts, jobs, profile};
use asking::withdraw;
pub use asking::{Asked, opt_in, opt_out, opt_out_phone, opt_out_with_thread};
use queries::NewEntry;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_consent)
        .service(export_consent)
        .service(opt_out_contact)
        .service(recording::record_given);
}

/// List a contact's consent record
///
/// When and where consent was given, every opt-out and every return, newest first; those of contacts
/// that were merged into this one name their phone.
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
    let merged = contacts::merging::queries::phones(&mut connection, workspace, contact.id);
    let mut phones = merged.await?;
    phones.push(contact.phone.as_str().to_owned());
    let mut entries =
        queries::entries(&mut connection, workspace, &phones, after, limit + 1).await?;
    for entry in &mut entries {
        entry.phone = entry.phone.take().filter(|phone| *phone != contact.phone);
    }
    let position = |entry: &ConsentEntry| Position {
        at: entry.created_at,
        id: entry.id,
    };
    Ok(web::Json(paging::page(entries, limit, position)))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Exported {
    /// The form: a sheet, data for programs, or pages to read and print; the last when absent.
    format: Option<ExportFormat>,
}

/// Export a contact's consent record, for a dispute
///
/// Every entry with its evidence, and every text that speaks of consent: opt-outs, opt-ins, requests
/// for help, replies that read like a request to stop, and what Copperline answered. The oldest
/// first.
#[utoipa::path(
    tag = "consent",
    operation_id = "export_consent",
    params(("contact_id" = Uuid, Path, description = "The contact's id"), Exported),
    responses((status = 200, description = "The record", body = String, content_type = "text/plain"), Problems)
)]
#[get("/api/v1/consent/{contact_id}/export")]
async fn export_consent(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    exported: web::Query<Exported>,
) -> Result<HttpResponse, Error> {
    let format = exported.format.unwrap_or_default();
    export::answer(&app, &caller, *contact_id, format).await
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
        .atomically(async |connection| {
            let contact = contacts::queries::lock(connection, workspace, *contact_id).await?;
            let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
            let who = name_of(connection, &caller).await?;
            let conversation =
                contacts::queries::conversation_of(connection, workspace, contact.id).await?;
            let asked = Asked {
                conversation,
                source: ConsentSource::Agent,
                evidence: &who,
                trigger: "",
                by: By::caller(&caller),
                decided_by: "",
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

/// Who a caller is, in words: an agent's name, or a token's with what it is.
///
/// # Errors
/// When the database fails.
pub async fn name_of(connection: &mut Connection, caller: &Identity) -> Result<String, Error> {
    let workspace = caller.workspace;
    match &caller.actor {
        Actor::Agent { id, .. } => profile::queries::agent_name(connection, workspace, *id).await,
        Actor::ApiToken { id, .. } => {
            let token = api_tokens::queries::token(connection, workspace, *id).await?;
            Ok(format!("{} (API token)", token.name))
        }
    }
}

/// Since when this phone is opted out; `None` when it may be texted.
///
/// # Errors
/// When the database fails.
pub async fn opted_out(
    connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(queries::standing(connection, workspace, phone)
        .await?
        .map(|standing| standing.since))
}

/// Whether consent of this phone is recorded: a lead's, or the contact's own START.
///
/// # Errors
/// When the database fails.
pub async fn is_recorded(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<bool, Error> {
    queries::is_recorded(connection, workspace, phone).await
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
    queries::add_entry(connection, workspace, phone, entry(given), now).await
}

/// As [`record_consent`] for many phones, of each what its record doesn't say already: a file that is
/// imported again proves nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn record_consents_once(
    connection: &mut Connection,
    workspace: WorkspaceId,
    given: &[(&Phone, Given<'_>)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let entries: Vec<_> = given
        .iter()
        .map(|(phone, given)| (*phone, entry(*given)))
        .collect();
    queries::add_new(connection, workspace, &entries, now).await
}

fn entry(given: Given<'_>) -> NewEntry<'_> {
    NewEntry {
        kind: ConsentKind::Consent,
        source: given.source,
        given_at: given.at,
        source_url: given.source_url,
        certificate: given.certificate,
        evidence: given.evidence,
        trigger: "",
        decided_by: "",
    }
}
