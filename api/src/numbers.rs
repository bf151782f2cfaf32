//! The numbers a workspace rents from the carrier and sends from (S12).
//!
//! Renting and releasing take effect at the carrier by jobs; a directory row per phone decides who
//! has it, so that two workspaces that want one number at once can't both get it.

mod changes;
pub mod jobs;
pub mod queries;
mod rules;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use copperline_shared::numbers::{AvailableNumber, Number, NumberState, RentNumber, UpdateNumber};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageNumbers, ReadNumbers};
use crate::carriers::{CarrierError, NumberSearch};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::jobs::{Job, enqueue, wake};
use crate::openapi::Problems;
use crate::outbox;
use changes::{changed, changes, present, put_away};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(search_available_numbers)
        .service(list_numbers)
        .service(rent_number)
        .service(update_number)
        .service(release_number);
}

/// List the workspace's numbers
///
/// Those being rented, refused by the carrier, in use, and being released; the default one first.
#[utoipa::path(
    tag = "numbers",
    operation_id = "list_numbers",
    responses((status = 200, description = "The numbers", body = Vec<Number>), Problems)
)]
#[get("/api/v1/numbers")]
pub async fn list_numbers(app: AppData, caller: Caller<ReadNumbers>) -> Answer<Vec<Number>> {
    let mut connection = app.pool.get().await?;
    Ok(web::Json(
        queries::numbers(&mut connection, caller.workspace).await?,
    ))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Three digits.
    area_code: Option<String>,
    /// 1 to 10 digits that the number contains, in this order.
    contains: Option<String>,
}

/// Search numbers that can be rented
///
/// At most 20, from the carrier's stock.
#[utoipa::path(
    tag = "numbers",
    operation_id = "search_available_numbers",
    params(Search),
    responses((status = 200, description = "Numbers that can be rented", body = Vec<AvailableNumber>), Problems)
)]
#[get("/api/v1/numbers/available")]
pub async fn search_available_numbers(
    app: AppData,
    _caller: Caller<ManageNumbers>,
    query: web::Query<Search>,
) -> Answer<Vec<AvailableNumber>> {
    let mut fields = Fields::default();
    let area_code = fields.check("area_code", rules::area_code(query.area_code.as_deref()));
    let contains = fields.check("contains", rules::contains(query.contains.as_deref()));
    let (area_code, contains) = fields.finish((area_code, contains))?;
    let search = NumberSearch {
        area_code,
        contains,
    };
    Ok(web::Json(
        app.carrier
            .search_numbers(&search)
            .await
            .map_err(unavailable)?,
    ))
}

/// Rent a number
///
/// The number can be used as soon as the carrier has handed it over, which an event tells. The
/// first one becomes the default for new conversations. Nothing is charged now: a number adds its
/// monthly price to the plan, which is billed on the billing date.
#[utoipa::path(
    tag = "numbers",
    operation_id = "rent_number",
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key gives the first answer again")),
    request_body = RentNumber,
    responses((status = 201, description = "The number, being rented", body = Number), Problems)
)]
#[post("/api/v1/numbers")]
pub async fn rent_number(
    app: AppData,
    caller: Caller<ManageNumbers>,
    key: IdempotencyKey,
    body: Body<RentNumber>,
) -> Result<HttpResponse, Error> {
    let request = body.0;
    let mut fields = Fields::default();
    let name = fields.check("name", rules::name(&request.name));
    let (name,) = fields.finish((name,))?;
    let once = Once::new(&caller, key, "rent_number", &request)?;
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    if let Some(answer) = once.answered::<Number>(&mut connection).await? {
        return Ok(HttpResponse::Created().json(answer));
    }
    // Others may use the connection while the carrier answers.
    drop(connection);
    let offered = is_offered(&app, &request.phone).await?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let number = connection
        .atomically(async |connection| {
            if let Some(answer) = once.begin::<Number>(connection, now).await? {
                return Ok(answer);
            }
            if !offered {
                return Err(rules::not_available(&request.phone));
            }
            let id = queries::rent(connection, workspace, &request.phone, &name, now)
                .await?
                .ok_or_else(|| rules::not_available(&request.phone))?;
            enqueue(
                connection,
                Some(workspace),
                &Job::RentNumber { number_id: id },
                now,
            )
            .await?;
            let number = queries::existing(connection, workspace, id).await?;
            once.keep(connection, &number).await?;
            outbox::record(connection, workspace, vec![changed(&number)], now).await?;
            Ok(number)
        })
        .await?;
    wake(&app);
    Ok(HttpResponse::Created().json(number))
}

