//! The contacts page (P6): the list, and beside it (on a phone: instead of it) one contact.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::ContactFilter;
use copperline_shared::events::Event;
use copperline_shared::pipeline::PipelineStage;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use uuid::Uuid;

use super::address::{Address, export_href};
use super::beside::Beside;
use super::create::CreateDialog;
use super::filters::{Filters, Search};
use super::listing::{Listing, Phase};
use super::merging::{MergeDialog, Merging};
use super::order::OrderChoice;
use super::rows::{Rows, row_id};
use super::selection::Selection;
use super::selection_bar::SelectionBar;
use super::skeleton::SkeletonContacts;
use crate::clock::use_clock;
use crate::download::Download;
use crate::live::use_live;
use crate::loaded::{ListFailed, Loaded};
use crate::session::use_session;
use crate::ui::{self, Button, ButtonKind, ButtonLink, EmptyState, Menu, MenuLink, Windowed};
use crate::{api, paths, text};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub struct Screen {
    pub address: Memo<Address>,
    pub listing: Listing,
    pub selection: Selection,
    pub windowed: Windowed,
    /// The row that has the focus, or had it last.
    pub focused: RwSignal<Option<Uuid>>,
    pub stages: RwSignal<Vec<PipelineStage>>,
    /// The present moment, moving on.
    pub clock: Signal<DateTime<Utc>>,
    pub merging: Merging,
    creating: RwSignal<bool>,
}

impl Screen {
    /// The row that the Tab key leads to, tracked.
    pub fn stop(self) -> Option<Uuid> {
        let known = |id: &Uuid| self.listing.find(*id).is_some();
        let first = || {
            let first = |list: &Vec<_>| list.first().map(first_id);
            self.listing.contacts.with(first)
        };
        let open = self.address.with(|address| address.open);
        let focused = self.focused.get().filter(known);
        focused.or_else(|| open.filter(known)).or_else(first)
    }
}

fn first_id(listed: &copperline_shared::contacts::ListedContact) -> Uuid {
    listed.contact.id
}

#[component]
pub fn ContactsScreen() -> impl IntoView {
    let address = use_address();
    let windowed = Windowed::new();
    let listing = Listing::new(address, windowed.at_top());
    let stages = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_pipeline_stages().send()).await
    });
    use_live().on(move |event| {
        if let Event::PipelineStagesChanged { stages: now, .. } = event {
            stages.value.set(now.clone());
        }
    });
    let screen = Screen {
        address,
        listing,
        selection: Selection::new(listing),
        windowed,
        focused: RwSignal::new(None),
        stages: stages.value,
        clock: use_clock(),
        merging: Merging::new(),
        creating: RwSignal::new(false),
    };
    // Another list begins at its head.
    Effect::new(move |before: Option<()>| {
        listing.wanted.track();
        if before.is_some() {
            windowed.to_top();
        }
    });
    let open = Memo::new(move |_| address.with(|address| address.open));
    return_focus(open);
    lead_to_survivor(address, open);
    view! {
        <div
            class="inbox contacts"
            class:is-open=move || open.get().is_some()
            data-region=move || if open.get().is_some() { "detail" } else { "list" }
        >
            <section class="inbox-list" aria-label=text::contact_list::TITLE>
                <Head screen />
                <Face screen />
            </section>
            {move || open.get().map(|id| view! { <Beside screen id /> })}
        </div>
        <MergeDialog merging=screen.merging address />
        <CreateDialog address open=screen.creating />
    }
}

fn use_address() -> Memo<Address> {
    let (location, query) = (use_location(), use_query_map());
    Memo::new(move |_| {
        query.with(|query| {
            location
                .pathname
                .with(|path| Address::read(path, |name| query.get(name)))
        })
    })
}

/// Closing a contact leads back to their row.
fn return_focus(open: Memo<Option<Uuid>>) {
    Effect::new(move |before: Option<Option<Uuid>>| {
        let now = open.get();
        if let (Some(Some(left)), None) = (before, now) {
            ui::focus_in_place(&row_id(left));
        }
        now
    });
}

