//! Files of contacts, and of numbers never to be texted (P6): uploaded, looked through in a dry run,
//! and imported in batches by a job that tells how far it is.
//!
//! The lines are kept in the database from the upload on, and what became of a batch is written down
//! in the batch's own transaction: a restart at any point goes on where it was, and no line counts
//! twice. No phone is ever changed, and none becomes two contacts.

mod contacts;
pub mod jobs;
mod mapping;
mod problems;
pub mod queries;
mod report;
mod rules;
mod suppressions;
mod uploading;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};
use copperline_shared::events::Event;
use copperline_shared::imports::{CheckImport, Import, ImportKind, ImportRow, ImportState};
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageContacts};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::idempotency::IdempotencyKey;
use crate::input::Body;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};
use crate::tags;
pub use queries::forget_old;
use uploading::File;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_imports)
        .service(create_import)
        .service(read_import)
        .service(list_import_rows)
        .service(problems::list_import_problems)
        .service(check_import)
        .service(start_import)
        .service(cancel_import)
        .service(report_import);
}

/// List imports, newest first
#[utoipa::path(
    tag = "imports",
    operation_id = "list_imports",
    params(Paging),
    responses((status = 200, description = "One page", body = Page<Import>), Problems)
)]
#[get("/api/v1/imports")]
async fn list_imports(
    app: AppData,
    caller: Caller<ManageContacts>,
    paging: web::Query<Paging>,
) -> Answer<Page<Import>> {
    let (after, limit) = (paging.position()?, paging.limit());
    let mut connection = app.pool.get().await?;
    let imports = queries::list(&mut connection, caller.workspace, after, limit + 1).await?;
    let position = |import: &Import| Position {
        at: import.created_at,
        id: import.id,
    };
    Ok(web::Json(paging::page(imports, limit, position)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Upload {
    /// What the file holds; `contacts` when absent.
    kind: Option<ImportKind>,
    /// The file's name, to be found again by.
    file_name: Option<String>,
}

/// Upload a CSV file
///
/// The file itself is the body, at most 16 MiB, 100,000 lines and 200 columns, in any encoding a
/// spreadsheet writes, with commas, semicolons, tabs or bars between the cells. Nothing is imported
/// yet: the answer suggests what the columns are, `check_import` begins a dry run and `start_import`
/// imports.
#[utoipa::path(
    tag = "imports",
    operation_id = "create_import",
    params(Upload, ("Idempotency-Key" = Option<String>, Header,
        description = "The same key and file give the first answer again for 24 hours")),
    request_body(content = String, content_type = "application/octet-stream", description = "The file"),
    responses((status = 201, description = "The import, whose columns are to be confirmed", body = Import), Problems)
)]
#[post("/api/v1/imports")]
async fn create_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    upload: web::Query<Upload>,
    key: IdempotencyKey,
    file: File,
) -> Result<(web::Json<Import>, StatusCode), Error> {
    let kind = upload.kind.unwrap_or_default();
    let name = upload.file_name.as_deref().unwrap_or_default();
    let import = uploading::upload(&app, &caller, key, (kind, name), &file).await?;
    Ok((web::Json(import), StatusCode::CREATED))
}

/// Read how far an import is, or what came of it
#[utoipa::path(
    tag = "imports",
    operation_id = "read_import",
    params(("import_id" = Uuid, Path, description = "The import's id")),
    responses((status = 200, description = "The import", body = Import), Problems)
)]
#[get("/api/v1/imports/{import_id}")]
async fn read_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
) -> Answer<Import> {
    let mut connection = app.pool.get().await?;
    let import = queries::import(&mut connection, caller.workspace, *id).await?;
    Ok(web::Json(import))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Rows {
    /// Only lines with something to be told about them.
    problems: Option<bool>,
    /// Only lines with a problem of this kind, as `list_import_problems` calls it.
    kind: Option<String>,
    /// Only lines that can't be imported, or only others.
    refused: Option<bool>,
    /// `next` of the previous page.
    after: Option<String>,
    /// How many items at the most, 1 to 100; 50 when absent.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<u32>,
}

/// List the lines of an import
///
/// In the file's order, with what became of each, or would in earnest.
#[utoipa::path(
    tag = "imports",
    operation_id = "list_import_rows",
    params(("import_id" = Uuid, Path, description = "The import's id"), Rows),
    responses((status = 200, description = "One page", body = Page<ImportRow>), Problems)
)]
#[get("/api/v1/imports/{import_id}/rows")]
async fn list_import_rows(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
    rows: web::Query<Rows>,
) -> Answer<Page<ImportRow>> {
    let after = rows.after.as_deref().map(str::parse::<i32>).transpose();
    let after = after.map_err(|_no_place| {
        Error::field(
            "after",
            "Pass a cursor from an earlier answer, or leave it out.",
        )
    })?;
    let limit = paging::limit(rows.limit);
    let wanted = queries::Stretch {
        only_problems: rows.problems.unwrap_or(false) || rows.kind.is_some(),
        kind: rows.kind.clone(),
        refused: rows.refused,
        after: after.unwrap_or(0),
        limit: limit + 1,
    };
    let mut connection = app.pool.get().await?;
    queries::import(&mut connection, caller.workspace, *id).await?;
    let mut found = queries::rows(&mut connection, caller.workspace, *id, wanted).await?;
    let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
    if more {
        found.pop();
    }
    let last = found.last().map(|(place, _)| place.to_string());
    Ok(web::Json(Page {
        next: last.filter(|_| more),
        items: found.into_iter().map(|(_, row)| row).collect(),
    }))
}

