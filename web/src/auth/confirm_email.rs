//! Confirming an email with the mail's link, which signs in.

use copperline_shared::auth::ConfirmEmail;
use leptos::prelude::*;

use super::entering::{set_title, token_of_address, use_entering};
use crate::api::Failure;
use crate::layout::PlainLayout;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Banner, Button, SkeletonForm, Tone};
use crate::{api, paths, text};

/// Confirms as soon as it opens.
#[component]
pub fn ConfirmEmailScreen() -> impl IntoView {
    set_title(text::auth::CONFIRMING);
    match token_of_address() {
        Some(token) => view! { <Confirming token /> }.into_any(),
        None => view! { <Incomplete /> }.into_any(),
    }
}

#[component]
fn Incomplete() -> impl IntoView {
    view! {
        <PlainLayout title=text::auth::NOT_CONFIRMED>
            <div class="mail-sent">
                <Banner tone=Tone::Warning>
                    <p>{text::auth::LINK_INCOMPLETE}</p>
                </Banner>
                <p>
                    {text::auth::SIGN_IN_FOR_LINK} " " <a href=paths::SIGN_IN>{text::auth::SIGN_IN}</a>
                </p>
            </div>
        </PlainLayout>
    }
}

#[component]
fn Confirming(token: String) -> impl IntoView {
    let submission = Submission::new();
    let enter = use_entering(submission);
    let confirm = move || {
        let body = ConfirmEmail {
            token: token.clone(),
        };
        let confirming =
            async move { api::call(api::client().confirm_email().body(body).send()).await };
        enter(Box::pin(confirming), Some(text::auth::CONFIRMED));
    };
    confirm();
    let again = StoredValue::new_local(confirm);
    let failed = Memo::new(move |_| submission.failure.with(Option::is_some));
    let unanswered = move || submission.failure.get() == Some(Failure::Offline);
    let title = move || {
        if failed.get() {
            text::auth::NOT_CONFIRMED
        } else {
            text::auth::CONFIRMING
        }
    };
    view! {
        <PlainLayout title=Signal::derive(move || title().to_owned())>
            <div class="mail-sent">
                <Show when=move || failed.get() fallback=|| view! { <SkeletonForm fields=1 /> }>
                    <FailureBanner submission />
                    <Show
                        when=unanswered
                        fallback=|| view! { <a href=paths::SIGN_IN>{text::auth::SIGN_IN}</a> }
                    >
                        <div class="mail-sent-actions">
                            <Button
                                busy=submission.busy
                                on_click=Callback::new(move |()| again.with_value(|again| again()))
                            >
                                {text::common::TRY_AGAIN}
                            </Button>
                        </div>
                    </Show>
                </Show>
            </div>
        </PlainLayout>
    }
}
