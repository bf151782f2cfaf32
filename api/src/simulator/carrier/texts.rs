//! Taking texts from the api and reporting their states.

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use copperline_shared::phone::Phone;
use copperline_shared::pictures::MOST_PICTURES;
use copperline_shared::simulator::NextDelivery;
use copperline_shared::{checks, segments};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::{ACCOUNT, API_VERSION, Authorised, Refusal, media, new_id};
use crate::app::AppData;
use crate::db::{Atomic, Connection};
use crate::error::Error;
use crate::input::Form;
use crate::jobs::{self, Job};
use crate::schema::{simulated_messages, simulated_next_deliveries, simulated_numbers};
use crate::simulator::{Callback, rules};

/// The fields of Twilio's `Messages.json` that the simulated carrier knows.
#[derive(Default)]
struct Send {
    to: String,
    from: String,
    body: String,
    /// The `MediaUrl`s: one field each.
    media_urls: Vec<String>,
    status_callback: Option<String>,
}

impl Send {
    fn read(fields: Vec<(String, String)>) -> Self {
        let mut send = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "To" => send.to = value,
                "From" => send.from = value,
                "Body" => send.body = value,
                "MediaUrl" => send.media_urls.push(value),
                "StatusCallback" => send.status_callback = Some(value),
                _ => {}
            }
        }
        send
    }
}

#[derive(Insertable)]
#[diesel(table_name = simulated_messages)]
pub(in crate::simulator) struct NewText<'a> {
    pub id: String,
    pub handset_phone: &'a str,
    pub number_phone: &'a str,
    pub body: &'a str,
    pub direction: &'a str,
    pub status: &'a str,
    pub idempotency_key: Option<&'a str>,
    pub created_at: DateTime<Utc>,
}

/// Writes a text down; false when its idempotency key came before.
pub(in crate::simulator) async fn insert(
    connection: &mut Connection,
    text: &NewText<'_>,
) -> Result<bool, Error> {
    let written = diesel::insert_into(simulated_messages::table)
        .values(text)
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(written == 1)
}

pub(super) async fn send(
    app: AppData,
    _account: Authorised,
    request: HttpRequest,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Refusal> {
    let form = Send::read(form.0);
    check(&form)?;
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok());
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    // One that was taken before may lead to addresses that are no longer good.
    if let Some(id) = repeated(&mut connection, key).await? {
        return Ok(HttpResponse::Created().json(accepted(&id, &form, now)));
    }
    drop(connection);
    let media = media::fetch(&form.media_urls).await?;
    let mut connection = app.pool.get().await?;
    let outcome = connection
        .atomically(async |connection| accept(connection, &form, &media, key, now).await)
        .await?;
    drop(connection);
    jobs::wake(&app);
    match outcome {
        Outcome::Accepted { id } => Ok(HttpResponse::Created().json(accepted(&id, &form, now))),
        Outcome::Refused { code } => {
            Err(Refusal::bad_request(&code, "The carrier refuses this text"))
        }
        Outcome::NotOurs => Err(Refusal::bad_request(
            "21606",
            "The 'From' phone number is not a number of this account",
        )),
    }
}

fn check(form: &Send) -> Result<(), Refusal> {
    if form.to.parse::<Phone>().is_err() {
        return Err(Refusal::bad_request(
            "21211",
            "The 'To' number is not a valid phone number",
        ));
    }
    if form.media_urls.len() > MOST_PICTURES {
        let message = "The number of media files exceeds the limit of 10";
        return Err(Refusal::bad_request("21623", message));
    }
    if form.body.is_empty() && form.media_urls.is_empty() {
        return Err(Refusal::bad_request("21602", "Message body is required"));
    }
    if form.body.chars().count() > checks::BODY_LENGTH {
        let message = "The concatenated message body exceeds the 1600 character limit";
        return Err(Refusal::bad_request("21617", message));
    }
    Ok(())
}

enum Outcome {
    Accepted { id: String },
    Refused { code: String },
    NotOurs,
}

