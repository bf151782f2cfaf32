//! Pictures through the api (C8): taken, kept, sent and read.

mod received;
mod sent;
mod unused;

use std::io::Cursor;

use chrono::TimeDelta;
use copperline_api::check;
use copperline_client::Client;
use copperline_shared::api_tokens::Scope;
use copperline_shared::messages::{Message, SendMessage};
use copperline_shared::pictures::{MessagePicture, Picture};
use copperline_shared::problem::ErrorCode;
use futures_util::TryStreamExt;
use image::{DynamicImage, ImageFormat, RgbImage};
use uuid::Uuid;

use crate::desk::{Desk, MAYA, settle};
use crate::support::{TestApp, problem};

/// A text with pictures, in micro-dollars.
const PICTURE: i64 = 30_000;

/// A red picture as a PNG.
pub fn red(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut file, ImageFormat::Png)
        .expect("a file");
    file.into_inner()
}

pub async fn upload(client: &Client, file: Vec<u8>) -> Picture {
    let uploaded = client.upload_picture().body(file).send().await;
    uploaded.expect("the picture is taken").into_inner()
}

fn with(pictures: &[&Picture], body: &str) -> SendMessage {
    SendMessage {
        to: Some(MAYA.to_owned()),
        body: body.to_owned(),
        picture_ids: pictures.iter().map(|picture| picture.id).collect(),
        ..SendMessage::default()
    }
}

async fn send(desk: &Desk, request: SendMessage) -> Message {
    let sent = desk.send_message().body(request).send().await;
    sent.expect("the text is taken").into_inner()
}

async fn file_of(client: &Client, id: Uuid) -> Vec<u8> {
    let read = client.read_picture_file().picture_id(id).send().await;
    let stream = read.expect("the file is there").into_inner().into_inner();
    let parts: Vec<_> = stream.try_collect().await.expect("it arrives whole");
    parts.concat()
}

/// What stands on Maya's phone: each text with the sizes of its pictures.
async fn on_the_phone(desk: &Desk) -> Vec<(String, Vec<(u32, u32)>)> {
    let handset = desk.read_handset().phone(MAYA).send().await;
    let mut shown = Vec::new();
    for text in handset.expect("a handset").into_inner().texts {
        let mut sizes = Vec::new();
        for id in text.pictures {
            let read = desk.read_simulated_picture().simulated_picture_id(id);
            let stream = read
                .send()
                .await
                .expect("a picture")
                .into_inner()
                .into_inner();
            let parts: Vec<_> = stream.try_collect().await.expect("it arrives whole");
            let picture = image::load_from_memory(&parts.concat()).expect("a picture");
            sizes.push((picture.width(), picture.height()));
        }
        shown.push((text.body, sizes));
    }
    shown
}

async fn assert_sound(app: &TestApp) {
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a report");
    assert!(report.is_sound(), "{report}");
}

#[actix_web::test]
async fn c8_a_picture_is_kept_as_a_jpeg_that_its_workspace_alone_reads() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let picture = upload(&owner, red(300, 200)).await;
    assert_eq!((picture.width, picture.height), (300, 200));
    let file = file_of(&owner, picture.id).await;
    assert_eq!(
        image::guess_format(&file).expect("known"),
        ImageFormat::Jpeg
    );
    assert_eq!(
        file.len(),
        usize::try_from(picture.size_bytes).expect("small")
    );

    let http = reqwest::Client::builder().build().expect("a client");
    let url = format!("{}/api/v1/pictures/{}/file", app.base_url, picture.id);
    let answer = http.get(&url).header("cookie", &owner.cookies).send().await;
    let answer = answer.expect("an answer");
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(
        header("cache-control"),
        "private, max-age=31536000, immutable"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");

    let unknown = problem(
        other
            .read_picture_file()
            .picture_id(picture.id)
            .send()
            .await,
    );
    assert_eq!(unknown.code, ErrorCode::NotFound);
    let reader = app.token(&owner.make_token(&[Scope::Conversations]).await);
    assert_eq!(file_of(&reader, picture.id).await, file);
    let writer = app.token(&owner.make_token(&[Scope::Messages]).await);
    upload(&writer, red(1, 1)).await;
}

#[actix_web::test]
async fn c8_what_cant_be_used_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for file in [Vec::new(), b"%PDF-1.7".to_vec(), red(9, 9)[..40].to_vec()] {
        let refused = problem(owner.upload_picture().body(file).send().await);
        assert_eq!(
            (refused.code, refused.status),
            (ErrorCode::NotAPicture, 415)
        );
    }
    let large = vec![0; 5 * 1024 * 1024 + 1];
    let refused = problem(owner.upload_picture().body(large).send().await);
    assert_eq!((refused.code, refused.status), (ErrorCode::TooLarge, 413));
    assert!(refused.detail.contains("5 MB"), "{}", refused.detail);
    let files = app.app.files.list("pictures").await.expect("listed");
    assert_eq!(files, [] as [&str; 0]);
}

#[actix_web::test]
async fn c8_the_same_upload_is_one_picture() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let again = async |file: Vec<u8>| {
        let upload = owner.upload_picture().idempotency_key("k1").body(file);
        upload.send().await
    };
    let first = again(red(20, 10)).await.expect("taken").into_inner();
    assert_eq!(again(red(20, 10)).await.expect("taken").into_inner(), first);
    let other = problem(again(red(10, 20)).await);
    assert_eq!(other.code, ErrorCode::IdempotencyKeyReused);
}

#[actix_web::test]
async fn c8_a_missing_file_is_named_by_the_check() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (kept, lost) = (
        upload(&owner, red(1, 1)).await,
        upload(&owner, red(2, 2)).await,
    );
    let files = &app.app.files;
    let mut connection = app.connection().await;
    let audit = copperline_api::pictures::audit(&mut connection, files).await;
    let audit = audit.expect("a finding");
    assert_eq!((audit.looked_at, audit.count), (2, 0));
    let listed = files.list("pictures").await.expect("listed");
    let of_lost = listed
        .iter()
        .find(|path| path.contains(&lost.id.to_string()));
    files
        .remove(of_lost.expect("written"))
        .await
        .expect("removed");
    let audit = copperline_api::pictures::audit(&mut connection, files).await;
    let audit = audit.expect("a finding");
    assert_eq!(audit.count, 1);
    assert!(audit.deviations[0].contains(&lost.id.to_string()));
    assert!(!audit.deviations[0].contains(&kept.id.to_string()));
}
