//! Tags: the settings screen (P2), a contact's tags in the panel (C13), and choosing some.

mod create;
mod edit;
mod list;
mod picker;
mod remove;
mod worn;

use copperline_shared::events::Event;
use copperline_shared::tags::TagUse;
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::ui::Section;
use crate::{api, text};
use create::CreateForm;
use list::TagList;
pub use picker::Picker;
pub use worn::ContactTags;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    tags: Loaded<Vec<TagUse>>,
    /// The tag that a dialog is about.
    chosen: RwSignal<Option<TagUse>>,
    editing: RwSignal<bool>,
    merging: RwSignal<bool>,
    deleting: RwSignal<bool>,
}

/// The tags, and for the owner and admins the ways to change them.
#[component]
pub fn TagsScreen() -> impl IntoView {
    let session = use_session();
    let admin = Memo::new(move |_| session.is_admin());
    let work = Work {
        tags: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_tags().send()).await
        }),
        chosen: RwSignal::new(None),
        editing: RwSignal::new(false),
        merging: RwSignal::new(false),
        deleting: RwSignal::new(false),
    };
    use_live().on(move |event| {
        let changed = matches!(
            event,
            Event::TagChanged { .. } | Event::TagRemoved { .. } | Event::ContactTagsChanged { .. }
        );
        if changed {
            work.tags.reload_soon();
        }
    });
    view! {
        <SettingsLayout lead=text::tags::LEAD>
            <div>
                <Show when=move || admin.get()>
                    <Section title=text::tags::NEW lead=text::tags::NEW_LEAD>
                        <CreateForm work />
                    </Section>
                </Show>
                <Section title=text::tags::TITLE lead=text::tags::LIST_LEAD>
                    <TagList work admin />
                </Section>
            </div>
        </SettingsLayout>
    }
}
