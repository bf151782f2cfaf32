//! Pictures that come in: shown at once as on their way, fetched, drawn anew, or plainly not to be had.

use copperline_api::outbox;
use copperline_shared::events::Event;
use copperline_shared::simulator::HandsetSend;

use super::*;
use crate::desk::{Line, genuine};

/// Chooses a file on a handset, as it lies on the phone.
async fn choose(desk: &Desk, file: Vec<u8>) -> Uuid {
    let chosen = desk.upload_simulated_picture().body(file).send().await;
    chosen.expect("the picture is chosen").into_inner().id
}

/// Maya sends a text with pictures, reported so many times.
async fn send_from_phone(desk: &Desk, body: &str, pictures: Vec<Uuid>, copies: u8) {
    let body = HandsetSend {
        number: desk.number.phone.clone(),
        body: body.to_owned(),
        pictures,
        copies,
    };
    let sent = desk.send_from_handset().phone(MAYA).body(body).send().await;
    sent.expect("the text leaves the handset");
}

/// The carrier reports a text with these files.
async fn report(app: &TestApp, desk: &Desk, id: &str, files: &[(&str, &str)]) {
    let count = files.len().to_string();
    let names: Vec<[String; 2]> = (0..files.len())
        .map(|place| {
            [
                format!("MediaUrl{place}"),
                format!("MediaContentType{place}"),
            ]
        })
        .collect();
    let mut fields = vec![
        ("MessageSid", id),
        ("From", MAYA),
        ("To", desk.number.phone.as_str()),
        ("Body", ""),
        ("NumMedia", &count),
    ];
    for (names, (url, kind)) in names.iter().zip(files) {
        fields.push((&names[0], *url));
        fields.push((&names[1], *kind));
    }
    assert_eq!(
        genuine(app, "/callbacks/carrier/messages", &fields).await,
        200
    );
}

fn reasons(message: &Message) -> Vec<&str> {
    let reason = |picture: &'_ MessagePicture| match picture {
        MessagePicture::Failed { .. } => true,
        MessagePicture::Ready { .. } | MessagePicture::Fetching => false,
    };
    assert!(
        message.pictures.iter().all(reason),
        "{:?}",
        message.pictures
    );
    let words = message.pictures.iter().filter_map(|picture| match picture {
        MessagePicture::Failed { reason } => Some(reason.as_str()),
        MessagePicture::Ready { .. } | MessagePicture::Fetching => None,
    });
    words.collect()
}

#[actix_web::test]
async fn c7_x1_a_picture_that_came_in_is_fetched_and_shown_once_however_often_it_is_reported() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let pictures = vec![
        choose(&desk, red(60, 40)).await,
        choose(&desk, red(3000, 10)).await,
    ];
    send_from_phone(&desk, "Our roof", pictures, 3).await;
    app.work().await;
    let thread = desk.thread().await;
    assert_eq!(thread.len(), 1);
    let ready: Vec<&Picture> = thread[0]
        .pictures
        .iter()
        .filter_map(|p| p.ready())
        .collect();
    let sizes: Vec<_> = ready.iter().map(|p| (p.width, p.height)).collect();
    assert_eq!(sizes, [(60, 40), (2048, 6)]);
    // Both arrived at once; the last news of the message tells of both.
    let mut connection = app.connection().await;
    let events = outbox::after(&mut connection, desk.workspace, 0, 1_000).await;
    let mut told = events
        .expect("events")
        .into_iter()
        .filter_map(|stored| match stored.event() {
            Ok(Event::MessageChanged { message }) => Some(message.pictures),
            _ => None,
        });
    assert_eq!(told.next_back().as_ref(), Some(&thread[0].pictures));
    let file = file_of(&desk, ready[0].id).await;
    assert_eq!(
        image::guess_format(&file).expect("known"),
        ImageFormat::Jpeg
    );
    assert_eq!(desk.conversation().await.excerpt, "2 pictures: Our roof");
    assert_eq!(on_the_phone(&desk).await[0].1, [(60, 40), (3000, 10)]);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c7_a_picture_is_waited_for_and_then_given_up_in_plain_words() {
    let mut line = None;
    let app = TestApp::start_with(|app| line = Some(Line::tap(app))).await;
    let line = line.expect("tapped");
    let mut desk = Desk::open(&app).await;
    let picture = choose(&desk, red(6, 4)).await;
    line.go_down();
    send_from_phone(&desk, "", vec![picture], 1).await;
    app.work().await;
    assert_eq!(desk.thread().await[0].pictures, [MessagePicture::Fetching]);
    assert_eq!(desk.conversation().await.excerpt, "Picture");
    assert_eq!(desk.conversation().await.unread_count, 1);
    app.pass(TimeDelta::minutes(30)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(desk.thread().await[0].pictures, [MessagePicture::Fetching]);
    app.pass(TimeDelta::hours(2)).await;
    desk.sign_in_again(&app).await;
    let thread = desk.thread().await;
    assert!(reasons(&thread[0])[0].contains("Ask for it again"));
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c7_nothing_is_fetched_from_elsewhere_and_what_is_no_picture_is_named() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let path = copperline_api::simulator::carrier::PATH;
    let missing = format!("https://carrier.example{path}/Messages/SM1/Media/ME1");
    let inside = format!("{}/api/v1/billing", app.base_url);
    let files = [
        (inside.as_str(), "image/jpeg"),
        (missing.as_str(), "image/jpeg"),
        ("", "image/jpeg"),
        ("https://carrier.example/video", "video/mp4"),
    ];
    report(&app, &desk, "SM100", &files).await;
    app.work().await;
    let thread = desk.thread().await;
    let words = reasons(&thread[0]);
    assert!(words[0].contains("outside of the carrier"), "{words:?}");
    assert!(words[1].contains("no longer has"), "{words:?}");
    assert!(words[2].contains("outside of the carrier"), "{words:?}");
    assert!(words[3].starts_with("A video came"), "{words:?}");
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c7_a_damaged_picture_that_came_in_is_said_to_be_so() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let picture = choose(&desk, red(9, 9)[..40].to_vec()).await;
    send_from_phone(&desk, "See", vec![picture], 1).await;
    app.work().await;
    let thread = desk.thread().await;
    assert!(reasons(&thread[0])[0].contains("can't be shown"));
    assert_eq!(thread[0].body, "See");
}

#[actix_web::test]
async fn s7_stop_with_a_picture_is_an_opt_out() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let picture = choose(&desk, red(9, 9)).await;
    send_from_phone(&desk, "Stop", vec![picture], 1).await;
    app.work().await;
    assert!(desk.conversation().await.opted_out);
}

#[actix_web::test]
async fn x1_a_handset_sends_pictures_once_and_shows_its_own_workspaces() {
    let app = TestApp::start().await;
    let (desk, other) = (Desk::open(&app).await, app.owner().await);
    let picture = choose(&desk, red(9, 9)).await;
    send_from_phone(&desk, "", vec![picture], 1).await;
    let body = HandsetSend {
        number: desk.number.phone.clone(),
        body: String::new(),
        pictures: vec![picture],
        copies: 1,
    };
    let again = desk.send_from_handset().phone(MAYA).body(body).send().await;
    assert_eq!(problem(again).fields[0].field, "pictures");
    let read = other.read_simulated_picture().simulated_picture_id(picture);
    assert_eq!(problem(read.send().await).code, ErrorCode::NotFound);
    let refused = desk
        .upload_simulated_picture()
        .body(b"Hi".to_vec())
        .send()
        .await;
    assert_eq!(problem(refused).code, ErrorCode::NotAPicture);
}
