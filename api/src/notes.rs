//! The notepad of each contact (C11): saved as it is typed, never over what somebody else has
//! written meanwhile, with the versions that stood there before.

mod merging;
pub mod queries;
mod rules;

use actix_web::{get, put, web};
use copperline_shared::events::Event;
use copperline_shared::notes::{self as shared, Note, NoteVersion, SaveNote};
use copperline_shared::page::Page;
use copperline_shared::problem::ErrorCode;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkContacts};
use crate::contacts;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};
pub use merging::merge;
use rules::Verdict;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(read_note)
        .service(save_note)
        .service(list_note_versions);
}

/// Read what stands on a contact's notepad
#[utoipa::path(
    tag = "notes",
    operation_id = "read_note",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    responses((status = 200, description = "The note; empty with revision 0 while nothing was written", body = Note), Problems)
)]
#[get("/api/v1/notes/{contact_id}")]
async fn read_note(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
) -> Answer<Note> {
    let mut connection = app.pool.get().await?;
    let (workspace, contact) = (caller.workspace, *contact_id);
    match queries::standing(&mut connection, workspace, contact).await? {
        Some(standing) => Ok(web::Json(standing.note(contact))),
        None => {
            expect_contact(&mut connection, workspace, contact).await?;
            Ok(web::Json(unwritten(contact)))
        }
    }
}

/// Save what is written on a contact's notepad
///
/// With the revision that was edited. When somebody saved another text since, this one is refused
/// with 409 `note_changed`, and `current` holds the note as it is. The same text again is no
/// change. Saves of one author within ten minutes are one version, unless they take out more than
/// a few words.
#[utoipa::path(
    tag = "notes",
    operation_id = "save_note",
    params(("contact_id" = Uuid, Path, description = "The contact's id")),
    request_body = SaveNote,
    responses((status = 200, description = "The note as it is now", body = Note), Problems)
)]
#[put("/api/v1/notes/{contact_id}")]
async fn save_note(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    body: Body<SaveNote>,
) -> Answer<Note> {
    let mut fields = Fields::default();
    let text = fields.check("text", shared::check_text(&body.0.text));
    let (text,) = fields.finish((text,))?;
    let save = SaveNote { text, ..body.0 };
    let (workspace, contact, now) = (caller.workspace, *contact_id, app.clock.now());
    let mut connection = app.pool.get().await?;
    let note = connection
        .atomically(async |connection| {
            let locked = contacts::queries::lock(connection, workspace, contact).await?;
            locked.ok_or_else(|| Error::not_found("contact"))?;
            let standing = queries::standing(connection, workspace, contact).await?;
            match rules::judge(standing.as_ref(), &save, caller.id(), now) {
                Verdict::Unchanged => {}
                Verdict::Stale => return Err(stale(contact, standing)),
                Verdict::Continues(version) => {
                    queries::rewrite(connection, workspace, contact, version, &save.text, now)
                        .await?;
                }
                Verdict::Begins => {
                    queries::begin(connection, &caller, contact, &save.text, now).await?;
                }
            }
            let before = standing.map_or(0, |standing| standing.revision());
            let now_standing = queries::standing(connection, workspace, contact).await?;
            let note = now_standing.map_or_else(|| unwritten(contact), |s| s.note(contact));
            if note.revision != before {
                let event = Event::NoteChanged {
                    contact_id: contact,
                    revision: note.revision,
                };
                let events = vec![(Audience::Workspace, event)];
                outbox::record(connection, workspace, events, now).await?;
            }
            Ok::<Note, Error>(note)
        })
        .await?;
    Ok(web::Json(note))
}

/// List what stood on a contact's notepad
///
/// Newest first, with author and time; the first one is what stands there now.
#[utoipa::path(
    tag = "notes",
    operation_id = "list_note_versions",
    params(("contact_id" = Uuid, Path, description = "The contact's id"), Paging),
    responses((status = 200, description = "One page", body = Page<NoteVersion>), Problems)
)]
#[get("/api/v1/notes/{contact_id}/versions")]
async fn list_note_versions(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    paging: web::Query<Paging>,
) -> Answer<Page<NoteVersion>> {
    let (workspace, after, limit) = (caller.workspace, paging.position()?, paging.limit());
    let mut connection = app.pool.get().await?;
    let versions =
        queries::versions(&mut connection, workspace, *contact_id, after, limit + 1).await?;
    if versions.is_empty() {
        expect_contact(&mut connection, workspace, *contact_id).await?;
    }
    let position = |version: &NoteVersion| Position {
        at: version.began_at,
        id: version.id,
    };
    Ok(web::Json(paging::page(versions, limit, position)))
}

async fn expect_contact(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact: Uuid,
) -> Result<(), Error> {
    let contact = contacts::queries::contact(connection, workspace, contact).await?;
    contact
        .map(|_| ())
        .ok_or_else(|| Error::not_found("contact"))
}

fn unwritten(contact_id: Uuid) -> Note {
    Note {
        contact_id,
        text: String::new(),
        revision: 0,
        saved_at: None,
        saved_by: None,
    }
}

/// Somebody else has saved another text meanwhile.
fn stale(contact: Uuid, standing: Option<queries::Standing>) -> Error {
    let current = standing.map_or_else(|| unwritten(contact), |s| s.note(contact));
    let by = current.saved_by.as_deref().unwrap_or("Somebody");
    let detail = format!(
        "{by} has changed this note since you read it. Look at both texts, then save yours with the present revision."
    );
    Error::outdated(ErrorCode::NoteChanged, detail, &current)
}
