//! The consent record of a contact, and opting them out by hand.

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::recording::RecordDialog;
use crate::api;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ConfirmDialog, Icon, IconRef, use_toasts};
use crate::{format, paths, text};

/// What is recorded of a contact's consent, newest first.
#[component]
pub fn Consent(
    contact: Signal<Contact>,
    /// Absent until it is read.
    entries: Signal<Option<Vec<ConsentEntry>>>,
    on_change: Callback<Contact>,
) -> impl IntoView {
    let (asking, recording) = (RwSignal::new(false), RwSignal::new(false));
    let opted_out = Memo::new(move |_| contact.with(|contact| contact.opted_out_at.is_some()));
    view! {
        <section class="context-part">
            <div class="context-head">
                <h3>{text::contacts::CONSENT}</h3>
                <Show when=move || !opted_out.get()>
                    <div class="consent-actions">
                        <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || recording.set(true)>
                            {text::contacts::RECORD_CONSENT}
                        </Button>
                        <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || asking.set(true)>
                            {text::contacts::OPT_OUT}
                        </Button>
                    </div>
                </Show>
            </div>
            <Record entries />
            <Export contact />
        </section>
        <OptOut contact asking on_change />
        <RecordDialog contact open=recording />
    }
}

/// The record to hand over in a dispute.
#[component]
fn Export(contact: Signal<Contact>) -> impl IntoView {
    let address = move |format: &'static str| {
        move || contact.with(|contact| paths::consent_export(contact.id, format))
    };
    view! {
        <p class="consent-export">
            <a class="consent-link" href=address("text") target="_blank" rel="noopener">
                {text::contacts::EXPORT_TEXT}
            </a>
            <a class="consent-link" href=address("csv") download="">
                {text::contacts::EXPORT_CSV}
            </a>
            <a class="consent-link" href=address("json") download="">
                {text::contacts::EXPORT_JSON}
            </a>
        </p>
    }
}

#[component]
fn Record(entries: Signal<Option<Vec<ConsentEntry>>>) -> impl IntoView {
    let session = use_session();
    let zone = Memo::new(move |_| session.time_zone());
    move || {
        let entries = entries.get().unwrap_or_default();
        if entries.is_empty() {
            return view! { <p class="text-muted">{text::contacts::CONSENT_EMPTY}</p> }.into_any();
        }
        let rows = entries.into_iter().map(|entry| {
            let time = zone.with(|zone| moment(entry.given_at, zone));
            view! { <Entry entry time /> }
        });
        view! { <ol class="consent">{rows.collect_view()}</ol> }.into_any()
    }
}

fn moment(at: DateTime<Utc>, zone: &str) -> String {
    format::long_time(format::in_zone(at, zone))
}

#[component]
fn Entry(entry: ConsentEntry, time: String) -> impl IntoView {
    let evidence = evidence(&entry);
    let trigger = trigger(&entry);
    let decided_by = (!entry.decided_by.is_empty()).then(|| {
        let words = match entry.kind {
            ConsentKind::Consent => text::contacts::noted_by(&entry.decided_by),
            ConsentKind::OptOut | ConsentKind::OptIn => {
                text::contacts::read_so_by(&entry.decided_by)
            }
        };
        view! { <p class="consent-when">{words}</p> }
    });
    view! {
        <li class="consent-entry">
            <Icon icon=icon(entry.kind) size=16 />
            <div class="min-w-0">
                <p class="consent-what">{what(entry.kind)}" "<span>{who(entry.source)}</span></p>
                <p class="consent-when">{time}</p>
                {entry
                    .phone
                    .as_ref()
                    .map(|phone| {
                        view! {
                            <p class="consent-when">{text::contacts::for_phone(&phone.formatted())}</p>
                        }
                    })}
                {evidence.map(|words| view! { <p class="consent-when">{words}</p> })}
                {trigger.map(|words| view! { <p class="consent-when">{words}</p> })}
                {decided_by}
                <Reference label=text::contacts::CONSENT_PAGE value=entry.source_url />
                <Reference label=text::contacts::CONSENT_CERTIFICATE value=entry.certificate />
            </div>
        </li>
    }
}

/// A page or certificate that proves the consent: a link where it is an address.
#[component]
fn Reference(label: &'static str, value: String) -> impl IntoView {
    if value.is_empty() {
        return ().into_any();
    }
    match web_address(&value) {
        Some(href) => view! {
            <p>
                <a class="consent-link" href=href target="_blank" rel="noreferrer noopener">
                    {label}
                </a>
            </p>
        }
        .into_any(),
        None => view! { <p class="consent-when">{label} ": " {value}</p> }.into_any(),
    }
}

/// Only what leads to a page becomes a link: a vendor may have written anything.
fn web_address(text: &str) -> Option<String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web.then(|| text.to_owned())
}

fn evidence(entry: &ConsentEntry) -> Option<String> {
    match entry.source {
        _ if entry.evidence.is_empty() => None,
        ConsentSource::Contact => Some(format!("“{}”", entry.evidence)),
        _ => Some(entry.evidence.clone()),
    }
}

/// The trigger, unless it is what the contact wrote to the letter.
fn trigger(entry: &ConsentEntry) -> Option<String> {
    let said = entry.trigger.is_empty() || entry.trigger == entry.evidence;
    (!said).then(|| text::contacts::read_as(&entry.trigger))
}

const fn icon(kind: ConsentKind) -> IconRef {
    match kind {
        ConsentKind::OptOut => icondata_lu::LuBan,
        ConsentKind::Consent | ConsentKind::OptIn => icondata_lu::LuCircleCheck,
    }
}

const fn what(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Consent => text::contacts::CONSENT_GIVEN,
        ConsentKind::OptOut => text::contacts::OPTED_OUT,
        ConsentKind::OptIn => text::contacts::OPTED_IN,
    }
}

const fn who(source: ConsentSource) -> &'static str {
    match source {
        ConsentSource::Lead => text::contacts::BY_LEAD,
        ConsentSource::Contact => text::contacts::BY_CONTACT,
        ConsentSource::Agent => text::contacts::BY_AGENT,
        ConsentSource::Carrier => text::contacts::BY_CARRIER,
        ConsentSource::Import => text::contacts::BY_IMPORT,
        ConsentSource::Suppression => text::contacts::BY_SUPPRESSION,
    }
}

/// The question before opting somebody out, as nobody here can take it back.
#[component]
fn OptOut(
    contact: Signal<Contact>,
    asking: RwSignal<bool>,
    on_change: Callback<Contact>,
) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let name = Signal::derive(move || contact.with(|c| text::contacts::called(&c.first_name)));
    let opt_out = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (id, name) = (
            contact.with_untracked(|contact| contact.id),
            name.get_untracked(),
        );
        spawn_local(async move {
            let outcome = api::call(api::client().opt_out_contact().contact_id(id).send()).await;
            busy.try_set(false);
            match outcome {
                Ok(contact) => {
                    asking.try_set(false);
                    toasts.done(text::contacts::opted_out(&name));
                    on_change.try_run(contact);
                }
                Err(failure) => toasts.problem(failure.message()),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=asking
            title=Signal::derive(move || text::contacts::opt_out_title(&name.get()))
            confirm=text::contacts::OPT_OUT
            busy
            on_confirm=opt_out
        >
            <p>{move || text::contacts::opt_out_lead(&name.get())}</p>
        </ConfirmDialog>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn x6_only_web_addresses_become_links() {
        assert!(super::web_address("https://quotes.example/form").is_some());
        assert_eq!(super::web_address("javascript:alert(1)"), None);
        assert_eq!(super::web_address(""), None);
    }
}
