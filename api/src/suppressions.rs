//! The suppression list: numbers that are never to be texted, contact or not (P6). Nothing takes a
//! number off it; many at once come from a file (`imports`).

use actix_web::{get, post, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::consent::ConsentSource;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use copperline_shared::suppressions::{CreateSuppression, Suppression};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::caller::{Caller, ManageContacts};
use crate::consent::{self, Asked};
use crate::conversations::records::By;
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::input::{Body, Fields, phone};
use crate::openapi::Problems;
use crate::paging::Paging;
use crate::{contacts, jobs, outbox};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_suppressions)
        .service(create_suppression);
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Any part of a number, in any format.
    search: Option<String>,
}

/// List the numbers that are never to be texted
///
/// Newest first.
#[utoipa::path(
    tag = "suppressions",
    operation_id = "list_suppressions",
    params(Wanted, Paging),
    responses((status = 200, description = "One page", body = Page<Suppression>), Problems)
)]
#[get("/api/v1/suppressions")]
async fn list_suppressions(
    app: AppData,
    caller: Caller<ManageContacts>,
    wanted: web::Query<Wanted>,
    paging: web::Query<Paging>,
) -> Answer<Page<Suppression>> {
    let after = paging.after.as_deref().map(read_cursor).transpose()?;
    let search = wanted.search.as_deref().map(str::trim);
    let part = search
        .filter(|text| !text.is_empty())
        .map(|text| phone::digits(text).map_err(FieldError::from))
        .transpose()
        .map_err(|error| Error::field("search", error.message))?;
    let limit = paging.limit();
    let mut connection = app.pool.get().await?;
    let list = consent::queries::suppressions;
    let part = part.as_deref().map(|part| part.trim_start_matches('+'));
    let mut items = list(&mut connection, caller.workspace, part, after, limit + 1).await?;
    let more = i64::try_from(items.len()).is_ok_and(|count| count > limit);
    if more {
        items.pop();
    }
    let next = items.last().filter(|_| more).map(cursor);
    Ok(web::Json(Page { items, next }))
}

fn cursor(last: &Suppression) -> String {
    let place = format!("{} {}", last.since.timestamp_micros(), last.phone);
    URL_SAFE_NO_PAD.encode(place)
}

fn read_cursor(cursor: &str) -> Result<(DateTime<Utc>, Phone), Error> {
    let read = || {
        let place = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (since, phone) = place.split_once(' ')?;
        let since = DateTime::from_timestamp_micros(since.parse().ok()?)?;
        Some((crate::paging::moment(since).ok()?, phone.parse().ok()?))
    };
    read().ok_or_else(|| {
        Error::field(
            "after",
            "Pass a cursor from an earlier answer, or leave it out.",
        )
    })
}

/// Put a number on the list
///
/// It is not texted from now on, by anybody, whatever is imported, posted or written. A contact with
/// it is opted out and their queued texts are cancelled. It can't be undone.
#[utoipa::path(
    tag = "suppressions",
    operation_id = "create_suppression",
    request_body = CreateSuppression,
    responses((status = 200, description = "The number as it stands on the list", body = Suppression), Problems)
)]
#[post("/api/v1/suppressions")]
async fn create_suppression(
    app: AppData,
    caller: Caller<ManageContacts>,
    body: Body<CreateSuppression>,
) -> Answer<Suppression> {
    let mut fields = Fields::default();
    let phone = phone::read(&body.0.phone).map_err(FieldError::from);
    let phone = fields.check("phone", phone);
    let (phone,) = fields.finish((phone,))?;
    let (workspace, now) = (caller.workspace, app.clock.now());
    let mut connection = app.pool.get().await?;
    let since = connection
        .atomically(async |connection| {
            if contacts::queries::is_erased(connection, workspace, &phone).await? {
                return Err(erased());
            }
            let who = consent::name_of(connection, &caller).await?;
            let contact = contacts::queries::lock_by_phone(connection, workspace, &phone).await?;
            if contact.is_some() {
                let asked = Asked {
                    conversation: None,
                    source: ConsentSource::Suppression,
                    evidence: &who,
                    trigger: "",
                    by: By::caller(&caller),
                    decided_by: "",
                };
                let events =
                    consent::opt_out_with_thread(connection, workspace, &phone, asked, now).await?;
                outbox::record(connection, workspace, events, now).await?;
            } else if consent::queries::suppressed(connection, workspace, &[phone.as_str()])
                .await?
                .is_empty()
            {
                let new = [(&phone, who)];
                consent::queries::suppress(connection, workspace, &new, now).await?;
            }
            let since = consent::opted_out(connection, workspace, &phone).await?;
            since.ok_or_else(|| Error::internal("a number on the list is not opted out"))
        })
        .await?;
    jobs::wake(&app);
    Ok(web::Json(Suppression { phone, since }))
}

/// They are known by a hash alone, and not texted as it is.
fn erased() -> Error {
    let detail = "This person asked to be erased from the workspace and is not texted already.";
    Error::new(ErrorCode::ContactErased, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_a_cursor_of_the_list_leads_back_to_its_place() {
        let at = Suppression {
            phone: "+15125550192".parse().expect("a phone"),
            since: DateTime::from_timestamp_micros(1_764_000_000_123_456).expect("a moment"),
        };
        let read = read_cursor(&cursor(&at)).ok();
        assert_eq!(read, Some((at.since, at.phone)));
        assert!(read_cursor("tampered").is_err());
    }
}
