//! The billing screen, for the owner: balance, cards, payments and the ledger (S10).

mod add_funds;
mod balance;
mod card_form;
mod card_list;
mod payments;
mod rules;
mod transactions;

use copperline_shared::billing::{Billing, Payment, Transaction};
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use leptos::prelude::*;

use crate::api::Failure;
use crate::live::use_live;
use crate::loaded::{LoadFailed, Loaded, WhenLoaded};
use crate::session::use_session;
use crate::ui::{EmptyState, PageHeader, Section, SkeletonForm, use_toasts};
use crate::{api, format, pages, text};
use add_funds::AddFundsForm;
use balance::{Balance, PriceList};
use card_form::CardDialog;
use card_list::CardList;
use payments::PaymentTable;
use transactions::TransactionTable;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    /// Absent until it was read.
    billing: Loaded<Option<Billing>>,
    payments: Loaded<Page<Payment>>,
    transactions: Loaded<Page<Transaction>>,
    adding_card: RwSignal<bool>,
}

/// Billing, or whose matter it is.
#[component]
pub fn BillingScreen() -> impl IntoView {
    let session = use_session();
    let owner = Memo::new(move |_| session.is_owner());
    view! {
        <div class="page">
            <PageHeader title=text::billing::TITLE lead=text::billing::LEAD />
            <Show
                when=move || owner.get()
                fallback=|| {
                    view! {
                        <EmptyState
                            icon=icondata_lu::LuWallet
                            title=text::billing::OWNER_ONLY
                            lead=text::billing::OWNER_ONLY_LEAD
                        />
                    }
                }
            >
                <OwnersBilling />
            </Show>
        </div>
    }
}

#[component]
fn OwnersBilling() -> impl IntoView {
    let work = Work {
        billing: Loaded::new(None, || async {
            api::call(api::client().read_billing().send())
                .await
                .map(Some)
        }),
        payments: pages::load(payments::read, |shown, fresh| {
            pages::refresh(shown, fresh, |payment| payment.id)
        }),
        transactions: pages::load(transactions::read, |shown, fresh| {
            pages::refresh(shown, fresh, |movement| movement.id)
        }),
        adding_card: RwSignal::new(false),
    };
    follow(work);
    let failure = Memo::new(move |_| work.billing.failure());
    view! {
        <Show
            when=move || failure.with(Option::is_none)
            fallback=move || view! { <Unread work failure /> }
        >
            <Sections work />
        </Show>
        <CardDialog work />
    }
}

/// One word for all that could not be read, and one button to try it again.
#[component]
fn Unread(work: Work, failure: Memo<Option<Failure>>) -> impl IntoView {
    let again = Callback::new(move |()| {
        work.billing.reload();
        work.payments.reload();
        work.transactions.reload();
    });
    move || {
        let message = failure.get()?.when_reading();
        Some(view! { <LoadFailed message again /> })
    }
}

#[component]
fn Sections(work: Work) -> impl IntoView {
    let read = Memo::new(move |_| work.billing.value.with(Option::is_some));
    let payable = Memo::new(move |_| {
        let cards = |billing: &Billing| !billing.cards.is_empty();
        work.billing
            .value
            .with(|billing| billing.as_ref().is_none_or(cards))
    });
    view! {
        <div>
            <Section title=text::billing::MONEY>
                <WhenLoaded loaded=work.billing skeleton=|| view! { <SkeletonForm fields=1 /> }>
                    <Balance work />
                </WhenLoaded>
            </Section>
            // Funds come from a card: without one there is nothing to fill in here.
            <Show when=move || payable.get()>
                <Section title=text::billing::ADD_FUNDS lead=text::billing::ADD_FUNDS_LEAD>
                    <Show when=move || read.get() fallback=|| view! { <SkeletonForm fields=2 /> }>
                        <AddFundsForm work />
                    </Show>
                </Section>
            </Show>
            <Section title=text::billing::CARDS lead=text::billing::CARDS_LEAD>
                <WhenLoaded loaded=work.billing skeleton=|| view! { <SkeletonForm fields=1 /> }>
                    <CardList work />
                </WhenLoaded>
            </Section>
            <Section title=text::billing::PAYMENTS lead=text::billing::PAYMENTS_LEAD>
                <PaymentTable work />
            </Section>
            <Section title=text::billing::TRANSACTIONS lead=text::billing::TRANSACTIONS_LEAD>
                <TransactionTable work />
            </Section>
            <Section title=text::billing::PRICES>
                <PriceList />
            </Section>
        </div>
    }
}

/// Keeps everything current, and tells how a payment ended.
fn follow(work: Work) {
    let toasts = use_toasts();
    use_live().on(move |event| match event {
        Event::BalanceChanged { balance_micros } => {
            work.billing.value.update(|billing| {
                if let Some(billing) = billing {
                    billing.balance_micros = *balance_micros;
                }
            });
            work.transactions.reload_soon();
        }
        Event::CardsChanged => work.billing.reload_soon(),
        Event::PaymentChanged { payment } => {
            match rules::ended(payment) {
                Some(Ok(amount)) => toasts.done(text::billing::added(&format::money(amount.0))),
                Some(Err(failure)) => toasts.problem(failure),
                None => {}
            }
            work.payments.reload_soon();
        }
        _ => {}
    });
}
