//! Signing up again before the first mail was opened.

use super::*;

/// Signs up and reads the mail that follows: the link's token.
async fn sign_up_and_read(app: &TestApp, workspace: &str, password: &str) -> String {
    let body = sign_up(workspace, password);
    let browser = visitor(app);
    browser.create_workspace().body(body).send().await.unwrap();
    app.work().await;
    token_in(&app.email_to(JORDAN))
}

async fn confirm(app: &TestApp, token: &str) -> Result<String, ErrorCode> {
    let body = ConfirmEmail {
        token: token.to_owned(),
    };
    let confirmed = visitor(app).confirm_email().body(body).send().await;
    match confirmed {
        Ok(profile) => Ok(profile.into_inner().workspace.name),
        refused => Err(problem(refused).code),
    }
}

async fn sign_in_code(app: &TestApp, password: &str) -> ErrorCode {
    let body = sign_in(JORDAN, password);
    problem(visitor(app).create_session().body(body).send().await).code
}

#[actix_web::test]
async fn signing_up_again_before_confirming_replaces_what_was_typed_and_ends_the_older_link() {
    let app = TestApp::start().await;
    let older = sign_up_and_read(&app, "Reyez", PASSWORD).await;
    let newer = sign_up_and_read(&app, "Reyes", PASSWORD).await;
    assert_eq!(confirm(&app, &older).await, Err(ErrorCode::LinkExpired));
    assert_eq!(confirm(&app, &newer).await.as_deref(), Ok("Reyes"));
    app.sign_in(JORDAN, PASSWORD).await;
}

#[actix_web::test]
async fn nobody_gets_an_account_with_a_password_that_somebody_else_typed() {
    const THIEFS: &str = "the password of a thief";
    for (first, second) in [(PASSWORD, THIEFS), (THIEFS, PASSWORD)] {
        let app = TestApp::start().await;
        let older = sign_up_and_read(&app, "First", first).await;
        let newer = sign_up_and_read(&app, "Second", second).await;
        // Neither link brings a password along that its reader may not have typed.
        assert_eq!(confirm(&app, &older).await, Err(ErrorCode::LinkExpired));
        assert_eq!(confirm(&app, &newer).await, Err(ErrorCode::LinkExpired));
        // Nor can the thief ask for a link that would.
        for password in [THIEFS, PASSWORD] {
            let refused = sign_in_code(&app, password).await;
            assert_eq!(refused, ErrorCode::WrongCredentials);
        }
        let newest = sign_up_and_read(&app, "Third", THIEFS).await;
        assert_eq!(confirm(&app, &newest).await, Err(ErrorCode::LinkExpired));
        let body = ResetPassword {
            token: newest,
            password: "chosen by the mail's reader".to_owned(),
        };
        visitor(&app)
            .reset_password()
            .body(body)
            .send()
            .await
            .unwrap();
        app.sign_in(JORDAN, "chosen by the mail's reader").await;
        assert_eq!(
            sign_in_code(&app, THIEFS).await,
            ErrorCode::WrongCredentials
        );
    }
}
