//! Asking for a link to choose a new password.

use copperline_shared::auth::RequestPasswordReset;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::entering::set_title;
use super::mail_sent::{MailSentNotice, Waiting};
use crate::layout::PlainLayout;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, TextField, use_toasts};
use crate::{api, paths, text};

/// An email, then where the mail went.
#[component]
pub fn ForgotPasswordScreen() -> impl IntoView {
    set_title(text::auth::FORGOT_TITLE);
    let Waiting { sent } = Waiting::open("reset");
    let waiting_for = sent.with_untracked(|sent| sent.as_ref().map(|sent| sent.email.clone()));
    let email = RwSignal::new(waiting_for.unwrap_or_default());
    let submission = Submission::new();
    let toasts = use_toasts();
    let send = Callback::new(move |()| {
        let body = RequestPasswordReset {
            email: email.get_untracked(),
        };
        let again = sent.with_untracked(Option::is_some);
        let request = async move {
            api::call(api::client().request_password_reset().body(body).send()).await
        };
        submission.run(request, move |answer| {
            sent.set(Some(answer));
            if again {
                toasts.done(text::auth::SENT_AGAIN);
            }
        });
    });
    let words = move |waiting: &'static str, asking: &'static str| {
        if sent.with(Option::is_some) {
            waiting.to_owned()
        } else {
            asking.to_owned()
        }
    };
    let title = Signal::derive(move || words(text::auth::CHECK_MAIL, text::auth::FORGOT_TITLE));
    let lead =
        MaybeProp::derive(move || Some(words(text::auth::RESET_LEAD, text::auth::FORGOT_LEAD)));
    let notice = move || {
        let change = Callback::new(move |()| {
            submission.failure.set(None);
            sent.set(None);
        });
        sent.get()
            .map(|sent| view! { <MailSentNotice sent submission on_again=Some(send) on_change=change /> })
    };
    view! {
        <PlainLayout title lead>
            <Show when=move || sent.with(Option::is_none) fallback=notice>
                <ForgotForm email submission send />
            </Show>
            <p class="plain-foot">
                <a href=paths::SIGN_IN>{text::auth::BACK_TO_SIGN_IN}</a>
            </p>
        </PlainLayout>
    }
}

#[component]
fn ForgotForm(
    email: RwSignal<String>,
    submission: Submission,
    send: Callback<()>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["email"] />
            <TextField
                label=text::auth::EMAIL
                value=email
                kind="email"
                name="email"
                autocomplete="username"
                autofocus=true
                error=submission.error_of("email", email)
            />
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {text::auth::SEND_LINK}
            </Button>
        </form>
    }
}
