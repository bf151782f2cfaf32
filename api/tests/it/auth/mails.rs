//! What a request for a mail leaves behind: the same whoever asks, and never a secret.

use copperline_api::mail::Mailer;
use copperline_api::schema::{jobs, mail_links};
use serde_json::Value;

use super::*;

async fn ask_reset(app: &TestApp, email: &str) {
    let body = RequestPasswordReset {
        email: email.to_owned(),
    };
    let asked = visitor(app)
        .request_password_reset()
        .body(body)
        .send()
        .await;
    asked.expect("the answer is the same");
}

/// What waits to be done, without whom it is for.
async fn waiting(app: &TestApp) -> Vec<Value> {
    let payloads: Vec<Value> = jobs::table
        .order(jobs::id)
        .select(jobs::payload)
        .load(&mut app.connection().await)
        .await
        .expect("jobs");
    payloads
}

async fn links(app: &TestApp) -> i64 {
    mail_links::table
        .count()
        .get_result(&mut app.connection().await)
        .await
        .expect("a count")
}

#[actix_web::test]
async fn asking_for_a_reset_does_the_same_whether_or_not_there_is_an_account() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    ask_reset(&app, &owner.email).await;
    ask_reset(&app, "nobody@example.com").await;
    let jobs = waiting(&app).await;
    let shapes: Vec<String> = jobs
        .iter()
        .map(|job| {
            let job = job.to_string();
            job.replace(&owner.email, "…")
                .replace("nobody@example.com", "…")
        })
        .collect();
    assert_eq!(shapes.len(), 2, "{shapes:?}");
    assert_eq!(shapes[0], shapes[1]);
    assert_eq!(links(&app).await, 0, "the link is made when it is sent");
    app.work().await;
    let sent: Vec<String> = app.emails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(sent, std::slice::from_ref(&owner.email));
    assert_eq!(links(&app).await, 1);
    assert!(waiting(&app).await.is_empty());
}

#[actix_web::test]
async fn a_mail_that_waits_or_could_not_be_sent_holds_no_secret() {
    let app = TestApp::start_with(|app| {
        let folder = std::path::PathBuf::from("/nonexistent/copperline");
        let from = "copperline@example.com".parse().expect("an address");
        app.mailer = Mailer::Files { folder, from };
    })
    .await;
    let owner = app.owner().await;
    let signed_up = visitor(&app)
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await;
    signed_up.expect("a mail is on its way");
    let mut again = sign_up("Reyes", PASSWORD);
    again.email.clone_from(&owner.email);
    let again = visitor(&app).create_workspace().body(again).send().await;
    again.expect("a mail is on its way");
    ask_reset(&app, &owner.email).await;
    for _ in 0..2 {
        let jobs = waiting(&app).await;
        assert_eq!(jobs.len(), 3);
        for job in jobs {
            let job = job.to_string();
            assert!(!job.contains("http") && !job.contains("token"), "{job}");
        }
        app.work().await;
    }
}

#[actix_web::test]
async fn a_newer_confirmation_mail_replaces_an_older_one() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        let body = sign_up("Reyes", PASSWORD);
        let signed_up = visitor(&app).create_workspace().body(body).send().await;
        signed_up.expect("a mail is on its way");
    }
    app.work().await;
    let [older, newer] = app.emails().try_into().expect("two mails");
    let confirm = async |mail| {
        let token = token_in(&mail);
        let body = ConfirmEmail { token };
        visitor(&app).confirm_email().body(body).send().await
    };
    let mails = [older, newer];
    let mut outcomes = Vec::new();
    for mail in mails {
        outcomes.push(confirm(mail).await.is_ok());
    }
    outcomes.sort_unstable();
    assert_eq!(outcomes, [false, true], "one of them, once");
}
