//! People the workspace texts (C10). A contact is identified by its phone, which never changes;
//! it has no conversation until a message, a lead or a person opens one.

mod erasing;
pub mod queries;
pub mod rules;

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, web};
use copperline_shared::contacts::{Contact, CreateContact, ErasedContact, UpdateContact};
use copperline_shared::events::Event;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, EraseContacts, WorkContacts};
use crate::conversations;
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_contact)
        .service(read_contact)
        .service(update_contact)
        .service(erase_contact);
}

/// Add a contact
///
/// Only the phone is required. A phone that is a contact already is refused, naming the field.
/// The contact appears among the conversations once there is a message or a lead.
#[utoipa::path(
    tag = "contacts",
    operation_id = "create_contact",
    request_body = CreateContact,
    params(("Idempotency-Key" = Option<String>, Header,
        description = "The same key and request give the first answer again for 24 hours")),
    responses((status = 201, description = "The new contact", body = Contact), Problems)
)]
#[post("/api/v1/contacts")]
pub async fn create_contact(
    app: AppData,
    caller: Caller<WorkContacts>,
    key: IdempotencyKey,
    body: Body<CreateContact>,
) -> Result<(web::Json<Contact>, StatusCode), Error> {
    let now = app.clock.now();
    let once = Once::new(&caller, key, "create_contact", &body.0)?;
    let (phone, details) = rules::check_new(&body.0, now.date_naive())?;
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    let contact = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let created =
                queries::create(connection, workspace, &phone, details.clone(), now).await?;
            let Some(contact) = created else {
                let known = queries::lock_by_phone(connection, workspace, &phone).await?;
                return Err(known.map_or_else(
                    || Error::internal("a contact vanished while it was read"),
                    |known| rules::already_a_contact(&known),
                ));
            };
            once.keep(connection, &contact).await?;
            let events = vec![changed(&contact)];
            outbox::record(connection, workspace, events, now).await?;
            Ok(contact)
        })
        .await?;
    Ok((web::Json(contact), StatusCode::CREATED))
}

/// Read a contact
#[utoipa::path(
    tag = "contacts",
    operation_id = "read_contact",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The contact", body = Contact), Problems)
)]
#[get("/api/v1/contacts/{contact_id}")]
pub async fn read_contact(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<Contact> {
    let mut connection = app.pool.get().await?;
    let contact = queries::contact(&mut connection, caller.workspace, *contact_id).await?;
    Ok(web::Json(
        contact.ok_or_else(|| Error::not_found("contact"))?,
    ))
}

/// Change a contact
///
/// An absent field stays, an empty one is cleared. The phone never changes: any other value than
/// the present one is refused.
#[utoipa::path(
    tag = "contacts",
    operation_id = "update_contact",
    request_body = UpdateContact,
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The contact as it is now", body = Contact), Problems)
)]
#[patch("/api/v1/contacts/{contact_id}")]
pub async fn update_contact(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    body: Body<UpdateContact>,
) -> Answer<Contact> {
    let now = app.clock.now();
    let (workspace, id) = (caller.workspace, *contact_id);
    let mut connection = app.pool.get().await?;
    let contact = connection
        .atomically(async |connection| {
            let contact = queries::lock(connection, workspace, id).await?;
            let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
            let changes = rules::check_changes(&body.0, &contact, now.date_naive())?;
            let contact = queries::update(connection, workspace, id, changes, now).await?;
            // The name shows in the list of conversations too.
            let mut events = vec![changed(&contact)];
            let conversation = queries::conversation_of(connection, workspace, id).await?;
            if let Some(conversation) = conversation {
                events.extend(conversations::changed(connection, workspace, conversation).await?);
            }
            outbox::record(connection, workspace, events, now).await?;
            Ok(contact)
        })
        .await?;
    Ok(web::Json(contact))
}

/// Erase a contact on their request
///
/// Everything known of them goes: fields, texts, notes, leads, events. What the law makes one keep
/// stays under a keyed hash of the phone: that it is opted out, and the proof of consent. What texts
/// cost stays without their words. Leads for the phone are refused from then on, and a text from it
/// makes a new contact, opted out. It can't be undone; texts that are with the carrier arrive.
#[utoipa::path(
    tag = "contacts",
    operation_id = "erase_contact",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "What stays", body = ErasedContact), Problems)
)]
#[delete("/api/v1/contacts/{contact_id}")]
pub async fn erase_contact(
    app: AppData,
    caller: Caller<EraseContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<ErasedContact> {
    Ok(web::Json(erasing::erase(&app, &caller, *contact_id).await?))
}

/// Tells the workspace how a contact is now.
#[must_use]
pub fn changed(contact: &Contact) -> (Audience, Event) {
    (
        Audience::Workspace,
        Event::ContactChanged {
            contact: contact.clone(),
        },
    )
}