/// Whether the carrier has this number to rent.
async fn is_offered(app: &AppData, phone: &Phone) -> Result<bool, Error> {
    let Some(area_code) = phone.area_code() else {
        return Ok(false);
    };
    let search = NumberSearch {
        area_code: Some(area_code.to_owned()),
        contains: phone.as_str().get(5..).map(str::to_owned),
    };
    let offers = app
        .carrier
        .search_numbers(&search)
        .await
        .map_err(unavailable)?;
    Ok(offers.iter().any(|offer| offer.phone == *phone))
}

fn unavailable(error: CarrierError) -> Error {
    tracing::warn!(%error, "the carrier could not be asked for numbers");
    let detail = "The carrier did not answer. Try again in a moment.";
    Error::new(ErrorCode::ProviderUnavailable, detail)
}

/// Rename a number or make it the default
///
/// The default is moved by making another number the default; it can't be taken away.
#[utoipa::path(
    tag = "numbers",
    operation_id = "update_number",
    params(("number_id" = Uuid, Path, description = "The number's id")),
    request_body = UpdateNumber,
    responses((status = 200, description = "The number", body = Number), Problems)
)]
#[patch("/api/v1/numbers/{number_id}")]
pub async fn update_number(
    app: AppData,
    caller: Caller<ManageNumbers>,
    number_id: web::Path<Uuid>,
    body: Body<UpdateNumber>,
) -> Answer<Number> {
    let change = body.0;
    let mut fields = Fields::default();
    let name = fields.check_some("name", change.name.as_deref(), rules::name);
    if change.is_default == Some(false) {
        fields.refuse("is_default", "Make another number the default instead.");
    }
    fields.finish(())?;
    let workspace = caller.workspace;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let number = connection
        .atomically(async |connection| {
            queries::lock_all(connection, workspace).await?;
            let number = present(connection, workspace, *number_id).await?;
            if let Some(name) = &name {
                queries::rename(connection, workspace, number.id, name).await?;
            }
            let mut touched = vec![number.id];
            if change.is_default == Some(true) && !number.is_default {
                rules::may_be_default(&number)?;
                touched
                    .extend(queries::move_default(connection, workspace, Some(number.id)).await?);
            }
            let number = queries::existing(connection, workspace, number.id).await?;
            let events = changes(connection, workspace, &touched).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok(number)
        })
        .await?;
    Ok(web::Json(number))
}

/// Release a number
///
/// The carrier takes it back, and it may not be had again. Conversations keep their history;
/// replies leave from the default number from then on. Another active number becomes the default
/// when this one was. A number that the carrier refused is only taken off the list.
#[utoipa::path(
    tag = "numbers",
    operation_id = "release_number",
    params(("number_id" = Uuid, Path, description = "The number's id")),
    responses((status = 200, description = "The number, being released", body = Number), Problems)
)]
#[delete("/api/v1/numbers/{number_id}")]
pub async fn release_number(
    app: AppData,
    caller: Caller<ManageNumbers>,
    number_id: web::Path<Uuid>,
) -> Answer<Number> {
    let workspace = caller.workspace;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let number = connection
        .atomically(async |connection| {
            queries::lock_all(connection, workspace).await?;
            let number = present(connection, workspace, *number_id).await?;
            rules::may_be_released(&number)?;
            if number.state == NumberState::Releasing {
                return Ok(number);
            }
            if number.state == NumberState::Refused {
                return put_away(connection, workspace, number.id, now).await;
            }
            let mut touched = vec![number.id];
            if number.is_default {
                let heir = queries::oldest_active(connection, workspace, number.id).await?;
                touched.extend(queries::move_default(connection, workspace, heir).await?);
                touched.extend(heir);
            }
            queries::set_state(connection, workspace, number.id, NumberState::Releasing).await?;
            let job = Job::ReleaseNumber {
                number_id: number.id,
            };
            enqueue(connection, Some(workspace), &job, now).await?;
            let number = queries::existing(connection, workspace, number.id).await?;
            let events = changes(connection, workspace, &touched).await?;
            outbox::record(connection, workspace, events, now).await?;
            Ok(number)
        })
        .await?;
    wake(&app);
    Ok(web::Json(number))
}
