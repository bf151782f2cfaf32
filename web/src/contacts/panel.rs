//! Who the contact is: fields to read, copy and edit, and whether they may be texted.

use copperline_shared::consent::ConsentEntry;
use copperline_shared::contacts::Contact;
use leptos::prelude::*;

use super::consent::Consent;
use super::erase::Erase;
use super::facts::{Extra, Facts};
use super::form::{ContactForm, is_half_typed};
use super::merged::MergedContacts;
use crate::notes::NotePad;
use crate::tags::ContactTags;
use crate::text;
use crate::ui::{Button, ButtonKind, SkeletonForm};
use crate::workflows::{ContactRuns, EzButtons};

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
            <EzButtons contact_id=contact.with_untracked(|contact| contact.id) />
            <Fields contact on_change />
            <ContactTags contact_id=contact.with_untracked(|contact| contact.id) />
            <ContactRuns contact_id=contact.with_untracked(|contact| contact.id) />
            <NotePad contact_id=contact.with_untracked(|contact| contact.id) />
            <Extra contact />
            <MergedContacts contact_id=contact.with_untracked(|contact| contact.id) />
            <Consent contact entries=consent on_change />
            <Erase contact />
        }
        .into_any()
    }
}

/// The contact's fields, or the form that changes them.
#[component]
fn Fields(contact: Signal<Contact>, on_change: Callback<Contact>) -> impl IntoView {
    // Whoever left in the middle of it finds it so again.
    let editing = RwSignal::new(contact.with_untracked(is_half_typed));
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
            <Show when=move || editing.get() fallback=move || view! { <Facts contact on_edit=move || editing.set(true) /> }>
                <ContactForm contact on_saved=saved on_cancel=move || editing.set(false) />
            </Show>
        </section>
    }
}
