//! Deleting a comment, after it was asked whether that is meant.

use copperline_shared::comments::Comment;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;

use crate::api::{self, Failure};
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{self, ConfirmDialog, use_toasts};

#[component]
pub fn DeleteDialog(
    open: RwSignal<bool>,
    comment: Memo<Comment>,
    /// It is one's own.
    mine: bool,
    /// Called when the server has it no longer.
    on_gone: Callback<()>,
) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    let id = comment.with_untracked(|comment| comment.id);
    let delete = Callback::new(move |()| {
        let request = async move {
            let client = api::client();
            let mut gone = api::call(client.delete_comment().comment_id(id).send()).await;
            // Whoever deleted it, it is gone.
            let not_found = |failure: &Failure| failure.code() == Some(ErrorCode::NotFound);
            if gone.as_ref().is_err_and(not_found) {
                gone = Ok(());
            }
            if gone.is_ok() {
                toasts.done(text::comments::DELETED);
                // The line that was in focus goes, by this answer or by the news before it.
                request_animation_frame(|| ui::focus_when_lost(".thread-scroll"));
            }
            gone
        };
        submission.run(request, move |()| {
            open.set(false);
            on_gone.run(());
        });
    });
    let title = Signal::derive(move || {
        let author = |comment: &Comment| text::comments::delete_of(&comment.author_name);
        match mine {
            true => text::comments::DELETE_MINE.to_owned(),
            false => comment.with(author),
        }
    });
    view! {
        <ConfirmDialog
            open
            title
            confirm=text::comments::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{text::comments::DELETE_ENDS}</p>
        </ConfirmDialog>
    }
}
