//! In which order the contacts stand, to choose where the list has no columns to sort by (P6).

use copperline_shared::contacts::{ContactSort, SortOrder};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::address::Address;
use crate::text;

static ORDERS: [(ContactSort, SortOrder, &str); 8] = {
    use ContactSort::{Created, Name, Phone, Source};
    use SortOrder::{Ascending, Descending};
    use text::contact_list as words;
    [
        (Created, Descending, words::NEWEST_FIRST),
        (Created, Ascending, words::OLDEST_FIRST),
        (Name, Ascending, words::BY_NAME),
        (Name, Descending, words::BY_NAME_BACK),
        (Phone, Ascending, words::BY_PHONE),
        (Phone, Descending, words::BY_PHONE_BACK),
        (Source, Ascending, words::BY_SOURCE),
        (Source, Descending, words::BY_SOURCE_BACK),
    ]
};

/// The choice; `styles/contact_filters.css` shows it on small screens.
#[component]
pub fn OrderChoice(address: Memo<Address>) -> impl IntoView {
    let navigate = use_navigate();
    let chosen = Memo::new(move |_| {
        let now = address.with(|address| (address.sort, address.order()));
        ORDERS
            .iter()
            .position(|(sort, order, _)| (*sort, *order) == now)
    });
    let change = move |value: String| {
        let wanted = value.parse().ok().and_then(|at: usize| ORDERS.get(at));
        if let Some((sort, order, _)) = wanted {
            let to = address.with_untracked(|address| address.in_order(*sort, *order).href());
            navigate(&to, NavigateOptions::default());
        }
    };
    let option =
        move |(at, (_, _, words)): (usize, &'static (ContactSort, SortOrder, &'static str))| {
            view! {
                <option value=at.to_string() prop:selected=move || chosen.get() == Some(at)>
                    {*words}
                </option>
            }
        };
    view! {
        <select
            class="select filter-select contact-order"
            aria-label=text::contact_list::ORDER
            on:change=move |event| change(event_target_value(&event))
        >
            {ORDERS.iter().enumerate().map(option).collect_view()}
        </select>
    }
}
