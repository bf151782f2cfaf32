//! How leads may be posted, and which are refused.

use copperline_shared::api_tokens::{LeadDuplicates, Scope};
use copperline_shared::problem::ErrorCode;
use serde_json::{Value, json};

use super::{Vendor, contact, conversations, lead};
use crate::support::{TestApp, problem};

fn named(problem: &Value) -> Vec<&str> {
    let fields = problem["fields"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    fields
        .iter()
        .filter_map(|field| field["field"].as_str())
        .collect()
}

#[actix_web::test]
async fn s4_a_form_with_a_token_field_works_as_json_with_a_header_does() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let form = "application/x-www-form-urlencoded";
    let body = format!(
        "token={}&phone=%28512%29+555-0192&first_name=Jos%C3%A9&zip=",
        vendor.secret
    );
    let (status, answer) = vendor.raw(None, form, &body).await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer["created"], true);
    let id = answer["contact_id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a UUID");
    assert_eq!(contact(&owner, id).await.first_name, "José");
    assert!(
        contact(&owner, id).await.custom_fields.is_empty(),
        "the token is not kept"
    );

    let phone = "phone=512-555-0193";
    assert_eq!(vendor.raw(Some(&vendor.secret), form, phone).await.0, 201);
    let body = json!({"token": vendor.secret, "phone": "512-555-0194"}).to_string();
    assert_eq!(vendor.raw(None, "application/json", &body).await.0, 201);
    assert_eq!(
        vendor
            .raw(Some(&vendor.secret), "application/json", &body)
            .await
            .0,
        201
    );
    assert_eq!(
        vendor.raw(None, form, &body).await.0,
        201,
        "JSON under a form's header"
    );
}

#[actix_web::test]
async fn s4_a_token_is_needed_and_must_be_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let form = "application/x-www-form-urlencoded";
    let phone = "phone=512-555-0192";
    assert_eq!(vendor.raw(None, form, phone).await.0, 401);
    assert_eq!(vendor.raw(None, form, "").await.0, 401);
    assert_eq!(vendor.raw(Some("wrong"), form, phone).await.0, 401);
    assert_eq!(
        vendor
            .raw(None, form, &format!("{phone}&token=wrong"))
            .await
            .0,
        401
    );
    let another = format!("{phone}&token=another");
    let (status, refused) = vendor.raw(Some(&vendor.secret), form, &another).await;
    assert_eq!((status, named(&refused)), (422, vec!["token"]));
    let other_scope = owner.make_token(&[Scope::Contacts]).await;
    assert_eq!(vendor.raw(Some(&other_scope), form, phone).await.0, 403);
    assert_eq!(
        vendor
            .raw(None, form, &format!("{phone}&token={other_scope}"))
            .await
            .0,
        403
    );
    let by_hand = owner
        .create_lead()
        .body(lead("512-555-0192", ""))
        .send()
        .await;
    assert_eq!(problem(by_hand).code, ErrorCode::Forbidden);
    assert!(conversations(&owner).await.is_empty());
    let tokens = owner
        .list_api_tokens()
        .send()
        .await
        .expect("tokens")
        .into_inner();
    for token in tokens {
        owner
            .revoke_api_token()
            .api_token_id(token.id)
            .send()
            .await
            .expect("revoked");
    }
    assert_eq!(vendor.raw(Some(&vendor.secret), form, phone).await.0, 401);
}

#[actix_web::test]
async fn s4_only_the_phone_and_what_is_too_long_are_refused_by_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    for (body, fields) in [
        (json!({}), vec!["phone"]),
        (json!({"phone": "555-0192", "email": "no"}), vec!["phone"]),
        (
            json!({"phone": "5125550192", "last_name": "x".repeat(101)}),
            vec!["last_name"],
        ),
        (
            json!({"phone": {"mobile": 1}, "external_id": "x".repeat(201)}),
            vec!["phone", "external_id"],
        ),
    ] {
        let (status, refused) = vendor.json(body).await;
        assert_eq!((status, named(&refused)), (422, fields));
        assert_eq!(refused["code"], "invalid");
    }
    let secret = Some(vendor.secret.as_str());
    for body in ["{\"phone\": ", "[]", "5125550192"] {
        let (status, refused) = vendor.raw(secret, "application/json", body).await;
        assert_eq!((status, &refused["code"]), (400, &json!("malformed")));
    }
    assert_eq!(vendor.raw(secret, "text/csv", "5125550192").await.0, 400);
    let huge = json!({"phone": "5125550192", "x": "x".repeat(70_000)});
    assert_eq!(vendor.json(huge).await.0, 413);
    assert!(conversations(&owner).await.is_empty());
}

#[actix_web::test]
async fn s4_numbers_unreadable_fields_and_control_characters_lose_no_lead() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = Vendor::of(&app, &owner, LeadDuplicates::Skip).await;
    let (status, accepted) = vendor
        .json(json!({
            "phone": 5_125_550_192_i64,
            "zip": 2139,
            "first_name": "Ma\u{0}ya",
            "email": "none",
            "date_of_birth": "soon",
            "smoker": false,
            "note": "\u{0}",
            "deep": [{"\u{0}": "\u{0}"}],
        }))
        .await;
    assert_eq!(status, 201, "{accepted}");
    let id = accepted["contact_id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a UUID");
    let contact = contact(&owner, id).await;
    assert_eq!(
        (contact.first_name.as_str(), contact.zip.as_str()),
        ("Maya", "02139")
    );
    let kept =
        json!({"email": "none", "date_of_birth": "soon", "smoker": false, "deep": [{"": ""}]});
    assert_eq!(json!(contact.custom_fields), kept);
}
