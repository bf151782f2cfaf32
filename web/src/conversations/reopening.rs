//! Opening a conversation again that left the screen by what is taken back.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

/// Opens a conversation beside the list that stands there, unless another is open by now. Whoever has
/// gone to another screen stays there.
#[derive(Clone, Copy)]
pub struct Reopening(Callback<Uuid>);

impl Reopening {
    pub fn open(self, id: Uuid) {
        self.0.try_run(id);
    }
}

/// Lets what is drawn below open a conversation again at its `address`, also when it is gone itself.
pub fn provide_reopening(
    open: Memo<Option<Uuid>>,
    address: impl Fn(Uuid) -> String + Send + Sync + 'static,
) {
    let navigate = StoredValue::new_local(use_navigate());
    provide_context(Reopening(Callback::new(move |id| {
        if open.get_untracked().is_none() {
            navigate.with_value(|navigate| navigate(&address(id), NavigateOptions::default()));
        }
    })));
}
