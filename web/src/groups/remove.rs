//! Deleting a group, with how many conversations become nobody's said first.

use copperline_shared::filters::{Assignee, Filter};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{ConfirmDialog, use_toasts};
use crate::{api, filtered, text};

#[component]
pub fn DeleteDialog(work: Work) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    let count = count_when_open(work, submission);
    let name = Memo::new(move |_| {
        let name = work
            .chosen
            .with(|group| group.as_ref().map(|group| group.name.clone()));
        name.unwrap_or_default()
    });
    let delete = Callback::new(move |()| {
        let Some(group) = work.chosen.get_untracked() else {
            return;
        };
        let id = group.id;
        let request =
            async move { api::call(api::client().delete_group().group_id(id).send()).await };
        submission.run(request, move |()| {
            work.deleting.set(false);
            work.groups.reload();
            toasts.done(text::groups::deleted(&group.name));
        });
    });
    view! {
        <ConfirmDialog
            open=work.deleting
            title=Signal::derive(move || text::groups::delete_title(&name.get()))
            confirm=text::groups::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{move || text::groups::delete_ends(&name.get(), count.get())}</p>
        </ConfirmDialog>
    }
}

/// How many conversations are the chosen group's, counted anew each time the dialog opens; absent until
/// that is known.
fn count_when_open(work: Work, submission: Submission) -> RwSignal<Option<u32>> {
    let count = RwSignal::new(None);
    Effect::new(move || {
        if !work.deleting.get() {
            return;
        }
        submission.failure.set(None);
        count.set(None);
        let Some(id) = work
            .chosen
            .with_untracked(|group| group.as_ref().map(|group| group.id))
        else {
            return;
        };
        spawn_local(async move {
            let counted = count_of(id).await;
            let still = work
                .chosen
                .try_with_untracked(|group| group.as_ref().map(|group| group.id));
            if still == Some(Some(id)) {
                count.try_set(counted);
            }
        });
    });
    count
}

/// Archived ones too.
async fn count_of(group: Uuid) -> Option<u32> {
    let filter = Filter {
        assignee: Some(Assignee::Group(group)),
        ..Filter::default()
    };
    let client = api::client();
    let request = filtered!(client.count_conversations(), filter);
    let counts = api::call(request.send()).await.ok()?;
    Some(counts.all)
}
