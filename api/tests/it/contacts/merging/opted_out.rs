//! Opt-outs of different weight, and the consent record of both phones.

use copperline_shared::suppressions::CreateSuppression;

use super::*;

async fn suppress(owner: &Owner, phone: &str) {
    let body = CreateSuppression {
        phone: phone.to_owned(),
    };
    let put = owner.create_suppression().body(body).send().await;
    put.expect("it is on the list");
}

#[actix_web::test]
async fn p6_s7_the_opt_out_that_is_harder_to_lift_holds_for_both_phones() {
    for suppressed in [MAYA, OTHER] {
        let app = TestApp::start().await;
        let desk = Desk::open(&app).await;
        let ([maya, other], _) = two(&app, &desk).await;
        for phone in [MAYA, OTHER] {
            if phone == suppressed {
                suppress(&desk, phone).await;
            } else {
                desk.hear(&app, phone, "STOP").await;
            }
        }
        crate::desk::settle(&app).await;
        merge(&desk, maya, other).await;
        for phone in [MAYA, OTHER] {
            desk.hear(&app, phone, "START").await;
            let refused = problem(desk.try_send(phone, "Hello").await);
            assert_eq!(refused.code, ErrorCode::OptedOut, "{suppressed} {phone}");
        }
    }
}

#[actix_web::test]
async fn p6_a_merged_phone_that_is_suppressed_is_never_texted_again() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    merge(&desk, maya, other).await;
    suppress(&desk, OTHER).await;
    let refused = problem(desk.try_send(OTHER, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
    // The list is about a phone, and the phone that stayed is another one.
    desk.send(MAYA, "Hello").await;
    desk.hear(&app, OTHER, "START").await;
    let refused = problem(desk.try_send(OTHER, "Hello").await);
    assert_eq!(refused.code, ErrorCode::OptedOut);
}

#[actix_web::test]
async fn p6_x6_the_exported_record_tells_which_phone_each_line_is_about() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], _) = two(&app, &desk).await;
    desk.hear(&app, OTHER, "STOP").await;
    crate::desk::settle(&app).await;
    merge(&desk, maya, other).await;
    let url = format!("{}/api/v1/consent/{maya}/export?format=text", app.base_url);
    let http = reqwest::Client::builder().build().expect("a client");
    let request = http.get(url).header("cookie", &desk.owner.cookies);
    let text = request.send().await.expect("an answer").text().await;
    let text = text.expect("a text");
    let of_other = format!("(for {OTHER})");
    // The opt-out, the text that asked for it and what was answered to that phone.
    assert_eq!(text.matches(&of_other).count(), 3, "{text}");
    assert!(text.contains("Merged with (512) 555-0193"), "{text}");
}