/// Say what an import's columns are, and begin its dry run
///
/// It changes nothing but the import: each line gets what would become of it. It can be asked for
/// again with other columns until the import is started. What the columns are taken for is
/// remembered by their names.
#[utoipa::path(
    tag = "imports",
    operation_id = "check_import",
    params(("import_id" = Uuid, Path, description = "The import's id")),
    request_body = CheckImport,
    responses((status = 200, description = "The import, being looked through", body = Import), Problems)
)]
#[post("/api/v1/imports/{import_id}/check")]
async fn check_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
    body: Body<CheckImport>,
) -> Answer<Import> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let import = connection
        .atomically(async |connection| {
            let import = locked(connection, workspace, *id).await?;
            let source = rules::check(&body.0, &import)?;
            let there = tags::queries::hold(connection, workspace, &body.0.tag_ids).await?;
            if !body.0.tag_ids.iter().all(|tag| there.contains(tag)) {
                return Err(Error::not_found("tag"));
            }
            queries::begin_check(connection, workspace, &import, &body.0, &source).await?;
            queries::remember(connection, workspace, &import.columns, &body.0.mapping).await?;
            jobs::enqueue(connection, workspace, *id, now).await?;
            told(connection, workspace, *id, now).await
        })
        .await?;
    crate::jobs::wake(&app);
    Ok(web::Json(import))
}

/// Import what the dry run showed
///
/// 500 lines at a time, in the background; `ImportChanged` events tell how far it is. Each line is
/// decided anew: what changed since the dry run counts.
#[utoipa::path(
    tag = "imports",
    operation_id = "start_import",
    params(("import_id" = Uuid, Path, description = "The import's id")),
    responses((status = 200, description = "The import, under way", body = Import), Problems)
)]
#[post("/api/v1/imports/{import_id}/start")]
async fn start_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
) -> Answer<Import> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let import = connection
        .atomically(async |connection| {
            let import = locked(connection, workspace, *id).await?;
            match import.state {
                ImportState::Checked => {}
                // Asked again: it is begun once.
                ImportState::Running => return Ok(import),
                state => return Err(rules::not_now(state)),
            }
            queries::begin_run(connection, workspace, *id).await?;
            jobs::enqueue(connection, workspace, *id, now).await?;
            told(connection, workspace, *id, now).await
        })
        .await?;
    crate::jobs::wake(&app);
    Ok(web::Json(import))
}

/// Cancel an import
///
/// Under way, it stops after the lines that are being imported; those stay.
#[utoipa::path(
    tag = "imports",
    operation_id = "cancel_import",
    params(("import_id" = Uuid, Path, description = "The import's id")),
    responses((status = 200, description = "The import as it stopped", body = Import), Problems)
)]
#[post("/api/v1/imports/{import_id}/cancel")]
async fn cancel_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
) -> Answer<Import> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let import = connection
        .atomically(async |connection| {
            let import = locked(connection, workspace, *id).await?;
            let cancelled = ImportState::Cancelled;
            match import.state {
                ImportState::Cancelled => return Ok(import),
                ImportState::Finished => return Err(rules::not_now(ImportState::Finished)),
                // What would have been done was not.
                ImportState::Checking | ImportState::Checked => {
                    queries::from_the_start(connection, workspace, *id, cancelled).await?;
                }
                ImportState::Uploaded | ImportState::Running => {}
            }
            queries::finish(connection, workspace, *id, cancelled, now).await?;
            told(connection, workspace, *id, now).await
        })
        .await?;
    Ok(web::Json(import))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Report {
    /// Only lines with something to be told about them.
    problems: Option<bool>,
}

/// Download what became of each line
///
/// A CSV file: the line's number, what became of it or would in earnest, what is wrong with it, and
/// its cells as they were.
#[utoipa::path(
    tag = "imports",
    operation_id = "report_import",
    params(("import_id" = Uuid, Path, description = "The import's id"), Report),
    responses((status = 200, description = "The report", body = String, content_type = "text/csv"), Problems)
)]
#[get("/api/v1/imports/{import_id}/report")]
async fn report_import(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
    query: web::Query<Report>,
) -> Result<HttpResponse, Error> {
    let mut connection = app.pool.get().await?;
    let import = queries::import(&mut connection, caller.workspace, *id).await?;
    drop(connection);
    report::report(
        app,
        caller.workspace,
        import,
        query.problems.unwrap_or(false),
    )
}

async fn locked(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Import, Error> {
    let import = queries::lock(connection, workspace, id).await?;
    import
        .map(|standing| standing.import)
        .ok_or_else(|| Error::not_found("import"))
}

/// Tells how the import is now; last of all in its transaction.
async fn told(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Import, Error> {
    let import = queries::import(connection, workspace, id).await?;
    outbox::record(connection, workspace, vec![changed(&import)], now).await?;
    Ok(import)
}

fn changed(import: &Import) -> (Audience, Event) {
    let import = import.clone();
    (Audience::Admins, Event::ImportChanged { import })
}
