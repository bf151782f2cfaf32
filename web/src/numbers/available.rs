//! Searching the carrier's numbers and renting one.

use copperline_shared::numbers::{AvailableNumber, RentNumber};
use copperline_shared::phone::Phone;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, EmptyState, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn RentSection(work: Work) -> impl IntoView {
    let (area_code, digits) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = RwSignal::new(None::<Vec<AvailableNumber>>);
    let submission = Submission::new();
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let (area_code, digits) = (area_code.get_untracked(), digits.get_untracked());
        let request = async move {
            let client = api::client();
            let search = client.search_available_numbers();
            api::call(search.area_code(area_code).contains(digits).send()).await
        };
        submission.run(request, move |numbers| found.set(Some(numbers)));
    };
    view! {
        <form class="search-form" novalidate on:submit=search>
            <FailureBanner submission fields=&["area_code", "contains"] />
            <div class="search-row">
                <TextField
                    label=text::numbers::AREA_CODE
                    value=area_code
                    inputmode="numeric"
                    placeholder=text::numbers::AREA_CODE_EXAMPLE
                    error=submission.error_of("area_code", area_code)
                />
                <TextField
                    label=text::numbers::DIGITS
                    value=digits
                    inputmode="numeric"
                    optional_field=true
                    placeholder=text::numbers::DIGITS_EXAMPLE
                    error=submission.error_of("contains", digits)
                />
                <Button icon=icondata_lu::LuSearch submit=true busy=submission.busy>
                    {text::numbers::SEARCH}
                </Button>
            </div>
        </form>
        <Found found work />
    }
}

#[component]
fn Found(found: RwSignal<Option<Vec<AvailableNumber>>>, work: Work) -> impl IntoView {
    let renting = Submission::new();
    let wanted = RwSignal::new(None::<Phone>);
    let none = move || found.with(|found| found.as_ref().is_some_and(Vec::is_empty));
    let some = move || found.with(|found| found.as_ref().is_some_and(|found| !found.is_empty()));
    view! {
        <div aria-live="polite" class="grid gap-3">
            <FailureBanner submission=renting fields=&[] />
            <Show when=none>
                <EmptyState
                    icon=icondata_lu::LuSearchX
                    title=text::numbers::NOT_FOUND
                    lead=text::numbers::NOT_FOUND_LEAD
                />
            </Show>
            <Show when=some>
                <ul class="items" aria-label=text::numbers::AVAILABLE>
                    <For
                        each=move || found.get().unwrap_or_default()
                        key=|number| number.phone.clone()
                        let:number
                    >
                        <FoundRow number found renting wanted work />
                    </For>
                </ul>
            </Show>
        </div>
    }
}

#[component]
fn FoundRow(
    number: AvailableNumber,
    found: RwSignal<Option<Vec<AvailableNumber>>>,
    renting: Submission,
    wanted: RwSignal<Option<Phone>>,
    work: Work,
) -> impl IntoView {
    let toasts = use_toasts();
    let phone = StoredValue::new(number.phone.clone());
    let rent = Callback::new(move |()| {
        if renting.busy.get_untracked() {
            return;
        }
        let body = RentNumber {
            phone: phone.get_value(),
            name: String::new(),
        };
        let key = renting.key(&body);
        wanted.set(Some(phone.get_value()));
        let request = async move {
            api::call(
                api::client()
                    .rent_number()
                    .idempotency_key(key)
                    .body(body)
                    .send(),
            )
            .await
        };
        renting.run(request, move |number| {
            found.update(|found| {
                if let Some(found) = found {
                    found.retain(|other| other.phone != number.phone);
                }
            });
            work.numbers.reload();
            toasts.done(text::numbers::renting(&number.phone.formatted()));
        });
    });
    let busy =
        Signal::derive(move || renting.busy.get() && wanted.get() == Some(phone.get_value()));
    let shown = number.phone.formatted();
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title num">{shown.clone()}</p>
                <p class="item-facts">
                    <span>{number.place}</span>
                </p>
            </div>
            <Button busy on_click=rent>
                <span aria-hidden="true">{text::numbers::RENT_THIS}</span>
                <span class="sr-only">{text::numbers::rent_named(&shown)}</span>
            </Button>
        </li>
    }
}
