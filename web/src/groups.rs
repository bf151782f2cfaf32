//! Groups (A2): the settings screen with the named sets of agents.

mod create;
mod edit;
mod list;
mod members;
mod remove;

use copperline_shared::events::Event;
use copperline_shared::groups::Group;
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::ui::Section;
use crate::{api, text};
use create::CreateForm;
use list::GroupList;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    groups: Loaded<Vec<Group>>,
    /// The group that a dialog is about.
    chosen: RwSignal<Option<Group>>,
    editing: RwSignal<bool>,
    deleting: RwSignal<bool>,
}

impl Work {
    /// The chosen group as somebody else may have made it meanwhile, not tracked.
    fn now(self) -> Option<Group> {
        let chosen = self.chosen.get_untracked()?;
        let now = self
            .groups
            .value
            .with_untracked(|groups| groups.iter().find(|group| group.id == chosen.id).cloned());
        Some(now.unwrap_or(chosen))
    }
}

/// The groups, and for the owner and admins the ways to change them.
#[component]
pub fn GroupsScreen() -> impl IntoView {
    let session = use_session();
    let admin = Memo::new(move |_| session.is_admin());
    let work = Work {
        groups: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_groups().send()).await
        }),
        chosen: RwSignal::new(None),
        editing: RwSignal::new(false),
        deleting: RwSignal::new(false),
    };
    use_live().on(move |event| {
        if let Event::GroupChanged { .. } | Event::GroupDeleted { .. } = event {
            work.groups.reload_soon();
        }
    });
    view! {
        <SettingsLayout lead=text::groups::LEAD>
            <div>
                <Show when=move || admin.get()>
                    <Section title=text::groups::NEW lead=text::groups::NEW_LEAD>
                        <CreateForm work />
                    </Section>
                </Show>
                <Section title=text::groups::TITLE lead=text::groups::LIST_LEAD>
                    <GroupList work admin />
                </Section>
            </div>
        </SettingsLayout>
    }
}
