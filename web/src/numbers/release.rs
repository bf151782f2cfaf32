//! Giving a number back, with what that ends said first.

use leptos::prelude::*;

use super::{Work, rules};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{ConfirmDialog, use_toasts};
use crate::{api, text};

#[component]
pub fn ReleaseDialog(work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    // The conversations are counted anew, so that what the dialog says is so.
    Effect::new(move || {
        if work.releasing.get() {
            submission.failure.set(None);
            work.numbers.reload();
        }
    });
    let phone = move || {
        work.chosen.with(|number| {
            number
                .as_ref()
                .map(|n| n.phone.formatted())
                .unwrap_or_default()
        })
    };
    let release = Callback::new(move |()| {
        let Some(id) = work
            .chosen
            .with_untracked(|number| number.as_ref().map(|n| n.id))
        else {
            return;
        };
        let request =
            async move { api::call(api::client().release_number().number_id(id).send()).await };
        submission.run(request, move |number| {
            work.releasing.set(false);
            work.numbers.reload();
            toasts.done(text::numbers::releasing(&number.phone.formatted()));
        });
    });
    view! {
        <ConfirmDialog
            open=work.releasing
            title=Signal::derive(move || text::numbers::release_question(&phone()))
            confirm=text::numbers::RELEASE
            busy=submission.busy
            on_confirm=release
        >
            <FailureBanner submission />
            <ReleaseEnds work />
        </ConfirmDialog>
    }
}

#[component]
fn ReleaseEnds(work: Work) -> impl IntoView {
    let sentences = move || {
        work.numbers.value.with(|numbers| {
            let id = work.chosen.with(|number| number.as_ref().map(|n| n.id));
            let Some(leaving) = numbers.iter().find(|number| Some(number.id) == id) else {
                return Vec::new();
            };
            let heir = rules::heir(numbers, leaving).map(|heir| heir.phone.formatted());
            text::numbers::release_ends(leaving.conversations, leaving.is_default, heir.as_deref())
        })
    };
    move || {
        let sentences = sentences()
            .into_iter()
            .map(|sentence| view! { <li>{sentence}</li> });
        view! { <ul class="plain-list">{sentences.collect_view()}</ul> }
    }
}
