//! Merging two contacts (P6): choosing the other one, then which of the two phones stays.

use copperline_shared::contacts::{Contact, ListedContact, MergeContact, display_name};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::address::Address;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, SearchField, use_toasts};
use crate::{api, text};

/// Contacts that are offered at once.
const OFFERED: u32 = 8;

/// What the dialog is about; setting `open` opens it.
#[derive(Clone, Copy)]
pub struct Merging {
    pub open: RwSignal<bool>,
    pub one: RwSignal<Option<Contact>>,
    pub other: RwSignal<Option<Contact>>,
}

impl Merging {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            one: RwSignal::new(None),
            other: RwSignal::new(None),
        }
    }

    /// Asks whom to merge this contact with, or whether with `other`.
    pub fn ask(self, one: Contact, other: Option<Contact>) {
        self.one.set(Some(one));
        self.other.set(other);
        self.open.set(true);
    }
}

#[component]
pub fn MergeDialog(merging: Merging, address: Memo<Address>) -> impl IntoView {
    view! {
        <Dialog open=merging.open title=text::merging::TITLE>
            {move || {
                let (one, other) = (merging.one.get(), merging.other.get());
                match (one, other) {
                    (Some(one), Some(other)) => {
                        view! { <Choose merging address one other /> }.into_any()
                    }
                    (Some(one), None) => view! { <Find merging one /> }.into_any(),
                    _ => ().into_any(),
                }
            }}
        </Dialog>
    }
}

/// Looking for the other one.
#[component]
fn Find(merging: Merging, one: Contact) -> impl IntoView {
    let (typed, searched) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (found, submission) = (RwSignal::new(None::<Vec<ListedContact>>), Submission::new());
    let id = one.id;
    let search = move |wanted: String| {
        searched.set(wanted.clone());
        if wanted.is_empty() {
            return found.set(None);
        }
        let request = async move {
            let client = api::client();
            let request = client.list_contacts().search(wanted).limit(OFFERED + 1);
            api::call(request.send()).await
        };
        submission.run(request, move |page| {
            let others = page.items.into_iter();
            found.set(Some(
                others.filter(|other| other.contact.id != id).collect(),
            ));
        });
    };
    let row = move |listed: ListedContact| {
        let contact = listed.contact.clone();
        view! {
            <li>
                <button
                    type="button"
                    class="merge-choice"
                    on:click=move |_| merging.other.set(Some(contact.clone()))
                >
                    <span class="merge-name">{name(&listed.contact)}</span>
                    <span class="text-muted">{listed.contact.phone.formatted()}</span>
                </button>
            </li>
        }
    };
    view! {
        <p>{text::merging::find(&name(&one))}</p>
        <SearchField
            label=text::contact_list::SEARCH_LABEL
            placeholder=text::contact_list::SEARCH_PLACEHOLDER
            value=typed
            active=searched
            on_search=search
        />
        <FailureBanner submission />
        {move || {
            found
                .get()
                .map(|found| {
                    if found.is_empty() {
                        return view! {
                            <p class="text-muted" role="status">{text::merging::NOBODY}</p>
                        }
                            .into_any();
                    }
                    view! {
                        <ul class="merge-choices" aria-label=text::merging::FOUND>
                            {found.into_iter().map(row).collect_view()}
                        </ul>
                    }
                        .into_any()
                })
        }}
        <div class="dialog-actions">
            <Button on_click=move || merging.open.set(false)>{text::common::CANCEL}</Button>
        </div>
    }
}

/// Which of the two stays, and what that means.
#[component]
fn Choose(merging: Merging, address: Memo<Address>, one: Contact, other: Contact) -> impl IntoView {
    let (submission, toasts, navigate) = (Submission::new(), use_toasts(), use_navigate());
    let two = StoredValue::new([one, other]);
    let first = RwSignal::new(true);
    let pair = move |first: bool| {
        let [one, other] = two.get_value();
        if first { (one, other) } else { (other, one) }
    };
    let merge = Callback::new(move |()| {
        let (kept, gone) = pair(first.get_untracked());
        let navigate = navigate.clone();
        let body = MergeContact { other: gone.id };
        let key = submission.key(&(kept.id, &body));
        let id: Uuid = kept.id;
        let request = async move {
            let client = api::client();
            let request = client.merge_contact().contact_id(id).idempotency_key(key);
            api::call(request.body(body).send()).await
        };
        submission.run(request, move |contact| {
            merging.open.set(false);
            toasts.done(text::merging::merged(&name(&gone), &name(&contact)));
            let to = address.with_untracked(|address| address.with_open(contact.id).href());
            navigate(&to, NavigateOptions::default());
        });
    });
    let radio = move |which: bool| {
        let contact = pair(which).0;
        view! {
            <label class="check-row">
                <input
                    type="radio"
                    class="radio radio-primary radio-sm"
                    name="stays"
                    prop:checked=move || first.get() == which
                    on:change=move |_| first.set(which)
                />
                <span>
                    <span class="check-label">{contact.phone.formatted()}</span>
                    <span class="merge-whose">{name(&contact)}</span>
                </span>
            </label>
        }
    };
    let ends = move || {
        let (kept, gone) = pair(first.get());
        text::merging::ends(&kept, &gone)
    };
    view! {
        <FailureBanner submission />
        <fieldset class="check-list">
            <legend>{text::merging::WHICH}</legend>
            {radio(true)}
            {radio(false)}
        </fieldset>
        <ul class="plain-list">
            {move || ends().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
        <div class="dialog-actions">
            <Button on_click=move || merging.open.set(false)>{text::common::CANCEL}</Button>
            <Button kind=ButtonKind::Danger busy=submission.busy on_click=merge>
                {text::merging::MERGE}
            </Button>
        </div>
    }
}

fn name(contact: &Contact) -> String {
    display_name(&contact.first_name, &contact.last_name, &contact.phone)
}
