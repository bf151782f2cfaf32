//! Signing in.

use copperline_shared::auth::SignIn;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::entering::{set_title, use_entering};
use crate::layout::PlainLayout;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, PasswordField, TextField};
use crate::{api, paths, text};

/// Email and password.
#[component]
pub fn SignInScreen() -> impl IntoView {
    set_title(text::auth::SIGN_IN);
    view! {
        <PlainLayout title=text::auth::SIGN_IN lead=text::auth::SIGN_IN_LEAD>
            <SignInForm />
            <p class="plain-foot">
                <span>
                    {text::auth::NEW_HERE} " " <a href=paths::SIGN_UP>{text::auth::CREATE_WORKSPACE}</a>
                </span>
            </p>
        </PlainLayout>
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
                error=submission.error("email")
            />
            <PasswordField label=text::auth::PASSWORD value=password error=submission.error("password") />
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {text::auth::SIGN_IN}
            </Button>
        </form>
        <p class="plain-foot">
            <a href=paths::FORGOT_PASSWORD>{text::auth::FORGOTTEN}</a>
        </p>
    }
}
