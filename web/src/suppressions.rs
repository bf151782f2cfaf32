//! Numbers never to be texted (P6): the list, and putting one on it.

use copperline_shared::page::Page;
use copperline_shared::suppressions::{CreateSuppression, Suppression};
use leptos::task::spawn_local;
use leptos::{ev::SubmitEvent, prelude::*};

use crate::api::{Failure, Outcome};
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, ButtonLink, Column, DataTable, Dialog, EmptyState, LoadMore, PageHeader,
    SearchField, SkeletonTable, TextField, use_toasts,
};
use crate::{api, format, paths, text};

/// The numbers that are shown.
#[derive(Clone, Copy)]
struct List {
    search: RwSignal<String>,
    items: RwSignal<Option<Vec<Suppression>>>,
    next: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Grows with each list asked for, so that an answer that was overtaken is dropped.
    turn: StoredValue<u32>,
}

impl List {
    fn new() -> Self {
        let list = Self {
            search: RwSignal::new(String::new()),
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move || {
            list.search.track();
            list.read(None);
        });
        list
    }

    fn read(self, after: Option<String>) {
        self.busy.set(true);
        self.turn.update_value(|turn| *turn += 1);
        let (turn, search) = (self.turn.get_value(), self.search.get_untracked());
        spawn_local(async move {
            let first = after.is_none();
            let outcome = fetch(search, after).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match outcome {
                Ok(page) => {
                    self.failure.set(None);
                    self.next.set(page.next);
                    self.items.update(|items| {
                        let known = items.get_or_insert_default();
                        if first {
                            known.clear();
                        }
                        known.extend(page.items);
                    });
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    fn more(self) {
        if let Some(next) = self.next.get_untracked() {
            self.read(Some(next));
        }
    }
}

async fn fetch(search: String, after: Option<String>) -> Outcome<Page<Suppression>> {
    let client = api::client();
    let mut request = client.list_suppressions();
    if !search.is_empty() {
        request = request.search(search);
    }
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}

#[component]
pub fn SuppressionsScreen() -> impl IntoView {
    let list = List::new();
    let (typed, adding) = (RwSignal::new(String::new()), RwSignal::new(false));
    view! {
        <div class="page">
            <PageHeader title=text::suppressions::TITLE lead=text::suppressions::LEAD>
                <a class="link" href=paths::CONTACTS>{text::imports::BACK}</a>
            </PageHeader>
            <div class="import-choices">
                <SearchField
                    label=text::suppressions::SEARCH_LABEL
                    placeholder=text::suppressions::SEARCH_PLACEHOLDER
                    value=typed
                    active=list.search
                    on_search=move |wanted: String| list.search.set(wanted)
                />
                <Button icon=icondata_lu::LuPlus on_click=move || adding.set(true)>
                    {text::suppressions::ADD}
                </Button>
                <ButtonLink href=paths::IMPORTS icon=icondata_lu::LuFileUp>
                    {text::contact_list::IMPORT}
                </ButtonLink>
            </div>
            <Numbers list />
        </div>
        <Dialog open=adding title=text::suppressions::ADD>
            <AddForm list open=adding />
        </Dialog>
    }
}

#[component]
fn Numbers(list: List) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Shown {
        Loading,
        Failed,
        Empty,
        Numbers,
    }
    let shown = Memo::new(move |_| {
        let none = list.items.with(|items| items.as_ref().map(Vec::is_empty));
        match (none, list.failure.with(Option::is_some)) {
            (None, false) => Shown::Loading,
            (_, true) => Shown::Failed,
            (Some(true), _) => Shown::Empty,
            (Some(false), _) => Shown::Numbers,
        }
    });
    move || match shown.get() {
        Shown::Loading => view! { <SkeletonTable rows=6 /> }.into_any(),
        Shown::Failed => {
            let words = list
                .failure
                .with(|failure| failure.as_ref().map(Failure::when_reading));
            view! {
                <div role="alert" class="load-more">
                    <p class="text-muted">{words}</p>
                    <Button on_click=move || list.read(None)>{text::common::TRY_AGAIN}</Button>
                </div>
            }
            .into_any()
        }
        Shown::Empty if list.search.with(String::is_empty) => view! {
            <EmptyState
                icon=icondata_lu::LuBan
                title=text::suppressions::NONE
                lead=text::suppressions::NONE_LEAD
            />
        }
        .into_any(),
        Shown::Empty => view! {
            <p class="text-muted" role="status">{text::suppressions::NONE_FOUND}</p>
        }
        .into_any(),
        Shown::Numbers => view! { <Table list /> }.into_any(),
    }
}

#[component]
fn Table(list: List) -> impl IntoView {
    let zone = use_session().time_zone();
    let columns = vec![
        Column::text(text::suppressions::PHONE),
        Column::text(text::suppressions::SINCE),
    ];
    let row = move |item: Suppression| {
        let since = format::long_time(format::in_zone(item.since, &zone));
        view! {
            <tr>
                <th scope="row">{item.phone.formatted()}</th>
                <td>
                    <time datetime=item.since.to_rfc3339()>{since}</time>
                </td>
            </tr>
        }
    };
    view! {
        <DataTable caption=text::suppressions::LIST columns>
            <For
                each=move || list.items.get().unwrap_or_default()
                key=|item| item.phone.clone()
                children=row
            />
        </DataTable>
        <Show when=move || list.next.with(Option::is_some)>
            <LoadMore busy=list.busy on_more=move || list.more() />
        </Show>
    }
}

#[component]
fn AddForm(list: List, open: RwSignal<bool>) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    let phone = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = CreateSuppression {
            phone: phone.get_untracked(),
        };
        let request =
            async { api::call(api::client().create_suppression().body(body).send()).await };
        submission.run(request, move |added| {
            open.set(false);
            list.read(None);
            toasts.done(text::suppressions::added(&added.phone.formatted()));
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <FailureBanner submission fields=&["phone"] />
            <TextField
                label=text::suppressions::PHONE
                value=phone
                help=text::suppressions::ADD_ENDS
                error=submission.error_of("phone", phone)
                kind="tel"
                inputmode="tel"
                placeholder=text::conversations::PHONE_EXAMPLE
                autofocus=true
                name="phone"
            />
            <div class="dialog-actions">
                <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Danger submit=true busy=submission.busy>
                    {text::suppressions::PUT}
                </Button>
            </div>
        </form>
    }
}
