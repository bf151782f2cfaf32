//! Staying signed in, and no longer being so.

use chrono::TimeDelta;
use copperline_api::schema::agents;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::Role;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{cookies, sign_in, visitor};
use crate::support::{Owner, PASSWORD, TestApp, problem};

#[actix_web::test]
async fn a_browser_stays_signed_in_by_refreshing_for_as_long_as_it_is_used() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut browser = app.browser(&owner.cookies);
    for _ in 0..3 {
        app.pass(TimeDelta::days(20)).await;
        let over = problem(browser.read_profile().send().await);
        assert_eq!(over.code, ErrorCode::Unauthenticated);
        let refreshed = browser.refresh_session().send().await.expect("refreshed");
        browser = app.browser(&cookies(&refreshed));
        browser
            .read_profile()
            .send()
            .await
            .expect("signed in still");
    }
    app.pass(TimeDelta::days(30)).await;
    let over = problem(browser.refresh_session().send().await);
    assert_eq!(over.code, ErrorCode::Unauthenticated);
}

#[actix_web::test]
async fn two_tabs_that_refresh_at_once_receive_the_same_successor() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (one, other) = futures_util::join!(
        owner.refresh_session().send(),
        owner.refresh_session().send()
    );
    let (one, other) = (cookies(&one.unwrap()), cookies(&other.unwrap()));
    let refresh = |cookies: &str| {
        cookies
            .split_once("copperline_refresh=")
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(refresh(&one), refresh(&other));
    app.pass(TimeDelta::seconds(25)).await;
    let late = owner
        .refresh_session()
        .send()
        .await
        .expect("within 30 seconds");
    assert_eq!(refresh(&one), refresh(&cookies(&late)));
    app.browser(&one)
        .read_profile()
        .send()
        .await
        .expect("the session stands");
}

#[actix_web::test]
async fn a_replaced_refresh_token_that_comes_back_later_ends_the_whole_session() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let refreshed = owner.refresh_session().send().await.unwrap();
    let browser = app.browser(&cookies(&refreshed));
    app.pass(TimeDelta::seconds(31)).await;
    let reused = problem(owner.refresh_session().send().await);
    assert_eq!(reused.code, ErrorCode::Unauthenticated);
    let ended = problem(browser.read_profile().send().await);
    assert_eq!(
        ended.code,
        ErrorCode::Unauthenticated,
        "the newest token has ended too"
    );
    let ended = problem(browser.refresh_session().send().await);
    assert_eq!(ended.code, ErrorCode::Unauthenticated);
    app.sign_in(&owner.email, PASSWORD).await;
}

#[actix_web::test]
async fn signing_out_ends_this_browsers_session_at_once_and_no_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let elsewhere = app.browser(&app.sign_in(&owner.email, PASSWORD).await);
    let answer = owner.end_session().send().await.unwrap();
    let cleared = answer.headers().get_all("set-cookie").iter();
    assert_eq!(
        cleared
            .filter(|cookie| cookie.to_str().unwrap().contains("Max-Age=0"))
            .count(),
        2
    );
    let over = problem(owner.read_profile().send().await);
    assert_eq!(over.code, ErrorCode::Unauthenticated);
    let over = problem(owner.refresh_session().send().await);
    assert_eq!(over.code, ErrorCode::Unauthenticated);
    elsewhere
        .read_profile()
        .send()
        .await
        .expect("signed in elsewhere");
}

#[actix_web::test]
async fn cookies_are_for_this_site_only_encrypted_only_and_not_for_scripts() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let body = sign_in(&owner.email, PASSWORD);
    let answer = visitor(&app)
        .create_session()
        .body(body)
        .send()
        .await
        .unwrap();
    let set = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap());
    let set: Vec<&str> = set.collect();
    assert_eq!(set.len(), 2);
    for cookie in set {
        for rule in ["HttpOnly", "Secure", "SameSite=Strict"] {
            assert!(cookie.contains(rule), "{rule}");
        }
        let refresh = cookie.starts_with("copperline_refresh=");
        assert_eq!(cookie.contains("Path=/api/v1/auth;"), refresh);
    }
}

async fn give_role(app: &TestApp, person: &Owner, role: &str) {
    let mut connection = app.connection().await;
    diesel::update(agents::table.find((person.workspace.0, person.agent)))
        .set(agents::role.eq(role))
        .execute(&mut connection)
        .await
        .expect("a role can be given");
}

#[actix_web::test]
async fn a_changed_role_acts_on_the_next_request() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let admin = app.colleague(&owner, "admin").await;
    admin.list_api_tokens().send().await.expect("an admin may");
    give_role(&app, &admin, "basic").await;
    let refused = problem(admin.list_api_tokens().send().await);
    assert_eq!(refused.code, ErrorCode::Forbidden);
    let profile = admin.read_profile().send().await.unwrap().into_inner();
    assert_eq!(profile.role, Role::Basic);
}

#[actix_web::test]
async fn a_made_up_cookie_is_refused() {
    let app = TestApp::start().await;
    for cookie in [
        "copperline_session=x",
        "copperline_session=a.b.c",
        "copperline_refresh=x",
    ] {
        let browser = app.browser(cookie);
        let refused = problem(browser.read_profile().send().await);
        assert_eq!(refused.code, ErrorCode::Unauthenticated);
        let refused = problem(browser.refresh_session().send().await);
        assert_eq!(refused.code, ErrorCode::Unauthenticated);
    }
}
