//! Leads posted by vendors (S4): each becomes a contact with a conversation, in one transaction
//! and once, however often and at the same moment it is posted.

pub mod posted;
pub mod queries;
pub mod rules;

use actix_web::http::StatusCode;
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use copperline_shared::api_tokens::ApiToken;
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::RecordKind;
use copperline_shared::events::Event;
use copperline_shared::leads::{CreateLead, LeadAccepted};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::WorkflowTrigger;
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::conversations::{self, Touch, records::By};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::idempotency::{IdempotencyKey, Once};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::workflows::triggers::set_off;
use crate::{api_tokens, consent, contacts};
use contacts::merging::queries::survivor;
use contacts::queries::{Changes, Details};
use posted::Posted;
use queries::NewLead;
use rules::Lead;

pub fn routes(config: &mut ServiceConfig) {
    config.service(create_lead);
}

/// Post a lead
///
/// Takes JSON or a form, and a token with the scope `leads`: as `Authorization: Bearer …`, or as
/// the field `token`. The phone alone decides whether the lead is accepted. The same `external_id`
/// or phone never makes a second contact; what a lead changes of a contact that is known already
/// is the token's setting. An opted-out phone stays opted out; a lead for somebody who was erased
/// on request is refused with `contact_erased`.
#[utoipa::path(
    tag = "leads",
    operation_id = "create_lead",
    request_body(
        content(
            (CreateLead = "application/json"),
            (CreateLead = "application/x-www-form-urlencoded")
        ),
        description = "The lead",
    ),
    params(("Idempotency-Key" = Option<String>, Header,
        description = "The same key and lead give the first answer again for 24 hours")),
    responses((status = 201, description = "What became of it", body = LeadAccepted), Problems),
    security(("bearer" = []))
)]
#[post("/api/v1/leads")]
pub async fn create_lead(
    app: AppData,
    posted: Posted,
    key: IdempotencyKey,
) -> Result<(web::Json<LeadAccepted>, StatusCode), Error> {
    let now = app.clock.now();
    let once = Once::new(&posted.caller, key, "create_lead", &posted.body)?;
    let lead = rules::read(&posted.body, now)?;
    let payload = Value::Object(posted.body);
    let workspace = posted.caller.workspace;
    let mut connection = app.pool.get().await?;
    let token = api_tokens::queries::token(&mut connection, workspace, posted.token).await?;
    let accepted = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let (accepted, events) =
                accept(connection, workspace, &token, &lead, &payload, now).await?;
            once.keep(connection, &accepted).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok(accepted)
        })
        .await?;
    Ok((web::Json(accepted), StatusCode::CREATED))
}

type Events = Vec<(Audience, Event)>;

/// Keeps the lead with its contact and conversation. The contact's row is locked throughout, so
/// that leads for one phone come one after the other, and before or after a merge.
async fn accept(
    connection: &mut Connection,
    workspace: WorkspaceId,
    token: &ApiToken,
    lead: &Lead,
    payload: &Value,
    now: DateTime<Utc>,
) -> Result<(LeadAccepted, Events), Error> {
    let mut details = lead.details.clone();
    if details.source.is_empty() {
        details.source.clone_from(&token.lead_source);
    }
    let source = details.source.clone();
    let phone = &lead.phone;
    let (contact, created) = hold(connection, workspace, phone, details, now).await?;
    let (conversation_id, _) =
        conversations::queries::find_or_create(connection, workspace, contact.id, now).await?;
    let new = NewLead {
        api_token_id: token.id,
        external_id: lead.external_id.as_deref(),
        contact_id: contact.id,
        payload,
    };
    let contact_id = contact.id;
    let Some(lead_id) = queries::create(connection, workspace, new, now).await? else {
        let lead_id = known(connection, workspace, token, lead, contact_id).await?;
        let accepted = LeadAccepted {
            lead_id,
            contact_id,
            conversation_id,
            created: false,
        };
        return Ok((accepted, Vec::new()));
    };
    let trigger = WorkflowTrigger::Lead {
        api_token_id: token.id,
    };
    set_off(connection, workspace, trigger, &[contact_id], now).await?;
    let mut events = Vec::new();
    if created {
        events.push(contacts::changed(&contact));
    } else {
        events.extend(fill_in(connection, workspace, token, lead, contact, now).await?);
    }
    let of = (conversation_id, By::ApiToken(token.id));
    events.extend(tell(connection, workspace, of, lead, &source, now).await?);
    Ok((
        LeadAccepted {
            lead_id,
            contact_id,
            conversation_id,
            created,
        },
        events,
    ))
}

