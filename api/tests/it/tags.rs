//! Tags (P2) and the contacts that wear them (C13).

mod removing;

use copperline_api::db::Atomic;
use copperline_api::outbox;
use copperline_api::tags::{self, Change};
use copperline_shared::conversations::{Conversation, CreateConversation, Tab};
use copperline_shared::events::Event;
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use copperline_shared::tags::{ChangeContactTags, ContactTags, CreateTag, Tag, TagUse, UpdateTag};
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};

pub const MAYA: &str = "+15125550192";

pub async fn make(owner: &Owner, name: &str, colour: Colour) -> Tag {
    let body = CreateTag {
        name: name.to_owned(),
        colour,
    };
    let made = owner.create_tag().body(body).send().await;
    made.expect("a tag is made").into_inner()
}

pub async fn uses(owner: &Owner) -> Vec<TagUse> {
    let listed = owner.list_tags().send().await;
    listed.expect("tags are listed").into_inner()
}

/// A contact with a conversation.
pub async fn meet(owner: &Owner, phone: &str) -> Conversation {
    let body = CreateConversation {
        phone: phone.to_owned(),
    };
    let opened = owner.create_conversation().body(body).send().await;
    opened.expect("it opens").into_inner().conversation
}

pub async fn change(owner: &Owner, contact: Uuid, add: &[Uuid], remove: &[Uuid]) -> ContactTags {
    let body = ChangeContactTags {
        add: add.to_vec(),
        remove: remove.to_vec(),
    };
    let changed = owner
        .change_contact_tags()
        .contact_id(contact)
        .body(body)
        .send()
        .await;
    changed.expect("tags change").into_inner()
}

pub async fn worn(owner: &Owner, contact: Uuid) -> Vec<Uuid> {
    let read = owner.read_contact_tags().contact_id(contact).send().await;
    read.expect("tags are read").into_inner().tag_ids
}

/// The tag that the contact's row in the list shows.
pub async fn shown(owner: &Owner, contact: Uuid) -> Option<Uuid> {
    let listed = owner.list_conversations().tab(Tab::All).send().await;
    let mut rows = listed.expect("a list").into_inner().items.into_iter();
    let row = rows.find(|row| row.contact_id == contact);
    row.expect("the contact's row").tag_id
}

pub async fn events(app: &TestApp, owner: &Owner, after: i64) -> Vec<Event> {
    let mut connection = app.connection().await;
    let stored = outbox::after(&mut connection, owner.workspace, after, 10_000).await;
    let stored = stored.expect("events are read").into_iter();
    stored.map(|event| event.event().expect("known")).collect()
}

pub async fn newest(app: &TestApp, owner: &Owner) -> i64 {
    let mut connection = app.connection().await;
    let newest = outbox::newest(&mut connection, owner.workspace).await;
    newest.expect("a cursor")
}

#[actix_web::test]
async fn p2_a_tags_name_is_unique_in_its_workspace_whatever_the_case() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let tag = make(&owner, "  Élan   vital ", Colour::Teal).await;
    assert_eq!(tag.name, "Élan vital");
    let body = CreateTag {
        name: "éLAN VITAL".to_owned(),
        colour: Colour::Rose,
    };
    let refused = problem(owner.create_tag().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("name").is_some(), "{}", refused.detail);
    let other = make(&owner, "Hot quote", Colour::Copper).await;
    let body = UpdateTag {
        name: Some("ÉLAN vital".to_owned()),
        ..UpdateTag::default()
    };
    let refused = problem(owner.update_tag().tag_id(other.id).body(body).send().await);
    assert!(refused.field("name").is_some());
    make(&stranger, "Élan vital", Colour::Teal).await;
    let names: Vec<_> = uses(&owner)
        .await
        .into_iter()
        .map(|of| of.tag.name)
        .collect();
    assert_eq!(names, ["Hot quote", "Élan vital"]);
}

#[actix_web::test]
async fn p2_a_tag_is_renamed_and_recoloured_and_that_is_told() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let tag = make(&owner, "Hot quote", Colour::Copper).await;
    let before = newest(&app, &owner).await;
    let body = UpdateTag {
        name: Some("HOT QUOTE".to_owned()),
        colour: Some(Colour::Violet),
    };
    let changed = owner.update_tag().tag_id(tag.id).body(body).send().await;
    let changed = changed.expect("its own name in another case").into_inner();
    assert_eq!(
        (changed.name.as_str(), changed.colour),
        ("HOT QUOTE", Colour::Violet)
    );
    let expected = Event::TagChanged {
        tag: changed.clone(),
    };
    assert_eq!(events(&app, &owner, before).await, [expected]);
    assert_eq!(uses(&owner).await[0].tag, changed);
}

#[actix_web::test]
async fn p2_making_a_tag_again_with_the_same_key_makes_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ask = || {
        let body = CreateTag {
            name: "Hot quote".to_owned(),
            colour: Colour::Copper,
        };
        owner.create_tag().idempotency_key("once").body(body).send()
    };
    let first = ask().await.expect("made").into_inner();
    assert_eq!(ask().await.expect("the same answer").into_inner(), first);
    assert_eq!(uses(&owner).await.len(), 1);
}

