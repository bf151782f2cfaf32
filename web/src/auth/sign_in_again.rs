//! A session that ended while somebody worked: they sign in where they are.

use std::time::Duration;

use copperline_shared::auth::SignIn;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::conversations::Address;
use crate::live::use_live;
use crate::part::{Drawn, Overlay};
use crate::session::{Standing, use_session};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, PasswordField, TextField, return_focus};
use crate::{api, text};

/// How long to wait before the dialog is fetched again.
const PAUSE: Duration = Duration::from_secs(5);

/// A dialog over the screen, which keeps everything typed below it. It can't be closed: without a
/// session nothing below works.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let session = use_session();
    let ended = Memo::new(move |_| session.standing.get() == Standing::Ended);
    let open = RwSignal::new(false);
    Effect::new(move || open.set(ended.get()));
    // Should it not come, nobody could ask for it again.
    let missing = Memo::new(move |_| ended.get() && !open.get());
    Effect::new(move || {
        if missing.get() {
            let open_again = move || {
                if missing.try_get_untracked() == Some(true) {
                    open.set(true);
                }
            };
            set_timeout(open_again, PAUSE);
        }
    });
    view! { <Overlay open preload=fetch_again draw=move || again_part(ended) /> }
}

#[wasm_split(again, wasm_split_path = ::leptos::wasm_split, preload(fetch_again), fallible)]
pub fn again_part(ended: Memo<bool>) -> Drawn {
    return_focus(move || ended.get());
    Ok(view! {
        <Show when=move || ended.get()>
            <AgainDialog />
        </Show>
    }
    .into_any())
}

#[component]
fn AgainDialog() -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            // Fails only when already open or detached; then there is nothing to show.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby="sign-in-again"
            on:cancel=|event: leptos::ev::Event| event.prevent_default()
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id="sign-in-again">{text::auth::AGAIN_TITLE}</h2>
                </header>
                <p>{text::auth::AGAIN_LEAD}</p>
                <AgainForm />
            </div>
        </dialog>
    }
}

#[component]
fn AgainForm() -> impl IntoView {
    let (session, live) = (use_session(), use_live());
    let own = session
        .profile
        .with_untracked(|profile| profile.as_ref().map(|p| p.email.clone()));
    let (email, password) = (
        RwSignal::new(own.unwrap_or_default()),
        RwSignal::new(String::new()),
    );
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = SignIn {
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        let request = async move {
            api::call(api::client().create_session().body(body).send()).await?;
            session.open(live, &Address::default()).await
        };
        // The dialog goes with the session's standing; there is nothing left to do here.
        submission.run(request, |()| {});
    };
    let somebody_else = Callback::new(move |()| {
        live.stop();
        session.forget();
    });
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["email", "password"] />
            // Somebody else would find this person's words and screens: the address stays.
            <TextField
                label=text::auth::EMAIL
                value=email
                kind="email"
                name="email"
                autocomplete="username"
                readonly=true
                error=submission.error_of("email", email)
            />
            <PasswordField
                label=text::auth::PASSWORD
                value=password
                autofocus=true
                error=submission.error_of("password", password)
            />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Ghost on_click=somebody_else>
                    {text::auth::SOMEBODY_ELSE}
                </Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::auth::SIGN_IN}
                </Button>
            </div>
        </form>
    }
}
