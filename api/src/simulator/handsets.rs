//! What handsets show and send: the carrier's own memory, read by handset and number.

use chrono::{DateTime, Utc};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use copperline_shared::segments;
use copperline_shared::simulator::{Handset, HandsetText, HandsetThread, NextDelivery};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::carrier::{self, media, texts};
use super::{Callback, pictures};
use crate::app::App;
use crate::db::Connection;
use crate::error::Error;
use crate::jobs::{self, Job};
use crate::schema::{simulated_messages, simulated_next_deliveries, simulated_numbers};

const HANDSETS: usize = 100;
/// How far back the list of handsets looks, in texts.
const LOOK_BACK: i64 = 1000;
const TEXTS: i64 = 200;

#[derive(Queryable, Selectable)]
#[diesel(table_name = simulated_messages, check_for_backend(diesel::pg::Pg))]
struct TextRow {
    id: String,
    handset_phone: String,
    number_phone: String,
    body: String,
    direction: String,
    status: String,
    created_at: DateTime<Utc>,
}

/// What a handset shows. A text to it is seen when it has arrived; one from it at once. What went
/// over a number before it was last bought was between the handset and somebody else.
#[diesel::dsl::auto_type]
fn seen() -> _ {
    let arrived = simulated_messages::direction
        .eq("from_handset")
        .or(simulated_messages::status.eq("delivered"));
    simulated_messages::table
        .inner_join(
            simulated_numbers::table
                .on(simulated_numbers::phone.eq(simulated_messages::number_phone)),
        )
        .filter(simulated_messages::created_at.ge(simulated_numbers::bought_at))
        .filter(arrived)
}

fn as_text(phones: &[Phone]) -> Vec<&str> {
    phones.iter().map(Phone::as_str).collect()
}

/// Reads a phone as it is stored, which is always E.164.
pub(super) fn stored_phone(text: &str) -> Result<Phone, Error> {
    Ok(text.parse()?)
}

pub(super) async fn handsets(
    connection: &mut Connection,
    numbers: &[Phone],
) -> Result<Vec<Handset>, Error> {
    let rows: Vec<TextRow> = seen()
        .filter(simulated_messages::number_phone.eq_any(as_text(numbers)))
        .order((
            simulated_messages::created_at.desc(),
            simulated_messages::id.desc(),
        ))
        .limit(LOOK_BACK)
        .select(TextRow::as_select())
        .load(connection)
        .await?;
    let mut handsets: Vec<Handset> = Vec::new();
    for row in rows {
        let phone = stored_phone(&row.handset_phone)?;
        if handsets.len() < HANDSETS && handsets.iter().all(|handset| handset.phone != phone) {
            handsets.push(Handset {
                phone,
                last_text: row.body,
                last_at: row.created_at,
            });
        }
    }
    Ok(handsets)
}

pub(super) async fn thread(
    connection: &mut Connection,
    numbers: &[Phone],
    phone: Phone,
) -> Result<HandsetThread, Error> {
    let numbers = as_text(numbers);
    let mut rows: Vec<TextRow> = seen()
        .filter(simulated_messages::number_phone.eq_any(&numbers))
        .filter(simulated_messages::handset_phone.eq(phone.as_str()))
        .order((
            simulated_messages::created_at.desc(),
            simulated_messages::id.desc(),
        ))
        .limit(TEXTS)
        .select(TextRow::as_select())
        .load(connection)
        .await?;
    rows.reverse();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut sent = pictures::of_texts(connection, &ids).await?;
    let texts = rows.into_iter().map(|row| {
        let pictures = sent.remove(&row.id).unwrap_or_default();
        shown(row, pictures)
    });
    let texts = texts.collect::<Result<_, _>>()?;
    let wish: Option<serde_json::Value> = simulated_next_deliveries::table
        .filter(simulated_next_deliveries::handset_phone.eq(phone.as_str()))
        .filter(simulated_next_deliveries::number_phone.eq_any(&numbers))
        .select(simulated_next_deliveries::behaviour)
        .first(connection)
        .await
        .optional()?;
    let next_delivery = wish.map_or(Ok(NextDelivery::Deliver), serde_json::from_value)?;
    Ok(HandsetThread {
        phone,
        texts,
        next_delivery,
    })
}

fn shown(row: TextRow, pictures: Vec<Uuid>) -> Result<HandsetText, Error> {
    Ok(HandsetText {
        number: stored_phone(&row.number_phone)?,
        from_handset: row.direction == "from_handset",
        id: row.id,
        body: row.body,
        pictures,
        status: row.status,
        created_at: row.created_at,
    })
}

