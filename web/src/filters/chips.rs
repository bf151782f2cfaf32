//! What is filtered by now, each part with a way to take it away.

use copperline_shared::filters::{Assignee, Filter};
use copperline_shared::follow_ups::FollowUpState;
use leptos::prelude::*;
use uuid::Uuid;

use super::saving::SaveButton;
use super::use_stages;
use crate::conversations::Address;
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::Icon;

/// One part of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Assignee(Assignee),
    Tag(Uuid),
    Stage(Uuid),
    Unread,
    FollowUp(FollowUpState),
}

fn parts(filter: &Filter) -> Vec<Part> {
    [
        filter.assignee.map(Part::Assignee),
        filter.tag_id.map(Part::Tag),
        filter.stage_id.map(Part::Stage),
        filter.unread.then_some(Part::Unread),
        filter.follow_up.map(Part::FollowUp),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The filter without one of its parts.
fn without(filter: Filter, part: Part) -> Filter {
    match part {
        Part::Assignee(_) => Filter {
            assignee: None,
            ..filter
        },
        Part::Tag(_) => Filter {
            tag_id: None,
            ..filter
        },
        Part::Stage(_) => Filter {
            stage_id: None,
            ..filter
        },
        Part::Unread => Filter {
            unread: false,
            ..filter
        },
        Part::FollowUp(_) => Filter {
            follow_up: None,
            ..filter
        },
    }
}

fn assignee(session: Session, assignee: Assignee) -> String {
    match assignee {
        Assignee::Me => text::filters::MINE.to_owned(),
        Assignee::MyGroups => text::filters::MY_GROUPS.to_owned(),
        Assignee::Nobody => text::filters::NOBODYS.to_owned(),
        Assignee::Agent(id) => session
            .agent_name(id)
            .map(|name| text::assignment::assigned_to(&name))
            .unwrap_or_else(|| text::filters::SOMEBODY_GONE.to_owned()),
        Assignee::Group(id) => session
            .group_name(id)
            .map(|name| text::assignment::assigned_to(&name))
            .unwrap_or_else(|| text::filters::GROUP_GONE.to_owned()),
    }
}

#[component]
pub fn Chips(address: Memo<Address>, filter: Memo<Filter>) -> impl IntoView {
    let shown = Memo::new(move |_| filter.with(parts));
    let clear = move || address.with(|address| address.with_filter(Filter::default()).href());
    view! {
        <div class="filter-chips">
            <ul aria-label=text::filters::FILTERS>
                <For each=move || shown.get() key=|part| *part let:part>
                    <li><Chip address part /></li>
                </For>
            </ul>
            <div class="filter-steps">
                <SaveButton address />
                <a class="link" href=clear>{text::filters::CLEAR}</a>
            </div>
        </div>
    }
}

#[component]
fn Chip(address: Memo<Address>, part: Part) -> impl IntoView {
    let session = use_session();
    // Only a filter by stage has to know the stages.
    let stages = matches!(part, Part::Stage(_)).then(use_stages);
    let words = Memo::new(move |_| match part {
        Part::Assignee(of) => assignee(session, of),
        Part::Tag(id) => session
            .tag(id)
            .map(|tag| text::filters::tag(&tag.name))
            .unwrap_or_else(|| text::filters::TAG_GONE.to_owned()),
        Part::Stage(id) => {
            let known = stages.map(|stages| stages.value.get()).unwrap_or_default();
            match known.iter().find(|stage| stage.id == id) {
                Some(stage) => text::filters::stage(&stage.name),
                None if known.is_empty() => text::filters::STAGE.to_owned(),
                None => text::filters::STAGE_GONE.to_owned(),
            }
        }
        Part::Unread => text::filters::UNREAD.to_owned(),
        Part::FollowUp(FollowUpState::Due) => text::follow_ups::DUE.to_owned(),
        Part::FollowUp(FollowUpState::Waiting) => text::follow_ups::WAITING.to_owned(),
    });
    let href =
        move || address.with(|address| address.with_filter(without(address.filter, part)).href());
    view! {
        <a
            class="filter-chip"
            href=href
            aria-label=move || text::filters::remove(&words.get())
            title=move || text::filters::remove(&words.get())
        >
            <span>{words}</span>
            <Icon icon=icondata_lu::LuX size=14 />
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c18_each_part_of_a_filter_is_taken_away_by_itself() {
        let filter = Filter {
            assignee: Some(Assignee::Me),
            tag_id: Some(Uuid::from_u128(1)),
            stage_id: Some(Uuid::from_u128(2)),
            unread: true,
            follow_up: Some(FollowUpState::Due),
        };
        let all = parts(&filter);
        assert_eq!(all.len(), 5);
        for part in &all {
            let left = parts(&without(filter, *part));
            assert_eq!(left.len(), 4);
            assert!(!left.contains(part), "{part:?}");
        }
        assert!(parts(&Filter::default()).is_empty());
    }
}
