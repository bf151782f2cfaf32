//! Twilio's five published signatures, sent to the callbacks' own routes.

use crate::support::TestApp;

const FORM: &str = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234\
    &From=%2B14158675309&To=%2B18005551212";
const REPEATED: &str = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
const JSON: &str = r#"{"property": "value", "boolean": true}"#;
const DIGEST: &str = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
const ROUTES: [&str; 2] = [
    "/callbacks/carrier/messages",
    "/callbacks/carrier/workspaces/0198b2f0-0000-7000-8000-000000000000/messages/\
     0198b2f0-0000-7000-8000-000000000001/status",
];

/// An installation known as `public_url`, whose carrier signs with the published token.
///
/// A vector's address is fixed and a route's path is ours. A fragment is never signed: with the
/// vector's address and a `#` as the public address, the path of the route stands in the fragment.
async fn known_as(address: &str) -> TestApp {
    TestApp::start_with(|app| {
        app.config.public_url = format!("{address}#");
        app.secrets.carrier_auth_token = "12345".to_owned().into();
    })
    .await
}

/// Posts to each route and gives the statuses.
async fn post(app: &TestApp, kind: &str, body: &str, signature: &str) -> Vec<u16> {
    let http = reqwest::Client::builder().build().expect("a client");
    let mut statuses = Vec::new();
    for route in ROUTES {
        let answer = http
            .post(format!("{}{route}", app.base_url))
            .header("content-type", kind)
            .header("x-twilio-signature", signature)
            .body(body.to_owned())
            .send()
            .await
            .expect("an answer");
        statuses.push(answer.status().as_u16());
    }
    statuses
}

#[actix_web::test]
async fn x1_twilios_five_published_signatures_are_believed_at_the_callbacks_routes() {
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    let json = "application/json";
    let address = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let with_digest = format!("{address}&bodySHA256={DIGEST}");
    let vectors = [
        (address, form, FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            form,
            FORM,
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        (
            "http://mycompany.com:80/myapp.php?foo=1&bar=2",
            form,
            FORM,
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            with_digest.as_str(),
            json,
            JSON,
            "a9nBmqA0ju/hNViExpshrM61xv4=",
        ),
        (address, form, REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ];
    for (address, kind, body, signature) in vectors {
        let app = known_as(address).await;
        // Believed and read: what they say is no text and no state.
        let believed = post(&app, kind, body, signature).await;
        assert_eq!(believed, [400, 400], "{address} {body}");
        let changed = body.replacen('1', "2", 1).replacen("true", "false", 1);
        let refused = post(&app, kind, &changed, signature).await;
        assert_eq!(refused, [403, 403], "{address} {changed}");
        let other = known_as("https://other.example/myapp.php").await;
        let refused = post(&other, kind, body, signature).await;
        assert_eq!(refused, [403, 403], "{address}");
    }
}
