//! Stop triggers through the api (S7).

use copperline_shared::problem::ErrorCode;
use copperline_shared::stop_triggers::{ReplyEffect, TestReply};

use crate::support::{TestApp, problem};

#[actix_web::test]
async fn s7_every_workspace_has_the_default_triggers() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let listed = owner
        .list_stop_triggers()
        .send()
        .await
        .expect("a list")
        .into_inner();
    let phrases: Vec<_> = listed
        .iter()
        .map(|trigger| trigger.phrase.as_str())
        .collect();
    let defaults = [
        "Stop",
        "Stopall",
        "Unsubscribe",
        "Cancel",
        "End",
        "Quit",
        "Stop All",
    ];
    assert!(phrases.starts_with(&defaults), "{phrases:?}");
    assert!(listed.iter().all(|trigger| trigger.is_default));
    for trigger in listed {
        let reply = TestReply {
            text: format!(" {}! ", trigger.phrase.to_uppercase()),
        };
        let tested = owner
            .test_reply()
            .body(reply)
            .send()
            .await
            .expect("an answer")
            .into_inner();
        assert_eq!(tested.effect, ReplyEffect::OptOut);
        assert_eq!(tested.trigger, Some(trigger.phrase));
    }
}

#[actix_web::test]
async fn s7_the_tester_says_what_a_reply_would_do() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for (text, effect) in [
        ("START", ReplyEffect::OptIn),
        ("help", ReplyEffect::Help),
        ("I'll stop by at 5", ReplyEffect::None),
        ("\u{0}", ReplyEffect::None),
    ] {
        let reply = TestReply {
            text: text.to_owned(),
        };
        let tested = owner
            .test_reply()
            .body(reply)
            .send()
            .await
            .expect("an answer")
            .into_inner();
        assert_eq!((tested.effect, tested.trigger), (effect, None), "{text}");
    }
    let long = TestReply {
        text: "x".repeat(1601),
    };
    let refused = problem(owner.test_reply().body(long).send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("text").is_some());
}
