//! Who the contact is: fields to read, copy and edit, and whether they may be texted.

use copperline_shared::checks::state_name;
use copperline_shared::consent::ConsentEntry;
use copperline_shared::contacts::Contact;
use leptos::prelude::*;
use serde_json::Value;

use super::consent::Consent;
use super::form::ContactForm;
use crate::ui::{Button, ButtonKind, CopyButton, SkeletonForm};
use crate::{format, text};

/// A contact's panel; a skeleton until the contact is there.
#[component]
pub fn ContactPanel(
    #[prop(into)] contact: Signal<Option<Contact>>,
    /// The consent record, newest first; absent until it is read.
    #[prop(into)]
    consent: Signal<Option<Vec<ConsentEntry>>>,
    /// Called with the contact as it is after a change made here.
    #[prop(into)]
    on_change: Callback<Contact>,
) -> impl IntoView {
    let known = Memo::new(move |_| contact.with(Option::is_some));
    move || {
        if !known.get() {
            return view! { <SkeletonForm fields=5 /> }.into_any();
        }
        let contact =
            Signal::derive(move || contact.get().expect("drawn once the contact is known"));
        view! {
            <Fields contact on_change />
            <Extra contact />
            <Consent contact entries=consent on_change />
        }
        .into_any()
    }
}

/// The contact's fields, or the form that changes them.
#[component]
fn Fields(contact: Signal<Contact>, on_change: Callback<Contact>) -> impl IntoView {
    let editing = RwSignal::new(false);
    let saved = move |contact: Contact| {
        on_change.run(contact);
        editing.set(false);
    };
    view! {
        <section class="context-part">
            <div class="context-head">
                <h3>{text::contacts::TITLE}</h3>
                <Show when=move || !editing.get()>
                    <Button kind=ButtonKind::Ghost class="btn-small" on_click=move || editing.set(true)>
                        {text::contacts::EDIT}
                    </Button>
                </Show>
            </div>
            <Show when=move || editing.get() fallback=move || view! { <Facts contact /> }>
                <ContactForm contact on_saved=saved on_cancel=move || editing.set(false) />
            </Show>
        </section>
    }
}

#[component]
fn Facts(contact: Signal<Contact>) -> impl IntoView {
    let read = move |read: fn(&Contact) -> String| Signal::derive(move || contact.with(read));
    view! {
        <dl class="contact-facts">
            <Fact
                label=text::contacts::PHONE
                value=read(|contact| contact.phone.formatted())
                copies=read(|contact| contact.phone.as_str().to_owned())
                copy=text::contacts::COPY_PHONE
            />
            <Fact label=text::contacts::FIRST_NAME value=read(|contact| contact.first_name.clone()) half=true />
            <Fact label=text::contacts::LAST_NAME value=read(|contact| contact.last_name.clone()) half=true />
            <Fact
                label=text::contacts::EMAIL
                value=read(|contact| contact.email.clone())
                copies=read(|contact| contact.email.clone())
                copy=text::contacts::COPY_EMAIL
            />
            <Fact
                label=text::contacts::DATE_OF_BIRTH
                value=read(|contact| contact.date_of_birth.map(format::birthday).unwrap_or_default())
                copies=read(|contact| contact.date_of_birth.map(|date| date.to_string()).unwrap_or_default())
                copy=text::contacts::COPY_DATE_OF_BIRTH
            />
            <Fact
                label=text::contacts::ZIP
                value=read(|contact| contact.zip.clone())
                copies=read(|contact| contact.zip.clone())
                copy=text::contacts::COPY_ZIP
                half=true
            />
            <Fact label=text::contacts::STATE value=read(state) half=true />
            <Fact label=text::contacts::COMPANY value=read(|contact| contact.company.clone()) />
            <Fact label=text::contacts::SOURCE value=read(|contact| contact.source.clone()) />
        </dl>
    }
}

fn state(contact: &Contact) -> String {
    state_name(&contact.state).map_or_else(|| contact.state.clone(), str::to_owned)
}

/// One field to read; a dash where nothing is known, and then nothing to copy.
#[component]
fn Fact(
    label: &'static str,
    value: Signal<String>,
    /// What the copy button copies.
    #[prop(optional)]
    copies: Option<Signal<String>>,
    /// What that is, in lower case.
    #[prop(optional)]
    copy: &'static str,
    /// Shares its line with a neighbour.
    #[prop(optional)]
    half: bool,
) -> impl IntoView {
    let known = Memo::new(move |_| value.with(|value| !value.is_empty()));
    view! {
        <div class="contact-fact" class:contact-fact-half=half>
            <dt>{label}</dt>
            <dd>
                <Show when=move || known.get() fallback=|| view! { <Blank /> }>
                    <span class="contact-value">{value}</span>
                    {copies.map(|value| view! { <CopyButton label=copy value /> })}
                </Show>
            </dd>
        </div>
    }
}

#[component]
fn Blank() -> impl IntoView {
    view! {
        <span class="contact-blank" aria-hidden="true">{text::contacts::BLANK}</span>
        <span class="sr-only">{text::contacts::UNKNOWN}</span>
    }
}

/// What leads said beyond the contact's fields.
#[component]
fn Extra(contact: Signal<Contact>) -> impl IntoView {
    let rows = Memo::new(move |_| {
        contact.with(|contact| {
            let fields = contact.custom_fields.iter();
            fields
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect::<Vec<_>>()
        })
    });
    let row = |(name, value): (String, String)| {
        view! {
            <div class="contact-fact">
                <dt>{name}</dt>
                <dd><span class="contact-value">{value}</span></dd>
            </div>
        }
    };
    move || {
        let rows = rows.get();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="context-part">
                    <div class="context-head"><h3>{text::contacts::MORE}</h3></div>
                    <dl class="contact-facts">{rows.into_iter().map(row).collect_view()}</dl>
                </section>
            }
        })
    }
}

/// Text as it is, anything else as JSON writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
