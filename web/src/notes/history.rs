//! What stood on a notepad before, to read and to restore.

use copperline_shared::notes::NoteVersion;
use copperline_shared::page::Page;
use leptos::prelude::*;
use uuid::Uuid;

use super::store::{Pad, Status};
use crate::api::{self, Outcome};
use crate::loaded::{Loaded, WhenLoaded};
use crate::moment::Moment;
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Button, Dialog, SkeletonRows, use_toasts};

#[component]
pub fn History(pad: Pad, contact_id: Uuid, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::notes::HISTORY_TITLE>
            <Versions pad contact_id open />
        </Dialog>
    }
}

async fn read(contact: Uuid, after: Option<String>) -> Outcome<Page<NoteVersion>> {
    let client = api::client();
    let mut request = client.list_note_versions().contact_id(contact);
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}

#[component]
fn Versions(pad: Pad, contact_id: Uuid, open: RwSignal<bool>) -> impl IntoView {
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    let list = Loaded::new(nothing, move || read(contact_id, None));
    let page = list.value;
    let submission = Submission::new();
    let more = Callback::new(move |()| {
        let after = page.with_untracked(|page| page.next.clone());
        submission.run(read(contact_id, after), move |more| {
            page.update(|page| {
                page.items.extend(more.items);
                page.next = more.next;
            });
        });
    });
    view! {
        <WhenLoaded loaded=list skeleton=|| view! { <SkeletonRows count=3 /> }>
            <ol class="note-versions">
                <For each=move || page.get().items key=|version| (version.id, version.saved_at) let:version>
                    <Version pad version open />
                </For>
            </ol>
            <FailureBanner submission />
            <Show when=move || page.with(|page| page.next.is_some())>
                <div>
                    <Button busy=submission.busy on_click=more>{text::common::LOAD_MORE}</Button>
                </div>
            </Show>
        </WhenLoaded>
    }
}

#[component]
fn Version(pad: Pad, version: NoteVersion, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let (words, restored) = (version.text.clone(), version.text);
    let own = restored.clone();
    let stands = Memo::new(move |_| {
        pad.standing
            .with(|note| note.as_ref().is_some_and(|note| note.text == own))
    });
    let restore = Callback::new(move |()| {
        pad.restore(restored.clone());
        open.set(false);
        toasts.done(text::notes::RESTORED);
    });
    let shown = if words.is_empty() {
        text::notes::EMPTY.to_owned()
    } else {
        words
    };
    view! {
        <li class="note-version">
            <p class="note-version-head">
                <strong>{version.saved_by}</strong>
                " "
                <Moment at=version.saved_at />
            </p>
            <p class="note-version-text">{shown}</p>
            <Show
                when=move || !stands.get()
                fallback=|| view! { <p class="text-muted">{text::notes::STANDS}</p> }
            >
                <div>
                    // What is typed and not saved must not be lost to an older text.
                    <Button
                        class="btn-small"
                        disabled=Signal::derive(move || pad.status.get() != Status::Saved)
                        on_click=restore
                    >
                        {text::notes::RESTORE}
                    </Button>
                </div>
            </Show>
        </li>
    }
}
