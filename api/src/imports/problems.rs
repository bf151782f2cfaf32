//! What is wrong with lines, kind by kind: ten thousand lines that name a tag there is not don't hide
//! the fifty that can't be imported.

use actix_web::{get, web};
use copperline_shared::imports::ImportProblems;
use uuid::Uuid;

use super::queries;
use crate::app::AppData;
use crate::caller::{Caller, ManageContacts};
use crate::error::Answer;
use crate::openapi::Problems;

/// Count what is wrong with the lines of an import
///
/// Kind by kind, with the tags that lines name and the workspace doesn't have. Pass a kind to
/// `list_import_rows` to see its lines.
#[utoipa::path(
    tag = "imports",
    operation_id = "list_import_problems",
    params(("import_id" = Uuid, Path, description = "The import's id")),
    responses((status = 200, description = "The kinds of problems", body = ImportProblems), Problems)
)]
#[get("/api/v1/imports/{import_id}/problems")]
pub(super) async fn list_import_problems(
    app: AppData,
    caller: Caller<ManageContacts>,
    id: web::Path<Uuid>,
) -> Answer<ImportProblems> {
    let (workspace, id) = (caller.workspace, *id);
    let mut connection = app.pool.get().await?;
    queries::import(&mut connection, workspace, id).await?;
    Ok(web::Json(ImportProblems {
        kinds: queries::problems(&mut connection, workspace, id).await?,
        unknown_tags: queries::unknown_tags(&mut connection, workspace, id).await?,
    }))
}
