//! What two contacts have of the same kind, in one afterwards.

use copperline_shared::assignment::AssignedTo;
use copperline_shared::comments::{UpdateComment, mention};
use copperline_shared::conversations::UpdateConversation;
use copperline_shared::messages::SendMessage;
use copperline_shared::money::Micros;
use copperline_shared::pipeline::PipelineCard;
use copperline_shared::reviews::{Review, ReviewState};

use super::*;
use crate::assignment::{assign, assign_to};
use crate::comments::comment;
use crate::groups::make as make_group;
use crate::pictures::{red, upload};
use crate::tags::meet;

async fn mark(owner: &Owner, conversation: Uuid, hot: Option<bool>, archived: Option<bool>) {
    let body = UpdateConversation {
        hot,
        archived,
        ..UpdateConversation::default()
    };
    let marked = owner.update_conversation().conversation_id(conversation);
    marked.body(body).send().await.expect("it is marked");
}

#[actix_web::test]
async fn p6_c18_whoever_worked_with_one_of_them_works_with_both_and_marks_are_kept() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await.agent;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    assign(&desk, other_thread, Some(sam)).await;
    mark(&desk, other_thread, Some(true), None).await;
    mark(&desk, thread, None, Some(true)).await;
    merge(&desk, maya, other).await;
    let row = desk.conversation().await;
    assert_eq!(row.assigned_agent_id, Some(sam));
    assert!(row.hot && !row.archived, "one of them was not archived");
    // Whose the one that stays is, stays, and what both were is kept.
    desk.hear(&app, OTHER, "It is me again").await;
    let rows = desk.conversations().await;
    let again = rows.iter().find(|row| row.phone.as_str() == OTHER);
    let again = again.expect("a row");
    assign(&desk, again.id, Some(desk.agent)).await;
    for id in [thread, again.id] {
        mark(&desk, id, None, Some(true)).await;
    }
    merge(&desk, maya, again.contact_id).await;
    let row = desk.conversation().await;
    assert_eq!(row.assigned_agent_id, Some(sam));
    assert!(row.hot && row.archived);
}

#[actix_web::test]
async fn p6_c18_whichever_group_or_agent_works_with_the_one_that_stays_works_with_both() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    let sales = make_group(&desk, "Sales", &[desk.agent, sam.agent])
        .await
        .id;
    let support = make_group(&desk, "Support", &[desk.agent]).await.id;
    let (agent, group) = (AssignedTo::Agent(sam.agent), AssignedTo::Group(sales));
    let other_group = AssignedTo::Group(support);
    for (last, mine, theirs, expected) in [
        (1, None, Some(group), Some(group)),
        (2, Some(agent), Some(group), Some(agent)),
        (3, Some(group), Some(agent), Some(group)),
        (4, Some(group), Some(other_group), Some(group)),
        (5, Some(group), None, Some(group)),
    ] {
        let kept = meet(&desk, &format!("+1512555012{last}")).await;
        let gone = meet(&desk, &format!("+1512555013{last}")).await;
        assign_to(&desk, kept.id, mine).await;
        assign_to(&desk, gone.id, theirs).await;
        merge(&desk, kept.contact_id, gone.contact_id).await;
        let row = meet(&desk, &format!("+1512555012{last}")).await;
        assert_eq!(row.assigned_to(), expected, "{mine:?} {theirs:?}");
    }
}

#[actix_web::test]
async fn p6_c18_whoever_was_given_both_is_told_once() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    let ann = app.colleague(&desk, "basic").await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    assign(&desk, thread, Some(sam.agent)).await;
    for agent in [sam.agent, ann.agent] {
        assign(&desk, other_thread, Some(agent)).await;
    }
    let before = newest(&app, &desk).await;
    merge(&desk, maya, other).await;
    for agent in [&sam, &ann] {
        let told = agent.list_notifications().send().await;
        let told = told.expect("what one was told").into_inner();
        assert_eq!((told.unread, told.items.len()), (1, 1));
        assert_eq!(told.items[0].conversation_id, thread);
    }
    let told = events(&app, &desk, before).await.into_iter();
    let fewer = told.filter(|event| matches!(event, Event::NotificationsChanged { .. }));
    assert_eq!(fewer.count(), 1, "sam has one less");
}

async fn reviews(desk: &Desk) -> Vec<Review> {
    let page = desk.list_reviews().send().await;
    page.expect("reviews are listed").into_inner().items
}

#[actix_web::test]
async fn p6_x4_open_reviews_of_both_are_one_with_the_replies_of_both() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    desk.hear(&app, MAYA, "take me off your list pls").await;
    desk.hear(&app, OTHER, "wrong number").await;
    assert_eq!(reviews(&desk).await.len(), 2);
    merge(&desk, maya, other).await;
    let open = reviews(&desk).await;
    let [review] = &open[..] else {
        panic!("one review, not {open:?}")
    };
    assert_eq!((review.contact_id, review.conversation_id), (maya, thread));
    assert_eq!(review.messages.len(), 2);
    let decided = desk.opt_out_review().review_id(review.id).send().await;
    let decided = decided.expect("decided").into_inner();
    assert_eq!(decided.state, ReviewState::OptedOut);
    assert!(read(&desk, maya).await.opted_out_at.is_some());
}

async fn put(owner: &Owner, contact: Uuid, stage_id: Uuid, amount: Option<i64>) -> PipelineCard {
    let body = PutPipelineCard {
        stage_id,
        amount_micros: amount.map(Micros),
    };
    let put = owner.put_pipeline_card().contact_id(contact).body(body);
    put.send().await.expect("it stands there").into_inner()
}

