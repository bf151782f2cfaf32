//! Replies that read like a request to stop (X4).

use copperline_shared::consent::{ConsentKind, ConsentSource};
use copperline_shared::contacts::UpdateContact;
use copperline_shared::conversations::{ConversationDetail, RecordKind, ThreadEntry};
use copperline_shared::events::Event;
use copperline_shared::messages::{Check, MessageState};
use copperline_shared::problem::ErrorCode;
use copperline_shared::reviews::{Review, ReviewList, ReviewState};
use copperline_shared::stop_triggers::{ReplyEffect, TestReply};
use uuid::Uuid;

use crate::desk::{Desk, MAYA, text};
use crate::support::{TestApp, problem};

async fn listed(desk: &Desk, list: ReviewList) -> Vec<Review> {
    let page = desk.list_reviews().list(list).send().await;
    page.expect("reviews are listed").into_inner().items
}

/// The one that waits.
async fn waiting(desk: &Desk) -> Review {
    let mut open = listed(desk, ReviewList::Open).await;
    assert_eq!(open.len(), 1, "one review waits");
    open.remove(0)
}

async fn opened(desk: &Desk) -> ConversationDetail {
    let id = desk.conversation().await.id;
    let read = desk.read_conversation().conversation_id(id).send().await;
    read.expect("a conversation").into_inner()
}

async fn records(desk: &Desk) -> Vec<(RecordKind, Option<String>)> {
    let id = desk.conversation().await.id;
    let thread = desk.read_thread().conversation_id(id).send().await;
    let entries = thread.expect("a thread").into_inner().entries.into_iter();
    let records = entries.filter_map(|entry| match entry {
        ThreadEntry::Record { record } => Some((record.kind, record.agent_name)),
        ThreadEntry::Message { .. } | ThreadEntry::Comment { .. } => None,
    });
    records.collect()
}

async fn dismiss(desk: &Desk, id: Uuid) -> Review {
    let answer = desk.dismiss_review().review_id(id).send().await;
    answer.expect("dismissed").into_inner()
}

#[actix_web::test]
async fn x4_a_reply_that_reads_like_a_stop_pauses_automation_and_waits_for_a_person() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi, take me off your list pls").await;
    let review = waiting(&desk).await;
    assert_eq!(review.state, ReviewState::Open);
    assert_eq!(review.phone.as_str(), MAYA);
    let [message] = review.messages.as_slice() else {
        panic!("one message, not {:?}", review.messages)
    };
    let whole: String = message
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!(whole, "Hi, take me off your list pls");
    let marked = message.parts.iter().find(|part| part.matched);
    assert_eq!(
        marked.map(|part| part.text.as_str()),
        Some("take me off your list")
    );
    assert_eq!(message.phrase, "remove me");
    let detail = opened(&desk).await;
    assert_eq!(detail.review.as_ref(), Some(&review));
    assert_eq!(
        detail.contact.opted_out_at, None,
        "free text never opts out by itself"
    );
    assert_eq!(detail.refusal, None, "a person may answer");
    assert_eq!(records(&desk).await, [(RecordKind::AutomationPaused, None)]);
    let counts = desk.count_conversations().send().await.expect("counts");
    assert_eq!(counts.into_inner().reviews, 1);
    assert_eq!(desk.bodies().await.len(), 1, "nothing is answered");
}

#[actix_web::test]
async fn x4_a_program_is_refused_while_a_person_may_still_answer() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let secret = desk
        .make_token(&[copperline_shared::api_tokens::Scope::Messages])
        .await;
    let program = app.token(&secret);
    let sent = program.send_message().body(text(MAYA, "Hi")).send().await;
    let sent = sent.expect("nothing pauses yet").into_inner();
    let read = desk.read_message().message_id(sent.id).send().await;
    let checks = read.expect("a trace").into_inner().checks;
    let checks: Vec<_> = checks.iter().map(|check| check.check).collect();
    assert_eq!(checks[..2], [Check::OptOut, Check::Automation]);
    desk.hear(&app, MAYA, "wrong number").await;
    let refused = problem(
        program
            .send_message()
            .body(text(MAYA, "Hello?"))
            .send()
            .await,
    );
    assert_eq!(
        (refused.code, refused.status),
        (ErrorCode::AutomationPaused, 409)
    );
    let answer = desk.send(MAYA, "Sorry! I'll take you off.").await;
    assert_eq!(answer.state, MessageState::Queued);
    dismiss(&desk, waiting(&desk).await.id).await;
    let sent = program
        .send_message()
        .body(text(MAYA, "Hi again"))
        .send()
        .await;
    sent.expect("automation goes on");
}

