//! When contacts may be texted, by state: the same for every workspace, changed by whoever runs the
//! installation (X5).

pub mod command;
pub mod queries;
pub mod rules;

use actix_web::{get, web};
use copperline_shared::texting_hours::TextingHours;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, ReadSettings};
use crate::error::Answer;
use crate::openapi::Problems;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_texting_hours);
}

/// List the hours at which contacts may be texted
///
/// On the clocks of the contact's state, found by their state, else their ZIP, else their area code.
/// The first entry holds for every state without one of its own. Of somebody whose state is not
/// known, these hours must have come in every time zone of the states.
#[utoipa::path(
    tag = "texting_hours",
    operation_id = "list_texting_hours",
    responses((status = 200, description = "The hours, by state", body = Vec<TextingHours>), Problems)
)]
#[get("/api/v1/texting_hours")]
pub async fn list_texting_hours(
    app: AppData,
    _caller: Caller<ReadSettings>,
) -> Answer<Vec<TextingHours>> {
    let connection = app.pool.get().await?;
    Ok(web::Json(queries::all(&connection).await?))
}
