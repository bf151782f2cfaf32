//! A comment while it is changed, in its place in the thread.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::changing::Changing;
use super::typing::{CommentBox, MentionButton, Typing};
use crate::text;
use crate::ui::{Banner, Button, Tone};

#[component]
pub fn ChangeForm(changing: Changing) -> impl IntoView {
    let typing = Typing::new(changing.draft, changing.error);
    let save = move || {
        if untrack(|| typing.is_sound()) {
            changing.save();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            changing.cancel();
        }
    };
    let disabled =
        Signal::derive(move || !typing.is_sound() || changing.theirs.with(Option::is_some));
    view! {
        <form class="comment-change" on:submit=on_submit on:keydown=on_key>
            <Theirs changing />
            <CommentBox
                typing
                label=text::comments::CHANGE
                hint=text::comments::CHANGE_HINT
                rows="1"
                on_enter=save
            />
            <div class="composer-foot">
                <MentionButton typing />
                <Button class="btn-small" on_click=move || changing.cancel()>
                    {text::common::CANCEL}
                </Button>
                <Button class="btn-comment btn-small" submit=true busy=changing.busy disabled>
                    {text::comments::SAVE}
                </Button>
            </div>
        </form>
    }
}

/// What it was changed to elsewhere, above what is typed here; the person decides.
#[component]
fn Theirs(changing: Changing) -> impl IntoView {
    move || {
        let theirs = changing.theirs.get()?;
        Some(view! {
            <Banner tone=Tone::Warning title=text::comments::CHANGED_ELSEWHERE>
                <p class="comment-theirs">{theirs.plain()}</p>
                <p>{text::comments::DECIDE}</p>
                <div class="comment-decisions">
                    <Button class="btn-small" on_click=move || changing.keep_mine()>
                        {text::comments::KEEP_MINE}
                    </Button>
                    <Button class="btn-small" on_click=move || changing.take_theirs()>
                        {text::comments::TAKE_THEIRS}
                    </Button>
                </div>
            </Banner>
        })
    }
}
