//! Who wrote what a row of the list shows (C1, C3).

use copperline_shared::api_tokens::Scope;
use copperline_shared::conversations::ExcerptBy;
use copperline_shared::messages::SenderKind;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::*;
use crate::desk::{Desk, MAYA, text};

/// Who wrote the excerpt: of what kind they are, which agent, and their name.
type Author = (ExcerptBy, Option<Uuid>, Option<String>);

fn author(conversation: Conversation) -> Author {
    (
        conversation.excerpt_by,
        conversation.excerpt_agent_id,
        conversation.excerpt_name,
    )
}

fn named(by: ExcerptBy, agent: Option<Uuid>, name: &str) -> Author {
    (by, agent, Some(name.to_owned()))
}

/// The conversation as the newest event tells it.
async fn told(app: &TestApp, owner: &Owner) -> Conversation {
    let mut connection = app.connection().await;
    let events = outbox::after(&mut connection, owner.workspace, 0, 500)
        .await
        .expect("the events");
    let newest = events.iter().rev().find_map(|stored| match stored.event() {
        Ok(Event::ConversationChanged { conversation }) => Some(conversation),
        _ => None,
    });
    newest.expect("a conversation changed")
}

#[actix_web::test]
async fn c1_a_row_says_who_wrote_what_it_shows() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let colleague = app.colleague(&desk, "basic").await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);

    desk.send(MAYA, "From the owner").await;
    let by_owner = named(ExcerptBy::Agent, Some(desk.agent), "Jordan");
    assert_eq!(author(desk.conversation().await), by_owner);
    assert_eq!(author(told(&app, &desk).await), by_owner);

    let sent = colleague.send_message().body(text(MAYA, "From Sam")).send();
    sent.await.expect("it is sent");
    let by_colleague = named(ExcerptBy::Agent, Some(colleague.agent), "Sam");
    assert_eq!(author(desk.conversation().await), by_colleague);
    assert_eq!(author(told(&app, &desk).await), by_colleague);

    let sent = program.send_message().body(text(MAYA, "By program")).send();
    sent.await.expect("it is sent");
    let by_token = named(ExcerptBy::ApiToken, None, "SmartQuotes");
    assert_eq!(author(desk.conversation().await), by_token);
    assert_eq!(author(told(&app, &desk).await), by_token);

    desk.hear(&app, MAYA, "Fine").await;
    let by_contact = (ExcerptBy::Contact, None, None);
    assert_eq!(author(desk.conversation().await), by_contact);
    assert_eq!(author(told(&app, &desk).await), by_contact);

    desk.hear(&app, MAYA, "HELP").await;
    let by_copperline = (ExcerptBy::Copperline, None, None);
    assert_eq!(author(desk.conversation().await), by_copperline);
}

#[actix_web::test]
async fn c1_a_lead_is_nobodys_words() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = app.token(&owner.make_token(&[Scope::Leads]).await);
    let lead = CreateLead {
        phone: MAYA.to_owned(),
        ..CreateLead::default()
    };
    vendor
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("a lead");
    let row = list(&owner, Tab::All).await.remove(0);
    assert_eq!(author(row), (ExcerptBy::Record, None, None));
}

#[actix_web::test]
async fn c3_a_message_that_a_search_found_says_who_wrote_it() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);
    desk.send("+15125550101", "An umbrella policy").await;
    let sent = program
        .send_message()
        .body(text("+15125550102", "Another umbrella policy"))
        .send();
    sent.await.expect("it is sent");
    desk.send("+15125550103", "Hello").await;
    desk.hear(&app, "+15125550103", "Which umbrella?").await;

    let found = desk.list_conversations().search("umbrella").send().await;
    let hits = found.expect("they are found").into_inner().items;
    let authors: Vec<_> = hits
        .into_iter()
        .filter_map(|conversation| conversation.hit)
        .map(|hit| (hit.sender, hit.agent_id, hit.sender_name))
        .collect();
    let expected = [
        (SenderKind::Contact, None, None),
        (SenderKind::ApiToken, None, Some("SmartQuotes".to_owned())),
        (
            SenderKind::Agent,
            Some(desk.agent),
            Some("Jordan".to_owned()),
        ),
    ];
    assert_eq!(authors, expected);
}

#[derive(diesel::QueryableByName, Debug, PartialEq)]
struct Stored {
    #[diesel(sql_type = diesel::sql_types::Text)]
    excerpt: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    excerpt_by: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    excerpt_agent_id: Option<Uuid>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    excerpt_name: Option<String>,
}

async fn stored(connection: &mut AsyncPgConnection) -> Vec<Stored> {
    let sql = "SELECT excerpt, excerpt_by, excerpt_agent_id, excerpt_name \
        FROM conversations ORDER BY excerpt";
    diesel::sql_query(sql)
        .load(connection)
        .await
        .expect("the rows are read")
}

#[actix_web::test]
async fn c1_excerpts_of_an_older_version_find_their_authors() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let program = app.token(&desk.make_token(&[Scope::Messages]).await);
    desk.send("+15125550101", "By an agent").await;
    let sent = program
        .send_message()
        .body(text("+15125550102", "By a token"));
    sent.send().await.expect("it is sent");
    desk.send("+15125550103", "Hello").await;
    desk.hear(&app, "+15125550103", "HELP").await;
    desk.send("+15125550104", "Hello").await;
    desk.hear(&app, "+15125550104", "By the contact").await;

    let mut connection = app.connection().await;
    let before = stored(&mut connection).await;
    assert_eq!(before.len(), 4);
    for step in [
        include_str!("../../../../migrations/2026-11-28-000026_excerpt_authors/down.sql"),
        include_str!("../../../../migrations/2026-11-28-000026_excerpt_authors/up.sql"),
        include_str!("../../../../migrations/2026-11-28-000027_excerpt_authors_known/up.sql"),
    ] {
        let done = connection.batch_execute(step).await;
        done.expect("the step is taken");
    }
    assert_eq!(stored(&mut connection).await, before);
}
