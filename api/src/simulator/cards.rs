//! The simulated card processor's card form, which stands in for the one a real processor puts on
//! the page, so that card numbers reach the processor and never Copperline.

mod processor;

use actix_web::{HttpResponse, post};
use chrono::{DateTime, Datelike, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::simulator::{SimulatedCard, StoredCard};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, ManageBilling};
use crate::db::Connection;
use crate::error::Error;
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::router::Unlisted;
use crate::schema::simulated_cards;

pub fn routes(config: &mut ServiceConfig) {
    config.service(store_simulated_card);
}

/// What the processor's own servers answer.
pub fn provider_routes(routes: &mut Unlisted) {
    processor::routes(routes);
}

/// Store a card with the simulated processor
///
/// Stands in for the processor's own card form: the number goes to the processor, which keeps the
/// brand and the last four digits. 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined,
/// 4000 0000 0000 9995 has insufficient funds. Never enter a real card.
#[utoipa::path(tag = "simulator", operation_id = "store_simulated_card", request_body = SimulatedCard,
    responses((status = 201, description = "The processor's id of the card", body = StoredCard), Problems))]
#[post("/api/v1/simulator/cards")]
pub async fn store_simulated_card(
    app: AppData,
    _caller: Caller<ManageBilling>,
    body: Body<SimulatedCard>,
) -> Result<HttpResponse, Error> {
    let now = app.clock.now();
    let mut fields = Fields::default();
    let digits = fields.check("number", card_number(&body.0.number));
    let expiry = fields.check(
        "expiry_year",
        expiry(body.0.expiry_month, body.0.expiry_year, now),
    );
    let cvc = fields.check("cvc", cvc(&body.0.cvc));
    let (digits, expiry, ()) = fields.finish((digits, expiry, cvc))?;
    let mut connection = app.pool.get().await?;
    let payment_method = store(&mut connection, &digits, expiry, now).await?;
    Ok(HttpResponse::Created().json(StoredCard { payment_method }))
}

/// Keeps what a processor tells of a card, and returns its id there. `digits` are not kept.
///
/// # Errors
/// When the database fails.
pub async fn store(
    connection: &mut Connection,
    digits: &str,
    (month, year): (i16, i16),
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let id = format!("pm_{}", Uuid::now_v7().simple());
    diesel::insert_into(simulated_cards::table)
        .values((
            simulated_cards::id.eq(&id),
            simulated_cards::brand.eq(brand(digits)),
            simulated_cards::last_four.eq(&digits[digits.len() - 4..]),
            simulated_cards::expiry_month.eq(month),
            simulated_cards::expiry_year.eq(year),
            simulated_cards::declines_with.eq(decline_of(digits)),
            simulated_cards::created_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

fn card_number(text: &str) -> Result<String, FieldError> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let plausible = (12..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if plausible && passes_luhn(&digits) {
        return Ok(digits);
    }
    Err(FieldError::new(
        "card_number",
        "Check the number: it is not a card's. Try 4242 4242 4242 4242",
    ))
}

/// The check digit of ISO/IEC 7812-1.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| match (place % 2, u32::from(byte - b'0')) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A card is good to the end of its month, everywhere on earth.
fn is_over(month: i16, year: i16, now: DateTime<Utc>) -> bool {
    (i32::from(year), i64::from(month)) < (now.year(), i64::from(now.month()))
}

fn expiry(month: u8, year: u16, now: DateTime<Utc>) -> Result<(i16, i16), FieldError> {
    let refused = || {
        FieldError::new(
            "expiry",
            "Enter a month and year that are not over, like 12 and 2030",
        )
    };
    let year = i16::try_from(year).ok().ok_or_else(refused)?;
    let month = i16::from(month);
    if !(1..=12).contains(&month) || year > 2200 || is_over(month, year, now) {
        return Err(refused());
    }
    Ok((month, year))
}

fn cvc(text: &str) -> Result<(), FieldError> {
    if (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(FieldError::new(
        "cvc",
        "Enter the three or four digits on the card",
    ))
}

fn brand(digits: &str) -> &'static str {
    match digits.as_bytes() {
        [b'4', ..] => "Visa",
        [b'5', b'1'..=b'5', ..] | [b'2', b'2'..=b'7', ..] => "Mastercard",
        [b'3', b'4' | b'7', ..] => "American Express",
        [b'6', ..] => "Discover",
        _ => "Card",
    }
}

/// The numbers Stripe publishes for testing: docs.stripe.com/testing.
fn decline_of(digits: &str) -> Option<&'static str> {
    match digits {
        "4000000000000002" => Some("generic_decline"),
        "4000000000009995" => Some("insufficient_funds"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_305_600, 0).expect("22 November 2026")
    }

    #[test]
    fn a_card_number_is_read_with_spaces_and_must_pass_its_check_digit() {
        for number in [
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "378282246310005",
        ] {
            assert!(card_number(number).is_ok(), "{number}");
        }
        for number in [
            "",
            "4242",
            "4242 4242 4242 4241",
            "card",
            "4242424242424242424242",
            "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
        ] {
            assert!(card_number(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        assert!(expiry(11, 2026, now()).is_ok());
        assert!(expiry(1, 2027, now()).is_ok());
        for (month, year) in [(10, 2026), (12, 2025), (0, 2030), (13, 2030), (1, 9999)] {
            assert!(expiry(month, year, now()).is_err(), "{month}/{year}");
        }
    }

    #[test]
    fn the_published_test_numbers_decline_as_they_say() {
        assert_eq!(decline_of("4242424242424242"), None);
        assert_eq!(decline_of("4000000000000002"), Some("generic_decline"));
        assert_eq!(decline_of("4000000000009995"), Some("insufficient_funds"));
        assert_eq!(brand("4242424242424242"), "Visa");
        assert_eq!(brand("5555555555554444"), "Mastercard");
        assert_eq!(brand("378282246310005"), "American Express");
    }
}
