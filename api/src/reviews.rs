//! Replies that read like a request to stop (X4): automation pauses at once, and a person decides.
//!
//! An open review is the pause. Only a decision ends it: an agent's, or the contact's own STOP; not
//! another text of theirs, and not START. `stop_triggers/rules/revocation.rs` says which replies.

mod deciding;
mod merging;
mod noticing;
pub mod queries;

use actix_web::{get, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use copperline_shared::reviews::{Review, ReviewList};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, WorkContacts};
use crate::db::{Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::jobs;
use crate::openapi::Problems;
use crate::paging::Paging;

pub use deciding::close;
pub use merging::merge;
pub use noticing::{Reply, notice};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_reviews)
        .service(read_review)
        .service(opt_out_review)
        .service(dismiss_review)
        .service(reopen_review);
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Listing {
    /// Which reviews; those that wait when absent.
    list: Option<ReviewList>,
}

/// List the replies that read like a request to stop
///
/// Those that wait for a decision, or those that were decided.
#[utoipa::path(
    tag = "reviews",
    operation_id = "list_reviews",
    params(Listing, Paging),
    responses((status = 200, description = "One page", body = Page<Review>), Problems)
)]
#[get("/api/v1/reviews")]
async fn list_reviews(
    app: AppData,
    caller: Caller<WorkContacts>,
    listing: web::Query<Listing>,
    paging: web::Query<Paging>,
) -> Answer<Page<Review>> {
    let connection = &mut app.pool.get().await?;
    let list = listing.list.unwrap_or_default();
    Ok(web::Json(
        queries::page(connection, caller.workspace, list, &paging).await?,
    ))
}

/// Read a review
#[utoipa::path(
    tag = "reviews",
    operation_id = "read_review",
    params(("review_id" = Uuid, Path, description = "The review's id")),
    responses((status = 200, description = "The review", body = Review), Problems)
)]
#[get("/api/v1/reviews/{review_id}")]
async fn read_review(
    app: AppData,
    caller: Caller<WorkContacts>,
    review_id: web::Path<Uuid>,
) -> Answer<Review> {
    let connection = &mut app.pool.get().await?;
    let review = queries::review(connection, caller.workspace, *review_id).await?;
    Ok(web::Json(review.ok_or_else(|| Error::not_found("review"))?))
}

/// Opt the contact out, as their reply asks
///
/// The consent record keeps the reply's words and who read them so. It can't be undone here: only
/// the contact can, by writing START. Asking again changes nothing.
#[utoipa::path(
    tag = "reviews",
    operation_id = "opt_out_review",
    params(("review_id" = Uuid, Path, description = "The review's id")),
    responses((status = 200, description = "The review, decided", body = Review), Problems)
)]
#[post("/api/v1/reviews/{review_id}/opt_out")]
async fn opt_out_review(
    app: AppData,
    caller: Caller<WorkContacts>,
    review_id: web::Path<Uuid>,
) -> Answer<Review> {
    let review = deciding::opt_out(&app, &caller, *review_id).await?;
    jobs::wake(&app);
    Ok(web::Json(review))
}

/// Dismiss a review: the reply was no request to stop
///
/// Automation goes on, with what it was about to do meanwhile first. Asking again changes nothing; one that opted the contact out stays.
#[utoipa::path(
    tag = "reviews",
    operation_id = "dismiss_review",
    params(("review_id" = Uuid, Path, description = "The review's id")),
    responses((status = 200, description = "The review, decided", body = Review), Problems)
)]
#[post("/api/v1/reviews/{review_id}/dismiss")]
async fn dismiss_review(
    app: AppData,
    caller: Caller<WorkContacts>,
    review_id: web::Path<Uuid>,
) -> Answer<Review> {
    let review = deciding::dismiss(&app, &caller, *review_id).await?;
    jobs::wake(&app);
    Ok(web::Json(review))
}

/// Take a dismissal back
///
/// Automation pauses again. While another review of the contact is open, that one is the answer.
/// One that opted the contact out stays.
#[utoipa::path(
    tag = "reviews",
    operation_id = "reopen_review",
    params(("review_id" = Uuid, Path, description = "The review's id")),
    responses((status = 200, description = "The open review", body = Review), Problems)
)]
#[post("/api/v1/reviews/{review_id}/reopen")]
async fn reopen_review(
    app: AppData,
    caller: Caller<WorkContacts>,
    review_id: web::Path<Uuid>,
) -> Answer<Review> {
    Ok(web::Json(
        deciding::reopen(&app, &caller, *review_id).await?,
    ))
}

/// Since when automated texts to this phone pause, until a person has read its reply.
///
/// # Errors
/// When the database fails.
pub async fn automation_paused(
    connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<DateTime<Utc>>, Error> {
    queries::paused_since(connection, workspace, phone).await
}
