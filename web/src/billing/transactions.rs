//! Everything that changed the balance.

use copperline_shared::billing::Transaction;
use copperline_shared::page::Page;
use leptos::prelude::*;

use super::Work;
use crate::api::Outcome;
use crate::loaded::WhenLoaded;
use crate::moment::Moment;
use crate::pages::More;
use crate::ui::{Column, DataTable, SkeletonTable};
use crate::{api, format, text};

/// How many movements a page has.
const PAGE: u32 = 10;

/// The page after `after`, or the first one.
pub async fn read(after: Option<String>) -> Outcome<Page<Transaction>> {
    let client = api::client();
    let list = client.list_transactions().limit(PAGE);
    let list = match after {
        Some(after) => list.after(after),
        None => list,
    };
    api::call(list.send()).await
}

#[component]
pub fn TransactionTable(work: Work) -> impl IntoView {
    let page = work.transactions.value;
    let none = || view! { <p class="text-muted">{text::billing::NO_TRANSACTIONS}</p> };
    let columns = || {
        vec![
            Column::text(text::billing::WHEN),
            Column::text(text::billing::WHAT),
            Column::numeric(text::billing::AMOUNT),
        ]
    };
    view! {
        <WhenLoaded loaded=work.transactions skeleton=|| view! { <SkeletonTable rows=3 /> }>
            <Show when=move || page.with(|page| !page.items.is_empty()) fallback=none>
                <DataTable caption=text::billing::TRANSACTIONS columns=columns()>
                    <For each=move || page.get().items key=|movement| movement.id let:movement>
                        <tr>
                            <th scope="row">
                                <Moment at=movement.created_at />
                            </th>
                            <td>{text::billing::transaction(movement.kind)}</td>
                            <td class="num">{format::money(movement.amount_micros.0)}</td>
                        </tr>
                    </For>
                </DataTable>
                <More list=work.transactions read id=|movement| movement.id />
            </Show>
        </WhenLoaded>
    }
}
