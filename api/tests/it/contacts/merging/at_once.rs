//! What comes for a contact who is merged into another in that moment.

use copperline_shared::api_tokens::Scope;

use super::leads::post;
use super::*;
use crate::desk::genuine;
use crate::support::{Held, in_time, others_wait};

/// A merge waits here before it begins.
const OTHERS_ROW: &str = "contacts WHERE phone = '+15125550193'";
/// A merge waits here once it is done but for its end.
const CURSOR: &str = "event_cursors";

async fn count(owner: &Owner) -> u32 {
    owner.count_contacts().send().await.expect("a count").count
}

#[actix_web::test]
async fn p6_a_text_that_comes_twice_while_its_contact_is_merged_makes_nobody() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let ([maya, other], [thread, _]) = two(&app, &desk).await;
    let path = "/callbacks/carrier/messages";
    let fields = [
        ("MessageSid", "SM-twice"),
        ("From", OTHER),
        ("To", desk.number.phone.as_str()),
        ("Body", "Once"),
    ];
    let held = Held::rows(&app, OTHERS_ROW).await;
    let first = genuine(&app, path, &fields);
    let merged = async {
        others_wait(&app, 1).await;
        merge(&desk, maya, other).await
    };
    let again = async {
        others_wait(&app, 2).await;
        genuine(&app, path, &fields).await
    };
    let let_go = async {
        others_wait(&app, 3).await;
        held.let_go().await;
    };
    let all = async { tokio::join!(first, merged, again, let_go) };
    let (first, merged, again, ()) = in_time(all).await;
    assert_eq!((first, merged.id, again), (200, maya, 200));
    assert_eq!(desk.conversation().await.contact_id, maya);
    assert_eq!(count(&desk).await, 1);
    let moved = entries(&desk, thread).await;
    let said = ["From Maya", "From the other phone", "Once"];
    assert_eq!(bodies(&moved), said);
}

#[actix_web::test]
async fn p6_a_new_text_that_comes_while_its_contact_is_merged_begins_one_of_its_own() {
    for place in [OTHERS_ROW, CURSOR] {
        let app = TestApp::start().await;
        let desk = Desk::open(&app).await;
        let ([maya, other], [thread, _]) = two(&app, &desk).await;
        let fields = [
            ("MessageSid", "SM-new"),
            ("From", OTHER),
            ("To", desk.number.phone.as_str()),
            ("Body", "It is me again"),
        ];
        let held = Held::rows(&app, place).await;
        let merged = merge(&desk, maya, other);
        let heard = async {
            others_wait(&app, 1).await;
            genuine(&app, "/callbacks/carrier/messages", &fields).await
        };
        let let_go = async {
            others_wait(&app, 2).await;
            held.let_go().await;
        };
        let all = async { tokio::join!(merged, heard, let_go) };
        let (merged, heard, ()) = in_time(all).await;
        assert_eq!((merged.id, heard), (maya, 200), "{place}");
        let rows = desk.conversations().await;
        let own = rows.iter().find(|row| row.phone.as_str() == OTHER);
        let own = own.expect("a row");
        assert_eq!((rows.len(), count(&desk).await), (2, 2), "{place}");
        let texts = entries(&desk, own.id).await;
        assert_eq!(bodies(&texts), ["It is me again"], "{place}");
        let moved = entries(&desk, thread).await;
        assert_eq!(bodies(&moved), ["From Maya", "From the other phone"]);
    }
}

#[actix_web::test]
async fn p6_s4_a_lead_that_comes_while_its_contact_is_merged_is_the_one_who_stays() {
    for place in [OTHERS_ROW, CURSOR] {
        let app = TestApp::start().await;
        let desk = Desk::open(&app).await;
        let secret = desk.make_token(&[Scope::Leads]).await;
        let kept = create(&desk, maya()).await.id;
        let before = post(&app, &secret, "A-1", OTHER).await;
        let held = Held::rows(&app, place).await;
        let merged = merge(&desk, kept, before.contact_id);
        let lead = async {
            others_wait(&app, 1).await;
            post(&app, &secret, "A-2", OTHER).await
        };
        let let_go = async {
            others_wait(&app, 2).await;
            held.let_go().await;
        };
        let all = async { tokio::join!(merged, lead, let_go) };
        let (_, lead, ()) = in_time(all).await;
        assert_eq!((lead.contact_id, lead.created), (kept, false), "{place}");
        assert_eq!(desk.conversation().await.id, lead.conversation_id);
        assert_eq!(count(&desk).await, 1, "{place}");
        // So is one that is posted again.
        let again = post(&app, &secret, "A-1", OTHER).await;
        assert_eq!((again.lead_id, again.contact_id), (before.lead_id, kept));
    }
}

#[actix_web::test]
async fn p6_s4_a_lead_finds_the_contact_whom_the_one_that_stayed_is_merged_into_just_now() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let secret = desk.make_token(&[Scope::Leads]).await;
    let kept = create(&desk, maya()).await.id;
    let third = create(&desk, maya_of("5125550194")).await.id;
    let before = post(&app, &secret, "A-1", OTHER).await;
    merge(&desk, kept, before.contact_id).await;
    let held = Held::rows(&app, "contacts WHERE phone = '+15125550192'").await;
    let merged = merge(&desk, third, kept);
    let lead = async {
        others_wait(&app, 1).await;
        post(&app, &secret, "A-2", OTHER).await
    };
    let let_go = async {
        others_wait(&app, 2).await;
        held.let_go().await;
    };
    let all = async { tokio::join!(merged, lead, let_go) };
    let (_, lead, ()) = in_time(all).await;
    assert_eq!((lead.contact_id, lead.created), (third, false));
    assert_eq!(count(&desk).await, 1);
}
