//! The pictures attached to what is being written, small, each with its way out.

use leptos::prelude::*;

use super::attaching::{Attached, Attachments, Held};
use crate::text;
use crate::ui::{Button, ButtonKind, Icon};

/// Nothing is drawn while nothing is attached.
#[component]
pub fn AttachedStrip(attachments: Attachments) -> impl IntoView {
    let keys = Memo::new(move |_| {
        attachments
            .items
            .with(|items| items.iter().map(|item| item.key).collect::<Vec<u32>>())
    });
    let none = move || keys.with(Vec::is_empty);
    let refused = move || attachments.refused.get();
    view! {
        <ul class="attached" aria-label=text::pictures::ATTACHED hidden=none>
            <For each=move || keys.get() key=|key| *key let:key>
                <Thumbnail key attachments />
            </For>
        </ul>
        <p class="composer-error" role="alert" hidden=move || refused().is_none()>
            <Icon icon=icondata_lu::LuCircleAlert size=16 />
            <span>{refused}</span>
        </p>
    }
}

#[component]
fn Thumbnail(key: u32, attachments: Attachments) -> impl IntoView {
    let item = Memo::new(move |_| {
        attachments
            .items
            .with(|items| items.iter().find(|item| item.key == key).cloned())
    });
    let read = move |read: fn(&Attached) -> Option<String>| {
        Memo::new(move |_| item.with(|item| item.as_ref().and_then(read)))
    };
    let source = read(Attached::source);
    let name = read(|item| Some(text::pictures::named(&item.name)));
    let uploading = Memo::new(move |_| {
        item.with(|item| matches!(item, Some(item) if item.held == Held::Uploading))
    });
    let failure = Memo::new(move |_| {
        item.with(|item| match &item.as_ref()?.held {
            Held::Failed { words, again } => Some((words.clone(), *again)),
            Held::Uploading | Held::Ready(_) => None,
        })
    });
    let broken = RwSignal::new(false);
    let seen = move || source.get().filter(|_| !broken.get());
    let named = move || name.get().unwrap_or_default();
    view! {
        <li class="attached-item" class:is-failed=move || failure.with(Option::is_some)>
            <div class="attached-picture" aria-busy=move || uploading.get().then_some("true")>
                {move || {
                    seen().map(|source| {
                        view! {
                            <img
                                src=source
                                alt=named
                                on:error=move |_| {
                                    broken.set(true);
                                    attachments.lost(key);
                                }
                            />
                        }
                    })
                }}
                <Show when=move || broken.get()>
                    <Icon icon=icondata_lu::LuImageOff />
                </Show>
                <Show when=move || uploading.get()>
                    <span class="attached-progress" role="status">
                        <span class="sr-only">{text::pictures::UPLOADING}</span>
                    </span>
                </Show>
                <button
                    type="button"
                    class="attached-remove"
                    title=text::pictures::REMOVE
                    aria-label=move || text::pictures::remove(&named())
                    on:click=move |_| attachments.remove(key)
                >
                    <Icon icon=icondata_lu::LuX size=14 />
                </button>
            </div>
            {move || {
                failure.get().map(|(words, again)| {
                    view! {
                        <div class="attached-failure" role="alert">
                            <p>{words}</p>
                            {again.then(|| {
                                view! {
                                    <Button
                                        kind=ButtonKind::Ghost
                                        class="btn-small"
                                        on_click=move || attachments.retry(key)
                                    >
                                        {text::common::TRY_AGAIN}
                                    </Button>
                                }
                            })}
                        </div>
                    }
                })
            }}
        </li>
    }
}
