//! What an empty list says, and the step that comes next.

use copperline_shared::conversations::{Counts, Tab};
use copperline_shared::filters::Filter;
use copperline_shared::follow_ups::FollowUpState;
use leptos::prelude::*;

use super::address::Address;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonLink, EmptyState, IconRef};
use crate::{paths, text};

/// Why the list is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    NothingFound,
    /// The filter lets nothing of this list through.
    NothingPasses,
    NoHotLeads,
    NothingArchived,
    /// What isn't in the archive is put off.
    AllPutOff,
    /// Every conversation is in the archive.
    AllArchived,
    /// Nobody can write to the workspace yet, nor it to anybody.
    NoNumber,
    NoConversations,
}

fn reason(address: &Address, counts: &Counts, has_number: bool) -> Reason {
    match address.tab {
        _ if !address.search.is_empty() => Reason::NothingFound,
        _ if !address.filter.is_empty() => Reason::NothingPasses,
        Tab::Hot => Reason::NoHotLeads,
        Tab::Archived => Reason::NothingArchived,
        Tab::Recents if counts.all > counts.archived => Reason::AllPutOff,
        Tab::Recents if counts.all > 0 => Reason::AllArchived,
        Tab::All | Tab::Recents if has_number => Reason::NoConversations,
        Tab::All | Tab::Recents => Reason::NoNumber,
    }
}

/// Fills the place of the rows.
#[component]
pub fn Empty(address: Memo<Address>, creating: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let reason = Memo::new(move |_| {
        let has_number = session.has_active_number();
        address.with(|address| {
            session
                .counts
                .with(|counts| reason(address, counts, has_number))
        })
    });
    view! {
        <div class="rows">
            {move || match reason.get() {
                Reason::NothingFound => view! { <NothingFound address /> }.into_any(),
                Reason::NothingPasses => view! { <NothingPasses address /> }.into_any(),
                Reason::NoHotLeads => {
                    let words = (text::conversations::EMPTY_HOT_TITLE, text::conversations::EMPTY_HOT_LEAD);
                    elsewhere(icondata_lu::LuFlame, words, address, Tab::Recents)
                }
                Reason::NothingArchived => {
                    let words = (
                        text::conversations::EMPTY_ARCHIVED_TITLE,
                        text::conversations::EMPTY_ARCHIVED_LEAD,
                    );
                    elsewhere(icondata_lu::LuArchive, words, address, Tab::Recents)
                }
                Reason::AllPutOff => view! { <AllPutOff address /> }.into_any(),
                Reason::AllArchived => {
                    let words = (
                        text::conversations::ALL_ARCHIVED_TITLE,
                        text::conversations::ALL_ARCHIVED_LEAD,
                    );
                    elsewhere(icondata_lu::LuArchive, words, address, Tab::Archived)
                }
                Reason::NoNumber => view! { <NoNumber /> }.into_any(),
                Reason::NoConversations => view! { <NoConversations creating /> }.into_any(),
            }}
        </div>
    }
}

