//! The handset screen: a simulated contact's phone (X1).
//!
//! It shows what the simulated carrier holds, as the contact would see it, and never the
//! workspace's own messages.

mod behaviour;
mod choose;
mod phone;
mod reply;
mod rules;
mod texts;

use std::collections::BTreeMap;

use copperline_shared::conversations::Tab;
use copperline_shared::events::Event;
use copperline_shared::simulator::Handset;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::Outcome;
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::ui::{EmptyState, PageHeader};
use crate::{api, text};
use choose::PhoneList;
use phone::PhoneView;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    phones: Loaded<Vec<rules::Entry>>,
    /// The address's phone, as typed or linked.
    at: Memo<Option<String>>,
    /// What is half written on each phone.
    drafts: StoredValue<BTreeMap<String, String>>,
}

/// The phones to choose from, and the chosen one.
#[component]
pub fn HandsetScreen() -> impl IntoView {
    let session = use_session();
    let simulated = session.simulated;
    let off = || {
        view! {
            <EmptyState
                icon=icondata_lu::LuSmartphone
                title=text::simulator::OFF
                lead=text::simulator::OFF_LEAD
            />
        }
    };
    view! {
        <Show when=move || simulated.get() fallback=off>
            <Handsets />
        </Show>
    }
}

/// The phones that texted or were texted, then the contacts that did neither yet.
async fn read_phones() -> Outcome<Vec<rules::Entry>> {
    let handsets: Vec<Handset> = api::call(api::client().list_handsets().send()).await?;
    let conversations = api::call(
        api::client()
            .list_conversations()
            .tab(Tab::All)
            .limit(50_u32)
            .send(),
    )
    .await?;
    Ok(rules::entries(handsets, &conversations.items))
}

#[component]
fn Handsets() -> impl IntoView {
    let params = use_params_map();
    let work = Work {
        phones: Loaded::new(Vec::new(), read_phones),
        at: Memo::new(move |_| {
            params
                .with(|params| params.get("phone"))
                .filter(|phone| !phone.is_empty())
        }),
        drafts: StoredValue::new(BTreeMap::new()),
    };
    use_live().on(move |event| {
        let of_the_list = matches!(
            event,
            Event::MessageChanged { .. }
                | Event::ConversationChanged { .. }
                | Event::ContactChanged { .. }
        );
        if of_the_list {
            work.phones.reload_soon();
        }
    });
    let chosen = move || {
        work.at
            .get()
            .map(|phone| view! { <PhoneView phone work /> })
    };
    let none = || {
        view! {
            <div class="handset-none">
                <EmptyState
                    icon=icondata_lu::LuSmartphone
                    title=text::simulator::CHOOSE
                    lead=text::simulator::CHOOSE_LEAD
                />
            </div>
        }
    };
    view! {
        <div
            class="handset-screen"
            data-chosen=move || work.at.with(Option::is_some).then_some("yes")
        >
            <aside class="handset-side" aria-label=text::simulator::PHONES>
                <PageHeader title=text::simulator::TITLE lead=text::simulator::LEAD />
                <PhoneList work />
            </aside>
            <Show when=move || work.at.with(Option::is_some) fallback=none>
                {chosen}
            </Show>
        </div>
    }
}
