//! What stands in a form's place once the mail is on its way.

use copperline_shared::auth::MailSent;
use leptos::prelude::*;

use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Button, CodeBlock};

/// Where the mail went, and the ways on.
#[component]
pub fn MailSentNotice(
    sent: MailSent,
    /// Sends it again.
    submission: Submission,
    /// Sends it again.
    on_again: Callback<()>,
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
                <Button busy=submission.busy on_click=on_again>
                    {text::auth::SEND_AGAIN}
                </Button>
                <Button on_click=on_change>{text::auth::CHANGE_EMAIL}</Button>
            </div>
        </div>
    }
}
