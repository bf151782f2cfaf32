//! The texts on the contact's phone: theirs on the right, as on any phone.

use copperline_shared::simulator::HandsetText;
use leptos::prelude::*;

use super::phone::Handling;
use crate::moment::Moment;
use crate::{paths, text};

#[component]
pub fn Texts(handling: Handling) -> impl IntoView {
    let thread = handling.thread.value;
    let texts =
        move || thread.with(|thread| thread.as_ref().map(|t| t.texts.clone()).unwrap_or_default());
    let none = move || thread.with(|thread| thread.as_ref().is_none_or(|t| t.texts.is_empty()));
    // The number is named only where there could be a doubt.
    let several = Memo::new(move |_| {
        let mut numbers: Vec<_> = texts().into_iter().map(|text| text.number).collect();
        numbers.sort();
        numbers.dedup();
        numbers.len() > 1
    });
    view! {
        <div class="handset-scroll" role="log" aria-label=text::simulator::TEXTS tabindex="0">
            <div class="handset-texts">
                <Show when=none>
                    <div class="handset-empty">
                        <p class="font-semibold">{text::simulator::NO_TEXTS}</p>
                        <p>{text::simulator::NO_TEXTS_LEAD}</p>
                    </div>
                </Show>
                <For each=texts key=|text| text.id.clone() let:text>
                    <TextBubble text several />
                </For>
            </div>
        </div>
    }
}

#[component]
fn TextBubble(text: HandsetText, several: Memo<bool>) -> impl IntoView {
    let class = if text.from_handset {
        "handset-text is-own"
    } else {
        "handset-text"
    };
    let pictures = text.pictures.iter().map(|id| {
        view! {
            <img
                class="handset-picture"
                src=paths::simulated_picture(*id)
                alt=text::pictures::PICTURE
            />
        }
    });
    let pictures = pictures.collect_view();
    let number = text::simulator::with_number(text.number.as_str());
    view! {
        <div class=class>
            {pictures}
            {(!text.body.is_empty()).then(|| view! { <p class="handset-bubble">{text.body}</p> })}
            <p class="handset-when">
                <Moment at=text.created_at />
                {move || several.get().then(|| format!(" · {number}"))}
            </p>
        </div>
    }
}
