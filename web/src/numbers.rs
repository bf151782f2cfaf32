//! The numbers screen: rent, name, choose the default, release (S12).

mod available;
mod list;
mod release;
mod rename;
mod rules;

use copperline_shared::events::Event;
use copperline_shared::numbers::Number;
use leptos::prelude::*;

use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::ui::{PageHeader, Section, use_toasts};
use crate::{api, format, text};
use available::RentSection;
use list::NumberList;
use release::ReleaseDialog;
use rename::RenameDialog;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    numbers: Loaded<Vec<Number>>,
    /// The number that a dialog is about.
    chosen: RwSignal<Option<Number>>,
    renaming: RwSignal<bool>,
    releasing: RwSignal<bool>,
}

/// The workspace's numbers, and the search for more.
#[component]
pub fn NumbersScreen() -> impl IntoView {
    let numbers = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_numbers().send()).await
    });
    let work = Work {
        numbers,
        chosen: RwSignal::new(None),
        renaming: RwSignal::new(false),
        releasing: RwSignal::new(false),
    };
    follow(work);
    let session = use_session();
    let price = move || {
        session.prices.with(|prices| {
            prices.as_ref().map(|prices| {
                text::numbers::rent_lead(&format::money(prices.number_month_micros.0))
            })
        })
    };
    view! {
        <div class="page">
            <PageHeader title=text::numbers::TITLE lead=text::numbers::LEAD />
            <div>
                <Section title=text::numbers::YOURS lead=text::numbers::YOURS_LEAD>
                    <NumberList work />
                </Section>
                <Show when=move || session.is_admin()>
                    <Section title=text::numbers::RENT lead=MaybeProp::derive(price)>
                        <RentSection work />
                    </Section>
                </Show>
            </div>
        </div>
        <RenameDialog work />
        <ReleaseDialog work />
    }
}

/// Keeps the list current, and tells when the carrier could not hand a number over.
fn follow(work: Work) {
    let toasts = use_toasts();
    use_live().on(move |event| {
        if let Event::NumberChanged { number } = event {
            if work
                .numbers
                .value
                .with_untracked(|known| rules::was_refused(known, number))
            {
                toasts.problem(text::numbers::not_rented(&number.phone.formatted()));
            }
            work.numbers.reload_soon();
        }
    });
}
