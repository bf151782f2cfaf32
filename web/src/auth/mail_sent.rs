//! What stands in a form's place once the mail is on its way.

use copperline_shared::auth::MailSent;
use leptos::prelude::*;

use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonLink, CodeBlock};
use crate::{paths, text};

/// What is known of the mail that somebody waits for, kept for a reload until they leave the tab.
#[derive(Clone, Copy)]
pub struct Waiting {
    pub sent: RwSignal<Option<MailSent>>,
}

impl Waiting {
    /// Takes up what this tab waits for; `what` names the mail.
    pub fn open(what: &'static str) -> Self {
        let place = format!("copperline-mail-{what}");
        let storage = || window().session_storage().ok().flatten();
        let kept = storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        let sent =
            RwSignal::new(kept.and_then(|kept| serde_json::from_slice(kept.as_bytes()).ok()));
        Effect::new(move || {
            // Where the browser keeps nothing, a reload begins anew.
            let Some(storage) = storage() else { return };
            sent.with(|sent: &Option<MailSent>| match sent {
                Some(sent) => {
                    let kept = serde_json::to_string(sent).unwrap_or_default();
                    let _ = storage.set_item(&place, &kept);
                }
                None => {
                    let _ = storage.remove_item(&place);
                }
            });
        });
        Self { sent }
    }
}

/// Where the mail went, and the ways on.
#[component]
pub fn MailSentNotice(
    sent: MailSent,
    /// Sends it again.
    submission: Submission,
    /// Sends it again. Without what was typed, after a reload, signing in does.
    #[prop(into)]
    on_again: Option<Callback<()>>,
    /// Back to the form, with everything typed.
    on_change: Callback<()>,
) -> impl IntoView {
    let folder = sent.mail_folder.clone();
    let hint = folder
        .is_none()
        .then(|| view! { <p class="text-muted">{text::auth::NOT_THERE}</p> });
    view! {
        <div class="mail-sent">
            <p>{text::auth::sent_to(&sent.email)}</p>
            {folder
                .map(|folder| {
                    view! {
                        <p>{text::auth::MAIL_FOLDER}</p>
                        <CodeBlock label=text::auth::FOLDER value=folder />
                    }
                })}
            {hint}
            <FailureBanner submission />
            <div class="mail-sent-actions">
                {match on_again {
                    Some(on_again) => view! {
                        <Button busy=submission.busy on_click=on_again>
                            {text::auth::SEND_AGAIN}
                        </Button>
                    }
                    .into_any(),
                    None => view! {
                        <ButtonLink href=paths::SIGN_IN>{text::auth::SEND_AGAIN_BY_SIGN_IN}</ButtonLink>
                    }
                    .into_any(),
                }}
                <Button on_click=on_change>{text::auth::CHANGE_EMAIL}</Button>
            </div>
        </div>
    }
}
