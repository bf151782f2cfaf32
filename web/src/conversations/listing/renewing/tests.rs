use copperline_shared::groups::Group;
use copperline_shared::tags::ContactTags;

use super::*;

#[test]
fn c18_tags_and_stages_tell_who_comes_and_goes() {
    let (contact, tag) = (Uuid::from_u128(1), Uuid::from_u128(7));
    let wearing = |tag_ids| Gist::ContactTagsChanged {
        tags: ContactTags {
            contact_id: contact,
            tag_ids,
        },
    };
    let of_tag = Filter {
        tag_id: Some(tag),
        ..Filter::default()
    };
    assert_eq!(news(&of_tag, &wearing(vec![tag])), News::MayCome(contact));
    assert_eq!(news(&of_tag, &wearing(vec![])), News::Leaves(contact));
    let of_stage = Filter {
        stage_id: Some(tag),
        ..Filter::default()
    };
    assert_eq!(news(&of_stage, &wearing(vec![])), News::None);
    let removed = Gist::PipelineCardRemoved {
        contact_id: contact,
    };
    assert_eq!(news(&of_stage, &removed), News::Leaves(contact));
    assert_eq!(news(&of_tag, &removed), News::None);
}

#[test]
fn c18_groups_that_change_bring_and_take_many() {
    let id = Uuid::from_u128(7);
    let of = |assignee| Filter {
        assignee: Some(assignee),
        ..Filter::default()
    };
    let group = Group {
        id,
        name: "Sales".to_owned(),
        agent_ids: Vec::new(),
    };
    let (changed, deleted) = (
        Gist::GroupChanged { group },
        Gist::GroupDeleted { group_id: id },
    );
    let other = Assignee::Group(Uuid::from_u128(8));
    for (assignee, expected) in [
        (Assignee::MyGroups, [News::Many, News::Many]),
        (Assignee::Group(id), [News::None, News::Many]),
        (other, [News::None, News::None]),
        (Assignee::Nobody, [News::None, News::None]),
    ] {
        let filter = of(assignee);
        let told = [news(&filter, &changed), news(&filter, &deleted)];
        assert_eq!(told, expected, "{assignee}");
    }
}

#[test]
fn c18_news_of_many_contacts_come_to_one_reading_and_one_removal() {
    let id = Uuid::from_u128;
    let listed = || (1..=50).map(id).collect::<HashSet<Uuid>>();
    let asks = |told: &[News]| outcome(told, listed).ask;
    assert!(!asks(&[News::None]));
    assert!(!asks(&[News::MayCome(id(1)), News::MayCome(id(2))]));
    assert!(asks(&[News::MayCome(id(1)), News::MayCome(id(51))]));
    assert!(asks(&[News::Many]));
    // The last word counts.
    assert!(!asks(&[News::MayCome(id(51)), News::Leaves(id(51))]));
    assert!(asks(&[News::Leaves(id(1)), News::MayCome(id(1))]));
    let all_leave: Vec<News> = (1..=2_000)
        .map(|contact| News::Leaves(id(contact)))
        .collect();
    let never = || -> HashSet<Uuid> { unreachable!("nobody comes") };
    let left = outcome(&all_leave, never);
    assert_eq!((left.leave.len(), left.ask), (2_000, false));
}
