//! Editing a contact. What is typed outlives errors, other people's changes and the session.

use copperline_shared::checks::STATES;
use copperline_shared::contacts::Contact;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{Field, changes, followed};
use crate::api;
use crate::session::use_session;
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Select, TextField, Tone, focus_first_invalid, use_toasts,
};
use crate::{format, text};

/// A field being edited.
#[derive(Clone, Copy)]
struct Typed {
    value: RwSignal<String>,
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
    busy: RwSignal<bool>,
    /// What went wrong with the form as a whole.
    error: RwSignal<Option<String>>,
}

impl Edit {
    fn begin(contact: Contact) -> Self {
        let typed = |field: Field| Typed {
            value: RwSignal::new(field.of(&contact)),
            error: RwSignal::new(None),
            meanwhile: RwSignal::new(None),
        };
        Self {
            fields: StoredValue::new(Field::ALL.map(typed).to_vec()),
            base: StoredValue::new(contact),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    fn typed(self, field: Field) -> Typed {
        self.fields.with_value(|fields| fields[field as usize])
    }

    /// Takes somebody else's change without touching what is half typed.
    fn follow(self, now: &Contact) {
        for field in Field::ALL {
            let typed = self.typed(field);
            let (before, value) = (self.base.with_value(|base| field.of(base)), field.of(now));
            if before == value {
                continue;
            }
            let kept = followed(&typed.value.get_untracked(), &before, &value);
            let differs = kept.trim() != value;
            typed.value.set(kept);
            typed
                .meanwhile
                .set(differs.then(|| text::contacts::changed_meanwhile(&value)));
        }
        self.base.set_value(now.clone());
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

    fn show(self, failure: &api::Failure) {
        for field in Field::ALL {
            self.typed(field).error.set(failure.field(field.name()));
        }
        let named = Field::ALL
            .iter()
            .any(|field| failure.field(field.name()).is_some());
        self.error.set((!named).then(|| failure.message()));
        focus_first_invalid();
    }
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
    let edit = Edit::begin(contact.get_untracked());
    let (session, toasts) = (use_session(), use_toasts());
    Effect::new(move |_| contact.with(|contact| edit.follow(contact)));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if edit.busy.get_untracked() {
            return;
        }
        edit.error.set(None);
        if !edit.check(&session.time_zone()) {
            focus_first_invalid();
            return;
        }
        edit.busy.set(true);
        spawn_local(async move {
            let (id, body) = edit.base.with_value(|base| {
                (
                    base.id,
                    changes(base, |field| edit.typed(field).value.get_untracked()),
                )
            });
            let client = api::client();
            let outcome = api::call(client.update_contact().contact_id(id).body(body).send()).await;
            edit.busy.try_set(false);
            match outcome {
                Ok(saved) => {
                    toasts.done(text::contacts::SAVED);
                    on_saved.try_run(saved);
                }
                Err(failure) if !edit.busy.is_disposed() => edit.show(&failure),
                Err(failure) => toasts.problem(failure.message()),
            }
        });
    };
    view! {
        <form class="contact-form" on:submit=save novalidate>
            {move || edit.error.get().map(|error| view! { <Banner tone=Tone::Bad>{error}</Banner> })}
            <Phone contact />
            <Inputs edit />
            <div class="contact-form-actions">
                <Button on_click=on_cancel>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=edit.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
}

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
            error=typed.error
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
            error=typed.error
            help=typed.meanwhile
        />
    }
}
