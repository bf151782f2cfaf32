//! Keyset pagination: opaque cursors over (time, id), newest first.

use actix_web::ResponseError;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, Utc};
use copperline_shared::checks::FieldError;
use copperline_shared::page::Page;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::error::Error;

/// A place in a list that is ordered by time and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl Position {
    /// The opaque cursor that names this place.
    #[must_use]
    pub fn cursor(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}", self.at.timestamp_micros(), self.id))
    }

    /// Reads a cursor that an earlier answer gave.
    ///
    /// # Errors
    /// [`Error::field`] naming `field` when it is none of ours.
    pub fn read(cursor: &str, field: &str) -> Result<Self, Error> {
        let parse = || {
            let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
            let (at, id) = text.split_once(':')?;
            let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
            let id = id.parse().ok()?;
            is_kept(at).then_some(Self { at, id })
        };
        parse().ok_or_else(|| {
            Error::field(
                field,
                "Pass a cursor from an earlier answer, or leave it out.",
            )
        })
    }
}

/// Whether a row stands before or after a [`Position`], by its time and id. One comparison of rows,
/// by which PostgreSQL seeks in an index on both; two joined by `or` would make it walk.
#[derive(Clone, Copy, Debug)]
pub struct Beyond<At, Id> {
    at: At,
    id: Id,
    sign: &'static str,
    position: Position,
}

impl Position {
    /// Rows older than this place.
    pub fn before<At, Id>(self, at: At, id: Id) -> Beyond<At, Id> {
        let (sign, position) = (" < ", self);
        Beyond {
            at,
            id,
            sign,
            position,
        }
    }

    /// Rows newer than this place.
    pub fn after<At, Id>(self, at: At, id: Id) -> Beyond<At, Id> {
        let (sign, position) = (" > ", self);
        Beyond {
            at,
            id,
            sign,
            position,
        }
    }
}

impl<At: Expression, Id: Expression> Expression for Beyond<At, Id> {
    type SqlType = Bool;
}

impl<At, Id> QueryId for Beyond<At, Id> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<At, Id, Grouping> ValidGrouping<Grouping> for Beyond<At, Id> {
    type IsAggregate = is_aggregate::No;
}

impl<At, Id, Source> AppearsOnTable<Source> for Beyond<At, Id>
where
    At: AppearsOnTable<Source>,
    Id: AppearsOnTable<Source>,
{
}

// Diesel compares no rows.
impl<At: QueryFragment<Pg>, Id: QueryFragment<Pg>> QueryFragment<Pg> for Beyond<At, Id> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        self.at.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.id.walk_ast(out.reborrow())?;
        out.push_sql(")");
        out.push_sql(self.sign);
        out.push_sql("(");
        out.push_bind_param::<Timestamptz, _>(&self.position.at)?;
        out.push_sql(", ");
        out.push_bind_param::<SqlUuid, _>(&self.position.id)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Whether the database can keep this moment, and anything can have happened then: the years 1970
/// to 9999.
fn is_kept(at: DateTime<Utc>) -> bool {
    (1970..=9999).contains(&at.year())
}

/// Checks a moment that a caller asks about.
///
/// # Errors
/// When it lies before 1970 or after 9999.
pub fn moment(at: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if is_kept(at) {
        return Ok(at);
    }
    let message = "Pass a moment of the years 1970 to 9999, like 2026-11-01T00:00:00Z";
    Err(FieldError::new("out_of_range", message))
}

/// Items of a page when nothing else is asked for, and at the most.
const USUAL_LIMIT: u32 = 50;
const HIGHEST_LIMIT: u32 = 100;

/// How many items to give, of what was asked for: [`refuse_wrong_limit`] has looked at it.
#[must_use]
pub fn limit(asked: Option<u32>) -> i64 {
    i64::from(asked.unwrap_or(USUAL_LIMIT).clamp(1, HIGHEST_LIMIT))
}

/// Refuses a request for more items than a page has, or for none, whatever the list.
///
/// # Errors
/// The handler's own.
pub async fn refuse_wrong_limit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    // The page's own addresses are the page's to read.
    if request.path().starts_with("/api/") && is_wrong_limit(request.query_string()) {
        let message = format!("Pass a whole number from 1 to {HIGHEST_LIMIT}, or leave it out.");
        let refused = Error::field("limit", message);
        let answer = request.into_response(refused.error_response());
        return Ok(answer.map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn is_wrong_limit(query: &str) -> bool {
    if !query.contains("limit") {
        return false;
    }
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let sound = |limit: &str| {
        let limit = limit.parse::<u32>();
        limit.is_ok_and(|limit| (1..=HIGHEST_LIMIT).contains(&limit))
    };
    fields
        .iter()
        .any(|(name, value)| name == "limit" && !sound(value))
}

/// Which page of a list to read.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next` of the previous page.
    pub after: Option<String>,
    /// How many items at the most, 1 to 100; 50 when absent.
    #[param(minimum = 0, maximum = 100)]
    pub limit: Option<u32>,
}

impl Paging {
    /// # Errors
    /// When the cursor is none of ours.
    pub fn position(&self) -> Result<Option<Position>, Error> {
        self.after
            .as_deref()
            .map(|cursor| Position::read(cursor, "after"))
            .transpose()
    }

    #[must_use]
    pub fn limit(&self) -> i64 {
        limit(self.limit)
    }

    /// How many rows to read, one more than the page or a few. The number is to stand in the statement
    /// itself, where it has only these two forms: knowing how few are read, PostgreSQL makes a plan
    /// that serves all pages.
    #[must_use]
    pub fn rows(&self) -> u32 {
        match self.limit {
            Some(limit) if limit > USUAL_LIMIT => HIGHEST_LIMIT + 1,
            _ => USUAL_LIMIT + 1,
        }
    }
}

/// Makes a page of rows read beyond the `limit`: any that is too many shows that there are more.
pub fn page<T>(mut rows: Vec<T>, limit: i64, position: impl Fn(&T) -> Position) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more {
        rows.last().map(|row| position(row).cursor())
    } else {
        None
    };
    Page { items: rows, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x9_a_page_has_1_to_100_items() {
        for sound in [
            "",
            "limit=1",
            "tab=all&limit=100",
            "limits=7",
            "search=limit",
        ] {
            assert!(!is_wrong_limit(sound), "{sound}");
        }
        for wrong in [
            "limit=0",
            "limit=101&tab=all",
            "limit=-1",
            "limit=",
            "limit=ten",
        ] {
            assert!(is_wrong_limit(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_names_a_place_and_a_tampered_one_nothing() {
        let place = Position {
            at: DateTime::UNIX_EPOCH,
            id: Uuid::nil(),
        };
        assert_eq!(Position::read(&place.cursor(), "after").ok(), Some(place));
        for micros in [
            i64::MIN,
            -1,
            -377_705_116_800_000_000,
            253_402_300_800_000_000,
        ] {
            let tampered = URL_SAFE_NO_PAD.encode(format!("{micros}:{}", place.id));
            assert!(Position::read(&tampered, "after").is_err(), "{micros}");
        }
        assert!(Position::read("tampered", "after").is_err());
    }
}