/// Whose lead it is, locked, and whether they were created just now: the contact with this phone, or
/// the one that this one was merged into.
async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    details: Details,
    now: DateTime<Utc>,
) -> Result<(Contact, bool), Error> {
    // Waits for a merge or an erasure to end: what became of the contact is asked afterwards.
    if let Some(contact) = contacts::queries::lock_by_phone(connection, workspace, phone).await? {
        return Ok((contact, false));
    }
    let (is_erased, into) = tokio::try_join!(
        contacts::queries::is_erased(connection, workspace, phone),
        survivor(connection, workspace, phone),
    )?;
    if is_erased {
        return Err(rules::erased());
    }
    if let Some(into) = into {
        // It may be merged in turn, or erased, in this moment.
        let contact = contacts::queries::lock(connection, workspace, into).await?;
        return Ok((contact.ok_or_else(Error::overtaken)?, false));
    }
    let (contact, created) =
        contacts::queries::find_or_create_with(connection, workspace, phone, details, now).await?;
    // Asked again while they are held: until then a merge may have begun and ended.
    if created && survivor(connection, workspace, phone).await?.is_some() {
        return Err(Error::overtaken());
    }
    Ok((contact, created))
}

/// The id of the lead that came before with this external id, if it is the same phone's.
async fn known(
    connection: &mut Connection,
    workspace: WorkspaceId,
    token: &ApiToken,
    lead: &Lead,
    contact_id: Uuid,
) -> Result<Uuid, Error> {
    let external_id = lead.external_id.as_deref().unwrap_or_default();
    let known = queries::by_external_id(connection, workspace, token.id, external_id)
        .await?
        .ok_or_else(|| Error::internal("a lead was kept and can't be found"))?;
    if known.contact_id == contact_id {
        return Ok(known.id);
    }
    Err(Error::new(
        ErrorCode::ExternalIdTaken,
        format!(
            "The external_id {external_id} came before with another phone. Send each lead's own id."
        ),
    ))
}

/// Takes over from the lead what the token's policy says.
async fn fill_in(
    connection: &mut Connection,
    workspace: WorkspaceId,
    token: &ApiToken,
    lead: &Lead,
    contact: Contact,
    now: DateTime<Utc>,
) -> Result<Option<(Audience, Event)>, Error> {
    let changes = rules::changes(token.lead_duplicates, &lead.details, &contact);
    if changes == Changes::default() {
        return Ok(None);
    }
    let contact =
        contacts::queries::update(connection, workspace, contact.id, changes, now).await?;
    Ok(Some(contacts::changed(&contact)))
}

/// Records the consent, and shows the lead in the thread and the list.
async fn tell(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (conversation, by): (Uuid, By),
    lead: &Lead,
    source: &str,
    now: DateTime<Utc>,
) -> Result<Events, Error> {
    let mut detail = source.to_owned();
    if let Some(stated) = &lead.consent {
        let evidence = match &stated.words {
            Some(words) => format!("Lead from {source}; consent_at: {words}"),
            None => format!("Lead from {source}"),
        };
        let given = consent::Given {
            source: ConsentSource::Lead,
            at: stated.at.unwrap_or(now),
            source_url: &stated.source_url,
            certificate: &stated.certificate,
            evidence: &evidence,
        };
        consent::record_consent(connection, workspace, &lead.phone, given, now).await?;
        detail.push_str(" · consent recorded");
    }
    let (kind, add) = (RecordKind::LeadReceived, conversations::records::add);
    let record = add(connection, workspace, conversation, kind, by, &detail, now).await?;
    let touch = Touch {
        excerpt: &format!("New lead from {source}"),
        by: None,
        at: now,
        inbound: true,
        number_id: None,
    };
    conversations::queries::touch(connection, workspace, conversation, touch).await?;
    let mut events = vec![(Audience::Workspace, Event::RecordAdded { record })];
    events.extend(conversations::changed(connection, workspace, conversation).await?);
    Ok(events)
}
