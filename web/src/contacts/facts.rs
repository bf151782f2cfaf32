//! What is known of a contact: their fields, and what a lead said beyond them.

use copperline_shared::checks::state_name;
use copperline_shared::contacts::Contact;
use leptos::prelude::*;

use super::fields::Field;
use super::said::{Said, said};
use crate::ui::{Button, ButtonKind, CopyButton};
use crate::{format, text};

/// The fields that hold something; the others wait behind a button that edits.
#[component]
pub fn Facts(
    contact: Signal<Contact>,
    /// Opens the form.
    #[prop(into)]
    on_edit: Callback<()>,
) -> impl IntoView {
    let read = move |read: fn(&Contact) -> String| Signal::derive(move || contact.with(read));
    let incomplete = Memo::new(move |_| {
        contact.with(|contact| Field::ALL.iter().any(|field| field.of(contact).is_empty()))
    });
    view! {
        <dl class="contact-facts">
            <Phone contact />
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
        <Show when=move || incomplete.get()>
            <div class="contact-more">
                <Button
                    kind=ButtonKind::Ghost
                    class="btn-small"
                    icon=icondata_lu::LuPlus
                    on_click=on_edit
                >
                    {text::contacts::ADD_DETAILS}
                </Button>
            </div>
        </Show>
    }
}

fn state(contact: &Contact) -> String {
    state_name(&contact.state).map_or_else(|| contact.state.clone(), str::to_owned)
}

/// The phone, to call with whatever calls on this machine.
#[component]
fn Phone(contact: Signal<Contact>) -> impl IntoView {
    let e164 = Signal::derive(move || contact.with(|contact| contact.phone.as_str().to_owned()));
    view! {
        <div class="contact-fact">
            <dt>{text::contacts::PHONE}</dt>
            <dd>
                <span class="contact-value">
                    <a href=move || format!("tel:{}", e164.get())>
                        {move || contact.with(|contact| contact.phone.formatted())}
                    </a>
                </span>
                <CopyButton label=text::contacts::COPY_PHONE value=e164 />
            </dd>
        </div>
    }
}

/// One field to read; nothing where nothing is known.
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
        <Show when=move || known.get()>
            <div class="contact-fact" class:contact-fact-half=half>
                <dt>{label}</dt>
                <dd>
                    <span class="contact-value">{value}</span>
                    {copies.map(|value| view! { <CopyButton label=copy value /> })}
                </dd>
            </div>
        </Show>
    }
}

/// What leads said beyond the contact's fields: the vendor's words first.
#[component]
pub fn Extra(contact: Signal<Contact>) -> impl IntoView {
    let said = Memo::new(move |_| contact.with(|contact| said(&contact.custom_fields)));
    let row = |(name, value): (String, String)| {
        view! {
            <div class="contact-fact">
                <dt>{name}</dt>
                <dd><span class="contact-value">{value}</span></dd>
            </div>
        }
    };
    move || {
        let Said { notes, rows } = said.get();
        let notes = (!notes.is_empty()).then(|| {
            let words = notes
                .into_iter()
                .map(|note| view! { <p class="lead-note">{note}</p> });
            view! { <Part title=text::contacts::VENDORS_NOTE>{words.collect_view()}</Part> }
        });
        let rows = (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(row).collect_view();
            view! { <Part title=text::contacts::MORE><dl class="contact-facts">{rows}</dl></Part> }
        });
        (notes, rows)
    }
}

#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="context-part">
            <div class="context-head"><h3>{title}</h3></div>
            {children()}
        </section>
    }
}