#[actix_web::test]
async fn x4_a_second_such_reply_joins_the_open_review() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "wrong number").await;
    let first = waiting(&desk).await;
    desk.hear(&app, MAYA, "sounds good").await;
    desk.hear(&app, MAYA, "lose my number!!").await;
    let both = waiting(&desk).await;
    assert_eq!(both.id, first.id);
    let phrases: Vec<_> = both
        .messages
        .iter()
        .map(|message| message.phrase.as_str())
        .collect();
    assert_eq!(phrases, ["wrong number", "remove me"]);
    assert_eq!(records(&desk).await.len(), 1, "paused once");
}

#[actix_web::test]
async fn x4_opting_out_by_review_keeps_the_contacts_words_and_who_decided() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let queued = desk.send(MAYA, "Hi Maya").await;
    desk.hear_copies(&app, MAYA, " Please  stop texting me! ", 2)
        .await;
    let review = waiting(&desk).await;
    assert_eq!(review.messages.len(), 1, "a copy is no second reply");
    let decide = || desk.opt_out_review().review_id(review.id).send();
    let (one, other) = tokio::join!(decide(), decide());
    let decided = one.expect("decided").into_inner();
    assert_eq!(decided, other.expect("the same again").into_inner());
    assert_eq!(decided.state, ReviewState::OptedOut);
    assert_eq!(decided.decided_by.as_deref(), Some("Jordan Diaz"));
    let detail = opened(&desk).await;
    assert!(detail.contact.opted_out_at.is_some() && detail.review.is_none());
    let record = desk
        .list_consent()
        .contact_id(review.contact_id)
        .send()
        .await;
    let entries = record.expect("a record").into_inner().items;
    let [entry] = entries.as_slice() else {
        panic!("one entry, not {entries:?}")
    };
    assert_eq!(
        (entry.kind, entry.source),
        (ConsentKind::OptOut, ConsentSource::Contact)
    );
    assert_eq!(entry.evidence, "Please  stop texting me!");
    assert_eq!(entry.trigger, "stop texting me");
    assert_eq!(entry.decided_by, "Jordan Diaz");
    let kinds: Vec<_> = records(&desk).await;
    let expected = [
        (RecordKind::AutomationPaused, None),
        (RecordKind::OptedOut, Some("Jordan Diaz".to_owned())),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        desk.state(queued.id).await,
        MessageState::Sent,
        "what left has left"
    );
    assert_eq!(
        problem(desk.try_send(MAYA, "Hi").await).code,
        ErrorCode::OptedOut
    );
    assert!(listed(&desk, ReviewList::Open).await.is_empty());
    assert_eq!(listed(&desk, ReviewList::Decided).await, [decided]);
    // The contact's own words were the opt-out: their START lifts it.
    desk.hear(&app, MAYA, "START").await;
    assert_eq!(opened(&desk).await.contact.opted_out_at, None);
}

#[actix_web::test]
async fn x4_dismissing_resumes_automation_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "not interested").await;
    let id = waiting(&desk).await.id;
    assert_eq!(dismiss(&desk, id).await.state, ReviewState::Dismissed);
    assert_eq!(
        dismiss(&desk, id).await.decided_by.as_deref(),
        Some("Jordan Diaz")
    );
    assert!(opened(&desk).await.review.is_none());
    let reopen = || desk.reopen_review().review_id(id).send();
    let again = reopen().await.expect("open again").into_inner();
    assert_eq!(
        (again.id, again.state, again.decided_by),
        (id, ReviewState::Open, None)
    );
    let jordan = Some("Jordan Diaz".to_owned());
    let expected = [
        (RecordKind::AutomationPaused, None),
        (RecordKind::AutomationResumed, jordan.clone()),
        (RecordKind::AutomationPaused, jordan),
    ];
    assert_eq!(records(&desk).await, expected);
    // A new one meanwhile: that one is the answer.
    dismiss(&desk, id).await;
    desk.hear(&app, MAYA, "leave me alone").await;
    let new = waiting(&desk).await;
    assert_ne!(new.id, id);
    assert_eq!(
        reopen().await.expect("the open one").into_inner().id,
        new.id
    );
}

