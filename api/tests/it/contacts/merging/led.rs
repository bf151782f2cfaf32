//! Ids of one who was merged: they lead to the one that stays.

use copperline_shared::contacts::MergedInto;

use super::*;

const THIRD: &str = "+15125550194";

fn named(problem: &Problem) -> MergedInto {
    assert_eq!((problem.code, problem.status), (ErrorCode::Merged, 404));
    let current = problem.current.clone().expect("who stays");
    let into: MergedInto = serde_json::from_value(current).expect("ids");
    assert!(problem.detail.contains(&into.contact_id.to_string()));
    into
}

async fn contact(owner: &Owner, id: Uuid) -> Problem {
    problem(owner.read_contact().contact_id(id).send().await)
}

async fn conversation(owner: &Owner, id: Uuid) -> Problem {
    let answer = owner.read_conversation().conversation_id(id).send().await;
    problem(answer)
}

#[actix_web::test]
async fn p6_the_ids_of_one_who_was_merged_name_the_one_that_stays_however_often_it_goes_on() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, other_thread]) = two(&app, &desk).await;
    merge(&desk, maya, other).await;
    let into = MergedInto {
        contact_id: maya,
        conversation_id: Some(thread),
    };
    assert_eq!(named(&contact(&desk, other).await), into);
    assert_eq!(named(&conversation(&desk, other_thread).await), into);

    let third = create(&desk, maya_of(THIRD)).await.id;
    merge(&desk, third, maya).await;
    // The third had no conversation: it has Maya's now.
    let into = MergedInto {
        contact_id: third,
        conversation_id: Some(thread),
    };
    assert_eq!(named(&contact(&desk, maya).await), into);
    assert_eq!(named(&contact(&desk, other).await), into);
    assert_eq!(named(&conversation(&desk, other_thread).await), into);
    let stays = desk.read_conversation().conversation_id(thread).send();
    let stays = stays.await.expect("a conversation").into_inner();
    assert_eq!(stays.contact.id, third);
}

#[actix_web::test]
async fn p6_who_stays_is_told_to_nobody_else_and_of_nobody_who_was_never_there() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [_, other_thread]) = two(&app, &desk).await;
    merge(&desk, maya, other).await;
    let theirs = app.owner().await;
    assert_eq!(contact(&theirs, other).await.code, ErrorCode::NotFound);
    let foreign = conversation(&theirs, other_thread).await;
    assert_eq!((foreign.code, foreign.current), (ErrorCode::NotFound, None));
    assert_eq!(contact(&desk, Uuid::nil()).await.code, ErrorCode::NotFound);
    let never = conversation(&desk, Uuid::nil()).await;
    assert_eq!(never.code, ErrorCode::NotFound);
    // Erased, the one that stays is named no more.
    let erased = desk.erase_contact().contact_id(maya).send().await;
    erased.expect("erased");
    assert_eq!(contact(&desk, other).await.code, ErrorCode::NotFound);
}
