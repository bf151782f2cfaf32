//! Counting attempts per account and address within 15 minutes, in the database so that all nodes
//! count together.
//!
//! An attempt is counted before its outcome is known and given back when it succeeds: a thousand
//! guesses sent at once are no better than one after another.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::problem::ErrorCode;
use diesel::IntoSql;
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Timestamptz};
use diesel_async::RunQueryDsl;

use super::rules;
use crate::db::{Connection, delete_in_batches};
use crate::error::Error;
use crate::schema::sign_in_failures as failures;

const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How many attempts of a kind are permitted within [`WINDOW`].
struct Limit {
    kind: &'static str,
    attempts: i32,
    refusal: &'static str,
}

const SIGN_INS_OF_ACCOUNT: Limit = Limit {
    kind: "account",
    attempts: 10,
    refusal: "Too many sign-ins to this account have failed. Choose a new password by mail, or wait",
};
const SIGN_INS_FROM_ADDRESS: Limit = Limit {
    kind: "address",
    attempts: 50,
    refusal: "Too many sign-ins from your network have failed. Wait",
};
const MAILS_TO_ACCOUNT: Limit = Limit {
    kind: "mail",
    attempts: 5,
    refusal: "Several mails went to this address already: look for them, also among junk mail, or wait",
};
const MAILS_FROM_ADDRESS: Limit = Limit {
    kind: "mail_from",
    attempts: 50,
    refusal: "Too many mails were asked for from your network. Wait",
};

/// Counts a sign-in before its password is looked at.
///
/// # Errors
/// [`ErrorCode::TooManyAttempts`], saying how long to wait.
pub async fn count_sign_in(
    connection: &mut Connection,
    email: &str,
    address: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // An account that waits costs the address nothing: its other people may still sign in.
    count(connection, &SIGN_INS_OF_ACCOUNT, email, now).await?;
    count(connection, &SIGN_INS_FROM_ADDRESS, address, now).await
}

/// The password was right: the account starts anew, and the address gets its attempt back.
///
/// # Errors
/// When the database fails.
pub async fn forgive(connection: &mut Connection, email: &str, address: &str) -> Result<(), Error> {
    forgive_account(connection, email).await?;
    diesel::update(failures::table.find(SIGN_INS_FROM_ADDRESS.subject(address)))
        .filter(failures::failures.gt(0))
        .set(failures::failures.eq(failures::failures - 1))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets an account's failures.
///
/// # Errors
/// When the database fails.
pub async fn forgive_account(connection: &mut Connection, email: &str) -> Result<(), Error> {
    diesel::delete(failures::table.find(SIGN_INS_OF_ACCOUNT.subject(email)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Counts a mail that somebody asked for, whether or not the address has an account.
///
/// # Errors
/// [`ErrorCode::TooManyAttempts`], saying how long to wait.
pub async fn count_mail(
    connection: &mut Connection,
    email: &str,
    address: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    count(connection, &MAILS_TO_ACCOUNT, email, now).await?;
    count(connection, &MAILS_FROM_ADDRESS, address, now).await
}

impl Limit {
    fn subject(&self, who: &str) -> String {
        format!("{}:{who}", self.kind)
    }
}

/// Counts one attempt and refuses it when there were too many. One statement, so that attempts at
/// the same moment are all counted.
async fn count(
    connection: &mut Connection,
    limit: &Limit,
    who: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let over = || failures::window_started_at.le(now - WINDOW);
    let (counted, started): (i32, DateTime<Utc>) = diesel::insert_into(failures::table)
        .values((
            failures::subject.eq(limit.subject(who)),
            failures::failures.eq(1),
            failures::window_started_at.eq(now),
        ))
        .on_conflict(failures::subject)
        .do_update()
        .set((
            failures::failures
                .eq(case_when(over(), 1.into_sql::<Integer>()).otherwise(failures::failures + 1)),
            failures::window_started_at.eq(case_when(over(), now.into_sql::<Timestamptz>())
                .otherwise(failures::window_started_at)),
        ))
        .returning((failures::failures, failures::window_started_at))
        .get_result(connection)
        .await?;
    if counted <= limit.attempts {
        return Ok(());
    }
    let wait = rules::waiting_time(started + WINDOW - now);
    Err(Error::new(
        ErrorCode::TooManyAttempts,
        format!("{} {wait}.", limit.refusal),
    ))
}

/// Forgets windows that are over.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    let over = "window_started_at <= $1";
    delete_in_batches(connection, "sign_in_failures", over, now - WINDOW).await?;
    Ok(())
}
