//! The box in which a comment is typed, a new one or a change, with the people to mention above it.

use copperline_shared::checks::FieldError;
use copperline_shared::comments;
use leptos::ev::KeyboardEvent;
use leptos::{html, prelude::*};

use super::draft::CommentDraft;
use super::mentioning::Mentioning;
use crate::text;
use crate::ui::{Button, ButtonKind, Icon, grow, is_enter_alone};

/// Typing one comment.
#[derive(Clone, Copy)]
pub struct Typing {
    draft: CommentDraft,
    node: NodeRef<html::Textarea>,
    mentioning: Mentioning,
    check: Memo<Option<FieldError>>,
    /// What is wrong, in words.
    error: Signal<Option<String>>,
}

impl Typing {
    /// `failed` is why the last attempt to save it did.
    pub fn new(draft: CommentDraft, failed: RwSignal<Option<String>>) -> Self {
        let node = NodeRef::new();
        grow(node, draft.text);
        let check = Memo::new(move |_| {
            draft.text.track();
            comments::check_text(&draft.comment()).err()
        });
        Self {
            draft,
            node,
            mentioning: Mentioning::new(draft, node),
            check,
            error: wrong(draft, failed, check),
        }
    }

    /// Whether it can be saved as it is.
    pub fn is_sound(self) -> bool {
        self.check.with(Option::is_none)
    }

    /// Gives the box the focus back.
    pub fn focus(self) {
        if let Some(node) = self.node.get_untracked() {
            // Where the focus can't go back, it stays on the button.
            let _ = node.focus();
        }
    }
}

/// What is wrong with the comment, in words. What went wrong is said until the text changes.
fn wrong(
    draft: CommentDraft,
    failed: RwSignal<Option<String>>,
    check: Memo<Option<FieldError>>,
) -> Signal<Option<String>> {
    Effect::new(move |before: Option<String>| {
        let text = draft.text.get();
        if before.is_some_and(|before| before != text) {
            failed.set(None);
        }
        text
    });
    let too_long = move || {
        check
            .get()
            .filter(|error| error.code != "required")
            .map(|error| error.message)
    };
    Signal::derive(move || failed.get().or_else(too_long))
}

/// The box; Enter alone saves.
#[component]
pub fn CommentBox(
    typing: Typing,
    /// Its name.
    label: &'static str,
    /// What the keys do.
    hint: &'static str,
    /// How many lines it has while it is empty.
    rows: &'static str,
    #[prop(into)] on_enter: Callback<()>,
) -> impl IntoView {
    let Typing {
        draft,
        node,
        mentioning,
        error,
        ..
    } = typing;
    let on_key = move |event: KeyboardEvent| {
        if !mentioning.take_key(&event) && is_enter_alone(&event) {
            event.prevent_default();
            on_enter.run(());
        }
    };
    view! {
        <p class="composer-error" role="alert" hidden=move || error.get().is_none()>
            <Icon icon=icondata_lu::LuCircleAlert size=16 />
            <span>{move || error.get()}</span>
        </p>
        {mentioning.view()}
        <textarea
            node_ref=node
            class="composer-text"
            rows=rows
            aria-label=label
            aria-autocomplete="list"
            aria-controls=move || mentioning.list_id()
            aria-activedescendant=move || mentioning.active_option()
            placeholder=text::comments::PLACEHOLDER
            title=hint
            bind:value=draft.text
            on:input=move |_| mentioning.look()
            on:keydown=on_key
        ></textarea>
    }
}

/// Begins a mention, for those who don't type `@`.
#[component]
pub fn MentionButton(typing: Typing) -> impl IntoView {
    view! {
        <span class="composer-tools">
            <Button
                kind=ButtonKind::Ghost
                class="btn-small"
                icon=icondata_lu::LuAtSign
                on_click=move || typing.mentioning.begin()
            >
                {text::comments::MENTION}
            </Button>
        </span>
        <span class="composer-hint"></span>
    }
}
