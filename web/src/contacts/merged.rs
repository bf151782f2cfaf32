//! The contacts that were merged into this one, as they were.

use copperline_shared::contacts::{MergedContact, display_name};
use copperline_shared::events::Event;
use leptos::prelude::*;
use uuid::Uuid;

use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::{api, format, text};

/// Nothing where nobody was.
#[component]
pub fn MergedContacts(contact_id: Uuid) -> impl IntoView {
    let merged = Loaded::new(Vec::<MergedContact>::new(), move || async move {
        let client = api::client();
        api::call(client.list_merged_contacts().contact_id(contact_id).send()).await
    });
    use_live().on(move |event| {
        if let Event::ContactsMerged { contact_id: of, .. } = event
            && *of == contact_id
        {
            merged.reload_soon();
        }
    });
    let zone = use_session().time_zone();
    let row = move |one: MergedContact| {
        let contact = one.contact;
        let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
        let at = format::in_zone(one.merged_at, &zone);
        let day = format::date(at, format::in_zone(format::now(), &zone));
        let more: Vec<String> = [contact.email, contact.company]
            .into_iter()
            .filter(|value| !value.is_empty())
            .collect();
        view! {
            <div class="contact-fact">
                <dt>{text::merging::on(&day)}</dt>
                <dd>
                    <span class="contact-value">
                        {name} <br /> {contact.phone.formatted()}
                        {(!more.is_empty()).then(|| view! { <br /> {more.join(" · ")} })}
                    </span>
                </dd>
            </div>
        }
    };
    view! {
        <Show when=move || merged.value.with(|merged| !merged.is_empty())>
            <section class="context-part">
                <div class="context-head">
                    <h3>{text::merging::MERGED}</h3>
                </div>
                <dl class="contact-facts">
                    <For
                        each=move || merged.value.get()
                        key=|one| one.contact.id
                        children=row.clone()
                    />
                </dl>
            </section>
        </Show>
    }
}
