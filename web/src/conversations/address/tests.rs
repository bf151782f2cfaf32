use copperline_shared::filters::Assignee;

use super::*;

fn nothing(_: &str) -> Option<String> {
    None
}

#[test]
fn c18_a_filter_survives_in_the_address() {
    let filter = Filter {
        assignee: Some(Assignee::Me),
        tag_id: Some(Uuid::from_u128(1)),
        stage_id: Some(Uuid::from_u128(2)),
        unread: true,
        follow_up: Some(FollowUpState::Due),
    };
    let address = Address::default().with_filter(filter);
    let href = address.with_search("term".to_owned()).href();
    let read = Address::of_href(&href);
    assert_eq!((read.filter, read.search.as_str()), (filter, "term"));
    assert_eq!(read.with_tab(Tab::Hot).filter, filter);
    let mine = Filter {
        assignee: Some(Assignee::Me),
        ..Filter::default()
    };
    assert_eq!(
        address.with_filter(mine).href(),
        "/conversations/recents?assignee=me"
    );
}

#[test]
fn c18_whoever_is_filtered_by_survives_in_the_address() {
    let id = Uuid::from_u128(7);
    for assignee in [
        Assignee::MyGroups,
        Assignee::Nobody,
        Assignee::Agent(id),
        Assignee::Group(id),
    ] {
        let filter = Filter {
            assignee: Some(assignee),
            ..Filter::default()
        };
        let href = Address::default().with_filter(filter).href();
        assert!(href.ends_with(&format!("?assignee={assignee}")), "{href}");
        assert_eq!(Address::of_href(&href).filter, filter);
    }
}

#[test]
fn c2_a_tabs_address_leads_back_to_the_tab() {
    for tab in [Tab::All, Tab::Hot, Tab::Recents, Tab::Archived] {
        let address = Address {
            tab,
            ..Address::default()
        };
        assert_eq!(tab_of_address(&address.href()), tab);
    }
}

#[test]
fn c2_an_address_that_names_no_tab_shows_recents() {
    for path in [
        "/",
        "/conversations",
        "/conversations/",
        "/conversations/warm",
        "/numbers",
    ] {
        assert_eq!(tab_of_address(path), Tab::Recents, "{path}");
    }
}

#[test]
fn an_open_conversation_stands_in_the_path() {
    let id = Uuid::from_u128(7);
    let address = Address {
        tab: Tab::Hot,
        ..Address::default()
    }
    .with_open(id, None);
    let href = address.href();
    assert_eq!(href, format!("/conversations/hot/{id}"));
    assert_eq!(Address::read(&href, nothing), address);
    assert_eq!(address.list().href(), "/conversations/hot");
}

#[test]
fn an_address_of_something_else_opens_what_nobody_has() {
    let read = Address::read("/conversations/hot/nobody", nothing);
    assert_eq!(read.open, Some(Uuid::nil()));
    assert_eq!(Address::read("/conversations/hot", nothing).open, None);
}

#[test]
fn c3_a_search_survives_in_the_address_whatever_it_holds() {
    let address = Address::default().with_search("Zoë & 100% sure?".to_owned());
    assert_eq!(
        address.href(),
        "/conversations/recents?search=Zo%C3%AB%20%26%20100%25%20sure%3F"
    );
}

#[test]
fn c3_a_hit_leads_to_its_message() {
    let (id, message) = (Uuid::from_u128(7), Uuid::from_u128(8));
    let address = Address::default().with_search("term".to_owned());
    let href = address.with_open(id, Some(message)).href();
    assert_eq!(
        href,
        format!("/conversations/recents/{id}?search=term&message={message}")
    );
    let read = Address::read("/conversations/recents", |name| {
        (name == MESSAGE).then(|| message.to_string())
    });
    assert_eq!(read.message, Some(message));
}

#[test]
fn c3_another_tab_searches_for_the_same() {
    let address = Address::default().with_search("term".to_owned());
    assert_eq!(
        address.with_tab(Tab::All).href(),
        "/conversations/all?search=term"
    );
}

#[test]
fn c2_an_address_of_a_tab_that_is_none_is_told_from_one_without_any() {
    for sound in [
        "/conversations",
        "/conversations/recents",
        "/conversations/hot/7",
        "/pipeline/foo",
    ] {
        assert!(!names_no_tab(sound), "{sound}");
    }
    for wrong in ["/conversations/foo", "/conversations/Hot/7"] {
        assert!(names_no_tab(wrong), "{wrong}");
    }
}
