//! What was charged to the cards.

use copperline_shared::billing::Payment;
use copperline_shared::page::Page;
use leptos::prelude::*;

use super::{Work, rules};
use crate::api::Outcome;
use crate::loaded::WhenLoaded;
use crate::moment::Moment;
use crate::pages::More;
use crate::ui::{Column, DataTable, SkeletonTable, StateBadge};
use crate::{api, format, text};

/// How many payments a page has.
const PAGE: u32 = 10;

/// The page after `after`, or the first one.
pub async fn read(after: Option<String>) -> Outcome<Page<Payment>> {
    let client = api::client();
    let list = client.list_payments().limit(PAGE);
    let list = match after {
        Some(after) => list.after(after),
        None => list,
    };
    api::call(list.send()).await
}

#[component]
pub fn PaymentTable(work: Work) -> impl IntoView {
    let page = work.payments.value;
    let none = || view! { <p class="text-muted">{text::billing::NO_PAYMENTS}</p> };
    let columns = || {
        vec![
            Column::text(text::billing::WHEN),
            Column::text(text::billing::CARD),
            Column::text(text::billing::STATE),
            Column::numeric(text::billing::AMOUNT),
        ]
    };
    view! {
        <WhenLoaded loaded=work.payments skeleton=|| view! { <SkeletonTable rows=3 /> }>
            <Show when=move || page.with(|page| !page.items.is_empty()) fallback=none>
                <DataTable caption=text::billing::PAYMENTS columns=columns()>
                    <For
                        each=move || page.get().items
                        key=|payment| (payment.id, payment.state)
                        let:payment
                    >
                        <PaymentRow payment />
                    </For>
                </DataTable>
                <More list=work.payments read id=|payment| payment.id />
            </Show>
        </WhenLoaded>
    }
}

#[component]
fn PaymentRow(payment: Payment) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                <Moment at=payment.created_at />
            </th>
            <td>{text::billing::card(&payment.card_brand, &payment.card_last_four)}</td>
            <td>
                <StateBadge
                    tone=rules::tone(payment.state)
                    label=text::billing::payment_state(payment.state)
                />
                {payment.failure.map(|failure| view! { <p class="cell-note">{failure}</p> })}
            </td>
            <td class="num">{format::money(payment.amount_micros.0)}</td>
        </tr>
    }
}
