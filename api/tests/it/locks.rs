//! Locks are taken in one order: changes at once wait for each other and never fail. Should they get
//! in each other's way nevertheless, they are made again.

mod undone;

use copperline_shared::api_tokens::Scope;
use copperline_shared::contacts::UpdateContact;
use copperline_shared::conversations::{CreateConversation, UpdateConversation};
use copperline_shared::leads::CreateLead;

use crate::support::TestApp;

const MAYA: &str = "+15125550192";

#[actix_web::test]
async fn a_conversation_and_its_contact_can_change_at_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vendor = app.token(&owner.make_token(&[Scope::Leads]).await);
    let body = CreateConversation {
        phone: MAYA.to_owned(),
    };
    let opened = owner.create_conversation().body(body).send().await;
    let opened = opened.expect("opened").into_inner();
    let round = async |n: usize| {
        let conversation = UpdateConversation {
            hot: Some(n.is_multiple_of(2)),
            archived: Some(n % 4 < 2),
            unread: Some(n.is_multiple_of(3)),
        };
        let contact = UpdateContact {
            first_name: Some(format!("Maya {n}")),
            ..UpdateContact::default()
        };
        let lead = CreateLead {
            phone: MAYA.to_owned(),
            ..CreateLead::default()
        };
        let (conversation, contact, lead) = tokio::join!(
            owner
                .update_conversation()
                .conversation_id(opened.conversation.id)
                .body(conversation)
                .send(),
            owner
                .update_contact()
                .contact_id(opened.contact.id)
                .body(contact)
                .send(),
            vendor.create_lead().body(lead).send(),
        );
        conversation.expect("the conversation changes");
        contact.expect("the contact changes");
        lead.expect("the lead is taken");
    };
    for start in (0..160).step_by(8) {
        futures_util::future::join_all((start..start + 8).map(round)).await;
    }
}
