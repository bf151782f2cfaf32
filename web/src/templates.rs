//! Templates: the screen where they are kept (P3), and inserting them while writing (C9).

mod filling;
mod form;
mod insert;
mod list;
mod picker;
mod preview;
mod suggestions;

use copperline_shared::events::Event;
use copperline_shared::templates::Template;
use leptos::prelude::*;

use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, EmptyState, PageHeader, SkeletonRows};
use crate::{api, text};
use form::FormDialog;
use list::TemplateList;

pub use insert::Inserting;
pub use picker::{TemplateButton, TemplatePicker};
pub use preview::warnings;
pub use suggestions::Suggestions;

/// The workspace's templates, kept current.
pub fn load() -> Loaded<Vec<Template>> {
    let templates = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_templates().send()).await
    });
    use_live().on(move |event| {
        if matches!(event, Event::TemplatesChanged) {
            templates.reload_soon();
        }
    });
    templates
}

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    templates: Loaded<Vec<Template>>,
    /// The template being edited; absent while a new one is made.
    editing: RwSignal<Option<Template>>,
    /// The form is open.
    form: RwSignal<bool>,
}

#[component]
pub fn TemplatesScreen() -> impl IntoView {
    let session = use_session();
    let admin = Memo::new(move |_| session.is_admin());
    let work = Work {
        templates: load(),
        editing: RwSignal::new(None),
        form: RwSignal::new(false),
    };
    let make = Callback::new(move |()| {
        work.editing.set(None);
        work.form.set(true);
    });
    let templates = work.templates.value;
    view! {
        <div class="page">
            <PageHeader title=text::templates::TITLE lead=text::templates::LEAD>
                <Show when=move || admin.get()>
                    <Button kind=ButtonKind::Main icon=icondata_lu::LuPlus on_click=make>
                        {text::templates::NEW}
                    </Button>
                </Show>
            </PageHeader>
            <WhenLoaded loaded=work.templates skeleton=|| view! { <SkeletonRows count=4 /> }>
                <Show
                    when=move || !templates.with(Vec::is_empty)
                    fallback=move || view! { <NoTemplates admin make /> }
                >
                    <TemplateList work admin />
                </Show>
            </WhenLoaded>
            <FormDialog work />
        </div>
    }
}

#[component]
fn NoTemplates(admin: Memo<bool>, make: Callback<()>) -> impl IntoView {
    let lead = Signal::derive(move || {
        Some(if admin.get() {
            text::templates::NONE_LEAD.to_owned()
        } else {
            text::templates::NONE_LEAD_READ_ONLY.to_owned()
        })
    });
    view! {
        <EmptyState icon=icondata_lu::LuFileText title=text::templates::NONE_TITLE lead>
            <Show when=move || admin.get()>
                <Button icon=icondata_lu::LuPlus on_click=make>{text::templates::NEW}</Button>
            </Show>
        </EmptyState>
    }
}
