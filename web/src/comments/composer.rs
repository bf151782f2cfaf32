//! Where a comment is written: another colour, other words and another button than a text's.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::typing::{CommentBox, MentionButton, Typing};
use super::writing::Writing;
use crate::text;
use crate::ui::{Button, Icon};

#[component]
pub fn CommentComposer(
    writing: Writing,
    /// The contact, who never sees it.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let typing = Typing::new(writing.draft, writing.error);
    let write = move || {
        if untrack(|| typing.is_sound()) {
            writing.write();
        }
        typing.focus();
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        write();
    };
    view! {
        <form class="composer composer-comment" on:submit=on_submit>
            <p class="comment-audience">
                <Icon icon=icondata_lu::LuLock size=14 />
                <span>{move || text::comments::audience(&name.get())}</span>
            </p>
            <CommentBox
                typing
                label=text::comments::WRITE
                hint=text::comments::HINT
                rows="2"
                on_enter=write
            />
            <div class="composer-foot">
                <MentionButton typing />
                <Button
                    class="btn-comment"
                    icon=icondata_lu::LuLock
                    submit=true
                    busy=writing.busy
                    disabled=Signal::derive(move || !typing.is_sound())
                >
                    {text::comments::ADD}
                </Button>
            </div>
        </form>
    }
}
