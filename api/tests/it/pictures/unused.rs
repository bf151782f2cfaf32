//! What nobody uses goes after a day; what somebody uses stays.

use bytes::Bytes;
use copperline_api::jobs::clear_old;
use copperline_shared::templates::{CreateTemplate, UpdateTemplate};

use super::*;

async fn files(app: &TestApp) -> usize {
    app.app.files.list("pictures").await.expect("listed").len()
}

/// A template with a picture; its id.
async fn template(client: &Client, picture: Uuid) -> Uuid {
    let new = CreateTemplate {
        title: "Roof".to_owned(),
        body: "Your roof".to_owned(),
        picture_id: Some(picture),
        ..CreateTemplate::default()
    };
    let made = client.create_template().body(new).send().await;
    let made = made.expect("a template").into_inner();
    assert_eq!(made.picture.map(|picture| picture.id), Some(picture));
    made.id
}

#[actix_web::test]
async fn c8_p3_a_picture_that_nothing_uses_is_removed_after_a_day() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let sent = upload(&desk, red(1, 1)).await;
    let kept = upload(&desk, red(2, 2)).await;
    let idle = upload(&desk, red(3, 3)).await;
    send(&desk, with(&[&sent], "")).await;
    let template = template(&desk, kept.id).await;
    settle(&app).await;
    clear_old(&app.app).await.expect("cleared");
    assert_eq!(files(&app).await, 3);

    app.pass(TimeDelta::hours(25)).await;
    desk.sign_in_again(&app).await;
    clear_old(&app.app).await.expect("cleared");
    assert_eq!(files(&app).await, 2);
    let gone = problem(desk.read_picture_file().picture_id(idle.id).send().await);
    assert_eq!(gone.code, ErrorCode::NotFound);
    let refused = problem(desk.send_message().body(with(&[&idle], "")).send().await);
    assert_eq!(refused.fields[0].field, "picture_ids");
    assert!(refused.detail.contains("Attach it again"));
    file_of(&desk, sent.id).await;
    file_of(&desk, kept.id).await;

    let change = UpdateTemplate {
        without_picture: true,
        ..UpdateTemplate::default()
    };
    let changed = desk
        .update_template()
        .template_id(template)
        .body(change)
        .send()
        .await;
    assert_eq!(changed.expect("changed").into_inner().picture, None);
    clear_old(&app.app).await.expect("cleared");
    assert_eq!(files(&app).await, 1);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c8_a_file_whose_picture_was_never_written_down_is_removed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let picture = upload(&owner, red(4, 4)).await;
    // As a program leaves it that is killed between the file and the row.
    let listed = app.app.files.list("pictures").await.expect("listed");
    let left = listed[0].replace(&picture.id.to_string(), &Uuid::now_v7().to_string());
    let written = app
        .app
        .files
        .write(&left, Bytes::from_static(b"jpeg"))
        .await;
    written.expect("written");
    let other = "pictures/readme.txt";
    let written = app
        .app
        .files
        .write(other, Bytes::from_static(b"mine"))
        .await;
    written.expect("written");
    clear_old(&app.app).await.expect("cleared");
    assert_eq!(files(&app).await, 3);
    app.pass(TimeDelta::days(2)).await;
    clear_old(&app.app).await.expect("cleared");
    let listed = app.app.files.list("pictures").await.expect("listed");
    assert_eq!(listed, [other]);
}

#[actix_web::test]
async fn p3_a_template_takes_its_own_workspaces_picture() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let (own, foreign) = (
        upload(&owner, red(7, 5)).await,
        upload(&other, red(7, 5)).await,
    );
    let new = CreateTemplate {
        title: "Roof".to_owned(),
        body: "Your roof".to_owned(),
        picture_id: Some(foreign.id),
        ..CreateTemplate::default()
    };
    let refused = problem(owner.create_template().body(new).send().await);
    assert_eq!(refused.fields[0].field, "picture_id");
    let id = template(&owner, own.id).await;
    let listed = owner
        .list_templates()
        .send()
        .await
        .expect("a list")
        .into_inner();
    assert_eq!(listed[0].picture.as_ref(), Some(&own));
    let both = UpdateTemplate {
        picture_id: Some(own.id),
        without_picture: true,
        ..UpdateTemplate::default()
    };
    let refused = problem(
        owner
            .update_template()
            .template_id(id)
            .body(both)
            .send()
            .await,
    );
    assert_eq!(refused.fields[0].field, "without_picture");
    // Other changes leave it.
    let change = UpdateTemplate {
        title: Some("Your roof".to_owned()),
        ..UpdateTemplate::default()
    };
    let changed = owner
        .update_template()
        .template_id(id)
        .body(change)
        .send()
        .await;
    assert_eq!(changed.expect("changed").into_inner().picture, Some(own));
}
