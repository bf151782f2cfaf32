//! The tags a contact wears, in the panel beside the conversation (C13).

use copperline_shared::events::Event;
use copperline_shared::tags::ChangeContactTags;
use leptos::prelude::*;
use uuid::Uuid;

use super::picker::Picker;
use crate::keyboard::{Shortcut, use_commands};
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, IconButton, Reveal, Tag};
use crate::{api, text};

/// The tags, those applied last first, and the way to change them.
#[component]
pub fn ContactTags(contact_id: Uuid) -> impl IntoView {
    let session = use_session();
    let worn = Loaded::new(Vec::new(), move || async move {
        let client = api::client();
        let tags = client.read_contact_tags().contact_id(contact_id).send();
        Ok(api::call(tags).await?.tag_ids)
    });
    use_live().on(move |event| match event {
        Event::ContactTagsChanged { tags } if tags.contact_id == contact_id => {
            // Asked anew rather than taken: an answer under way may be older.
            worn.value.set(tags.tag_ids.clone());
            worn.reload_soon();
        }
        Event::TagRemoved { .. } => worn.reload_soon(),
        _ => {}
    });
    let choosing = RwSignal::new(false);
    let reveal = use_context::<Reveal>();
    use_commands().on(Shortcut::Tag, move || {
        // Drawn over the thread on a narrow screen, it may be away.
        if let Some(Reveal(reveal)) = reveal {
            reveal.run(());
        }
        choosing.set(true);
    });
    let known = Memo::new(move |_| {
        let tags = worn.value.get().into_iter();
        tags.filter_map(|id| session.tag(id)).collect::<Vec<_>>()
    });
    view! {
        <section class="context-part">
            <div class="context-head">
                <h3>{text::tags::TITLE}</h3>
                <IconButton
                    icon=icondata_lu::LuPlus
                    label=text::tags::ADD
                    on_click=move || choosing.set(true)
                />
            </div>
            <Show
                when=move || !known.with(Vec::is_empty)
                fallback=|| view! { <p class="text-muted">{text::tags::UNTAGGED}</p> }
            >
                <ul class="tags-worn" aria-label=text::tags::TITLE>
                    <For each=move || known.get() key=|tag| (tag.id, tag.name.clone(), tag.colour) let:tag>
                        <li><Tag colour=tag.colour>{tag.name}</Tag></li>
                    </For>
                </ul>
            </Show>
        </section>
        <Dialog open=choosing title=text::tags::CHOOSE>
            <Choose contact_id worn open=choosing />
        </Dialog>
    }
}

/// Ticks are compared with what was worn as the dialog opened: what somebody else changes meanwhile
/// stays as they want it.
#[component]
fn Choose(contact_id: Uuid, worn: Loaded<Vec<Uuid>>, open: RwSignal<bool>) -> impl IntoView {
    let before = worn.value.get_untracked();
    let ticked = RwSignal::new(before.iter().rev().copied().collect::<Vec<_>>());
    let submission = Submission::new();
    let none = use_session().tags.with_untracked(Vec::is_empty);
    let apply = Callback::new(move |()| {
        let body = change(&before, &ticked.get_untracked());
        if body == ChangeContactTags::default() {
            return open.set(false);
        }
        let request = async move {
            let client = api::client();
            let request = client.change_contact_tags().contact_id(contact_id);
            api::call(request.body(body).send()).await
        };
        submission.run(request, move |tags| {
            worn.value.set(tags.tag_ids);
            open.set(false);
        });
    });
    view! {
        <FailureBanner submission />
        <Picker ticked />
        <div class="dialog-actions">
            <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
            {(!none)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Main busy=submission.busy on_click=apply>
                            {text::tags::APPLY}
                        </Button>
                    }
                })}
        </div>
    }
}

/// What to ask for, so that a contact who wore `before` wears `ticked`.
fn change(before: &[Uuid], ticked: &[Uuid]) -> ChangeContactTags {
    let without = |these: &[Uuid], those: &[Uuid]| -> Vec<Uuid> {
        let kept = these.iter().filter(|tag| !those.contains(tag));
        kept.copied().collect()
    };
    ChangeContactTags {
        add: without(ticked, before),
        remove: without(before, ticked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_only_what_was_ticked_or_unticked_is_asked_for() {
        let ids = |ids: &[u128]| {
            ids.iter()
                .map(|id| Uuid::from_u128(*id))
                .collect::<Vec<_>>()
        };
        let asked = change(&ids(&[1, 2]), &ids(&[2, 4, 3]));
        assert_eq!((asked.add, asked.remove), (ids(&[4, 3]), ids(&[1])));
        assert_eq!(change(&ids(&[1]), &ids(&[1])), ChangeContactTags::default());
    }
}
