//! Erasing a contact on their request, with what goes and what stays said first (X6).

use copperline_shared::contacts::Contact;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ConfirmDialog, use_toasts};
use crate::{api, paths, text};

/// The button and its question, for owner and admins.
#[component]
pub fn Erase(contact: Signal<Contact>) -> impl IntoView {
    let session = use_session();
    let asking = RwSignal::new(false);
    view! {
        <Show when=move || session.is_admin()>
            <section class="context-part">
                <Button
                    kind=ButtonKind::Ghost
                    class="btn-small"
                    icon=icondata_lu::LuEraser
                    on_click=move || asking.set(true)
                >
                    {text::contacts::ERASE}
                </Button>
            </section>
        </Show>
        <Question contact asking />
    }
}

#[component]
fn Question(contact: Signal<Contact>, asking: RwSignal<bool>) -> impl IntoView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let busy = RwSignal::new(false);
    let name = Signal::derive(move || contact.with(|c| text::contacts::called(&c.first_name)));
    let erase = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let (id, name) = (
            contact.with_untracked(|contact| contact.id),
            name.get_untracked(),
        );
        spawn_local(async move {
            let outcome = api::call(api::client().erase_contact().contact_id(id).send()).await;
            busy.try_set(false);
            match outcome {
                Ok(_) => {
                    asking.try_set(false);
                    toasts.done(text::contacts::erased(&name));
                    navigate(paths::HOME, Default::default());
                }
                Err(failure) => toasts.problem(failure.message()),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=asking
            title=Signal::derive(move || text::contacts::erase_title(&name.get()))
            confirm=text::contacts::ERASE_CONFIRM
            busy
            on_confirm=erase
        >
            <p>{text::contacts::ERASE_GOES}</p>
            <p>{text::contacts::ERASE_STAYS}</p>
            <p>{text::contacts::ERASE_AFTER}</p>
        </ConfirmDialog>
    }
}
