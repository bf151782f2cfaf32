//! Searching, renting and releasing numbers (S12).

mod refusals;
mod requests;

use copperline_shared::numbers::{Number, NumberState, RentNumber, UpdateNumber};
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;

use crate::support::{Owner, TestApp, problem};

async fn numbers(owner: &Owner) -> Vec<Number> {
    owner
        .list_numbers()
        .send()
        .await
        .expect("numbers are listed")
        .into_inner()
}

fn rent(phone: &Phone) -> RentNumber {
    RentNumber {
        phone: phone.clone(),
        name: String::new(),
    }
}

async fn offered(owner: &Owner, area_code: &str) -> Vec<Phone> {
    let found = owner
        .search_available_numbers()
        .area_code(area_code)
        .send()
        .await;
    found
        .expect("numbers are offered")
        .into_inner()
        .into_iter()
        .map(|n| n.phone)
        .collect()
}

fn as_default() -> UpdateNumber {
    UpdateNumber {
        is_default: Some(true),
        ..UpdateNumber::default()
    }
}

#[actix_web::test]
async fn s12_numbers_are_found_by_area_code_and_by_digits() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let austin = owner
        .search_available_numbers()
        .area_code("512")
        .send()
        .await;
    let austin = austin.expect("numbers").into_inner();
    assert_eq!(austin.len(), 20);
    assert_eq!(austin[0].place, "Austin, TX");
    let found = owner
        .search_available_numbers()
        .contains("555-0142")
        .send()
        .await;
    let found = found.expect("numbers").into_inner();
    assert!(found.len() > 1 && found.iter().all(|n| n.phone.as_str().ends_with("5550142")));
    let refused = owner
        .search_available_numbers()
        .area_code("12")
        .contains("SOLD")
        .send()
        .await;
    let refused = problem(refused);
    assert!(refused.field("area_code").is_some() && refused.field("contains").is_some());
}

#[actix_web::test]
async fn s12_the_first_number_becomes_the_default_once_the_carrier_hands_it_over() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let phone = offered(&owner, "512").await.remove(0);
    let rented = owner
        .rent_number()
        .body(rent(&phone))
        .send()
        .await
        .expect("rented")
        .into_inner();
    assert_eq!(
        (rented.state, rented.is_default),
        (NumberState::Renting, true)
    );
    app.work().await;
    let mine = numbers(&owner).await;
    assert_eq!(
        (mine[0].state, mine[0].is_default),
        (NumberState::Active, true)
    );
    let second = owner.rent(&app, "737").await;
    assert!(!second.is_default);
    assert!(
        !offered(&owner, "512").await.contains(&phone),
        "it is not offered any more"
    );
}

#[actix_web::test]
async fn s12_of_two_workspaces_that_want_one_number_one_gets_it() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.owner().await, app.owner().await);
    let phone = offered(&ours, "512").await.remove(0);
    let (a, b) = tokio::join!(
        ours.rent_number().body(rent(&phone)).send(),
        theirs.rent_number().body(rent(&phone)).send()
    );
    let loser = match (a, b) {
        (Ok(_), loser) | (loser, Ok(_)) => loser,
        both => panic!("nobody got the number: {both:?}"),
    };
    assert_eq!(problem(loser).code, ErrorCode::NumberUnavailable);
    app.work().await;
    assert_eq!(numbers(&ours).await.len() + numbers(&theirs).await.len(), 1);
}

#[actix_web::test]
async fn s12_a_number_the_carrier_does_not_offer_cannot_be_rented() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for phone in ["+15125551234", "+442079460958"] {
        let phone: Phone = phone.parse().expect("a phone");
        let refused = owner.rent_number().body(rent(&phone)).send().await;
        assert_eq!(problem(refused).code, ErrorCode::NumberUnavailable);
    }
    assert!(numbers(&owner).await.is_empty());
}

#[actix_web::test]
async fn s12_a_repeated_request_rents_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let phone = offered(&owner, "512").await.remove(0);
    let ask = || {
        owner
            .rent_number()
            .idempotency_key("k-1")
            .body(rent(&phone))
            .send()
    };
    let first = ask().await.expect("rented").into_inner();
    app.work().await;
    let again = ask().await.expect("the same answer").into_inner();
    assert_eq!(first, again);
    assert_eq!(numbers(&owner).await.len(), 1);
}