/// A contact that is merged into another while it is open leads to that one.
fn lead_to_survivor(address: Memo<Address>, open: Memo<Option<Uuid>>) {
    let navigate = use_navigate();
    use_live().on(move |event| {
        if let Event::ContactsMerged {
            contact_id,
            merged_id,
            ..
        } = event
            && open.get_untracked() == Some(*merged_id)
        {
            let to = address.with_untracked(|address| address.with_open(*contact_id).href());
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&to, options);
        }
    });
}

#[component]
fn Head(screen: Screen) -> impl IntoView {
    let Screen {
        address, listing, ..
    } = screen;
    let session = use_session();
    let admin = Memo::new(move |_| session.is_admin());
    let away = screen.selection.active;
    view! {
        <div class="contact-head">
            <div class="contact-title">
                <h1>
                    {text::contact_list::TITLE}
                    {move || {
                        listing
                            .count
                            .get()
                            .map(|count| {
                                view! {
                                    <span class="inbox-count">{text::contact_list::count(count)}</span>
                                }
                            })
                    }}
                </h1>
                <div class="contact-actions">
                    <Show when=move || admin.get()>
                        <ButtonLink href=paths::IMPORTS icon=icondata_lu::LuFileUp fold=true>
                            {text::contact_list::IMPORT}
                        </ButtonLink>
                        <Download
                            href=Signal::derive(move || {
                                address.with(|address| export_href(&address.filter))
                            })
                            fold=true
                        >
                            {text::contact_list::EXPORT}
                        </Download>
                        <Menu label=text::contact_list::MORE>
                            <MenuLink icon=icondata_lu::LuBan href=paths::SUPPRESSIONS>
                                {text::suppressions::TITLE}
                            </MenuLink>
                        </Menu>
                    </Show>
                    <Button
                        kind=ButtonKind::Main
                        icon=icondata_lu::LuPlus
                        fold=true
                        on_click=move || screen.creating.set(true)
                    >
                        {text::contact_list::NEW}
                    </Button>
                </div>
            </div>
            <div class="contact-narrowing" class:is-away=away>
                <Search address listing />
                <Filters address />
                <OrderChoice address />
            </div>
            <SelectionBar screen />
        </div>
    }
}

/// The rows, what stands in for them until they come, or why there are none.
#[component]
fn Face(screen: Screen) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Shown {
        Loading,
        Failed,
        Empty,
        Rows,
    }
    let listing = screen.listing;
    let shown = Memo::new(move |_| {
        let none = listing.contacts.with(Vec::is_empty);
        listing.phase.with(|phase| match phase {
            Phase::Loading => Shown::Loading,
            Phase::Failed(_) => Shown::Failed,
            Phase::Ready if none => Shown::Empty,
            Phase::Ready => Shown::Rows,
        })
    });
    move || {
        match shown.get() {
        Shown::Loading => view! { <SkeletonContacts /> }.into_any(),
        Shown::Failed => view! { <ListFailed phase=listing.phase title=text::contact_list::FAILED on_retry=move || listing.load() /> }.into_any(),
        Shown::Empty => view! { <Empty screen /> }.into_any(),
        Shown::Rows => view! { <Rows screen /> }.into_any(),
    }
    }
}

#[component]
fn Empty(screen: Screen) -> impl IntoView {
    let address = screen.address;
    if address.with(|address| address.filter == ContactFilter::default()) {
        return view! {
            <EmptyState
                icon=icondata_lu::LuUsers
                title=text::contact_list::NONE
                lead=text::contact_list::NONE_LEAD
            >
                <Button on_click=move || screen.creating.set(true)>{text::contact_list::NEW}</Button>
                {use_session()
                    .is_admin()
                    .then(|| {
                        view! {
                            <ButtonLink href=paths::IMPORTS>{text::imports::CHOOSE_CONTACTS}</ButtonLink>
                        }
                    })}
            </EmptyState>
        }
        .into_any();
    }
    let all = address.with(|address| address.with_filter(ContactFilter::default()).href());
    view! {
        <EmptyState
            icon=icondata_lu::LuSearch
            title=text::contact_list::NONE_FOUND
            lead=text::contact_list::NONE_FOUND_LEAD
        >
            <ButtonLink href=all>{text::contact_list::CLEAR}</ButtonLink>
        </EmptyState>
    }
    .into_any()
}
