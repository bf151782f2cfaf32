//! The simulated carrier, its handsets and the simulated card processor (X1).
//!
//! They stand where the real ones would: the api asks them over HTTP and hears from them in signed
//! callbacks. A person plays a contact on a handset page, which reads what the carrier holds and
//! never the workspace's messages.

mod callback;
pub mod cards;
pub mod carrier;
mod handsets;
mod pictures;
pub mod rules;

use actix_web::{HttpResponse, get, post, put, web};
use copperline_shared::checks::FieldError;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use copperline_shared::simulator::{
    Handset, HandsetSend, HandsetText, HandsetThread, NextDelivery,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, UseSimulator};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{self, Body};
use crate::messages::rules::picture_ids;
use crate::openapi::Problems;
use crate::router::Unlisted;
use crate::{jobs, numbers};

pub use callback::{Callback, deliver};
pub use pictures::forget_old;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_handsets)
        .service(read_handset)
        .service(send_from_handset)
        .service(set_next_delivery)
        .configure(pictures::routes)
        .configure(cards::routes);
}

/// What the api's adapters call: the carrier's and the processor's own addresses.
pub fn provider_routes(routes: &mut Unlisted) {
    carrier::routes(routes);
    cards::provider_routes(routes);
}

/// List the handsets that texted or were texted
///
/// Newest first, at most 100. Any other phone can be used as well.
#[utoipa::path(
    tag = "simulator",
    operation_id = "list_handsets",
    responses((status = 200, description = "The handsets", body = Vec<Handset>), Problems)
)]
#[get("/api/v1/simulator/handsets")]
pub async fn list_handsets(app: AppData, caller: Caller<UseSimulator>) -> Answer<Vec<Handset>> {
    let mut connection = app.pool.get().await?;
    let numbers = numbers::queries::phones(&mut connection, caller.workspace).await?;
    Ok(web::Json(
        handsets::handsets(&mut connection, &numbers).await?,
    ))
}

/// Read what a handset shows
///
/// The texts between this phone and the workspace's numbers. Texts to it appear when they arrive.
#[utoipa::path(
    tag = "simulator",
    operation_id = "read_handset",
    params(("phone" = String, Path, description = "Any phone, in any usual way of writing")),
    responses((status = 200, description = "The handset", body = HandsetThread), Problems)
)]
#[get("/api/v1/simulator/handsets/{phone}")]
pub async fn read_handset(
    app: AppData,
    caller: Caller<UseSimulator>,
    phone: web::Path<String>,
) -> Answer<HandsetThread> {
    let phone = handset(&phone)?;
    let mut connection = app.pool.get().await?;
    let numbers = numbers::queries::phones(&mut connection, caller.workspace).await?;
    Ok(web::Json(
        handsets::thread(&mut connection, &numbers, phone).await?,
    ))
}

/// Text the workspace from a handset
///
/// The carrier reports it to the workspace by signed callback, `copies` times.
#[utoipa::path(
    tag = "simulator",
    operation_id = "send_from_handset",
    params(
        ("phone" = String, Path, description = "Any phone, in any usual way of writing"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with its key gives the first answer again"),
    ),
    request_body = HandsetSend,
    responses((status = 201, description = "The text left the handset", body = HandsetText), Problems)
)]
#[post("/api/v1/simulator/handsets/{phone}/messages")]
pub async fn send_from_handset(
    app: AppData,
    caller: Caller<UseSimulator>,
    key: IdempotencyKey,
    phone: web::Path<String>,
    body: Body<HandsetSend>,
) -> Result<HttpResponse, Error> {
    let phone = handset(&phone)?;
    let text = body.0;
    let mut fields = input::Fields::default();
    let checked = fields.check("body", rules::handset_body(&text.body, text.pictures.len()));
    fields.check("pictures", picture_ids(&text.pictures));
    let copies = fields.check("copies", rules::copies(text.copies));
    let (body, copies) = fields.finish((checked, copies))?;
    let once = Once::new(&caller, key, "send_from_handset", &(&phone, &text))?;
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let sent = connection
        .atomically(async |connection| {
            if let Some(answer) = once.begin::<HandsetText>(connection, now).await? {
                return Ok(answer);
            }
            let numbers = numbers::queries::phones(connection, caller.workspace).await?;
            if !numbers.contains(&text.number) {
                return Err(Error::field(
                    "number",
                    "Choose one of the workspace's numbers.",
                ));
            }
            let reply = handsets::Reply {
                handset: &phone,
                number: &text.number,
                body,
                pictures: &text.pictures,
                copies,
            };
            let sent = handsets::text(connection, &app, reply).await?;
            once.keep(connection, &sent).await?;
            Ok(sent)
        })
        .await?;
    jobs::wake(&app);
    Ok(HttpResponse::Created().json(sent))
}

/// Choose what happens to the next text to a handset
///
/// Holds for one text from any of the workspace's numbers; then texts are delivered again.
#[utoipa::path(
    tag = "simulator",
    operation_id = "set_next_delivery",
    params(("phone" = String, Path, description = "Any phone, in any usual way of writing")),
    request_body = NextDelivery,
    responses((status = 200, description = "What will happen", body = NextDelivery), Problems)
)]
#[put("/api/v1/simulator/handsets/{phone}/next_delivery")]
pub async fn set_next_delivery(
    app: AppData,
    caller: Caller<UseSimulator>,
    phone: web::Path<String>,
    body: Body<NextDelivery>,
) -> Answer<NextDelivery> {
    let phone = handset(&phone)?;
    let wish = body.0;
    rules::check_wish(&wish).map_err(|(field, error)| Error::field(field, error.message))?;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let numbers = numbers::queries::phones(connection, caller.workspace).await?;
            if numbers.is_empty() {
                let detail = "Rent a number first: there is none that could text this handset.";
                return Err(Error::new(ErrorCode::NoNumber, detail));
            }
            handsets::wish(connection, &numbers, &phone, &wish).await
        })
        .await?;
    Ok(web::Json(wish))
}

fn handset(text: &str) -> Result<Phone, Error> {
    input::phone::read(text).map_err(|error| Error::field("phone", FieldError::from(error).message))
}
