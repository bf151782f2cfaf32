//! What files say of consent and of opt-outs (P6, S7).

use copperline_shared::consent::{ConsentKind, ConsentSource};

use super::*;
use crate::desk::{Desk, MAYA};

#[actix_web::test]
async fn p6_consent_is_kept_once_with_where_it_came_from_and_opt_outs_are_taken_over() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,consent_at,consent_source_url,consent_certificate,dnc\n\
        5125550192,2026-11-01T10:00:00Z,https://quotes.example,https://cert.example/1,\n\
        5125550193,,,,yes\n";
    run(&app, &owner, file, |_| {}).await;
    run(&app, &owner, file, |_| {}).await;
    let met = people(&owner).await;
    let [entry] = &record(&owner, met[0].id).await[..] else {
        panic!("one entry")
    };
    assert_eq!(
        (entry.kind, entry.source),
        (ConsentKind::Consent, ConsentSource::Import)
    );
    assert_eq!(entry.given_at.to_rfc3339(), "2026-11-01T10:00:00+00:00");
    assert_eq!(entry.source_url, "https://quotes.example");
    assert_eq!(entry.certificate, "https://cert.example/1");
    assert_eq!(entry.evidence, "leads.csv, line 2");
    assert_eq!(met[0].opted_out_at, None);
    let [entry] = &record(&owner, met[1].id).await[..] else {
        panic!("one entry")
    };
    assert_eq!(
        (entry.kind, entry.source),
        (ConsentKind::OptOut, ConsentSource::Import)
    );
    assert!(met[1].opted_out_at.is_some());
    // No file lifts an opt-out.
    let back = "phone,consent_at,dnc\n5125550193,2026-11-20,no\n";
    run(&app, &owner, back, |how| {
        how.duplicates = LeadDuplicates::Update
    })
    .await;
    assert!(people(&owner).await[1].opted_out_at.is_some());
}

#[actix_web::test]
async fn p6_a_no_in_the_column_of_consent_is_none_whatever_stands_beside_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,consent,trustedform\n\
        5125550192,No,https://cert.example/1\n\
        5125550193,2026-11-01,https://cert.example/2\n\
        5125550194,,N/A\n";
    let done = run(&app, &owner, file, |_| {}).await;
    assert_eq!(figures(&done), [3, 0, 0, 0, 1]);
    let told = &rows(&owner, done.id).await[0];
    assert_eq!(told.problem, "“No” under consent: no consent is recorded.");
    let met = people(&owner).await;
    assert_eq!(record(&owner, met[0].id).await, []);
    assert_eq!(record(&owner, met[1].id).await.len(), 1);
    assert_eq!(record(&owner, met[2].id).await, []);
}

#[actix_web::test]
async fn p6_what_was_exported_can_be_imported_again_as_it_was() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let file = "phone,first_name,company,shoe size,dnc\n\
        5125550192,Zoë,=1+1,38,\n5125550193,Theo,,,x\n";
    run(&app, &owner, file, |how| how.mapping[3] = Some(F::Custom)).await;
    let exported = exported(&owner).await;
    run(&app, &other, &exported, |_| {}).await;
    let (before, after) = (people(&owner).await, people(&other).await);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.phone, after.phone);
        assert_eq!(before.first_name, after.first_name);
        assert_eq!(before.company, after.company);
        assert_eq!(before.custom_fields, after.custom_fields);
        assert_eq!(before.opted_out_at.is_some(), after.opted_out_at.is_some());
    }
    assert_eq!(after.len(), 2);
}

#[actix_web::test]
async fn p6_s7_an_export_that_is_imported_again_makes_no_opt_out_permanent() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.hear(&app, MAYA, "STOP").await;
    let file = exported(&desk).await;
    let same = run(&app, &desk, &file, |how| {
        how.duplicates = LeadDuplicates::Update;
    })
    .await;
    assert_eq!(figures(&same), [0, 0, 1, 0, 0]);
    desk.hear(&app, MAYA, "START").await;
    assert_eq!(people(&desk).await[0].opted_out_at, None);
    assert!(desk.try_send(MAYA, "Welcome back").await.is_ok());
}

#[actix_web::test]
async fn p6_an_opt_out_of_a_phone_that_was_merged_reaches_both_and_is_on_record() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    run(&app, &owner, "phone\n5125550192\n5125550193\n", |_| {}).await;
    let met = people(&owner).await;
    merge(&owner, met[0].id, met[1].id).await;
    let file = "phone,dnc\n5125550193,yes\n";
    let done = run(&app, &owner, file, |_| {}).await;
    assert_eq!(figures(&done), [0, 1, 0, 0, 0]);
    assert!(people(&owner).await[0].opted_out_at.is_some());
    let phones = |record: Vec<ConsentEntry>| {
        let mut phones: Vec<_> = record
            .into_iter()
            .map(|entry| {
                assert_eq!(
                    (entry.kind, entry.source, entry.evidence.as_str()),
                    (
                        ConsentKind::OptOut,
                        ConsentSource::Import,
                        "leads.csv, line 2: yes"
                    )
                );
                entry.phone.map(|phone| phone.to_string())
            })
            .collect();
        phones.sort();
        phones
    };
    let both = [None, Some("+15125550193".to_owned())];
    assert_eq!(phones(record(&owner, met[0].id).await), both);
    // The same file again adds nothing.
    let again = run(&app, &owner, file, |_| {}).await;
    assert_eq!(figures(&again), [0, 0, 1, 0, 0]);
    assert_eq!(phones(record(&owner, met[0].id).await), both);
}

#[actix_web::test]
async fn p6_what_two_phones_of_one_contact_say_is_kept_together() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    run(&app, &owner, "phone\n5125550192\n5125550193\n", |_| {}).await;
    let met = people(&owner).await;
    merge(&owner, met[0].id, met[1].id).await;
    let file = "phone,shoe,hat,consent_at\n5125550192,38,,\n5125550193,,7,2026-11-01\n";
    let done = run(&app, &owner, file, |how| {
        how.duplicates = LeadDuplicates::Update;
        how.mapping[1] = Some(F::Custom);
        how.mapping[2] = Some(F::Custom);
    })
    .await;
    assert_eq!(figures(&done), [0, 2, 0, 0, 0]);
    let now = people(&owner).await;
    assert_eq!(now.len(), 1);
    assert_eq!(now[0].phone, met[0].phone);
    let custom = &now[0].custom_fields;
    assert_eq!(custom["shoe"], "38");
    assert_eq!(custom["hat"], "7");
    let [entry] = &record(&owner, met[0].id).await[..] else {
        panic!("one entry")
    };
    assert_eq!(entry.phone.as_ref(), Some(&met[1].phone));
}
