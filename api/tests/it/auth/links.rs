//! Links sent by mail: once, in time, and only to who was asked for.

use chrono::TimeDelta;
use copperline_shared::auth::{ConfirmEmail, RequestPasswordReset, ResetPassword};
use copperline_shared::problem::ErrorCode;

use super::{JORDAN, sign_in, sign_up, token_in, visitor};
use crate::support::{PASSWORD, TestApp, problem};

#[actix_web::test]
async fn a_confirmation_link_works_once() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    browser
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await
        .unwrap();
    app.work().await;
    let body = ConfirmEmail {
        token: token_in(&app.email_to(JORDAN)),
    };
    browser
        .confirm_email()
        .body(body.clone())
        .send()
        .await
        .expect("the first time");
    let again = problem(browser.confirm_email().body(body).send().await);
    assert_eq!(again.code, ErrorCode::LinkExpired);
}

#[actix_web::test]
async fn a_confirmation_link_is_good_for_seven_days() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    browser
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await
        .unwrap();
    app.work().await;
    let body = ConfirmEmail {
        token: token_in(&app.email_to(JORDAN)),
    };
    app.pass(TimeDelta::days(7)).await;
    let late = problem(browser.confirm_email().body(body).send().await);
    assert_eq!(late.code, ErrorCode::LinkExpired);
}

#[actix_web::test]
async fn signing_in_before_confirming_is_refused_and_sends_a_new_link() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    browser
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await
        .unwrap();
    app.pass(TimeDelta::days(8)).await;
    let early = problem(
        browser
            .create_session()
            .body(sign_in(JORDAN, PASSWORD))
            .send()
            .await,
    );
    assert_eq!(early.code, ErrorCode::EmailNotConfirmed);
    app.work().await;
    assert_eq!(app.emails().len(), 2);
    let body = ConfirmEmail {
        token: token_in(&app.email_to(JORDAN)),
    };
    browser
        .confirm_email()
        .body(body)
        .send()
        .await
        .expect("the new link works");
}

#[actix_web::test]
async fn a_wrong_password_before_confirming_sends_nothing() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    browser
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await
        .unwrap();
    let wrong = sign_in(JORDAN, "not the password");
    let wrong = problem(browser.create_session().body(wrong).send().await);
    assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    app.work().await;
    assert_eq!(app.emails().len(), 1);
}

#[actix_web::test]
async fn a_reset_link_is_good_for_an_hour_and_for_nothing_else() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    let request = RequestPasswordReset {
        email: owner.email.clone(),
    };
    browser
        .request_password_reset()
        .body(request)
        .send()
        .await
        .unwrap();
    app.work().await;
    let token = token_in(&app.email_to(&owner.email));
    let other = problem(
        browser
            .confirm_email()
            .body(ConfirmEmail {
                token: token.clone(),
            })
            .send()
            .await,
    );
    assert_eq!(other.code, ErrorCode::LinkExpired);
    app.pass(TimeDelta::hours(1)).await;
    let body = ResetPassword {
        token,
        password: "four other plain words".to_owned(),
    };
    let late = problem(browser.reset_password().body(body).send().await);
    assert_eq!(late.code, ErrorCode::LinkExpired);
}

#[actix_web::test]
async fn whoever_resets_the_password_before_confirming_has_read_the_mail_and_is_confirmed() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    browser
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await
        .unwrap();
    let request = RequestPasswordReset {
        email: JORDAN.to_owned(),
    };
    browser
        .request_password_reset()
        .body(request)
        .send()
        .await
        .unwrap();
    app.work().await;
    let token = token_in(&app.email_to(JORDAN));
    let body = ResetPassword {
        token,
        password: "four other plain words".to_owned(),
    };
    browser
        .reset_password()
        .body(body)
        .send()
        .await
        .expect("signed in");
    app.sign_in(JORDAN, "four other plain words").await;
}
