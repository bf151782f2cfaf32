//! Erasing whoever stayed erases what was said before the merge (X6).

use super::*;
use crate::contacts::erasing::found;

async fn erase(owner: &Owner, contact: Uuid) {
    let erased = owner.erase_contact().contact_id(contact).send().await;
    erased.expect("erased");
}

#[actix_web::test]
async fn p6_x6_erasing_a_merged_contact_leaves_no_word_of_either_thread() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.hear(&app, OTHER, "The roof leaks").await;
    desk.send(OTHER, "We call at nine").await;
    crate::desk::settle(&app).await;
    merge(&desk, maya, other).await;
    desk.hear(&app, MAYA, "And the door sticks").await;
    let words = [
        "%5125550192%",
        "%5125550193%",
        "%roof leaks%",
        "%call at nine%",
        "%door sticks%",
        "%from the other phone%",
    ];
    assert!(found(&app, &words).await.contains(&"events".to_owned()));
    erase(&desk, maya).await;
    let left = found(&app, &words).await;
    assert!(left.is_empty(), "traces in {left:?}");
    // Both phones are known as those of somebody who asked to be forgotten.
    for phone in [MAYA, OTHER] {
        let refused = problem(desk.try_send(phone, "Hello").await);
        assert_eq!(refused.code, ErrorCode::OptedOut, "{phone}");
    }
    let report = copperline_api::check::run(&mut app.connection().await).await;
    assert!(report.expect("a report").is_sound());
}

#[actix_web::test]
async fn p6_x6_who_has_the_merged_phone_again_keeps_what_they_said_since() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.hear(&app, OTHER, "The roof leaks").await;
    merge(&desk, maya, other).await;
    desk.hear(&app, OTHER, "A new beginning").await;
    let rows = desk.conversations().await;
    let again = rows.iter().find(|row| row.phone.as_str() == OTHER);
    let again = again.expect("a row").id;
    assert!(former(&desk, again).await.is_some());
    erase(&desk, maya).await;
    assert_eq!(former(&desk, again).await, None, "she is forgotten");
    let left = found(&app, &["%roof leaks%", "%from the other phone%"]).await;
    assert!(left.is_empty(), "traces in {left:?}");
    let kept = found(&app, &["%a new beginning%"]).await;
    assert!(kept.contains(&"messages".to_owned()) && kept.contains(&"events".to_owned()));
    assert_eq!(desk.conversation().await.phone.as_str(), OTHER);
    desk.send(OTHER, "Welcome back").await;
}

#[actix_web::test]
async fn p6_x6_a_phone_that_was_merged_twice_is_forgotten_with_both_of_its_threads() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.hear(&app, OTHER, "The roof leaks").await;
    merge(&desk, maya, other).await;
    desk.hear(&app, OTHER, "The door sticks").await;
    let rows = desk.conversations().await;
    let again = rows.iter().find(|row| row.phone.as_str() == OTHER);
    merge(&desk, maya, again.expect("a row").contact_id).await;
    erase(&desk, maya).await;
    let words = ["%5125550193%", "%roof leaks%", "%door sticks%"];
    let left = found(&app, &words).await;
    assert!(left.is_empty(), "traces in {left:?}");
}