/// Words and a link to another list.
fn elsewhere(
    icon: IconRef,
    (title, lead): (&'static str, &'static str),
    address: Memo<Address>,
    tab: Tab,
) -> AnyView {
    let words = match tab {
        Tab::Archived => text::conversations::OPEN_ARCHIVED,
        _ => text::conversations::OPEN_RECENTS,
    };
    let href = address.with_untracked(|address| address.with_tab(tab).href());
    view! {
        <EmptyState icon title lead>
            <ButtonLink href>{words}</ButtonLink>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn AllPutOff(address: Memo<Address>) -> impl IntoView {
    let filter = Filter {
        follow_up: Some(FollowUpState::Waiting),
        ..Filter::default()
    };
    let href = address.with_untracked(|address| address.with_filter(filter).href());
    view! {
        <EmptyState
            icon=icondata_lu::LuAlarmClock
            title=text::follow_ups::ALL_PUT_OFF_TITLE
            lead=text::follow_ups::ALL_PUT_OFF_LEAD
        >
            <ButtonLink href>{text::follow_ups::OPEN_WAITING}</ButtonLink>
        </EmptyState>
    }
}

#[component]
fn NothingFound(address: Memo<Address>) -> impl IntoView {
    let title = Signal::derive(move || {
        address.with(|address| text::conversations::nothing_found(&address.search))
    });
    let clear = move || address.with(|address| address.with_search(String::new()).href());
    // Another list may hold it.
    let wider = move || {
        address.with(|address| {
            let href = address.with_tab(Tab::All).href();
            (address.tab != Tab::All).then(|| {
                view! { <ButtonLink href kind=ButtonKind::Main>{text::conversations::SEARCH_ALL}</ButtonLink> }
            })
        })
    };
    view! {
        <EmptyState icon=icondata_lu::LuSearchX title lead=text::conversations::NOTHING_FOUND_LEAD>
            <div class="empty-steps">
                {wider}
                {move || view! { <ButtonLink href=clear()>{text::common::CLEAR_SEARCH}</ButtonLink> }}
            </div>
        </EmptyState>
    }
}

#[component]
fn NothingPasses(address: Memo<Address>) -> impl IntoView {
    let clear = move || address.with(|address| address.with_filter(Filter::default()).href());
    let wider = move || {
        address.with(|address| {
            let href = address.with_tab(Tab::All).href();
            (address.tab != Tab::All).then(|| {
                view! { <ButtonLink href kind=ButtonKind::Main>{text::filters::LOOK_IN_ALL}</ButtonLink> }
            })
        })
    };
    view! {
        <EmptyState
            icon=icondata_lu::LuListFilter
            title=text::filters::EMPTY_TITLE
            lead=text::filters::EMPTY_LEAD
        >
            <div class="empty-steps">
                {wider}
                {move || view! { <ButtonLink href=clear()>{text::filters::CLEAR}</ButtonLink> }}
            </div>
        </EmptyState>
    }
}

#[component]
fn NoNumber() -> impl IntoView {
    let admin = use_session().is_admin();
    let lead = if admin {
        text::conversations::NO_NUMBER_LEAD
    } else {
        text::conversations::NO_NUMBER_ASK
    };
    let rent = admin.then(|| {
        view! {
            <ButtonLink href=paths::NUMBERS kind=ButtonKind::Main icon=icondata_lu::LuHash>
                {text::conversations::RENT_NUMBER}
            </ButtonLink>
        }
    });
    view! {
        <EmptyState icon=icondata_lu::LuHash title=text::conversations::NO_NUMBER_TITLE lead>
            {rent}
        </EmptyState>
    }
}

#[component]
fn NoConversations(creating: RwSignal<bool>) -> impl IntoView {
    let vendor = use_session().is_admin().then(|| {
        view! { <ButtonLink href=paths::API_TOKENS>{text::conversations::CONNECT_VENDOR}</ButtonLink> }
    });
    view! {
        <EmptyState
            icon=icondata_lu::LuMessageSquare
            title=text::conversations::EMPTY_RECENTS_TITLE
            lead=text::conversations::EMPTY_RECENTS_LEAD
        >
            <div class="empty-steps">
                <Button kind=ButtonKind::Main icon=icondata_lu::LuPlus on_click=move || creating.set(true)>
                    {text::conversations::NEW}
                </Button>
                {vendor}
            </div>
        </EmptyState>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(tab: Tab, search: &str, all: u32, has_number: bool) -> Reason {
        why_of(tab, search, (all, all), has_number)
    }

    fn why_of(tab: Tab, search: &str, of: (u32, u32), has_number: bool) -> Reason {
        let (all, archived) = of;
        let address = Address {
            tab,
            search: search.to_owned(),
            ..Address::default()
        };
        reason(
            &address,
            &Counts {
                all,
                archived,
                ..Counts::default()
            },
            has_number,
        )
    }

    #[test]
    fn a_new_workspace_is_led_to_a_number_then_to_a_conversation() {
        assert_eq!(why(Tab::Recents, "", 0, false), Reason::NoNumber);
        assert_eq!(why(Tab::Recents, "", 0, true), Reason::NoConversations);
        assert_eq!(why(Tab::All, "", 0, true), Reason::NoConversations);
    }

    #[test]
    fn c2_each_list_says_why_it_is_empty() {
        assert_eq!(why(Tab::Hot, "", 3, true), Reason::NoHotLeads);
        assert_eq!(why(Tab::Archived, "", 3, true), Reason::NothingArchived);
        assert_eq!(why(Tab::Recents, "", 3, true), Reason::AllArchived);
    }

    #[test]
    fn c20_recents_without_rows_lead_to_what_is_put_off() {
        let reason = |archived| why_of(Tab::Recents, "", (3, archived), true);
        assert_eq!(reason(0), Reason::AllPutOff);
        assert_eq!(reason(2), Reason::AllPutOff);
        assert_eq!(reason(3), Reason::AllArchived);
    }

    #[test]
    fn c18_a_filter_that_lets_nothing_through_says_so_in_every_tab() {
        let filter = Filter {
            unread: true,
            ..Filter::default()
        };
        for tab in [Tab::All, Tab::Hot, Tab::Recents, Tab::Archived] {
            let address = Address {
                tab,
                filter,
                ..Address::default()
            };
            let why = reason(&address, &Counts::default(), true);
            assert_eq!(why, Reason::NothingPasses);
        }
    }

    #[test]
    fn c3_a_search_that_finds_nothing_says_so_in_every_tab() {
        for tab in [Tab::All, Tab::Hot, Tab::Recents, Tab::Archived] {
            assert_eq!(why(tab, "term", 0, false), Reason::NothingFound);
        }
    }
}
