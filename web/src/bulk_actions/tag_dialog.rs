//! Ticking the tags that all selected contacts get or lose.

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
    /// Puts them on or takes them off.
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
    let act = move |change: fn(Vec<Uuid>) -> BulkChange| {
        Callback::new(move |()| {
            let tag_ids = ticked.get_untracked();
            open.set(false);
            on_apply.run(change(tag_ids));
        })
    };
    let put_on = act(|tag_ids| BulkChange::Tag { tag_ids });
    let take_off = act(|tag_ids| BulkChange::Untag { tag_ids });
    let disabled = Signal::derive(move || ticked.with(Vec::is_empty));
    view! {
        <Picker ticked />
        <div class="dialog-actions">
            <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
            {(!none)
                .then(|| {
                    view! {
                        <Button disabled on_click=take_off>
                            {text::tags::TAKE_OFF}
                        </Button>
                        <Button kind=ButtonKind::Main disabled on_click=put_on>
                            {text::tags::APPLY}
                        </Button>
                    }
                })}
        </div>
    }
}
