//! Signing up, in and out, staying signed in, and forgotten passwords.

mod links;
mod mails;
mod sessions;
mod sign_ups;
mod smtp;
mod throttle;

use copperline_api::mail::Mail;
use copperline_api::schema::{sign_ins, workspaces};
use copperline_client::{Client, ResponseValue};
use copperline_shared::auth::{
    ConfirmEmail, CreateWorkspace, RequestPasswordReset, ResetPassword, SignIn,
};
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::{Role, UpdateProfile};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::support::{PASSWORD, TestApp, problem};

const JORDAN: &str = "jordan@example.com";

fn sign_up(workspace_name: &str, password: &str) -> CreateWorkspace {
    CreateWorkspace {
        workspace_name: workspace_name.to_owned(),
        first_name: "Jordan".to_owned(),
        last_name: "Reyes".to_owned(),
        email: JORDAN.to_owned(),
        password: password.to_owned(),
        time_zone: "America/Chicago".to_owned(),
    }
}

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

/// The secret in a mail's newest link.
fn token_in(mail: &Mail) -> String {
    let (_, token) = mail
        .body
        .rsplit_once("#token=")
        .expect("the mail has a link");
    token
        .split_whitespace()
        .next()
        .expect("the link has a token")
        .to_owned()
}

/// The cookies an answer sets, as a browser sends them back.
fn cookies<T>(answer: &ResponseValue<T>) -> String {
    let set = answer.headers().get_all("set-cookie").iter();
    let pairs = set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

/// A browser that has not signed in.
fn visitor(app: &TestApp) -> Client {
    app.browser("")
}

#[actix_web::test]
async fn a_person_signs_up_opens_the_mailed_link_and_is_signed_in() {
    let app = TestApp::start().await;
    let sent = visitor(&app)
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await;
    assert_eq!(sent.unwrap().into_inner().email, JORDAN);
    app.work().await;
    let mail = app.email_to(JORDAN);
    assert!(
        mail.body
            .contains(&format!("{}/confirm-email#token=", app.base_url))
    );

    let token = token_in(&mail);
    let confirmed = visitor(&app)
        .confirm_email()
        .body(ConfirmEmail { token })
        .send()
        .await
        .unwrap();
    let browser = app.browser(&cookies(&confirmed));
    let profile = browser.read_profile().send().await.unwrap().into_inner();
    assert_eq!(profile, confirmed.into_inner());
    assert_eq!(
        (profile.role, profile.workspace.name.as_str()),
        (Role::Owner, "Reyes")
    );
    app.sign_in(JORDAN, PASSWORD).await;
}

#[actix_web::test]
async fn one_answer_names_every_field_to_correct_and_nothing_is_created() {
    let app = TestApp::start().await;
    let body = CreateWorkspace {
        time_zone: "Texas".to_owned(),
        ..sign_up(" ", "short")
    };
    let refused = problem(visitor(&app).create_workspace().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    for field in ["workspace_name", "time_zone", "password"] {
        assert!(refused.field(field).is_some(), "{field} is named");
    }
    app.work().await;
    assert_eq!(app.emails(), []);
}

#[actix_web::test]
async fn signing_up_with_an_email_that_has_an_account_looks_the_same_and_is_told_by_mail_only() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = CreateWorkspace {
        email: owner.email.clone(),
        ..sign_up("Thief", "another password")
    };
    let sent = visitor(&app)
        .create_workspace()
        .body(body)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(sent.email, owner.email);
    app.work().await;
    let mail = app.email_to(&owner.email);
    assert!(mail.body.contains("/sign-in") && mail.body.contains("/reset-password#token="));
    assert!(
        !mail.body.contains("Thief"),
        "a stranger's words are not sent"
    );
    app.sign_in(&owner.email, PASSWORD).await;
    let profile = owner.read_profile().send().await.unwrap().into_inner();
    assert_eq!(profile.workspace.name, "Lonestar Life");
}

#[actix_web::test]
async fn two_sign_ups_with_one_email_at_once_make_one_workspace() {
    let app = TestApp::start().await;
    let browser = visitor(&app);
    let (one, other) = futures_util::join!(
        browser
            .create_workspace()
            .body(sign_up("One", PASSWORD))
            .send(),
        browser
            .create_workspace()
            .body(sign_up("Other", PASSWORD))
            .send(),
    );
    assert!(one.is_ok() && other.is_ok());
    let mut connection = app.connection().await;
    let workspaces: i64 = workspaces::table
        .count()
        .get_result(&mut connection)
        .await
        .unwrap();
    let people: i64 = sign_ins::table
        .count()
        .get_result(&mut connection)
        .await
        .unwrap();
    assert_eq!((workspaces, people), (1, 1));
}

#[actix_web::test]
async fn an_unknown_email_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    let wrong = sign_in(&owner.email, "not the password");
    let wrong = problem(browser.create_session().body(wrong).send().await);
    let unknown = sign_in("nobody@example.com", "not the password");
    let unknown = problem(browser.create_session().body(unknown).send().await);
    assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    assert_eq!((wrong.code, wrong.detail), (unknown.code, unknown.detail));
}

