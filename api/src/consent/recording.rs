//! Consent that a person records: the contact said so to them.

use actix_web::http::StatusCode;
use actix_web::{post, web};
use chrono::{DateTime, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::consent::{
    ConsentEntry, ConsentKind, ConsentSource, NOTE_LENGTH, RecordConsent,
};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::name_of;
use super::queries::{self, NewEntry};
use crate::app::AppData;
use crate::caller::{Caller, WorkContacts};
use crate::contacts;
use crate::db::Atomic;
use crate::error::Error;
use crate::idempotency::{IdempotencyKey, Once};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};

/// Record that a contact agreed to texts
///
/// For somebody who said so on the phone, in person or in writing; the record keeps who recorded it.
/// It lifts no opt-out: a contact who is opted out is refused with `opted_out`.
#[utoipa::path(
    tag = "consent",
    operation_id = "record_consent",
    request_body = RecordConsent,
    params(("contact_id" = Uuid, Path, description = "The contact's id"),
        ("Idempotency-Key" = Option<String>, Header,
        description = "The same key and request give the first answer again for 24 hours")),
    responses((status = 201, description = "The new entry of the record", body = ConsentEntry), Problems)
)]
#[post("/api/v1/consent/{contact_id}/given")]
pub(super) async fn record_given(
    app: AppData,
    caller: Caller<WorkContacts>,
    contact_id: web::Path<Uuid>,
    key: IdempotencyKey,
    body: Body<RecordConsent>,
) -> Result<(web::Json<ConsentEntry>, StatusCode), Error> {
    let (workspace, id, now) = (caller.workspace, *contact_id, app.clock.now());
    let once = Once::new(&caller, key, "record_consent", &(id, &body.0))?;
    let mut fields = Fields::default();
    let given_at = fields.check("given_at", check_moment(body.0.given_at, now));
    let note = fields.check("note", check_note(&body.0.note));
    let (given_at, note) = fields.finish((given_at, note))?;
    let mut evidence = body.0.how.words().to_owned();
    if !note.is_empty() {
        evidence = format!("{evidence}: {note}");
    }
    let mut connection = app.pool.get().await?;
    let entry = connection
        .atomically(async |connection| {
            if let Some(first) = once.begin(connection, now).await? {
                return Ok(first);
            }
            // An opt-out that comes in this moment waits, and counts.
            let contact = contacts::queries::lock(connection, workspace, id).await?;
            let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
            if contact.opted_out_at.is_some() {
                let detail = "This contact is opted out. Only they can take that back, by texting; \
                              nothing that is recorded here does.";
                return Err(Error::new(ErrorCode::OptedOut, detail));
            }
            let who = name_of(connection, &caller).await?;
            let new = NewEntry {
                kind: ConsentKind::Consent,
                source: ConsentSource::Agent,
                given_at,
                source_url: "",
                certificate: "",
                evidence: &evidence,
                trigger: "",
                decided_by: &who,
            };
            queries::add_entry(connection, workspace, &contact.phone, new, now).await?;
            let phones = [contact.phone.as_str().to_owned()];
            let newest = queries::entries(connection, workspace, &phones, None, 1).await?;
            let newest = newest.into_iter().next();
            let entry = newest.ok_or_else(|| Error::internal("an entry that was just added"))?;
            // Only another phone than the contact's own is named.
            let entry = ConsentEntry {
                phone: None,
                ..entry
            };
            once.keep(connection, &entry).await?;
            let event = Event::ConsentRecorded { contact_id: id };
            outbox::record(
                connection,
                workspace,
                vec![(Audience::Workspace, event)],
                now,
            )
            .await?;
            Ok::<ConsentEntry, Error>(entry)
        })
        .await?;
    Ok((web::Json(entry), StatusCode::CREATED))
}

fn check_moment(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if at > now {
        return Err(FieldError::new("future", "Choose a moment that is over"));
    }
    if at < DateTime::UNIX_EPOCH {
        return Err(FieldError::new(
            "out_of_range",
            "Choose a moment since 1970",
        ));
    }
    Ok(at)
}

fn check_note(note: &str) -> Result<String, FieldError> {
    let note = note.trim();
    if note.chars().count() > NOTE_LENGTH {
        let message = format!("Use at most {NOTE_LENGTH} characters");
        return Err(FieldError::new("too_long", message));
    }
    if note.contains('\0') {
        return Err(FieldError::new(
            "unreadable",
            "Leave the null character out",
        ));
    }
    Ok(note.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn x6_consent_is_of_a_moment_that_is_over_with_a_note_of_a_length() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(9000);
        assert!(check_moment(now, now).is_ok());
        assert!(check_moment(now + TimeDelta::seconds(1), now).is_err());
        assert!(check_moment(DateTime::UNIX_EPOCH - TimeDelta::seconds(1), now).is_err());
        assert_eq!(check_note("  a form \n").expect("fine"), "a form");
        assert!(check_note(&"x".repeat(NOTE_LENGTH)).is_ok());
        assert!(check_note(&"x".repeat(NOTE_LENGTH + 1)).is_err());
        assert!(check_note("a\0b").is_err());
    }
}
