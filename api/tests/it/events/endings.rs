//! A stream ends with the session or token that opened it, at once.

use copperline_shared::auth::{RequestPasswordReset, ResetPassword};

use super::*;

/// Far less than the 15 seconds after which a stream looks by itself whether it may go on.
const AT_ONCE: Duration = Duration::from_secs(5);

async fn ends(stream: &mut Stream) {
    let end = async { while stream.frame().await.is_some() {} };
    tokio::time::timeout(AT_ONCE, end)
        .await
        .expect("the stream ends at once");
}

/// The stream goes on: it tells of a new conversation.
async fn goes_on(stream: &mut Stream, owner: &Owner, phone: &str) {
    open_conversation(owner, phone).await;
    stream.event().await;
}

#[actix_web::test]
async fn signing_out_ends_the_sessions_streams_at_once_and_no_others() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let elsewhere = app.sign_in(&owner.email, crate::support::PASSWORD).await;
    let mut first = Stream::open(&app, &owner.cookies, None).await;
    let mut second = Stream::open(&app, &owner.cookies, None).await;
    let mut other = Stream::open(&app, &elsewhere, None).await;
    goes_on(&mut first, &owner, "512 555 0101").await;
    owner.end_session().send().await.expect("signed out");
    ends(&mut first).await;
    ends(&mut second).await;
    other.event().await;
    let still_here = Owner {
        client: app.browser(&elsewhere),
        ..owner
    };
    goes_on(&mut other, &still_here, "512 555 0102").await;
}

#[actix_web::test]
async fn s3_revoking_a_token_ends_its_streams_at_once() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let secret = owner.make_token(&[Scope::Conversations]).await;
    let token = owner.list_api_tokens().send().await.expect("tokens")[0].id;
    let bearer = format!("Bearer {secret}");
    let mut program = Stream::open_as(&app, ("authorization", &bearer), None).await;
    goes_on(&mut program, &owner, "512 555 0101").await;
    let revoked = owner.revoke_api_token().api_token_id(token).send().await;
    revoked.expect("revoked");
    ends(&mut program).await;
}

#[actix_web::test]
async fn a_new_password_ends_the_streams_of_every_session() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let mut stream = Stream::open(&app, &owner.cookies, None).await;
    goes_on(&mut stream, &owner, "512 555 0101").await;
    let visitor = app.browser("");
    let body = RequestPasswordReset {
        email: owner.email.clone(),
    };
    let asked = visitor.request_password_reset().body(body).send().await;
    asked.expect("a mail");
    app.work().await;
    let mail = app.email_to(&owner.email).body;
    let (_, token) = mail.split_once("#token=").expect("a link");
    let body = ResetPassword {
        token: token.split_whitespace().next().expect("a token").to_owned(),
        password: "four other plain words".to_owned(),
    };
    let reset = visitor.reset_password().body(body).send().await;
    reset.expect("a new password");
    ends(&mut stream).await;
}
