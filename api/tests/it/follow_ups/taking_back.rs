//! Taking back that a conversation was put off: as it was before (C20).

use super::*;

async fn take_back(
    owner: &Owner,
    id: Uuid,
    of: DateTime<Utc>,
    due_since: Option<DateTime<Utc>>,
) -> Conversation {
    let mut request = owner.end_follow_up().conversation_id(id).of(of);
    if let Some(since) = due_since {
        request = request.due_since(since);
    }
    request.send().await.expect("an answer").into_inner()
}

#[actix_web::test]
async fn c20_taking_it_back_leaves_it_where_it_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let until = in_an_hour(&app);
    put_off(&owner, maya, until).await;
    let back = take_back(&owner, maya, until, None).await;
    assert_eq!((back.follow_up, back.archived), (None, false));
    assert_eq!(listed(&owner, Tab::Recents).await, [maya]);
    archive(&owner, maya, true).await;
    put_off(&owner, maya, until).await;
    let back = take_back(&owner, maya, until, None).await;
    assert_eq!((back.follow_up, back.archived), (None, true));
    assert_eq!(planned(&app).await, 0);
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_what_was_due_before_is_due_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    put_off(&owner, maya, soon(&app)).await;
    until_then(&app).await;
    let due = row(&owner, maya).await.follow_up.expect("it is due");
    let until = in_an_hour(&app);
    put_off(&owner, maya, until).await;
    let back = take_back(&owner, maya, until, Some(due.at)).await;
    assert_eq!(back.follow_up, Some(due));
    assert_eq!(in_state(&owner, FollowUpState::Due).await, [maya]);
    app.pass(TimeDelta::minutes(1)).await;
    assert_eq!(planned(&app).await, 0, "no other moment is to come");
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_a_newer_moment_is_not_taken_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let (mine, theirs) = (in_an_hour(&app), in_an_hour(&app) + TimeDelta::hours(2));
    put_off(&owner, maya, mine).await;
    put_off(&sam, maya, theirs).await;
    let before = newest(&app, &owner).await;
    let since = app.app.clock.now();
    let kept = take_back(&owner, maya, mine, Some(since)).await;
    let follow_up = kept.follow_up.expect("it waits");
    assert_eq!(
        (follow_up.at, follow_up.put_off_by),
        (theirs, Some(sam.agent))
    );
    let of = Some(mine);
    let body = PutOff {
        of,
        ..PutOff::until(mine + TimeDelta::hours(1))
    };
    let kept = try_put_off(&owner, maya, body).await.expect("an answer");
    assert_eq!(kept.follow_up, Some(follow_up));
    assert_eq!(newest(&app, &owner).await, before, "no news");
}

#[actix_web::test]
async fn c20_the_former_moment_counts_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let (former, new) = (in_an_hour(&app), in_an_hour(&app) + TimeDelta::hours(2));
    put_off(&owner, maya, former).await;
    put_off(&owner, maya, new).await;
    let body = PutOff {
        of: Some(new),
        ..PutOff::until(former)
    };
    let back = try_put_off(&owner, maya, body).await.expect("an answer");
    assert_eq!(back.follow_up.map(|follow_up| follow_up.at), Some(former));
    expect_sound(&app).await;
}

#[actix_web::test]
async fn c20_x9_since_when_it_was_due_is_checked() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let maya = meet(&owner, MAYA).await.id;
    let until = in_an_hour(&app);
    put_off(&owner, maya, until).await;
    let now = app.app.clock.now();
    let nameless = owner.end_follow_up().conversation_id(maya).due_since(now);
    let refused = problem(nameless.send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("of").is_some(), "{}", refused.detail);
    let early = owner.end_follow_up().conversation_id(maya).of(until);
    let refused = problem(early.due_since(until).send().await);
    assert!(refused.field("due_since").is_some(), "{}", refused.detail);
    assert_eq!(
        state(&row(&owner, maya).await),
        Some(FollowUpState::Waiting)
    );
}

#[actix_web::test]
async fn c20_a_slip_leaves_no_trace_in_the_thread_and_what_stood_for_a_while_does() {
    use RecordKind::{FollowUpDone, FollowUpDue, PutOff as WasPutOff};
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let maya = meet(&owner, MAYA).await.id;
    let (until, later) = (in_an_hour(&app), in_an_hour(&app) + TimeDelta::hours(2));
    put_off(&owner, maya, until).await;
    assert_eq!(records(&owner, maya).await, [WasPutOff]);
    let before = newest(&app, &owner).await;
    take_back(&owner, maya, until, None).await;
    assert!(records(&owner, maya).await.is_empty());
    let told = events(&app, &owner, before).await;
    let removed = |event: &Event| matches!(event, Event::RecordRemoved { conversation_id, .. } if *conversation_id == maya);
    assert!(told.iter().any(removed), "{told:?}");

    // Back to the moment before: what told of that one stands.
    put_off(&owner, maya, until).await;
    put_off(&owner, maya, later).await;
    let body = PutOff {
        of: Some(later),
        ..PutOff::until(until)
    };
    try_put_off(&owner, maya, body).await.expect("an answer");
    assert_eq!(records(&owner, maya).await, [WasPutOff]);

    // What somebody else did, or what stood for a while, was no slip.
    take_back(&sam, maya, until, None).await;
    assert_eq!(records(&owner, maya).await, [WasPutOff, FollowUpDone]);
    put_off(&owner, maya, later).await;
    app.pass(TimeDelta::seconds(61)).await;
    take_back(&owner, maya, later, None).await;
    let all = records(&owner, maya).await;
    assert_eq!(all, [WasPutOff, FollowUpDone, WasPutOff, FollowUpDone]);

    // Due before, it is due again, and once told.
    put_off(&owner, maya, soon(&app)).await;
    until_then(&app).await;
    let due = row(&owner, maya).await.follow_up.expect("it is due");
    put_off(&owner, maya, in_an_hour(&app)).await;
    let of = row(&owner, maya).await.follow_up.expect("it waits").at;
    take_back(&owner, maya, of, Some(due.at)).await;
    assert_eq!(records(&owner, maya).await.last(), Some(&FollowUpDue));
    expect_sound(&app).await;
}
