//! Erasing a contact on their request (X6).

mod on_the_way;

use copperline_api::check;
use copperline_shared::api_tokens::Scope;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::contacts::{CreateContact, ErasedContact};
use copperline_shared::events::Event;
use copperline_shared::leads::CreateLead;
use copperline_shared::notes::SaveNote;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::{ChangeContactTags, CreateTag};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::desk::{Desk, MAYA, genuine, settle, text};
use crate::support::{TestApp, problem};

/// What tells of Maya: phone, names, email, what was said.
const TRACES: [&str; 6] = [
    "%5125550192%",
    "%maya%",
    "%robinson%",
    "%example.net%",
    "%roof leaks%",
    "%call you at nine%",
];

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The tables whose rows, in whatever column, tell of Maya. The simulated carrier's own memory is
/// not the product's, as a real carrier's isn't.
async fn traces(app: &TestApp) -> Vec<String> {
    found(app, &TRACES).await
}

/// The tables whose rows have a text like one of these.
pub(super) async fn found(app: &TestApp, traces: &[&str]) -> Vec<String> {
    let mut connection = app.connection().await;
    let tables: Vec<Named> = diesel::sql_query(
        "SELECT table_name::text AS name FROM information_schema.tables \
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE' \
         AND table_name NOT LIKE 'simulated%'",
    )
    .load(&mut connection)
    .await
    .expect("the tables are named");
    assert!(tables.len() > 20, "every table is looked at");
    let mut found = Vec::new();
    for Named { name } in tables {
        let query =
            format!("SELECT count(*) AS count FROM {name} row WHERE row::text ILIKE ANY ($1)");
        let query = diesel::sql_query(query).bind::<Array<Text>, _>(traces);
        let count: Count = query.get_result(&mut connection).await.expect("a count");
        if count.count > 0 {
            found.push(name);
        }
    }
    found
}

/// Maya in everything that can know of her: a lead with consent, texts both ways, a review, kept
/// answers and events.
async fn maya(app: &TestApp, desk: &Desk) -> Uuid {
    let secret = desk.make_token(&[Scope::Leads]).await;
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        first_name: "Maya".to_owned(),
        last_name: "Robinson".to_owned(),
        email: "maya@example.net".to_owned(),
        note: "the roof leaks".to_owned(),
        consent_at: "2026-11-20T16:02:00Z".to_owned(),
        consent_source_url: "https://q.example/?phone=5125550192&n=Maya".to_owned(),
        ..CreateLead::default()
    };
    let accepted = app
        .token(&secret)
        .create_lead()
        .idempotency_key("lead-5125550192")
        .body(lead)
        .send()
        .await
        .expect("a lead")
        .into_inner();
    let body = text(MAYA, "Hi Maya, I call you at nine");
    let sent = desk.send_message().idempotency_key("hi").body(body).send();
    sent.await.expect("a text");
    app.work().await;
    settle(app).await;
    desk.hear(
        app,
        MAYA,
        "Maya here: the roof leaks, take me off your list",
    )
    .await;
    let stage = desk
        .list_pipeline_stages()
        .send()
        .await
        .expect("stages")
        .into_inner()[0]
        .id;
    let card = PutPipelineCard {
        stage_id: stage,
        amount_micros: None,
    };
    let card = desk
        .put_pipeline_card()
        .contact_id(accepted.contact_id)
        .body(card);
    card.send().await.expect("a card");
    hang_on(desk, accepted.contact_id).await;
    accepted.contact_id
}

/// What other nouns keep of a contact: a tag, a note with versions, a bulk action.
async fn hang_on(desk: &Desk, contact: Uuid) {
    let tag = CreateTag {
        name: "Roof".to_owned(),
        colour: Colour::Teal,
    };
    let tag = desk.create_tag().body(tag).send().await.expect("a tag");
    let worn = ChangeContactTags {
        add: vec![tag.into_inner().id],
        ..ChangeContactTags::default()
    };
    let worn = desk.change_contact_tags().contact_id(contact).body(worn);
    worn.send().await.expect("a tag is worn");
    for (revision, text) in [(0, "Maya: the roof leaks"), (1, "Robinson, call at nine")] {
        let note = SaveNote {
            text: text.to_owned(),
            revision,
            new_version: true,
        };
        let note = desk.save_note().contact_id(contact).body(note);
        note.send().await.expect("a note");
    }
    let bulk = CreateBulkAction {
        change: BulkChange::MarkHot,
        on: BulkTarget::Conversations {
            conversation_ids: vec![desk.conversation().await.id],
        },
    };
    let bulk = desk.create_bulk_action().body(bulk).send().await;
    bulk.expect("a bulk action");
}

