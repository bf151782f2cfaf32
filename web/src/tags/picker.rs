//! Ticking several of the workspace's tags.

use copperline_shared::tags::Tag as SharedTag;
use leptos::prelude::*;
use uuid::Uuid;

use crate::session::use_session;
use crate::ui::{EmptyState, Tag, TextField};
use crate::{paths, text};

/// From so many tags on, they can be searched.
const MANY: usize = 9;

/// The tags with a box before each; the one ticked last stands last in `ticked`.
#[component]
pub fn Picker(ticked: RwSignal<Vec<Uuid>>) -> impl IntoView {
    let session = use_session();
    let wanted = RwSignal::new(String::new());
    let many = Memo::new(move |_| session.tags.with(|tags| tags.len() >= MANY));
    let found = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        session.tags.with(|tags| {
            let fits = |tag: &&SharedTag| tag.name.to_lowercase().contains(&wanted);
            tags.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    // Whoever opens it wants to tick; only where there is no search does the first one take the focus.
    let first = found.with_untracked(|found| found.first().map(|tag| tag.id));
    let first = first.filter(|_| !many.get_untracked());
    let none = move || session.tags.with(Vec::is_empty);
    view! {
        <Show when=move || !none() fallback=NoTags>
            <Show when=move || many.get()>
                <TextField label=text::tags::FIND value=wanted kind="search" autofocus=true />
            </Show>
            <ul class="tag-choices" aria-label=text::tags::TITLE>
                <For each=move || found.get() key=|tag| (tag.id, tag.name.clone(), tag.colour) let:tag>
                    <TagChoice autofocus={first == Some(tag.id)} tag ticked />
                </For>
            </ul>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="text-muted" role="status">{text::tags::NONE_FOUND}</p>
            </Show>
        </Show>
    }
}

#[component]
fn TagChoice(tag: SharedTag, ticked: RwSignal<Vec<Uuid>>, autofocus: bool) -> impl IntoView {
    let (id, colour) = (tag.id, tag.colour);
    let change = move |on: bool| {
        ticked.update(|ticked| {
            ticked.retain(|other| *other != id);
            if on {
                ticked.push(id);
            }
        });
    };
    view! {
        <li>
            <label class="tag-choice">
                <input
                    type="checkbox"
                    class="checkbox checkbox-primary checkbox-sm"
                    autofocus=autofocus
                    prop:checked=move || ticked.with(|ticked| ticked.contains(&id))
                    on:change=move |event| change(event_target_checked(&event))
                />
                <Tag colour>{tag.name}</Tag>
            </label>
        </li>
    }
}

/// What to do where there is nothing to tick.
#[component]
fn NoTags() -> impl IntoView {
    let admin = use_session().is_admin();
    let lead = (!admin).then_some(text::tags::NONE_ASK);
    view! {
        <EmptyState icon=icondata_lu::LuTag title=text::tags::NONE lead=lead.map(str::to_owned)>
            {admin.then(|| view! { <a class="link" href=paths::TAGS>{text::tags::MANAGE}</a> })}
        </EmptyState>
    }
}
