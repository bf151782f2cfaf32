//! The notepad in the panel beside the conversation.

use leptos::prelude::*;
use uuid::Uuid;

use super::conflict::Conflict;
use super::history::History;
use super::store::{Pad, Status};
use crate::loaded::LoadFailed;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon};

/// A contact's note: written here, saved by itself.
#[component]
pub fn NotePad(contact_id: Uuid) -> impl IntoView {
    let pad = Pad::open(contact_id);
    let history = RwSignal::new(false);
    let known = Memo::new(move |_| pad.standing.with(Option::is_some));
    let written = Memo::new(move |_| {
        pad.standing
            .with(|note| note.as_ref().is_some_and(|note| note.revision > 0))
    });
    let failure = move || {
        pad.failure.get().map(|failure| {
            let again = Callback::new(move |()| pad.read());
            view! { <LoadFailed message=failure.when_reading() again /> }
        })
    };
    view! {
        <section class="context-part">
            <div class="context-head">
                <h3>{text::notes::TITLE}</h3>
                <Show when=move || written.get()>
                    <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || history.set(true)>
                        {text::notes::HISTORY}
                    </Button>
                </Show>
            </div>
            {failure}
            <Show when=move || known.get()>
                <Conflict pad />
                <textarea
                    class="textarea note-text"
                    aria-label=text::notes::TITLE
                    aria-describedby="note-status"
                    aria-invalid=move || matches!(pad.status.get(), Status::Failed(_)).then_some("true")
                    placeholder=text::notes::PLACEHOLDER
                    bind:value=pad.text
                ></textarea>
                <Saved pad />
            </Show>
        </section>
        <History pad contact_id open=history />
    }
}

/// Whether what is written is saved.
#[component]
fn Saved(pad: Pad) -> impl IntoView {
    let empty = Memo::new(move |_| {
        let nothing = pad.text.with(String::is_empty);
        let unwritten = pad
            .standing
            .with(|note| note.as_ref().is_none_or(|note| note.revision == 0));
        nothing && unwritten
    });
    let words = move || match pad.status.get() {
        Status::Saved if empty.get() => ().into_any(),
        Status::Saved => view! {
            <Icon icon=icondata_lu::LuCheck size=14 />
            <span>{text::notes::SAVED}</span>
        }
        .into_any(),
        Status::Saving => view! { <span>{text::notes::SAVING}</span> }.into_any(),
        Status::Failed(why) => view! {
            <Icon icon=icondata_lu::LuCircleAlert size=14 />
            <span>{text::notes::not_saved(&why)}</span>
        }
        .into_any(),
    };
    let failed = move || matches!(pad.status.get(), Status::Failed(_));
    view! {
        <p id="note-status" class="note-status" class:is-failed=failed role="status">
            {words}
        </p>
    }
}