async fn accept(
    connection: &mut Connection,
    form: &Send,
    media: &[media::Fetched],
    key: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Outcome, Error> {
    if let Some(id) = repeated(connection, key).await? {
        return Ok(Outcome::Accepted { id });
    }
    let ours: i64 = simulated_numbers::table
        .filter(simulated_numbers::phone.eq(&form.from))
        .count()
        .get_result(connection)
        .await?;
    if ours == 0 {
        return Ok(Outcome::NotOurs);
    }
    let behaviour = take_wish(connection, form).await?;
    if let NextDelivery::Refuse { error_code } = behaviour {
        return Ok(Outcome::Refused { code: error_code });
    }
    let text = NewText {
        id: new_id("SM"),
        handset_phone: &form.to,
        number_phone: &form.from,
        body: &form.body,
        direction: "to_handset",
        // Without anybody to report to, there is nothing to wait for.
        status: if form.status_callback.is_some() {
            "queued"
        } else {
            "delivered"
        },
        idempotency_key: key,
        created_at: now,
    };
    if !insert(connection, &text).await? {
        // The same request came twice at once, and the other one was first.
        let id = repeated(connection, key).await?;
        let id = id.ok_or_else(|| Error::internal("the simulated text is missing"))?;
        return Ok(Outcome::Accepted { id });
    }
    media::keep(connection, &text.id, media, now).await?;
    if let Some(url) = &form.status_callback {
        plan_reports(connection, &text, url, &behaviour).await?;
    }
    Ok(Outcome::Accepted { id: text.id })
}

async fn repeated(connection: &mut Connection, key: Option<&str>) -> Result<Option<String>, Error> {
    let Some(key) = key else { return Ok(None) };
    Ok(simulated_messages::table
        .filter(simulated_messages::idempotency_key.eq(key))
        .select(simulated_messages::id)
        .first(connection)
        .await
        .optional()?)
}

/// What the handset's owner asked for, once.
async fn take_wish(connection: &mut Connection, form: &Send) -> Result<NextDelivery, Error> {
    use simulated_next_deliveries as wishes;
    let wish: Option<(uuid::Uuid, serde_json::Value)> = wishes::table
        .find((&form.to, &form.from))
        .for_update()
        .select((wishes::wish_id, wishes::behaviour))
        .first(connection)
        .await
        .optional()?;
    let Some((id, behaviour)) = wish else {
        return Ok(NextDelivery::Deliver);
    };
    diesel::delete(wishes::table.filter(wishes::wish_id.eq(id)))
        .execute(connection)
        .await?;
    Ok(serde_json::from_value(behaviour)?)
}

async fn plan_reports(
    connection: &mut Connection,
    text: &NewText<'_>,
    url: &str,
    behaviour: &NextDelivery,
) -> Result<(), Error> {
    for report in rules::reports(behaviour) {
        let mut fields = vec![
            ("MessageSid", text.id.as_str()),
            ("SmsSid", text.id.as_str()),
            ("MessageStatus", report.status),
            ("SmsStatus", report.status),
            ("AccountSid", ACCOUNT),
            ("From", text.number_phone),
            ("To", text.handset_phone),
            ("ApiVersion", API_VERSION),
        ];
        if let Some(code) = &report.error_code {
            fields.push(("ErrorCode", code));
        }
        let fields = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let callback = Callback::Carrier {
            url: url.to_owned(),
            fields: fields.collect(),
        };
        let job = Job::SimulatedCallback { callback };
        jobs::enqueue(connection, None, &job, text.created_at + report.after).await?;
    }
    Ok(())
}

/// Brings a text to the state about to be reported: the handset has it before the api hears so.
pub(in crate::simulator) async fn advance(
    connection: &mut Connection,
    fields: &[(String, String)],
) -> Result<(), Error> {
    let field = |wanted: &str| {
        fields
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let (Some(id), Some(status)) = (field("MessageSid"), field("MessageStatus")) else {
        return Ok(());
    };
    let unfinished = simulated_messages::table
        .find(id)
        .filter(simulated_messages::status.eq_any(["queued", "sent"]));
    diesel::update(unfinished)
        .set(simulated_messages::status.eq(status))
        .execute(connection)
        .await?;
    Ok(())
}

/// Twilio's description of a text it has just taken.
fn accepted(id: &str, form: &Send, now: DateTime<Utc>) -> serde_json::Value {
    json!({
        "sid": id,
        "account_sid": ACCOUNT,
        "status": "queued",
        "direction": "outbound-api",
        "from": form.from,
        "to": form.to,
        "body": form.body,
        "num_segments": segments::count(&form.body).count.to_string(),
        "num_media": form.media_urls.len().to_string(),
        "messaging_service_sid": null,
        "price": null,
        "price_unit": "USD",
        "error_code": null,
        "error_message": null,
        "date_created": now.to_rfc2822(),
        "date_updated": now.to_rfc2822(),
        "date_sent": null,
        "api_version": API_VERSION,
        "uri": format!("/{API_VERSION}/Accounts/{ACCOUNT}/Messages/{id}.json"),
    })
}