async fn erase(desk: &Desk, contact: Uuid) -> ErasedContact {
    let answer = desk.erase_contact().contact_id(contact).send().await;
    answer.expect("erased").into_inner()
}

#[actix_web::test]
async fn x6_an_erased_contact_is_nowhere_in_the_database() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let contact = maya(&app, &desk).await;
    assert!(traces(&app).await.len() >= 8, "she was in many places");
    let balance = desk.balance().await;
    let erased = erase(&desk, contact).await;
    assert_eq!((erased.messages, erased.consent_entries), (2, 2));
    let left = traces(&app).await;
    assert!(left.is_empty(), "traces in {left:?}");
    assert!(desk.conversations().await.is_empty());
    assert_eq!(desk.balance().await, balance, "money stays");
    let report = check::run(&mut app.connection().await)
        .await
        .expect("a report");
    assert!(report.is_sound(), "{report}");
    let again = desk.erase_contact().contact_id(contact).send().await;
    assert_eq!(problem(again).code, ErrorCode::NotFound);
    let mut connection = app.connection().await;
    let events = copperline_api::outbox::after(&mut connection, desk.workspace, 0, 500).await;
    let last = events.expect("events").pop().expect("an event");
    let told = last.event().expect("an event");
    assert!(matches!(told, Event::ContactErased { contact_id, .. } if contact_id == contact));
}

#[actix_web::test]
async fn x6_a_later_lead_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let contact = maya(&app, &desk).await;
    erase(&desk, contact).await;
    let secret = desk.make_token(&[Scope::Leads]).await;
    let lead = CreateLead {
        phone: "(512) 555-0192".to_owned(),
        first_name: "Maya".to_owned(),
        ..CreateLead::default()
    };
    let refused = app.token(&secret).create_lead().body(lead).send().await;
    let refused = problem(refused);
    assert_eq!(
        (refused.code, refused.status),
        (ErrorCode::ContactErased, 409)
    );
    assert!(traces(&app).await.is_empty());
    // Another workspace knows nothing of it.
    let other = Desk::open(&app).await;
    let secret = other.make_token(&[Scope::Leads]).await;
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        ..CreateLead::default()
    };
    app.token(&secret)
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("a lead there");
}

#[actix_web::test]
async fn x6_whoever_makes_the_contact_again_finds_it_opted_out_with_the_proof() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let contact = maya(&app, &desk).await;
    erase(&desk, contact).await;
    let refused = problem(desk.try_send(MAYA, "Hi again").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    assert!(
        desk.conversations().await.is_empty(),
        "a refused text leaves nothing"
    );
    let new = CreateContact {
        phone: MAYA.to_owned(),
        ..CreateContact::default()
    };
    let again = desk
        .create_contact()
        .body(new)
        .send()
        .await
        .expect("a contact");
    let again = again.into_inner();
    assert_ne!(again.id, contact);
    assert!(again.opted_out_at.is_some());
    let record = desk.list_consent().contact_id(again.id).send().await;
    let record = record.expect("a record").into_inner().items;
    let words: Vec<_> = record.iter().map(|entry| entry.evidence.as_str()).collect();
    assert_eq!(words[0], "Asked to be erased");
    assert_eq!(record[0].decided_by, "Jordan Diaz");
    assert_eq!(
        record[1].source_url,
        "https://q.example/?phone=[erased]&n=[erased]"
    );
}

#[actix_web::test]
async fn x6_a_text_that_comes_later_makes_a_new_contact_who_is_opted_out_until_they_write_start() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let contact = maya(&app, &desk).await;
    erase(&desk, contact).await;
    desk.hear(&app, MAYA, "hello?").await;
    let row = desk.conversation().await;
    assert_ne!(row.contact_id, contact);
    assert!(row.opted_out);
    assert_eq!(row.name, "(512) 555-0192");
    assert_eq!(
        problem(desk.try_send(MAYA, "Hi").await).code,
        ErrorCode::OptedOut
    );
    desk.hear(&app, MAYA, "START").await;
    assert!(!desk.conversation().await.opted_out);
}

#[actix_web::test]
async fn x6_a_text_that_the_carrier_repeats_brings_nobody_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let heard = desk.hear(&app, MAYA, "hello").await;
    let contact = desk.conversation().await.contact_id;
    erase(&desk, contact).await;
    let fields = [
        ("MessageSid", heard.id.as_str()),
        ("From", MAYA),
        ("To", desk.number.phone.as_str()),
        ("Body", "hello"),
    ];
    assert_eq!(
        genuine(&app, "/callbacks/carrier/messages", &fields).await,
        200
    );
    assert!(desk.conversations().await.is_empty());
}
