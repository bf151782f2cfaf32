//! Signing in.

use copperline_shared::auth::SignIn;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::entering::{lead_on_when_signed_in, set_title, use_entering};
use crate::layout::PlainLayout;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Banner, Button, ButtonKind, PasswordField, SkeletonForm, TextField};
use crate::{api, paths, text};

/// Email and password.
#[component]
pub fn SignInScreen() -> impl IntoView {
    set_title(text::auth::SIGN_IN);
    let asking = lead_on_when_signed_in();
    view! {
        <PlainLayout title=text::auth::SIGN_IN lead=text::auth::SIGN_IN_LEAD>
            <Show when=move || !asking.get() fallback=|| view! { <SkeletonForm fields=2 /> }>
                <Lapsed />
                <SignInForm />
            </Show>
            <p class="plain-foot">
                <span>
                    {text::auth::NEW_HERE} " " <a href=paths::SIGN_UP>{text::auth::CREATE_WORKSPACE}</a>
                </span>
            </p>
        </PlainLayout>
    }
}

/// Why somebody who was signed in here has to do so again.
#[component]
fn Lapsed() -> impl IntoView {
    let lapsed = use_session().lapsed;
    view! {
        <Show when=move || lapsed.get()>
            <div class="plain-notice">
                <Banner>
                    <p>{text::auth::LAPSED}</p>
                </Banner>
            </div>
        </Show>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submission = Submission::new();
    let enter = use_entering(submission);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = SignIn {
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        let signing_in =
            async move { api::call(api::client().create_session().body(body).send()).await };
        enter(Box::pin(signing_in), None);
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["email", "password"] />
            <TextField
                label=text::auth::EMAIL
                value=email
                kind="email"
                name="email"
                autocomplete="username"
                autofocus=true
                error=submission.error_of("email", email)
            />
            <PasswordField label=text::auth::PASSWORD value=password error=submission.error_of("password", password) />
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {text::auth::SIGN_IN}
            </Button>
        </form>
        <p class="plain-foot">
            <a href=paths::FORGOT_PASSWORD>{text::auth::FORGOTTEN}</a>
        </p>
    }
}
