//! Deleting a tag and merging it into another, with how many contacts that changes said first.

use copperline_shared::tags::{MergeTag, TagUse};
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Choice, ConfirmDialog, Dialog, Select, use_toasts};
use crate::{api, text};

/// Reads the counts anew when the dialog opens, so that what it says is so.
fn count_when_open(work: Work, open: RwSignal<bool>, submission: Submission) {
    Effect::new(move || {
        if open.get() {
            submission.failure.set(None);
            work.tags.reload();
        }
    });
}

/// The chosen tag as it is now.
fn chosen(work: Work) -> Memo<Option<TagUse>> {
    Memo::new(move |_| {
        let chosen = work.chosen.get()?;
        work.tags.value.with(|tags| {
            let now = tags.iter().find(|of| of.tag.id == chosen.tag.id);
            Some(now.cloned().unwrap_or(chosen))
        })
    })
}

#[component]
pub fn DeleteDialog(work: Work) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    count_when_open(work, work.deleting, submission);
    let chosen = chosen(work);
    let words = move |words: fn(&str, u32) -> String| {
        chosen.with(|of| of.as_ref().map(|of| words(&of.tag.name, of.contacts)))
    };
    let delete = Callback::new(move |()| {
        let Some(TagUse { tag, .. }) = chosen.get_untracked() else {
            return;
        };
        let id = tag.id;
        let request = async move { api::call(api::client().delete_tag().tag_id(id).send()).await };
        submission.run(request, move |()| {
            work.deleting.set(false);
            work.tags.reload();
            toasts.done(text::tags::deleted(&tag.name));
        });
    });
    view! {
        <ConfirmDialog
            open=work.deleting
            title=Signal::derive(move || words(|name, _| text::tags::delete_title(name)).unwrap_or_default())
            confirm=text::tags::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{move || words(text::tags::delete_ends)}</p>
        </ConfirmDialog>
    }
}

#[component]
pub fn MergeDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        work.chosen
            .with(|of| of.as_ref().map(|of| text::tags::merge_title(&of.tag.name)))
            .unwrap_or_default()
    });
    view! {
        <Dialog open=work.merging title>
            <MergeForm work />
        </Dialog>
    }
}

#[component]
fn MergeForm(work: Work) -> impl IntoView {
    let (submission, toasts) = (Submission::new(), use_toasts());
    count_when_open(work, work.merging, submission);
    let chosen = chosen(work);
    let own = move || chosen.with(|of| of.as_ref().map(|of| of.tag.id));
    let choices = Signal::derive(move || {
        let own = own();
        work.tags.value.with(|tags| {
            let others = tags.iter().filter(|of| Some(of.tag.id) != own);
            others
                .map(|of| Choice::new(of.tag.id.to_string(), of.tag.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let first = choices.with_untracked(|choices| choices.first().map(|first| first.value.clone()));
    let into = RwSignal::new(first.unwrap_or_default());
    let ends = move || {
        chosen.with(|of| {
            of.as_ref()
                .map(|of| text::tags::merge_ends(&of.tag.name, of.contacts))
        })
    };
    let merge = Callback::new(move |()| {
        let (Some(TagUse { tag, .. }), Ok(into)) =
            (chosen.get_untracked(), into.get_untracked().parse())
        else {
            return;
        };
        let (id, body) = (tag.id, MergeTag { into });
        let request =
            async move { api::call(api::client().merge_tag().tag_id(id).body(body).send()).await };
        submission.run(request, move |into| {
            work.merging.set(false);
            work.tags.reload();
            toasts.done(text::tags::merged(&tag.name, &into.name));
        });
    });
    view! {
        <FailureBanner submission fields=&["into"] />
        <p>{ends}</p>
        <Select label=text::tags::MERGE_INTO value=into choices error=submission.error_of("into", into) />
        <div class="dialog-actions">
            <Button on_click=Callback::new(move |()| work.merging.set(false))>
                {text::common::CANCEL}
            </Button>
            <Button kind=ButtonKind::Danger busy=submission.busy on_click=merge>
                {text::tags::MERGE}
            </Button>
        </div>
    }
}
