//! Adding a contact by hand.

use copperline_shared::contacts::{CreateContact, display_name};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn CreateDialog(address: Memo<Address>, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::contact_list::NEW>
            <Form address open />
        </Dialog>
    }
}

#[component]
fn Form(address: Memo<Address>, open: RwSignal<bool>) -> impl IntoView {
    let (submission, toasts, navigate) = (Submission::new(), use_toasts(), use_navigate());
    let field = || RwSignal::new(String::new());
    let (phone, first_name, last_name) = (field(), field(), field());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let body = CreateContact {
            phone: phone.get_untracked(),
            first_name: first_name.get_untracked(),
            last_name: last_name.get_untracked(),
            ..CreateContact::default()
        };
        let key = submission.key(&body);
        let request = async move {
            let client = api::client();
            api::call(
                client
                    .create_contact()
                    .idempotency_key(key)
                    .body(body)
                    .send(),
            )
            .await
        };
        submission.run(request, move |contact| {
            let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
            toasts.done(text::contact_list::added(&name));
            open.set(false);
            let to = address.with_untracked(|address| address.with_open(contact.id).href());
            navigate(&to, NavigateOptions::default());
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <FailureBanner submission fields=&["phone", "first_name", "last_name"] />
            <TextField
                label=text::contacts::PHONE
                value=phone
                error=submission.error_of("phone", phone)
                kind="tel"
                inputmode="tel"
                placeholder=text::conversations::PHONE_EXAMPLE
                autofocus=true
                name="phone"
            />
            <div class="field-pair">
                <TextField
                    label=text::contacts::FIRST_NAME
                    value=first_name
                    error=submission.error_of("first_name", first_name)
                    name="first_name"
                    optional_field=true
                />
                <TextField
                    label=text::contacts::LAST_NAME
                    value=last_name
                    error=submission.error_of("last_name", last_name)
                    name="last_name"
                    optional_field=true
                />
            </div>
            <div class="dialog-actions">
                <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::contact_list::NEW_MAKE}
                </Button>
            </div>
        </form>
    }
}
