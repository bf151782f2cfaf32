//! People the workspace texts (C10). A contact is identified by its phone, which never changes;
//! it has no conversation until a message, a lead or a person opens one.

mod erasing;
mod exporting;
mod filter;
pub mod listing;
pub mod merging;
pub mod queries;
pub mod rules;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use copperline_shared::contacts::{
    Contact, ContactCount, ContactFilter, CreateContact, ErasedContact, ListedContact,
    MergeContact, MergedContact, UpdateContact,
};
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, EraseContacts, ManageContacts, WorkContacts};
use crate::conversations;
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::Paging;
pub use filter::Filter;
use listing::Sorting;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_contacts)
        .service(count_contacts)
        .service(list_contact_sources)
        .service(export_contacts)
        .service(create_contact)
        .service(read_contact)
        .service(update_contact)
        .service(erase_contact)
        .service(merge_contact)
        .service(list_merged_contacts);
}

/// Sources that are listed to choose from.
const MOST_SOURCES: i64 = 500;

/// List contacts
///
/// The newest first unless `sort` and `order` say otherwise. Pass the same filter and order with
/// `after`.
#[utoipa::path(
    tag = "contacts",
    operation_id = "list_contacts",
    params(ContactFilter, Sorting, Paging),
    responses((status = 200, description = "One page", body = Page<ListedContact>), Problems)
)]
#[get("/api/v1/contacts")]
pub async fn list_contacts(
    app: AppData,
    caller: Caller<WorkContacts>,
    filter: web::Query<ContactFilter>,
    sorting: web::Query<Sorting>,
    paging: web::Query<Paging>,
) -> Answer<Page<ListedContact>> {
    let filter = Filter::read(&filter)?;
    let mut connection = app.pool.get().await?;
    let workspace = caller.workspace;
    let page = listing::page(&mut connection, workspace, &filter, *sorting, &paging).await?;
    Ok(web::Json(page))
}

/// Count the contacts that match
///
/// Exactly, however many there are.
#[utoipa::path(
    tag = "contacts",
    operation_id = "count_contacts",
    params(ContactFilter),
    responses((status = 200, description = "How many", body = ContactCount), Problems)
)]
#[get("/api/v1/contacts/count")]
pub async fn count_contacts(
    app: AppData,
    caller: Caller<WorkContacts>,
    filter: web::Query<ContactFilter>,
) -> Answer<ContactCount> {
    let filter = Filter::read(&filter)?;
    let mut connection = app.pool.get().await?;
    let count = queries::listing::count(&mut connection, caller.workspace, &filter).await?;
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Ok(web::Json(ContactCount { count }))
}

/// List the sources that contacts came from
///
/// From A to Z, at most 500.
#[utoipa::path(
    tag = "contacts",
    operation_id = "list_contact_sources",
    responses((status = 200, description = "The sources", body = Vec<String>), Problems)
)]
#[get("/api/v1/contacts/sources")]
pub async fn list_contact_sources(
    app: AppData,
    caller: Caller<WorkContacts>,
) -> Answer<Vec<String>> {
    let mut connection = app.pool.get().await?;
    let workspace = caller.workspace;
    let sources = queries::listing::sources(&mut connection, workspace, MOST_SOURCES).await?;
    Ok(web::Json(sources))
}

/// Download contacts as CSV
///
/// Those that match, in the order they were added, sent as they are read: each that was there when it
/// began, once. UTF-8 with a byte-order mark. A cell that a spreadsheet would calculate (one that
/// begins with `=`, `+`, `-` or `@`) has an apostrophe before it, which an import takes away again.
#[utoipa::path(
    tag = "contacts",
    operation_id = "export_contacts",
    params(ContactFilter),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv"), Problems)
)]
#[get("/api/v1/contacts/export")]
pub async fn export_contacts(
    app: AppData,
    caller: Caller<ManageContacts>,
    filter: web::Query<ContactFilter>,
) -> Result<HttpResponse, Error> {
    let filter = Filter::read(&filter)?;
    exporting::export(app, caller.workspace, filter)
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
                // One that is merged or erased just now is none any more.
                return Err(
                    known.map_or_else(Error::overtaken, |known| rules::already_a_contact(&known))
                );
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
///
/// One that was merged into another answers 404 with the code `merged`; `current` then holds the
/// `contact_id` of the one that stays and its `conversation_id`.
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
    let (workspace, id) = (caller.workspace, *contact_id);
    match queries::contact(&mut connection, workspace, id).await? {
        Some(contact) => Ok(web::Json(contact)),
        None => Err(merging::no_contact(&mut connection, workspace, id).await?),
    }
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

/// Merge another contact into this one
///
/// This one stays, with its phone. The other's thread, tags, notes, leads and place on the pipeline
/// move to it; where both have something this one's holds, and what was known of the other stays
/// readable. If either is opted out, both phones are. A lead or a file with the other's phone finds
/// this contact from then on. A text from it begins a contact of its own, so that what is answered goes
/// to the phone that wrote; its conversation names this contact in `formerly_of`. It can't be undone.
#[utoipa::path(
    tag = "contacts",
    operation_id = "merge_contact",
    request_body = MergeContact,
    params(("contact_id" = Uuid, Path, description = "The contact that stays"),
        ("Idempotency-Key" = Option<String>, Header,
        description = "The same key and request give the first answer again for 24 hours")),
    responses((status = 200, description = "The contact as it is now", body = Contact), Problems)
)]
#[post("/api/v1/contacts/{contact_id}/merge")]
pub async fn merge_contact(
    app: AppData,
    caller: Caller<ManageContacts>,
    contact_id: web::Path<Uuid>,
    key: IdempotencyKey,
    body: Body<MergeContact>,
) -> Answer<Contact> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let (kept, other) = (*contact_id, body.0.other);
    let once = Once::new(&caller, key, "merge_contact", &(kept, other))?;
    let mut connection = app.pool.get().await?;
    let contact = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            let (contact, events) = merging::merge(connection, &caller, (kept, other), now).await?;
            once.keep(connection, &contact).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok::<Contact, Error>(contact)
        })
        .await?;
    crate::jobs::wake(&app);
    Ok(web::Json(contact))
}

/// List the contacts that were merged into this one
///
/// As they were, the latest first.
#[utoipa::path(
    tag = "contacts",
    operation_id = "list_merged_contacts",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The contacts", body = Vec<MergedContact>), Problems)
)]
#[get("/api/v1/contacts/{contact_id}/merged")]
pub async fn list_merged_contacts(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<Vec<MergedContact>> {
    let mut connection = app.pool.get().await?;
    let contact = queries::contact(&mut connection, caller.workspace, *contact_id).await?;
    contact.ok_or_else(|| Error::not_found("contact"))?;
    let merged = merging::queries::merged(&mut connection, caller.workspace, *contact_id).await?;
    Ok(web::Json(merged))
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
