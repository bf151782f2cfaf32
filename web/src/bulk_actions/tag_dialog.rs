//! Ticking the tags that all selected contacts get.

use copperline_shared::bulk_actions::BulkChange;
use leptos::prelude::*;
use uuid::Uuid;

use crate::session::use_session;
use crate::tags::Picker;
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog};

#[component]
pub fn TagDialog(
    open: RwSignal<bool>,
    #[prop(into)] count: Signal<u32>,
    /// Puts them on.
    on_apply: Callback<BulkChange>,
) -> impl IntoView {
    let title = Signal::derive(move || text::bulk_actions::tag_title(count.get()));
    view! {
        <Dialog open title>
            <Choose open on_apply />
        </Dialog>
    }
}

#[component]
fn Choose(open: RwSignal<bool>, on_apply: Callback<BulkChange>) -> impl IntoView {
    let ticked = RwSignal::new(Vec::<Uuid>::new());
    let none = use_session().tags.with_untracked(Vec::is_empty);
    let apply = Callback::new(move |()| {
        let tag_ids = ticked.get_untracked();
        open.set(false);
        on_apply.run(BulkChange::Tag { tag_ids });
    });
    view! {
        <Picker ticked />
        <div class="dialog-actions">
            <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
            {(!none)
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Main
                            disabled=Signal::derive(move || ticked.with(Vec::is_empty))
                            on_click=apply
                        >
                            {text::tags::APPLY}
                        </Button>
                    }
                })}
        </div>
    }
}
