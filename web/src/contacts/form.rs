//! Editing a contact. What is typed outlives errors, other people's changes and the session.

use copperline_shared::checks::STATES;
use copperline_shared::contacts::Contact;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::fields::{Field, changes, merge};
use super::kept::{Half, Halves, Place};
use crate::api;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, Choice, Select, TextField, focus_first_invalid, standing, use_toasts,
};
use crate::{format, text};

/// A field being edited.
#[derive(Clone, Copy)]
struct Typed {
    value: RwSignal<String>,
    /// What is wrong with it before it is sent.
    error: RwSignal<Option<String>>,
    /// What somebody else has put there meanwhile.
    meanwhile: RwSignal<Option<String>>,
}

/// An edit under way.
#[derive(Clone, Copy)]
struct Edit {
    /// The contact as the editing began, or as somebody else left it since.
    base: StoredValue<Contact>,
    fields: StoredValue<Vec<Typed>>,
    submission: Submission,
}

impl Edit {
    /// Begins to edit, or goes on where the contact was left.
    fn begin(contact: Contact, place: &Place) -> Self {
        let halves = place.read(&contact).unwrap_or_default();
        let typed = |field: Field| {
            let now = field.of(&contact);
            let half = halves.get(field.name());
            let merged = half.and_then(|half| merge(&half.typed, &half.base, &now));
            let typed = half.map(|half| half.typed.clone());
            let (value, meanwhile) = match merged {
                Some(merged) => (merged.value, merged.meanwhile),
                None => (typed.unwrap_or(now), None),
            };
            Typed {
                value: RwSignal::new(value),
                error: RwSignal::new(None),
                meanwhile: RwSignal::new(
                    meanwhile.as_deref().map(text::contacts::changed_meanwhile),
                ),
            }
        };
        let edit = Self {
            fields: StoredValue::new(Field::ALL.map(typed).to_vec()),
            base: StoredValue::new(contact),
            submission: Submission::new(),
        };
        let place = place.clone();
        Effect::new(move || place.keep(&edit.halves()));
        edit
    }

    fn typed(self, field: Field) -> Typed {
        self.fields.with_value(|fields| fields[field as usize])
    }

    /// What differs from the contact, tracked.
    fn halves(self) -> Halves {
        let half = |field: Field| {
            let base = self.base.with_value(|base| field.of(base));
            let typed = self.typed(field).value.get();
            (typed.trim() != base).then(|| (field.name().to_owned(), Half { base, typed }))
        };
        Field::ALL.into_iter().filter_map(half).collect()
    }

    /// Takes somebody else's change without touching what is half typed.
    fn follow(self, now: &Contact) {
        let before = self.base.get_value();
        self.base.set_value(now.clone());
        for field in Field::ALL {
            let typed = self.typed(field);
            let value = typed.value.get_untracked();
            if let Some(merged) = merge(&value, &field.of(&before), &field.of(now)) {
                typed.value.set(merged.value);
                let words = merged.meanwhile.as_deref();
                typed
                    .meanwhile
                    .set(words.map(text::contacts::changed_meanwhile));
            }
        }
    }

    /// Shows what is wrong beneath the fields; whether there is nothing.
    fn check(self, zone: &str) -> bool {
        let today = format::in_zone(format::now(), zone).date();
        let mut fine = true;
        for field in Field::ALL {
            let typed = self.typed(field);
            let problem = typed
                .value
                .with_untracked(|value| field.problem(value, today));
            fine &= problem.is_none();
            typed.error.set(problem);
        }
        fine
    }

    /// What is wrong with a field, by this page or by the api.
    fn error(self, field: Field) -> MaybeProp<String> {
        let typed = self.typed(field);
        let here = standing(move || typed.error.get(), move || typed.value.get());
        let there = self.submission.error_of(field.name(), typed.value);
        MaybeProp::derive(move || here.get().or_else(|| there.get()))
    }
}

/// Whether somebody left this contact half typed.
pub fn is_half_typed(contact: &Contact) -> bool {
    Place::of(contact).read(contact).is_some()
}

/// The form in place of the contact's fields.
#[component]
pub fn ContactForm(
    /// The contact; a change by somebody else reaches only what isn't being typed.
    #[prop(into)]
    contact: Signal<Contact>,
    /// Called with the contact as it was saved.
    #[prop(into)]
    on_saved: Callback<Contact>,
    /// Called when the person gives up.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let place = contact.with_untracked(Place::of);
    let edit = Edit::begin(contact.get_untracked(), &place);
    let (session, toasts, submission) = (use_session(), use_toasts(), edit.submission);
    Effect::new(move |_| contact.with(|contact| edit.follow(contact)));
    let saving = place.clone();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        submission.failure.set(None);
        if !edit.check(&session.time_zone()) {
            return focus_first_invalid();
        }
        let (id, body) = edit.base.with_value(|base| {
            let typed = |field| edit.typed(field).value.get_untracked();
            (base.id, changes(base, typed))
        });
        let request = async move {
            let client = api::client();
            api::call(client.update_contact().contact_id(id).body(body).send()).await
        };
        let place = saving.clone();
        submission.run(request, move |saved| {
            place.forget();
            toasts.done(text::contacts::SAVED);
            on_saved.run(saved);
        });
    };
    let cancel = move || {
        place.forget();
        on_cancel.run(());
    };
    view! {
        <form class="contact-form" on:submit=save novalidate>
            <FailureBanner submission fields=&FIELDS />
            <Phone contact />
            <Inputs edit />
            <div class="contact-form-actions">
                <Button on_click=cancel>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
}

/// The fields that show their own error, as the api names them.
const FIELDS: [&str; 8] = {
    let mut names = [""; 8];
    let mut at = 0;
    while at < names.len() {
        names[at] = Field::ALL[at].name();
        at += 1;
    }
    names
};

/// The phone, which can be read and not changed.
#[component]
fn Phone(contact: Signal<Contact>) -> impl IntoView {
    let value = RwSignal::new(contact.with_untracked(|contact| contact.phone.formatted()));
    view! {
        <TextField
            label=text::contacts::PHONE
            value
            kind="tel"
            readonly=Signal::stored(true)
            help=text::contacts::PHONE_HELP
        />
    }
}

#[component]
fn Inputs(edit: Edit) -> impl IntoView {
    view! {
        <Input edit field=Field::FirstName />
        <Input edit field=Field::LastName />
        <Input edit field=Field::Email kind="email" />
        <Input edit field=Field::DateOfBirth kind="date" />
        <Input edit field=Field::Zip inputmode="numeric" />
        <StateSelect edit />
        <Input edit field=Field::Company />
        <Input edit field=Field::Source />
    }
}

#[component]
fn Input(
    edit: Edit,
    field: Field,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: &'static str,
) -> impl IntoView {
    let typed = edit.typed(field);
    view! {
        <TextField
            label=field.label()
            name=field.name()
            value=typed.value
            kind
            inputmode
            error=edit.error(field)
            help=typed.meanwhile
        />
    }
}

#[component]
fn StateSelect(edit: Edit) -> impl IntoView {
    let typed = edit.typed(Field::State);
    let unknown = Choice::new("", text::contacts::STATE_UNKNOWN);
    let states = STATES.iter().map(|(code, name)| Choice::new(*code, *name));
    let choices: Vec<Choice> = std::iter::once(unknown).chain(states).collect();
    view! {
        <Select
            label=Field::State.label()
            value=typed.value
            choices
            error=edit.error(Field::State)
            help=typed.meanwhile
        />
    }
}
