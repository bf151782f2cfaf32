//! The balance and what things cost.

use copperline_shared::money::Micros;
use leptos::prelude::*;

use super::{Work, rules};
use crate::session::use_session;
use crate::ui::Figure;
use crate::{format, text};

#[component]
pub fn Balance(work: Work) -> impl IntoView {
    let balance = Memo::new(move |_| {
        work.billing.value.with(|billing| {
            billing
                .as_ref()
                .map(|b| b.balance_micros)
                .unwrap_or_default()
        })
    });
    let segment = move || {
        work.billing.value.with(|billing| {
            billing
                .as_ref()
                .map(|b| b.prices.outbound_segment_micros)
                .unwrap_or_default()
        })
    };
    let note = move || rules::texts_left(balance.get(), segment()).map(text::billing::texts_left);
    view! {
        <div aria-live="polite">
            <Figure
                label=text::billing::BALANCE
                value=Signal::derive(move || format::money(balance.get().0))
                note=MaybeProp::derive(note)
            />
        </div>
    }
}

/// The installation's prices.
#[component]
pub fn PriceList() -> impl IntoView {
    let session = use_session();
    let lines = move || {
        session.prices.get().map(|prices| {
            let line =
                |label: &'static str, price: Micros| price_line(label, format::money(price.0));
            view! {
                <dl class="facts">
                    {line(text::billing::PRICE_SEGMENT, prices.outbound_segment_micros)}
                    {line(text::billing::PRICE_PICTURE, prices.picture_message_micros)}
                    {price_line(text::billing::PRICE_INBOUND, text::billing::FREE.to_owned())}
                    {line(text::billing::PRICE_NUMBER, prices.number_month_micros)}
                    {line(text::billing::PRICE_AGENT, prices.agent_month_micros)}
                </dl>
            }
        })
    };
    view! { {lines} }
}

fn price_line(label: &'static str, price: String) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd class="num">{price}</dd>
        </div>
    }
}