#[actix_web::test]
async fn c13_the_tag_applied_last_is_the_one_the_row_shows() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let (hot, cold, dead) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Cold", Colour::Blue).await.id,
        make(&owner, "Dead", Colour::Stone).await.id,
    );
    assert_eq!(shown(&owner, contact).await, None);
    let tags = change(&owner, contact, &[cold, hot], &[]).await;
    assert_eq!(tags.tag_ids, [hot, cold], "the one named last comes first");
    assert_eq!(shown(&owner, contact).await, Some(hot));
    change(&owner, contact, &[cold], &[]).await;
    assert_eq!(
        shown(&owner, contact).await,
        Some(hot),
        "one that is worn keeps its time"
    );
    change(&owner, contact, &[dead], &[hot]).await;
    assert_eq!(worn(&owner, contact).await, [dead, cold]);
    assert_eq!(shown(&owner, contact).await, Some(dead));
    change(&owner, contact, &[], &[dead]).await;
    assert_eq!(shown(&owner, contact).await, Some(cold));
    change(&owner, contact, &[], &[cold, hot]).await;
    assert_eq!(shown(&owner, contact).await, None);
    let counts: Vec<u32> = uses(&owner).await.iter().map(|of| of.contacts).collect();
    assert_eq!(counts, [0, 0, 0]);
}

#[actix_web::test]
async fn c13_who_follows_is_told_once_and_of_what_changed_only() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let before = newest(&app, &owner).await;
    change(&owner, contact, &[hot], &[]).await;
    change(&owner, contact, &[hot], &[]).await;
    let told = events(&app, &owner, before).await;
    let [
        Event::ContactTagsChanged { tags },
        Event::ConversationChanged { conversation },
    ] = told.as_slice()
    else {
        panic!("the tags and the row, not {told:?}")
    };
    assert_eq!(
        (tags.contact_id, tags.tag_ids.as_slice()),
        (contact, &[hot][..])
    );
    assert_eq!(conversation.tag_id, Some(hot));
}

#[actix_web::test]
async fn c13_two_people_who_change_a_contact_at_once_both_get_what_they_asked_for() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let colleague = app.colleague(&owner, "basic").await;
    let contact = meet(&owner, MAYA).await.contact_id;
    let mut tags = Vec::new();
    for name in ["A", "B", "C", "D"] {
        tags.push(make(&owner, name, Colour::Green).await.id);
    }
    for _ in 0..20 {
        change(&owner, contact, &[tags[0]], &[tags[1], tags[2], tags[3]]).await;
        let (mine, theirs, first) = ([tags[1], tags[2]], [tags[3], tags[2]], [tags[0]]);
        tokio::join!(
            change(&owner, contact, &mine, &first),
            change(&colleague, contact, &theirs, &first),
        );
        let mut now = worn(&owner, contact).await;
        assert_eq!(shown(&owner, contact).await, now.first().copied());
        now.sort();
        assert_eq!(now, tags[1..]);
    }
}

#[actix_web::test]
async fn c13_what_is_not_there_is_not_put_on_and_nothing_else_with_it() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let contact = meet(&owner, MAYA).await.contact_id;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let theirs = make(&stranger, "Theirs", Colour::Copper).await.id;
    for add in [vec![hot, theirs], vec![Uuid::nil()]] {
        let body = ChangeContactTags {
            add,
            remove: Vec::new(),
        };
        let request = owner.change_contact_tags().contact_id(contact).body(body);
        assert_eq!(problem(request.send().await).code, ErrorCode::NotFound);
    }
    assert_eq!(worn(&owner, contact).await, [] as [Uuid; 0]);
    // What somebody else has taken away meanwhile needs no taking off.
    change(&owner, contact, &[hot], &[theirs, Uuid::nil()]).await;
    assert_eq!(worn(&owner, contact).await, [hot]);
    let body = ChangeContactTags {
        add: vec![hot],
        remove: vec![hot],
    };
    let request = owner.change_contact_tags().contact_id(contact).body(body);
    assert!(problem(request.send().await).field("remove").is_some());
}

#[actix_web::test]
async fn c13_other_nouns_tag_many_contacts_with_one_call() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut contacts = Vec::new();
    for last in 100..110 {
        contacts.push(meet(&owner, &format!("+15125550{last}")).await.contact_id);
    }
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    change(&owner, contacts[0], &[hot], &[]).await;
    let change = Change {
        add: vec![hot, Uuid::nil()],
        remove: Vec::new(),
    };
    let (workspace, now) = (owner.workspace, app.app.clock.now());
    let mut connection = app.connection().await;
    let applied = connection
        .atomically(async |connection| {
            tags::apply(connection, workspace, &contacts, &change, now).await
        })
        .await
        .expect("applied");
    assert_eq!(applied.added.len(), 9, "one wore it already");
    assert_eq!(applied.unknown, [Uuid::nil()]);
    assert_eq!(applied.events.len(), 18);
    assert_eq!(uses(&owner).await[0].contacts, 10);
}
