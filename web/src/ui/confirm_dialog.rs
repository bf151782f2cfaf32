//! Asks before something that can't be undone, saying what it ends.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::dialog::Dialog;
use crate::text;

/// A dialog whose children say what will happen, with a button that does it and one that doesn't.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The words of the button that does it.
    #[prop(into)]
    confirm: Signal<String>,
    /// It is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Dialog open title>
            {children.with_value(|children| children())}
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| open.set(false))>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Danger busy on_click=on_confirm>
                    {move || confirm.get()}
                </Button>
            </div>
        </Dialog>
    }
}