#[actix_web::test]
async fn changes_asked_for_by_another_sites_page_are_refused() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for origin in [None, Some("https://evil.example")] {
        let mut headers = vec![("cookie".to_owned(), owner.cookies.clone())];
        headers.extend(origin.map(|origin| ("origin".to_owned(), origin.to_owned())));
        let session = copperline_client::Session {
            headers,
            ..Default::default()
        };
        let foreign = copperline_client::connect(&app.base_url, session);
        let own = sign_in(&owner.email, PASSWORD);
        let reset = ResetPassword {
            token: "x".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let codes = [
            problem(foreign.create_session().body(own).send().await).code,
            problem(foreign.refresh_session().send().await).code,
            problem(foreign.end_session().send().await).code,
            problem(
                foreign
                    .confirm_email()
                    .body(ConfirmEmail {
                        token: "x".to_owned(),
                    })
                    .send()
                    .await,
            )
            .code,
            problem(foreign.reset_password().body(reset).send().await).code,
            problem(
                foreign
                    .update_profile()
                    .body(UpdateProfile::default())
                    .send()
                    .await,
            )
            .code,
        ];
        assert_eq!(codes, [ErrorCode::WrongOrigin; 6], "origin {origin:?}");
    }
    owner
        .read_profile()
        .send()
        .await
        .expect("the session stands");
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_by_mail_and_every_other_session_ends() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    let request = RequestPasswordReset {
        email: owner.email.to_uppercase(),
    };
    browser
        .request_password_reset()
        .body(request)
        .send()
        .await
        .unwrap();
    app.work().await;
    let token = token_in(&app.email_to(&owner.email));

    let weak = ResetPassword {
        token: token.clone(),
        password: "short".to_owned(),
    };
    let refused = problem(browser.reset_password().body(weak).send().await);
    assert!(
        refused.field("password").is_some(),
        "the link survives a weak password"
    );
    let strong = ResetPassword {
        token: token.clone(),
        password: "four other plain words".to_owned(),
    };
    let signed_in = browser
        .reset_password()
        .body(strong.clone())
        .send()
        .await
        .unwrap();

    let fresh = app.browser(&cookies(&signed_in));
    fresh
        .read_profile()
        .send()
        .await
        .expect("the new session stands");
    let ended = problem(owner.read_profile().send().await);
    assert_eq!(ended.code, ErrorCode::Unauthenticated);
    let ended = problem(owner.refresh_session().send().await);
    assert_eq!(ended.code, ErrorCode::Unauthenticated);
    let old = problem(
        browser
            .create_session()
            .body(sign_in(&owner.email, PASSWORD))
            .send()
            .await,
    );
    assert_eq!(old.code, ErrorCode::WrongCredentials);
    app.sign_in(&owner.email, "four other plain words").await;
    let again = problem(browser.reset_password().body(strong).send().await);
    assert_eq!(again.code, ErrorCode::LinkExpired);
}

#[actix_web::test]
async fn asking_for_a_reset_does_not_tell_whether_there_is_an_account() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let browser = visitor(&app);
    for email in [owner.email.as_str(), "nobody@example.com"] {
        let body = RequestPasswordReset {
            email: email.to_owned(),
        };
        let answer = browser
            .request_password_reset()
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 202);
        assert_eq!(answer.into_inner().email, email);
    }
    app.work().await;
    let told: Vec<String> = app.emails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(told, std::slice::from_ref(&owner.email));
}
