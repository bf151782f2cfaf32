//! Opening the conversation with a phone (C17).

use copperline_shared::conversations::{ConversationDetail, CreateConversation, Tab};
use leptos::wasm_split::wasm_split;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::address::Address;
use super::listing::Listing;
use crate::api;
use crate::part::{Drawn, Overlay};
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog, TextField};

/// The conversation that was asked for by its phone, until it is on show: whoever asks goes on by
/// writing.
#[derive(Clone, Copy)]
pub struct Asked(pub RwSignal<Option<Uuid>>);

/// Where the conversation is shown: in the open list if that holds it.
fn destination(now: &Address, opened: &ConversationDetail) -> Address {
    let tab = match (now.tab, opened.conversation.archived) {
        (Tab::All, _) | (_, true) => Tab::All,
        _ => Tab::Recents,
    };
    Address {
        tab,
        open: Some(opened.conversation.id),
        ..Address::default()
    }
}

/// Asks for a phone; an existing contact's conversation opens, else a new one.
#[component]
pub fn NewConversation(
    open: RwSignal<bool>,
    address: Memo<Address>,
    listing: Listing,
) -> impl IntoView {
    let draw = move || new_part(open, address, listing);
    view! { <Overlay open preload=fetch_new draw /> }
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_new), fallible)]
fn new_part(open: RwSignal<bool>, address: Memo<Address>, listing: Listing) -> Drawn {
    Ok(view! {
        <Dialog open title=text::conversations::NEW>
            <Form open address listing />
        </Dialog>
    }
    .into_any())
}

#[component]
fn Form(open: RwSignal<bool>, address: Memo<Address>, listing: Listing) -> impl IntoView {
    let phone = RwSignal::new(String::new());
    let submission = Submission::new();
    let navigate = use_navigate();
    let Asked(asked) = expect_context();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let body = CreateConversation {
            phone: phone.get_untracked(),
        };
        let request =
            async { api::call(api::client().create_conversation().body(body).send()).await };
        submission.run(request, move |opened| {
            listing.change(&opened.conversation);
            let to = address.with_untracked(|address| destination(address, &opened).href());
            open.set(false);
            asked.set(Some(opened.conversation.id));
            navigate(&to, NavigateOptions::default());
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <FailureBanner submission fields=&["phone"] />
            <TextField
                label=text::conversations::PHONE
                value=phone
                help=text::conversations::PHONE_HELP
                error=submission.error_of("phone", phone)
                kind="tel"
                inputmode="tel"
                placeholder=text::conversations::PHONE_EXAMPLE
                autofocus=true
                name="phone"
            />
            <div class="dialog-actions">
                <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::conversations::OPEN}
                </Button>
            </div>
        </form>
    }
}