#[actix_web::test]
async fn x4_only_a_decision_ends_a_review_and_an_opt_out_is_one() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "stop texting me").await;
    let id = waiting(&desk).await.id;
    for ordinary in ["START", "yes", "Ok thanks", "sorry, wrong chat"] {
        desk.hear(&app, MAYA, ordinary).await;
    }
    assert_eq!(
        waiting(&desk).await.id,
        id,
        "another text doesn't dismiss it"
    );
    desk.hear(&app, MAYA, "STOP").await;
    let decided = listed(&desk, ReviewList::Decided).await.remove(0);
    assert_eq!((decided.id, decided.state), (id, ReviewState::OptedOut));
    assert_eq!(decided.decided_by, None, "the contact decided");
    let refused = problem(desk.reopen_review().review_id(id).send().await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    assert_eq!(
        dismiss(&desk, id).await.state,
        ReviewState::OptedOut,
        "it stays"
    );
    desk.hear(&app, MAYA, "leave me alone").await;
    assert!(
        listed(&desk, ReviewList::Open).await.is_empty(),
        "they are opted out already"
    );
}

#[actix_web::test]
async fn x4_a_dismissed_reply_can_still_be_taken_as_an_opt_out() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "not interested").await;
    let id = waiting(&desk).await.id;
    dismiss(&desk, id).await;
    let decided = desk.opt_out_review().review_id(id).send().await;
    assert_eq!(
        decided.expect("decided").into_inner().state,
        ReviewState::OptedOut
    );
    assert!(opened(&desk).await.contact.opted_out_at.is_some());
}

#[actix_web::test]
async fn x4_ordinary_replies_and_reactions_pause_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    for reply in [
        "I'll stop by at 5",
        "remove me from my parents' policy",
        "Liked “Reply STOP to opt out”",
        "who is this?",
        "HELP",
    ] {
        desk.hear(&app, MAYA, reply).await;
        assert!(listed(&desk, ReviewList::Open).await.is_empty(), "{reply}");
    }
    let tested = desk.test_reply().body(TestReply {
        text: "no me escriban más".to_owned(),
    });
    let tested = tested.send().await.expect("an answer").into_inner();
    assert_eq!(tested.effect, ReplyEffect::Review);
    assert_eq!(tested.trigger.as_deref(), Some("no me escriban"));
}

#[actix_web::test]
async fn x4_the_contacts_own_name_is_known() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "hello").await;
    let contact = desk.conversation().await.contact_id;
    let name = UpdateContact {
        first_name: Some("Zaniyah".to_owned()),
        ..UpdateContact::default()
    };
    let named = desk.update_contact().contact_id(contact).body(name);
    named.send().await.expect("named");
    desk.hear(&app, MAYA, "this is not zaniyah").await;
    assert_eq!(waiting(&desk).await.first_name, "Zaniyah");
}

#[actix_web::test]
async fn x4_every_change_of_a_review_is_told() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "leave me alone").await;
    let id = waiting(&desk).await.id;
    dismiss(&desk, id).await;
    desk.opt_out_review()
        .review_id(id)
        .send()
        .await
        .expect("opted out");
    let mut connection = app.connection().await;
    let stored = copperline_api::outbox::after(&mut connection, desk.workspace, 0, 500).await;
    let states: Vec<_> = stored
        .expect("events")
        .iter()
        .filter_map(|stored| match stored.event().expect("an event") {
            Event::ReviewChanged { review } => Some(review.state),
            _ => None,
        })
        .collect();
    let expected = [
        ReviewState::Open,
        ReviewState::Dismissed,
        ReviewState::OptedOut,
    ];
    assert_eq!(states, expected);
}
