//! In place of the composer: why nothing may be sent now, and what can be done about it.

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::Refusal;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;

use super::composer_bar::BlockedComposer;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonLink};
use crate::{format, paths, text};

/// Why nothing may be sent to this contact.
#[component]
pub fn Blocked(
    refusal: Refusal,
    contact: Contact,
    /// The contact's consent record, newest first, as far as it is known.
    #[prop(into)]
    consent: Signal<Option<Vec<ConsentEntry>>>,
    /// Asks the send gate again.
    #[prop(into)]
    on_check: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    match refusal.code {
        ErrorCode::OptedOut => view! { <OptedOut contact consent /> }.into_any(),
        ErrorCode::NoNumber if session.is_admin() => view! {
            <BlockedComposer
                reason=text::messages::NO_NUMBER
                advice=text::messages::NO_NUMBER_ADVICE
            >
                <ButtonLink href=paths::NUMBERS kind=ButtonKind::Main>
                    {text::messages::RENT_NUMBER}
                </ButtonLink>
            </BlockedComposer>
        }
        .into_any(),
        ErrorCode::NoNumber => view! {
            <BlockedComposer reason=text::messages::NO_NUMBER advice=text::messages::NO_NUMBER_ASK />
        }
        .into_any(),
        ErrorCode::BalanceTooLow if session.is_owner() => view! {
            <BlockedComposer
                reason=text::messages::BALANCE_TOO_LOW
                advice=text::messages::BALANCE_ADVICE
            >
                <ButtonLink href=paths::BILLING kind=ButtonKind::Main>
                    {text::messages::ADD_FUNDS}
                </ButtonLink>
            </BlockedComposer>
        }
        .into_any(),
        ErrorCode::BalanceTooLow => view! {
            <BlockedComposer
                reason=text::messages::BALANCE_TOO_LOW
                advice=text::messages::BALANCE_ASK
            >
                <Button on_click=on_check>{text::messages::CHECK_AGAIN}</Button>
            </BlockedComposer>
        }
        .into_any(),
        // Asking again changes nothing.
        ErrorCode::DestinationNotServed => {
            view! { <BlockedComposer reason=refusal.detail /> }.into_any()
        }
        _ => view! {
            <BlockedComposer reason=refusal.detail>
                <Button on_click=on_check>{text::messages::CHECK_AGAIN}</Button>
            </BlockedComposer>
        }
        .into_any(),
    }
}

#[component]
fn OptedOut(contact: Contact, consent: Signal<Option<Vec<ConsentEntry>>>) -> impl IntoView {
    let session = use_session();
    let name = text::contacts::called(&contact.first_name);
    let called = name.clone();
    let reason = Signal::derive(move || {
        let zone = session.time_zone();
        let local = |at: DateTime<Utc>| format::in_zone(at, &zone);
        let day = |at| format::date(local(at), local(format::now()));
        let since = contact.opted_out_at.map(day).unwrap_or_default();
        text::messages::opted_out(&called, &since)
    });
    let advice = Signal::derive(move || {
        Some(
            match consent.with(|entries| last_asked(entries.as_deref())) {
                Some(ConsentSource::Suppression) => text::messages::NEVER_TEXTED.to_owned(),
                Some(ConsentSource::Agent | ConsentSource::Import) => {
                    text::messages::stop_and_start_lift(&name)
                }
                _ => text::messages::start_lifts(&name),
            },
        )
    });
    view! { <BlockedComposer reason advice /> }
}

/// Who asked for the opt-out that stands.
fn last_asked(entries: Option<&[ConsentEntry]>) -> Option<ConsentSource> {
    let found = entries?
        .iter()
        .find(|entry| entry.kind == ConsentKind::OptOut)?;
    Some(found.source)
}
