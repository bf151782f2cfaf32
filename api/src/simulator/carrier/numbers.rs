//! Searching, buying and releasing the simulated carrier's numbers.

use std::collections::HashSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Deserialize;
use serde_json::json;

use super::{ACCOUNT, Authorised, Refusal, catalogue, new_id};
use crate::app::AppData;
use crate::input::Form;
use crate::schema::{simulated_next_deliveries as wishes, simulated_numbers};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Search {
    area_code: Option<String>,
    contains: Option<String>,
    page_size: Option<usize>,
}

pub(super) async fn search(
    app: AppData,
    _account: Authorised,
    query: web::Query<Search>,
) -> Result<HttpResponse, Refusal> {
    let mut connection = app.pool.get().await?;
    let bought: Vec<String> = simulated_numbers::table
        .select(simulated_numbers::phone)
        .load(&mut connection)
        .await?;
    let bought: HashSet<String> = bought.into_iter().collect();
    let limit = query.page_size.unwrap_or(50).min(1000);
    let found: Vec<_> = catalogue::numbers(query.area_code.as_deref(), query.contains.as_deref())
        .filter(|number| !bought.contains(&number.phone))
        .take(limit)
        .map(|number| {
            json!({
                "friendly_name": number.phone,
                "phone_number": number.phone,
                "locality": number.city,
                "region": number.state,
                "iso_country": "US",
                "address_requirements": "none",
                "beta": false,
                "capabilities": {"voice": true, "SMS": true, "MMS": true},
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "available_phone_numbers": found })))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Find {
    phone_number: Option<String>,
}

#[derive(Queryable)]
struct Bought {
    id: String,
    phone: String,
    inbound_url: String,
}

pub(super) async fn find(
    app: AppData,
    _account: Authorised,
    query: web::Query<Find>,
) -> Result<HttpResponse, Refusal> {
    let mut connection = app.pool.get().await?;
    let mut numbers = simulated_numbers::table
        .select((
            simulated_numbers::id,
            simulated_numbers::phone,
            simulated_numbers::inbound_url,
        ))
        .order(simulated_numbers::phone)
        .limit(50)
        .into_boxed();
    if let Some(phone) = &query.phone_number {
        numbers = numbers.filter(simulated_numbers::phone.eq(phone));
    }
    let numbers: Vec<Bought> = numbers.load(&mut connection).await?;
    let numbers: Vec<_> = numbers.iter().map(described).collect();
    Ok(HttpResponse::Ok().json(json!({ "incoming_phone_numbers": numbers })))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Buy {
    phone_number: String,
    #[serde(default)]
    sms_url: String,
}

pub(super) async fn buy(
    app: AppData,
    _account: Authorised,
    Form(form): Form<Buy>,
) -> Result<HttpResponse, Refusal> {
    if !catalogue::has(&form.phone_number) {
        let message = "The phone number is not one this carrier has";
        return Err(Refusal::bad_request("21421", message));
    }
    let number = Bought {
        id: new_id("PN"),
        phone: form.phone_number.clone(),
        inbound_url: form.sms_url.clone(),
    };
    let mut connection = app.pool.get().await?;
    let bought = diesel::insert_into(simulated_numbers::table)
        .values((
            simulated_numbers::phone.eq(&number.phone),
            simulated_numbers::id.eq(&number.id),
            simulated_numbers::inbound_url.eq(&number.inbound_url),
            simulated_numbers::bought_at.eq(app.clock.now()),
        ))
        .on_conflict_do_nothing()
        .execute(&mut connection)
        .await?;
    if bought == 0 {
        return Err(Refusal::bad_request(
            "21422",
            "The phone number is not available",
        ));
    }
    Ok(HttpResponse::Created().json(described(&number)))
}

pub(super) async fn release(
    app: AppData,
    _account: Authorised,
    id: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let mut connection = app.pool.get().await?;
    let number = simulated_numbers::table.filter(simulated_numbers::id.eq(id.as_str()));
    let released: Option<String> = diesel::delete(number)
        .returning(simulated_numbers::phone)
        .get_result(&mut connection)
        .await
        .optional()?;
    let Some(phone) = released else {
        let message = "The requested resource was not found";
        return Err(Refusal::new(StatusCode::NOT_FOUND, "20404", message));
    };
    // What was wished for texts from it is not the next owner's.
    let wishes = wishes::table.filter(wishes::number_phone.eq(phone));
    diesel::delete(wishes).execute(&mut connection).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn described(number: &Bought) -> serde_json::Value {
    json!({
        "sid": number.id,
        "account_sid": ACCOUNT,
        "phone_number": number.phone,
        "friendly_name": number.phone,
        "sms_url": number.inbound_url,
        "sms_method": "POST",
    })
}
