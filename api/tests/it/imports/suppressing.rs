//! Numbers never to be texted, contact or not.

use copperline_shared::consent::ConsentSource;
use copperline_shared::leads::CreateLead;

use super::*;
use crate::desk::{Desk, MAYA};

async fn suppress(app: &TestApp, owner: &Owner, file: &str) -> Import {
    let import = upload_as(owner, ImportKind::Suppressions, "dnc.csv", file).await;
    check(app, owner, import.id, asked(&import)).await;
    start(app, owner, import.id).await
}

#[actix_web::test]
async fn p6_a_number_on_the_list_is_never_texted_contact_or_not() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    let file = "512-555-0192\n512-555-0193\n512-555-0193\nnobody\n";
    let import = upload_as(&desk, ImportKind::Suppressions, "dnc.csv", file).await;
    assert_eq!(import.mapping, [Some(F::Phone)]);
    let checked = check(&app, &desk, import.id, asked(&import)).await;
    // One of them is a contact; the same number again changes nothing.
    assert_eq!(figures(&checked), [1, 1, 1, 1, 1]);
    assert!(desk.try_send(MAYA, "Still there?").await.is_ok());
    let done = start(&app, &desk, import.id).await;
    assert_eq!(figures(&done), [1, 1, 1, 1, 1]);
    for phone in [MAYA, "+15125550193"] {
        let refused = problem(desk.try_send(phone, "Hello").await);
        assert_eq!(refused.code, ErrorCode::OptedOut, "{phone}");
        let list = "list of numbers that are never to be texted";
        assert!(refused.detail.contains(list), "{}", refused.detail);
    }
    let again = suppress(&app, &desk, file).await;
    assert_eq!(figures(&again), [0, 0, 3, 1, 1]);
}

#[actix_web::test]
async fn p6_nothing_takes_a_number_off_the_list() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    suppress(&app, &desk, "phone\n5125550192\n").await;
    for words in ["Hi", "STOP", "START", "UNSTOP"] {
        desk.hear(&app, MAYA, words).await;
    }
    let refused = problem(desk.try_send(MAYA, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    run(
        &app,
        &desk,
        "phone,dnc,consent_at\n5125550192,no,2026-11-01\n",
        |how| {
            how.duplicates = LeadDuplicates::Update;
        },
    )
    .await;
    let secret = desk
        .make_token(&[copperline_shared::api_tokens::Scope::Leads])
        .await;
    let lead = serde_json::json!({ "phone": "5125550192", "consent_at": "2026-11-20T10:00:00Z" });
    let lead: CreateLead = serde_json::from_value(lead).expect("a lead");
    app.token(&secret)
        .create_lead()
        .body(lead)
        .send()
        .await
        .expect("taken");
    let refused = problem(desk.try_send(MAYA, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn p6_a_suppressed_phone_that_becomes_a_contact_is_opted_out_from_the_first() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    suppress(&app, &owner, "phone,name\n5125550192,Maya\n").await;
    assert_eq!(people(&owner).await, []);
    run(&app, &owner, "phone\n5125550192\n", |_| {}).await;
    let met = people(&owner).await;
    assert!(met[0].opted_out_at.is_some());
    let record = owner.list_consent().contact_id(met[0].id).send().await;
    let record = record.expect("a record").into_inner().items;
    assert_eq!(record[0].source, ConsentSource::Suppression);
    assert_eq!(record[0].evidence, "dnc.csv, line 2");
}

#[actix_web::test]
async fn p6_the_list_is_read_page_by_page_searched_and_added_to_by_hand() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    suppress(&app, &desk, "5125550101\n5125550102\n5125550103\n").await;
    let add = |phone: &str| {
        let body = copperline_shared::suppressions::CreateSuppression {
            phone: phone.to_owned(),
        };
        desk.create_suppression().body(body).send()
    };
    add("(512) 555-0192").await.expect("it is on the list");
    let again = add("512-555-0101").await.expect("it was already");
    assert_eq!(again.phone.as_str(), "+15125550101");
    assert!(problem(add("12").await).field("phone").is_some());
    let refused = problem(desk.try_send(MAYA, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    let (mut phones, mut after) = (Vec::new(), None::<String>);
    loop {
        let mut request = desk.list_suppressions().limit(2_u32);
        if let Some(after) = after {
            request = request.after(after);
        }
        let page = request.send().await.expect("a page").into_inner();
        phones.extend(page.items.into_iter().map(|item| item.phone.to_string()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(
        phones,
        [MAYA, "+15125550103", "+15125550102", "+15125550101"]
    );
    let found = desk.list_suppressions().search("555-0102").send().await;
    assert_eq!(found.expect("a page").into_inner().items.len(), 1);
}

/// The numbers on the list.
async fn listed(owner: &Owner) -> Vec<String> {
    let page = owner.list_suppressions().send().await;
    let items = page.expect("a page").into_inner().items.into_iter();
    items.map(|item| item.phone.to_string()).collect()
}

#[actix_web::test]
async fn p6_s7_a_file_that_names_a_suppressed_phone_leaves_it_on_the_list() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "Hi").await;
    suppress(&app, &desk, "5125550192\n").await;
    run(&app, &desk, "phone,dnc\n5125550192,yes\n", |_| {}).await;
    for words in ["STOP", "START"] {
        desk.hear(&app, MAYA, words).await;
    }
    let maya = people(&desk).await[0].id;
    let by_hand = desk.opt_out_contact().contact_id(maya).send().await;
    by_hand.expect("they are opted out already");
    assert_eq!(listed(&desk).await, [MAYA]);
    let refused = problem(desk.try_send(MAYA, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn p6_a_suppressed_phone_of_who_was_merged_stays_on_the_list() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    run(&app, &desk, "phone\n5125550192\n5125550193\n", |_| {}).await;
    let met = people(&desk).await;
    merge(&desk, met[0].id, met[1].id).await;
    // The number is listed; the contact has another one.
    let done = suppress(&app, &desk, "5125550193\n").await;
    assert_eq!(figures(&done), [1, 0, 0, 0, 0]);
    assert_eq!(people(&desk).await[0].opted_out_at, None);
    let file = "phone,dnc\n5125550193,yes\n";
    run(&app, &desk, file, |_| {}).await;
    assert_eq!(listed(&desk).await, ["+15125550193"]);
    assert!(people(&desk).await[0].opted_out_at.is_some());
    for words in ["STOP", "START"] {
        desk.hear(&app, "+15125550193", words).await;
    }
    assert_eq!(listed(&desk).await, ["+15125550193"]);
    let refused = problem(desk.try_send("+15125550193", "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn p6_a_list_with_many_contacts_opts_out_each_of_them_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let numbers: String = (0..120).map(|n| format!("512555{n:04}\n")).collect();
    run(&app, &owner, &format!("phone\n{numbers}"), |_| {}).await;
    let done = suppress(&app, &owner, &format!("{numbers}{numbers}")).await;
    assert_eq!(figures(&done), [0, 120, 120, 0, 0]);
    let met = people(&owner).await;
    assert!(met.iter().all(|contact| contact.opted_out_at.is_some()));
    assert_eq!(record(&owner, met[0].id).await.len(), 1);
}
