//! Attempts are limited per account and per address, for 15 minutes of the app's clock.

use chrono::TimeDelta;
use copperline_api::schema::sign_in_failures;
use copperline_shared::auth::RequestPasswordReset;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{sign_in, visitor};
use crate::support::{PASSWORD, TestApp, problem};

#[actix_web::test]
async fn after_ten_wrong_passwords_an_account_waits_out_its_fifteen_minutes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    for _ in 0..10 {
        let wrong = sign_in(&owner.email, "not the password");
        let wrong = problem(browser.create_session().body(wrong).send().await);
        assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    }
    app.pass(TimeDelta::minutes(5)).await;
    let right = sign_in(&owner.email, PASSWORD);
    let refused = problem(browser.create_session().body(right.clone()).send().await);
    assert_eq!(refused.code, ErrorCode::TooManyAttempts);
    assert!(refused.detail.contains("10 minutes"), "{}", refused.detail);
    app.pass(TimeDelta::minutes(10)).await;
    browser
        .create_session()
        .body(right)
        .send()
        .await
        .expect("the wait is over");
}

#[actix_web::test]
async fn signing_in_clears_the_accounts_failures() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    for password in ["not the password", PASSWORD].into_iter().cycle().take(12) {
        let _ = browser
            .create_session()
            .body(sign_in(&owner.email, password))
            .send()
            .await;
    }
    let mut connection = app.connection().await;
    let left: i64 = sign_in_failures::table
        .filter(sign_in_failures::subject.like("account:%"))
        .count()
        .get_result(&mut connection)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn guesses_sent_at_once_are_all_counted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    let guess = |_| {
        browser
            .create_session()
            .body(sign_in(&owner.email, "a guess at it"))
            .send()
    };
    let answers = futures_util::future::join_all((0..16).map(guess)).await;
    let codes: Vec<ErrorCode> = answers
        .into_iter()
        .map(|answer| problem(answer).code)
        .collect();
    let looked_at = codes
        .iter()
        .filter(|code| **code == ErrorCode::WrongCredentials)
        .count();
    assert_eq!(looked_at, 10);
}

#[actix_web::test]
async fn fifty_failures_from_an_address_stop_it_whatever_the_account() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut connection = app.connection().await;
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::subject.eq("address:127.0.0.1"),
            sign_in_failures::failures.eq(50),
            sign_in_failures::window_started_at.eq(app.app.clock.now()),
        ))
        .on_conflict(sign_in_failures::subject)
        .do_update()
        .set(sign_in_failures::failures.eq(50))
        .execute(&mut connection)
        .await
        .unwrap();
    let right = sign_in(&owner.email, PASSWORD);
    let refused = problem(visitor(&app).create_session().body(right).send().await);
    assert_eq!(refused.code, ErrorCode::TooManyAttempts);
}

#[actix_web::test]
async fn an_address_can_be_sent_five_mails_in_fifteen_minutes_with_or_without_an_account() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    for email in [owner.email.as_str(), "nobody@example.com"] {
        let ask = || {
            let body = RequestPasswordReset {
                email: email.to_owned(),
            };
            browser.request_password_reset().body(body).send()
        };
        for _ in 0..5 {
            ask().await.expect("one of the five");
        }
        assert_eq!(problem(ask().await).code, ErrorCode::TooManyAttempts);
    }
    app.work().await;
    assert_eq!(app.emails().len(), 5);
}

#[actix_web::test]
async fn an_account_that_waits_costs_its_network_nothing() {
    let app = TestApp::start().await;
    let (owner, colleague) = (app.owner().await, app.owner().await);
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::subject.eq(format!("account:{}", owner.email)),
            sign_in_failures::failures.eq(10),
            sign_in_failures::window_started_at.eq(app.app.clock.now()),
        ))
        .execute(&mut app.connection().await)
        .await
        .unwrap();
    let browser = visitor(&app);
    for _ in 0..60 {
        let wrong = sign_in(&owner.email, "not the password");
        let refused = problem(browser.create_session().body(wrong).send().await);
        assert_eq!(refused.code, ErrorCode::TooManyAttempts);
    }
    let right = sign_in(&colleague.email, PASSWORD);
    let signed_in = browser.create_session().body(right).send().await;
    signed_in.expect("the network is not to blame");
}
