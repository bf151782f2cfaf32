//! One phone: what the contact sees, and what happens to the next text.

use copperline_shared::events::Event;
use copperline_shared::phone::Phone;
use copperline_shared::simulator::HandsetThread;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::Work;
use super::behaviour::Behaviour;
use super::reply::Reply;
use super::texts::Texts;
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::ui::{Icon, SkeletonThread};
use crate::{api, format, paths, text};

/// What the parts of one phone share.
#[derive(Clone, Copy)]
pub struct Handling {
    /// The phone as the address names it.
    pub address: StoredValue<String>,
    /// Absent until it was read.
    pub thread: Loaded<Option<HandsetThread>>,
    /// How many times the carrier reports what this phone sends.
    pub copies: RwSignal<String>,
    pub work: Work,
}

impl Handling {
    /// The phone in its one spelling, once the api has read it.
    pub fn phone(self) -> Option<Phone> {
        self.thread
            .value
            .with(|thread| thread.as_ref().map(|thread| thread.phone.clone()))
    }
}

#[component]
pub fn PhoneView(phone: String, work: Work) -> impl IntoView {
    let address = StoredValue::new(phone);
    let thread = Loaded::new(None, move || async move {
        let phone = address.get_value();
        api::call(api::client().read_handset().phone(phone).send())
            .await
            .map(Some)
    });
    let handling = Handling {
        address,
        thread,
        copies: RwSignal::new("1".to_owned()),
        work,
    };
    use_one_spelling(handling);
    use_live().on(move |event| {
        if matches!(
            event,
            Event::MessageChanged { .. } | Event::ConversationChanged { .. }
        ) {
            thread.reload_soon();
        }
    });
    view! {
        <div class="handset-stage">
            <a class="handset-back" href=paths::HANDSET>
                <Icon icon=icondata_lu::LuArrowLeft size=16 />
                {text::simulator::OTHER_PHONE}
            </a>
            <section class="handset-device" aria-label=text::simulator::SIMULATED>
                <DeviceHead handling />
                <WhenLoaded loaded=thread skeleton=|| view! { <SkeletonThread /> }>
                    <Texts handling />
                    <Reply handling />
                </WhenLoaded>
            </section>
        </div>
        <aside class="handset-side" aria-label=text::simulator::NEXT>
            <WhenLoaded loaded=thread skeleton=|| ()>
                <Behaviour handling />
            </WhenLoaded>
        </aside>
    }
}

/// A phone typed in another writing gets the address that the list of phones links to.
fn use_one_spelling(handling: Handling) {
    let navigate = use_navigate();
    Effect::new(move || {
        if let Some(phone) = handling.phone()
            && phone.as_str() != handling.address.get_value()
        {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&paths::handset(phone.as_str()), options);
        }
    });
}

#[component]
fn DeviceHead(handling: Handling) -> impl IntoView {
    let shown = move || match handling.phone() {
        Some(phone) => phone.formatted(),
        None => format::phone(&handling.address.get_value()),
    };
    let name = move || {
        let phone = handling.phone()?;
        handling.work.phones.value.with(|entries| {
            entries
                .iter()
                .find(|entry| entry.phone == phone)?
                .name
                .clone()
        })
    };
    let title = move || text::simulator::phone_of(name().as_deref(), &shown());
    view! {
        <header class="handset-head">
            <p class="handset-badge">{text::simulator::SIMULATED}</p>
            <h1>{title}</h1>
            <p class="handset-phone">{move || name().map(|_| shown())}</p>
        </header>
    }
}