#[actix_web::test]
async fn s12_a_number_is_named_and_the_default_is_moved() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (first, second) = (owner.rent(&app, "512").await, owner.rent(&app, "737").await);
    let change = UpdateNumber {
        name: Some("  Front  desk ".to_owned()),
        is_default: Some(true),
    };
    let changed = owner
        .update_number()
        .number_id(second.id)
        .body(change)
        .send()
        .await;
    let changed = changed.expect("changed").into_inner();
    assert_eq!(
        (changed.name.as_str(), changed.is_default),
        ("Front desk", true)
    );
    let listed: Vec<_> = numbers(&owner)
        .await
        .iter()
        .map(|n| (n.id, n.is_default))
        .collect();
    assert_eq!(listed, [(second.id, true), (first.id, false)]);
    let away = UpdateNumber {
        is_default: Some(false),
        ..UpdateNumber::default()
    };
    let refused = owner
        .update_number()
        .number_id(second.id)
        .body(away)
        .send()
        .await;
    assert!(problem(refused).field("is_default").is_some());
}

#[actix_web::test]
async fn s12_releasing_the_default_number_hands_the_default_on() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (first, second) = (owner.rent(&app, "512").await, owner.rent(&app, "737").await);
    let released = owner
        .release_number()
        .number_id(first.id)
        .send()
        .await
        .expect("released");
    assert_eq!(released.into_inner().state, NumberState::Releasing);
    let listed: Vec<_> = numbers(&owner)
        .await
        .iter()
        .map(|n| (n.id, n.is_default))
        .collect();
    assert_eq!(listed, [(second.id, true), (first.id, false)]);
    let refused = owner
        .update_number()
        .number_id(first.id)
        .body(as_default())
        .send()
        .await;
    assert_eq!(problem(refused).code, ErrorCode::NumberInactive);
    app.work().await;
    assert_eq!(numbers(&owner).await.len(), 1);
    let gone = owner.release_number().number_id(first.id).send().await;
    assert_eq!(problem(gone).code, ErrorCode::NotFound);
    assert!(
        offered(&owner, "512").await.contains(&first.phone),
        "others may rent it now"
    );
}

#[actix_web::test]
async fn s12_a_number_being_set_up_can_be_neither_default_nor_released() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    owner.rent(&app, "512").await;
    let phone = offered(&owner, "737").await.remove(0);
    let rented = owner
        .rent_number()
        .body(rent(&phone))
        .send()
        .await
        .expect("rented")
        .into_inner();
    let refused = owner
        .update_number()
        .number_id(rented.id)
        .body(as_default())
        .send()
        .await;
    assert_eq!(problem(refused).code, ErrorCode::NumberInactive);
    let refused = owner.release_number().number_id(rented.id).send().await;
    assert_eq!(problem(refused).code, ErrorCode::NumberInactive);
}

#[actix_web::test]
async fn s12_agents_read_numbers_and_only_admins_manage_them() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let number = owner.rent(&app, "512").await;
    let (basic, admin) = (
        app.colleague(&owner, "basic").await,
        app.colleague(&owner, "admin").await,
    );
    assert_eq!(numbers(&basic).await.len(), 1);
    let refused = basic.release_number().number_id(number.id).send().await;
    assert_eq!(problem(refused).code, ErrorCode::Forbidden);
    admin
        .release_number()
        .number_id(number.id)
        .send()
        .await
        .expect("admins manage numbers");
}

#[actix_web::test]
async fn s12_a_number_that_is_refused_leaves_the_default_that_was_chosen_meanwhile() {
    let (app, line) = crate::desk::tapped().await;
    let owner = app.owner().await;
    let phones = offered(&owner, "512").await;
    *line.refused.lock().await = Some(phones[0].clone());
    for phone in &phones[..3] {
        let rented = owner.rent_number().body(rent(phone)).send().await;
        rented.expect("it is being rented");
    }
    let shared = app.app.clone().into_inner();
    let worker =
        actix_web::rt::spawn(async move { copperline_api::jobs::run_due(&shared, 4).await });
    let chosen = loop {
        let all = numbers(&owner).await;
        let active = |phone: &Phone| {
            let active = |n: &&Number| n.phone == *phone && n.state == NumberState::Active;
            all.iter().find(active).map(|number| number.id)
        };
        if let (Some(_), Some(id)) = (active(&phones[1]), active(&phones[2])) {
            break id;
        }
    };
    let changed = owner
        .update_number()
        .number_id(chosen)
        .body(as_default())
        .send()
        .await;
    changed.expect("it is the default");
    line.goes_on.notify_one();
    worker.await.expect("it ends").expect("jobs run");
    let left = numbers(&owner).await;
    let default = left.iter().find(|number| number.is_default);
    assert_eq!(default.map(|number| number.id), Some(chosen));
}
