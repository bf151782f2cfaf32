//! The filters where there is no room for them in the list's head: a button that says how many narrow
//! the list, and the dialog behind it (P6).

use copperline_shared::contacts::ContactFilter;
use leptos::{ev::SubmitEvent, prelude::*};

use super::address::Address;
use super::filters::{Choosing, FilterChoice, count, use_change};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog};

/// `styles/contact_filters.css` shows it on small screens.
#[component]
pub fn FilterButton(address: Memo<Address>, all: StoredValue<Vec<Choosing>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let count = Memo::new(move |_| address.with(|address| count(&address.filter)));
    view! {
        <div class="contact-filter-button" class:is-set=move || count.get() != 0>
            <Button icon=icondata_lu::LuListFilter on_click=move || open.set(true)>
                {move || text::contact_list::filters(count.get())}
            </Button>
        </div>
        <Dialog open title=text::contact_list::FILTERS>
            <Choose address all open />
        </Dialog>
    }
}

#[component]
fn Choose(
    address: Memo<Address>,
    all: StoredValue<Vec<Choosing>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let change = use_change(address);
    let draft = RwSignal::new(address.with_untracked(|address| address.filter.clone()));
    let show = move |filter: ContactFilter| {
        change.run(Box::new(move |now: &mut ContactFilter| *now = filter));
        open.set(false);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        show(draft.get_untracked());
    };
    let clear = move || {
        let search = draft.with_untracked(|filter| filter.search.clone());
        show(ContactFilter {
            search,
            ..ContactFilter::default()
        });
    };
    let any = move || draft.with(|filter| count(filter) != 0);
    let choice = move |choosing: Choosing| {
        let field = choosing.0;
        let value = Memo::new(move |_| draft.with(|filter| (field.read)(filter)));
        let on_change = UnsyncCallback::new(move |chosen: String| {
            draft.update(|filter| (field.write)(filter, &chosen));
        });
        view! {
            <label class="field">
                <span class="field-label">{field.label}</span>
                <FilterChoice choosing value on_change />
            </label>
        }
    };
    view! {
        <form class="contact-filter-fields" on:submit=submit>
            {all.get_value().into_iter().map(choice).collect_view()}
            <div class="dialog-actions">
                <Show when=any>
                    <Button kind=ButtonKind::Ghost class="dialog-aside" on_click=clear>
                        {text::contact_list::CLEAR}
                    </Button>
                </Show>
                <Button on_click=move || open.set(false)>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true>
                    {text::contact_list::SHOW}
                </Button>
            </div>
        </form>
    }
}
