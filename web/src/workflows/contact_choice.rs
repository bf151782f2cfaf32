//! Choosing whom the dry run is for: somebody heard of lately, or anybody that a search finds.

use copperline_shared::contacts::{Contact, display_name};
use copperline_shared::conversations::Tab;
use leptos::prelude::*;

use crate::api::{self, Outcome};
use crate::loaded::{Loaded, WhenLoaded};
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Choice, SearchField, Select, SkeletonForm};

/// So many contacts are offered.
const OFFERED: u32 = 25;

/// The children are shown once there is anybody to choose.
#[component]
pub fn ContactChoice(
    /// The contact's id.
    chosen: RwSignal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let lately = Loaded::new(Vec::<Choice>::new(), heard_of);
    let found = RwSignal::new(None::<Vec<Choice>>);
    let offered = Memo::new(move |_| {
        let found = found.get().filter(|found| !found.is_empty());
        found.unwrap_or_else(|| lately.value.get())
    });
    // The first is tried until somebody else is chosen.
    Effect::new(move || {
        offered.with(|offered| {
            let known =
                chosen.with_untracked(|chosen| offered.iter().any(|of| of.value == *chosen));
            if let Some(first) = offered.first()
                && !known
            {
                chosen.set(first.value.clone());
            }
        });
    });
    let none = Memo::new(move |_| offered.with(Vec::is_empty));
    let children = StoredValue::new(children);
    view! {
        <WhenLoaded loaded=lately skeleton=|| view! { <SkeletonForm fields=1 /> }>
            <Show
                when=move || !none.get()
                fallback=|| view! { <p class="text-muted">{text::workflows::NO_CONTACTS}</p> }
            >
                <Find found />
                <Select label=text::workflows::CONTACT value=chosen choices=offered />
                {children.with_value(|children| children())}
            </Show>
        </WhenLoaded>
    }
}

/// A search among all contacts.
#[component]
fn Find(found: RwSignal<Option<Vec<Choice>>>) -> impl IntoView {
    let (typed, searched) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submission = Submission::new();
    let search = move |wanted: String| {
        searched.set(wanted.clone());
        if wanted.is_empty() {
            submission.failure.set(None);
            return found.set(None);
        }
        submission.run(find(wanted), move |people| found.set(Some(people)));
    };
    let nobody = move || found.with(|found| found.as_ref().is_some_and(Vec::is_empty));
    view! {
        <SearchField
            label=text::workflows::FIND
            placeholder=text::workflows::FIND_EXAMPLE
            value=typed
            active=searched
            on_search=search
        />
        <FailureBanner submission />
        <p class="field-help" role="status">
            {move || nobody().then_some(text::workflows::NOBODY_FOUND)}
        </p>
    }
}

/// Those heard of last; while there is no conversation, those added last.
async fn heard_of() -> Outcome<Vec<Choice>> {
    let client = api::client();
    let request = client.list_conversations().tab(Tab::All).limit(OFFERED);
    let heard = api::call(request.send()).await?.items;
    if heard.is_empty() {
        let request = client.list_contacts().limit(OFFERED);
        let added = api::call(request.send()).await?.items;
        return Ok(added.iter().map(|listed| choice(&listed.contact)).collect());
    }
    let people = heard.into_iter().map(|of| {
        let words = text::workflows::person(&of.name, &of.phone.formatted());
        Choice::new(of.contact_id.to_string(), words)
    });
    Ok(people.collect())
}

async fn find(wanted: String) -> Outcome<Vec<Choice>> {
    let client = api::client();
    let request = client.list_contacts().search(wanted).limit(OFFERED);
    let found = api::call(request.send()).await?.items;
    Ok(found.iter().map(|listed| choice(&listed.contact)).collect())
}

fn choice(contact: &Contact) -> Choice {
    let name = display_name(&contact.first_name, &contact.last_name, &contact.phone);
    let words = text::workflows::person(&name, &contact.phone.formatted());
    Choice::new(contact.id.to_string(), words)
}
