//! What a token is told.

use super::*;

#[actix_web::test]
async fn a_token_follows_only_what_its_scopes_let_it_read() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let mut streams = Vec::new();
    for more in [Scope::Leads, Scope::Contacts, Scope::Billing] {
        let secret = owner.make_token(&[Scope::Conversations, more]).await;
        let bearer = format!("Bearer {secret}");
        streams.push(Stream::open_as(&app, ("authorization", &bearer), Some(begun)).await);
    }
    let begun = newest(&app, owner.workspace).await;
    record(&app, owner.workspace, Audience::Owner, balance(1)).await;
    open_conversation(&owner, "512 555 0199").await;
    for (stream, expected) in streams.iter_mut().zip([
        &["conversation_changed"][..],
        &["contact_changed", "conversation_changed"],
        &["balance_changed", "conversation_changed"],
    ]) {
        let mut kinds = Vec::new();
        while kinds.len() < expected.len() {
            let told = stream.event().await;
            if told.cursor > begun {
                let event = serde_json::to_value(&told.event).expect("JSON");
                kinds.push(event["kind"].as_str().expect("a kind").to_owned());
            }
        }
        assert_eq!(kinds, expected);
    }
}
