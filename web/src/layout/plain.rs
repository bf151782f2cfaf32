//! The frame of the screens before the sign-in.

use leptos::prelude::*;

use super::rail::Mark;
use crate::{text, ui::ToastRegion};

/// A narrow column with the mark, a heading and a form; on a wide screen a picture of the
/// work beside it.
#[component]
pub fn PlainLayout(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// A sentence below it.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="plain">
            <main id="content" class="plain-main">
                <p class="plain-brand">
                    <Mark />
                    {text::layout::PRODUCT}
                </p>
                <h1 class="plain-title">{title}</h1>
                {move || lead.get().map(|lead| view! { <p class="plain-lead">{lead}</p> })}
                {children()}
            </main>
            <PlainPicture />
        </div>
        <ToastRegion />
    }
}

/// A short thread, for the eye only.
#[component]
fn PlainPicture() -> impl IntoView {
    view! {
        <div class="plain-picture" aria-hidden="true">
            <div class="plain-thread">
                <p class="bubble bubble-mine">{text::layout::PICTURE_ASK}</p>
                <p class="bubble bubble-theirs">{text::layout::PICTURE_ANSWER}</p>
                <p class="bubble bubble-mine">{text::layout::PICTURE_OFFER}</p>
                <p class="bubble bubble-theirs">{text::layout::PICTURE_YES}</p>
            </div>
            <p class="plain-pitch">{text::layout::PITCH}</p>
        </div>
    }
}
