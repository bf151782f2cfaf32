//! Confirming an email with the mail's link, which signs in.

use copperline_shared::auth::ConfirmEmail;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::entering::{set_title, token_of_address, use_entering};
use crate::api::Failure;
use crate::conversations::Address;
use crate::layout::{self, PlainLayout};
use crate::live::use_live;
use crate::session::{Standing, use_session};
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
    let over = move || {
        let code = |failure: &Option<Failure>| failure.as_ref().and_then(Failure::code);
        submission.failure.with(code) == Some(ErrorCode::LinkExpired)
    };
    let title = move || {
        if over() {
            text::auth::LINK_OVER
        } else if failed.get() {
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
                        fallback=|| view! { <WayOn /> }
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

/// Where to go when the link did nothing: it may have been used already.
#[component]
fn WayOn() -> impl IntoView {
    let (session, live) = (use_session(), use_live());
    if layout::remembers_signed_in() && session.standing.get_untracked() == Standing::Unknown {
        spawn_local(async move {
            // Without a session the way on leads to the sign-in.
            let _ = session.open(live, &Address::default()).await;
        });
    }
    let signed_in = Memo::new(move |_| session.standing.get() == Standing::SignedIn);
    view! {
        <Show
            when=move || signed_in.get()
            fallback=|| view! { <a href=paths::SIGN_IN>{text::auth::SIGN_IN}</a> }
        >
            <a href=paths::HOME>{text::common::GO_HOME}</a>
        </Show>
    }
}
