//! Where a comment is written: another colour, other words and another button than a text's.

use copperline_shared::checks::FieldError;
use copperline_shared::comments;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::{html, prelude::*};

use super::mentioning::{LIST, Mentioning};
use super::writing::Writing;
use crate::messages::read_here;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon, grow, is_enter_alone, is_escape};

#[component]
pub fn CommentComposer(
    writing: Writing,
    /// The contact, who never sees it.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    let draft = writing.draft;
    let mentioning = Mentioning::new(draft, node);
    grow(node, draft.text);
    let check = Memo::new(move |_| {
        draft.text.track();
        comments::check_text(&draft.comment()).err()
    });
    let error = wrong(writing, check);
    let write = move || {
        if check.with_untracked(Option::is_none) {
            writing.write();
        }
        if let Some(node) = node.get_untracked() {
            // Where the focus can't go back, it stays on the button.
            let _ = node.focus();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        write();
    };
    let on_key = move |event: KeyboardEvent| {
        if mentioning.take_key(&event) {
            return;
        }
        if is_enter_alone(&event) {
            event.prevent_default();
            write();
        } else if is_escape(&event) {
            event.prevent_default();
            read_here();
        }
    };
    view! {
        <form class="composer composer-comment" on:submit=on_submit>
            <p class="comment-audience">
                <Icon icon=icondata_lu::LuLock size=14 />
                <span>{move || text::comments::audience(&name.get())}</span>
            </p>
            <p class="composer-error" role="alert" hidden=move || error.get().is_none()>
                <Icon icon=icondata_lu::LuCircleAlert size=16 />
                <span>{move || error.get()}</span>
            </p>
            {mentioning.view()}
            <textarea
                node_ref=node
                class="composer-text"
                rows="2"
                aria-label=text::comments::WRITE
                aria-autocomplete="list"
                aria-controls=move || mentioning.is_open().then_some(LIST)
                aria-activedescendant=move || mentioning.active_option()
                placeholder=text::comments::PLACEHOLDER
                title=text::comments::HINT
                bind:value=draft.text
                on:input=move |_| mentioning.look()
                on:keydown=on_key
            ></textarea>
            <Foot mentioning writing disabled=Signal::derive(move || check.with(Option::is_some)) />
        </form>
    }
}

/// What is wrong with the comment, in words. What went wrong is said until the text changes.
fn wrong(writing: Writing, check: Memo<Option<FieldError>>) -> Signal<Option<String>> {
    let text = writing.draft.text;
    Effect::new(move |before: Option<String>| {
        let text = text.get();
        if before.is_some_and(|before| before != text) {
            writing.error.set(None);
        }
        text
    });
    let too_long = move || {
        check
            .get()
            .filter(|error| error.code != "required")
            .map(|error| error.message)
    };
    Signal::derive(move || writing.error.get().or_else(too_long))
}

#[component]
fn Foot(mentioning: Mentioning, writing: Writing, disabled: Signal<bool>) -> impl IntoView {
    view! {
        <div class="composer-foot">
            <span class="composer-tools">
                <Button
                    kind=ButtonKind::Ghost
                    class="btn-small"
                    icon=icondata_lu::LuAtSign
                    on_click=move || mentioning.begin()
                >
                    {text::comments::MENTION}
                </Button>
            </span>
            <span class="composer-hint"></span>
            <Button
                class="btn-comment"
                icon=icondata_lu::LuLock
                submit=true
                busy=writing.busy
                disabled
            >
                {text::comments::ADD}
            </Button>
        </div>
    }
}
