//! Saving a filter under a name, and changing that.

use copperline_shared::filters::{CreateSavedFilter, SavedFilter, UpdateSavedFilter};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::conversations::Address;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Checkbox, Dialog, TextField, use_toasts};
use crate::{api, text};

/// Offers to save what is filtered by now, unless it is saved already.
#[component]
pub fn SaveButton(address: Memo<Address>) -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    let known = Memo::new(move |_| {
        let now = address.with(|address| (address.tab, address.filter));
        let saved = session.saved_filters;
        saved.with(|saved| saved.iter().any(|saved| (saved.tab, saved.filter) == now))
    });
    view! {
        <Show when=move || !known.get()>
            <button type="button" class="link" on:click=move |_| open.set(true)>
                {text::filters::SAVE}
            </button>
        </Show>
        <Dialog open title=text::filters::SAVE>
            <Save address open />
        </Dialog>
    }
}

#[component]
fn Save(address: Memo<Address>, open: RwSignal<bool>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let (tab, filter) = address.with_untracked(|address| (address.tab, address.filter));
    let (name, shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submission = Submission::new();
    let save = Callback::new(move |()| {
        let body = CreateSavedFilter {
            name: name.get_untracked(),
            tab,
            filter,
            shared: shared.get_untracked(),
        };
        let key = submission.key(&body);
        let request = async move {
            let client = api::client();
            let request = client.create_saved_filter().idempotency_key(key);
            api::call(request.body(body).send()).await
        };
        submission.run(request, move |saved: SavedFilter| {
            toasts.done(text::filters::saved(&saved.name));
            session.take_saved_filter(saved);
            open.set(false);
        });
    });
    view! { <Form open name shared may_share=true submission on_save=save /> }
}

#[component]
pub fn EditDialog(
    open: RwSignal<bool>,
    saved: StoredValue<SavedFilter>,
    /// Whoever saved it may keep it for themselves.
    own: bool,
) -> impl IntoView {
    let title = Signal::derive(move || text::filters::edit(&saved.with_value(|s| s.name.clone())));
    view! {
        <Dialog open title>
            <Edit open saved own />
        </Dialog>
    }
}

#[component]
fn Edit(open: RwSignal<bool>, saved: StoredValue<SavedFilter>, own: bool) -> impl IntoView {
    let session = use_session();
    let before = saved.get_value();
    let (name, shared) = (RwSignal::new(before.name), RwSignal::new(before.shared));
    let submission = Submission::new();
    let save = Callback::new(move |()| {
        let body = UpdateSavedFilter {
            name: Some(name.get_untracked()),
            shared: own.then(|| shared.get_untracked()),
        };
        let request = async move {
            let client = api::client();
            let request = client.update_saved_filter().saved_filter_id(before.id);
            api::call(request.body(body).send()).await
        };
        submission.run(request, move |saved: SavedFilter| {
            // The dialog stands beside the filter, and goes with its old name.
            open.set(false);
            session.take_saved_filter(saved);
        });
    });
    view! { <Form open name shared may_share=own submission on_save=save /> }
}

#[component]
fn Form(
    open: RwSignal<bool>,
    name: RwSignal<String>,
    shared: RwSignal<bool>,
    may_share: bool,
    submission: Submission,
    on_save: Callback<()>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_save.run(());
    };
    view! {
        <form on:submit=submit novalidate>
            <FailureBanner submission fields=&["name"] />
            <TextField
                label=text::filters::NAME
                value=name
                help=text::filters::NAME_HELP
                error=submission.error_of("name", name)
                max_length=40
                autofocus=true
            />
            {may_share
                .then(|| {
                    view! {
                        <Checkbox
                            label=text::filters::SHARED
                            help=text::filters::SHARED_HELP
                            checked=shared
                            on_change=move |on| shared.set(on)
                        />
                    }
                })}
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::filters::SAVE}
                </Button>
            </div>
        </form>
    }
}