#[actix_web::test]
async fn p6_c12_of_two_cards_the_one_of_who_stays_remains_with_the_amount_that_it_lacked() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    let stages = desk.list_pipeline_stages().send().await;
    let stages = stages.expect("stages").into_inner();
    put(&desk, maya, stages[1].id, None).await;
    put(&desk, other, stages[3].id, Some(2_000_000)).await;
    let before = newest(&app, &desk).await;
    merge(&desk, maya, other).await;
    let card = desk.read_pipeline_card().contact_id(maya).send().await;
    let card = card.expect("a card").into_inner();
    assert_eq!(
        (card.stage_id, card.amount_micros),
        (stages[1].id, Some(Micros(2_000_000)))
    );
    let told = events(&app, &desk, before).await;
    let gone = |event: &Event| match event {
        Event::PipelineCardRemoved { contact_id, .. } => *contact_id == other,
        _ => false,
    };
    assert!(told.iter().any(gone), "{told:?}");
    let report = copperline_api::check::run(&mut app.connection().await).await;
    assert!(report.expect("a report").is_sound());
}

#[actix_web::test]
async fn p6_c21_comments_and_what_they_told_lead_to_the_thread_that_stays() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    let text = format!("{} has met her", mention(sam.agent));
    let written = comment(&desk, other_thread, &text).await;
    merge(&desk, maya, other).await;
    let told = sam.list_notifications().send().await;
    let told = told.expect("what one was told").into_inner();
    assert_eq!(told.unread, 1);
    assert_eq!(told.items[0].conversation_id, thread);
    let moved = entries(&desk, thread).await;
    let comments: Vec<Uuid> = moved
        .iter()
        .filter_map(|entry| match entry {
            ThreadEntry::Comment { comment } => Some(comment.id),
            _ => None,
        })
        .collect();
    assert_eq!(comments, [written.id]);
}

#[actix_web::test]
async fn p6_c21_a_comment_is_changed_while_its_thread_moves_and_deleted_where_it_is() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let sam = app.colleague(&desk, "basic").await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    let written = comment(&desk, other_thread, "Ask her").await;
    let body = UpdateComment {
        text: format!("{} ask her", mention(sam.agent)),
        revision: 0,
    };
    let change = desk.update_comment().comment_id(written.id).body(body);
    let (merged, changed) = tokio::join!(try_merge(&desk, maya, other), change.send());
    merged.expect("merged");
    changed.expect("changed");
    let news = async || {
        let told = sam.list_notifications().send().await;
        told.expect("what one was told").into_inner().items
    };
    assert_eq!(news().await[0].conversation_id, thread);
    let before = newest(&app, &desk).await;
    let deleted = desk.delete_comment().comment_id(written.id).send().await;
    deleted.expect("it is gone");
    let gone = Event::CommentDeleted {
        comment_id: written.id,
        conversation_id: thread,
    };
    assert_eq!(events(&app, &desk, before).await[0], gone);
    assert_eq!(news().await, []);
}

#[actix_web::test]
async fn p6_c8_pictures_stay_with_their_texts() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    let picture = upload(&desk, red(4, 4)).await;
    let request = SendMessage {
        to: Some(OTHER.to_owned()),
        picture_ids: vec![picture.id],
        ..SendMessage::default()
    };
    let sent = desk.send_message().body(request).send().await;
    let sent = sent.expect("the text is taken").into_inner();
    crate::desk::settle(&app).await;
    merge(&desk, maya, other).await;
    let moved = desk.message(sent.id).await;
    assert_eq!(moved.conversation_id, thread);
    assert_eq!(moved.pictures, sent.pictures);
    let file = desk.read_picture_file().picture_id(picture.id).send().await;
    assert!(file.is_ok(), "it can still be looked at");
}

#[actix_web::test]
async fn p6_c7_each_text_of_the_thread_tells_which_phone_it_went_to_or_came_from() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    desk.send(OTHER, "To the other phone").await;
    crate::desk::settle(&app).await;
    merge(&desk, maya, other).await;
    desk.send(MAYA, "To Maya").await;
    let told: Vec<(String, Option<String>)> = entries(&desk, thread)
        .await
        .into_iter()
        .filter_map(|entry| match entry {
            ThreadEntry::Message { message } => {
                let phone = message.other_phone.map(|phone| phone.to_string());
                Some((message.body, phone))
            }
            _ => None,
        })
        .collect();
    let other = || Some(OTHER.to_owned());
    let expected = [
        ("From Maya", None),
        ("From the other phone", other()),
        ("To the other phone", other()),
        ("To Maya", None),
    ];
    let expected = expected.map(|(body, phone)| (body.to_owned(), phone));
    assert_eq!(told, expected);
    // So it is when that one is merged in turn.
    crate::desk::settle(&app).await;
    let third = create(&desk, maya_of("5125550194")).await.id;
    merge(&desk, third, maya).await;
    let texts: Vec<Option<String>> = entries(&desk, thread)
        .await
        .into_iter()
        .filter_map(|entry| match entry {
            ThreadEntry::Message { message } => {
                Some(message.other_phone.map(|phone| phone.to_string()))
            }
            _ => None,
        })
        .collect();
    let first = || Some(MAYA.to_owned());
    assert_eq!(texts, [first(), other(), other(), first()]);
}