/// What a handset's owner sends.
#[derive(Clone, Copy)]
pub(super) struct Reply<'a> {
    pub handset: &'a Phone,
    pub number: &'a Phone,
    pub body: &'a str,
    pub pictures: &'a [Uuid],
    /// How many times the carrier reports it.
    pub copies: u8,
}

/// Takes a text from a handset and lets the carrier report it, after the earlier texts from there to
/// the same number.
pub(super) async fn text(
    connection: &mut Connection,
    app: &App,
    reply: Reply<'_>,
) -> Result<HandsetText, Error> {
    let Reply {
        handset,
        number,
        body,
        pictures,
        copies,
    } = reply;
    // Held until the commit: texts are as old as their order, and reported in it.
    let inbound_url: Option<String> = simulated_numbers::table
        .find(number.as_str())
        .select(simulated_numbers::inbound_url)
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    let inbound_url = inbound_url.ok_or_else(|| {
        let detail = "The carrier does not have this number yet. Try again in a moment.";
        Error::new(ErrorCode::NumberInactive, detail)
    })?;
    let text = texts::NewText {
        id: carrier::new_id("SM"),
        handset_phone: handset.as_str(),
        number_phone: number.as_str(),
        body,
        direction: "from_handset",
        status: "received",
        idempotency_key: None,
        created_at: app.clock.now(),
    };
    texts::insert(connection, &text).await?;
    let media = media::send(connection, &text.id, pictures).await?;
    let callback = Callback::Carrier {
        url: inbound_url,
        fields: inbound_fields(&text, &media, app.config.base_url()),
    };
    let job = Job::SimulatedCallback { callback };
    let line = format!("{handset} to {number}");
    for _ in 0..copies {
        jobs::enqueue_in_line(connection, &line, &job, text.created_at).await?;
    }
    Ok(HandsetText {
        id: text.id,
        number: number.clone(),
        from_handset: true,
        body: body.to_owned(),
        pictures: pictures.to_vec(),
        status: text.status.to_owned(),
        created_at: text.created_at,
    })
}

/// The fields of Twilio's inbound message callback.
fn inbound_fields(
    text: &texts::NewText<'_>,
    media: &[media::Sent],
    server: &str,
) -> Vec<(String, String)> {
    let mut fields = [
        ("MessageSid", text.id.as_str()),
        ("SmsSid", text.id.as_str()),
        ("SmsMessageSid", text.id.as_str()),
        ("AccountSid", carrier::ACCOUNT),
        ("From", text.handset_phone),
        ("To", text.number_phone),
        ("Body", text.body),
        ("NumMedia", &media.len().to_string()),
        ("NumSegments", &segments::count(text.body).count.to_string()),
        ("SmsStatus", "received"),
        ("ApiVersion", carrier::API_VERSION),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for (place, sent) in media.iter().enumerate() {
        let url = media::address(server, &text.id, sent.id);
        fields.push((format!("MediaUrl{place}"), url));
        let kind = sent.content_type.clone();
        fields.push((format!("MediaContentType{place}"), kind));
    }
    fields
}

/// Keeps what shall happen to the next text from any of these numbers; delivering as usual needs
/// no keeping.
pub(super) async fn wish(
    connection: &mut Connection,
    numbers: &[Phone],
    handset: &Phone,
    behaviour: &NextDelivery,
) -> Result<(), Error> {
    use simulated_next_deliveries as wishes;
    let earlier = wishes::table
        .filter(wishes::handset_phone.eq(handset.as_str()))
        .filter(wishes::number_phone.eq_any(as_text(numbers)));
    diesel::delete(earlier).execute(connection).await?;
    if *behaviour == NextDelivery::Deliver {
        return Ok(());
    }
    let id = Uuid::now_v7();
    let behaviour = serde_json::to_value(behaviour)?;
    let rows: Vec<_> = numbers
        .iter()
        .map(|number| {
            (
                wishes::handset_phone.eq(handset.as_str()),
                wishes::number_phone.eq(number.as_str()),
                wishes::wish_id.eq(id),
                wishes::behaviour.eq(&behaviour),
            )
        })
        .collect();
    diesel::insert_into(wishes::table)
        .values(rows)
        .on_conflict((wishes::handset_phone, wishes::number_phone))
        .do_update()
        .set((
            wishes::wish_id.eq(diesel::upsert::excluded(wishes::wish_id)),
            wishes::behaviour.eq(diesel::upsert::excluded(wishes::behaviour)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
