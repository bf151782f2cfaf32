//! Choosing a new password with the mail's link.

use copperline_shared::auth::ResetPassword;
use copperline_shared::problem::ErrorCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::entering::{set_title, token_of_address, use_entering};
use crate::api::Failure;
use crate::layout::PlainLayout;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Banner, Button, ButtonKind, PasswordField, Tone};
use crate::{api, paths, text};

/// The new password; setting it signs in.
#[component]
pub fn ResetPasswordScreen() -> impl IntoView {
    set_title(text::auth::RESET_TITLE);
    let form = match token_of_address() {
        Some(token) => view! { <ResetForm token /> }.into_any(),
        None => view! { <Incomplete /> }.into_any(),
    };
    view! {
        <PlainLayout title=text::auth::RESET_TITLE lead=text::auth::RESET_HINT>
            {form}
            <p class="plain-foot">
                <a href=paths::SIGN_IN>{text::auth::BACK_TO_SIGN_IN}</a>
            </p>
        </PlainLayout>
    }
}

#[component]
fn Incomplete() -> impl IntoView {
    view! {
        <div class="mail-sent">
            <Banner tone=Tone::Warning>
                <p>{text::auth::LINK_INCOMPLETE}</p>
                <p>
                    <a href=paths::FORGOT_PASSWORD>{text::auth::NEW_LINK}</a>
                </p>
            </Banner>
        </div>
    }
}

#[component]
fn ResetForm(token: String) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let submission = Submission::new();
    let enter = use_entering(submission);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = ResetPassword {
            token: token.clone(),
            password: password.get_untracked(),
        };
        let setting =
            async move { api::call(api::client().reset_password().body(body).send()).await };
        enter(Box::pin(setting), Some(text::auth::PASSWORD_SET));
    };
    let over = move || {
        let code = submission
            .failure
            .with(|failure| failure.as_ref().and_then(Failure::code));
        code == Some(ErrorCode::LinkExpired)
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["password"] />
            <Show when=over>
                <p>
                    <a href=paths::FORGOT_PASSWORD>{text::auth::NEW_LINK}</a>
                </p>
            </Show>
            <PasswordField
                label=text::auth::NEW_PASSWORD
                value=password
                autocomplete="new-password"
                help=text::auth::PASSWORD_HELP
                error=submission.error_of("password", password)
            />
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {text::auth::SET_PASSWORD}
            </Button>
        </form>
    }
}
