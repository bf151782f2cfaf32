//! One contact beside the list.

use copperline_shared::consent::ConsentEntry;
use copperline_shared::contacts::{Contact, display_name};
use copperline_shared::conversations::CreateConversation;
use copperline_shared::events::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::led::lead_on;
use super::panel::ContactPanel;
use super::screen::Screen;
use crate::api::{self, Failure};
use crate::live::use_live;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, EmptyState, Icon, Menu, MenuItem};
use crate::{paths, text};

/// What is known of the contact, kept current with what happens.
#[derive(Clone, Copy)]
pub struct Known {
    id: Uuid,
    pub contact: RwSignal<Option<Contact>>,
    consent: RwSignal<Option<Vec<ConsentEntry>>>,
    failure: RwSignal<Option<Failure>>,
}

impl Known {
    fn new(id: Uuid) -> Self {
        let known = Self {
            id,
            contact: RwSignal::new(None),
            consent: RwSignal::new(None),
            failure: RwSignal::new(None),
        };
        let live = use_live();
        live.on(move |event| match event {
            Event::ContactChanged { contact } if contact.id == id => known.take(contact.clone()),
            // Asked for, it answers that there is none any more.
            Event::ContactErased { contact_id, .. } if *contact_id == id => {
                known.contact.set(None);
                known.read();
            }
            Event::ConsentRecorded { contact_id } if *contact_id == id => known.read_consent(),
            // Its consent is that of two now.
            Event::ContactsMerged { contact_id, .. } if *contact_id == id => known.read(),
            _ => {}
        });
        Effect::new(move || {
            live.resets.track();
            known.read();
        });
        known
    }

    fn read(self) {
        spawn_local(async move {
            let client = api::client();
            match api::call(client.read_contact().contact_id(self.id).send()).await {
                Ok(contact) => {
                    self.contact.try_set(Some(contact));
                    self.read_consent();
                }
                Err(failure) if self.contact.try_with_untracked(Option::is_none) == Some(true) => {
                    self.failure.try_set(Some(failure));
                }
                // What is shown is still worth more than the failure to renew it.
                Err(_) => {}
            }
        });
    }

    fn read_consent(self) {
        spawn_local(async move {
            let client = api::client();
            if let Ok(page) = api::call(client.list_consent().contact_id(self.id).send()).await {
                self.consent.try_set(Some(page.items));
            }
        });
    }

    fn take(self, contact: Contact) {
        let before = self.contact.try_with_untracked(|known| {
            let known = known.as_ref()?;
            Some(known.opted_out_at)
        });
        if before.flatten() != Some(contact.opted_out_at) {
            self.read_consent();
        }
        self.contact.try_set(Some(contact));
    }
}

#[component]
pub fn Beside(screen: Screen, id: Uuid) -> impl IntoView {
    let (known, address, session) = (Known::new(id), screen.address, use_session());
    lead_on(known.failure, id, |into| Some(into.contact_id));
    let admin = Memo::new(move |_| session.is_admin());
    let merge = Callback::new(move |()| {
        if let Some(contact) = known.contact.get_untracked() {
            screen.merging.ask(contact, None);
        }
    });
    let back = move || address.with(|address| address.list().href());
    let name = Memo::new(move |_| {
        known.contact.with(|contact| {
            let contact = contact.as_ref()?;
            let (first, last) = (&contact.first_name, &contact.last_name);
            Some(display_name(first, last, &contact.phone))
        })
    });
    let failed = Memo::new(move |_| {
        known
            .failure
            .with(|failure| failure.as_ref().map(Failure::when_reading))
    });
    view! {
        <aside class="contact-beside" aria-label=text::contact_list::BESIDE>
            <header class="contact-beside-head">
                <a class="btn btn-ghost btn-square" href=back aria-label=text::common::CLOSE title=text::common::CLOSE>
                    <Icon icon=icondata_lu::LuX />
                </a>
                <h2>{move || name.get().unwrap_or_default()}</h2>
                <OpenThread known />
                <Show when=move || admin.get() && known.contact.with(Option::is_some)>
                    <Menu label=text::contact_list::MORE>
                        <MenuItem icon=icondata_lu::LuMerge on_select=merge>
                            {text::merging::MERGE_WITH}
                        </MenuItem>
                    </Menu>
                </Show>
            </header>
            <div class="contact-beside-body">
                <Show
                    when=move || failed.with(Option::is_none)
                    fallback=move || {
                        view! {
                            <EmptyState
                                icon=icondata_lu::LuUserX
                                title=text::contact_list::NOT_THERE
                                lead=MaybeProp::derive(move || failed.get())
                            />
                        }
                    }
                >
                    <ContactPanel
                        contact=known.contact
                        consent=known.consent
                        on_change=move |contact| known.take(contact)
                    />
                </Show>
            </div>
        </aside>
    }
}

/// Opens the conversation, the first time it makes one.
#[component]
fn OpenThread(known: Known) -> impl IntoView {
    let (submission, navigate) = (Submission::new(), use_navigate());
    let open = Callback::new(move |()| {
        let Some(contact) = known.contact.get_untracked() else {
            return;
        };
        let navigate = navigate.clone();
        let body = CreateConversation {
            phone: contact.phone.as_str().to_owned(),
        };
        let request =
            async { api::call(api::client().create_conversation().body(body).send()).await };
        submission.run(request, move |opened| {
            let to = paths::conversation(opened.conversation.id);
            navigate(&to, NavigateOptions::default());
        });
    });
    view! {
        <Button
            kind=ButtonKind::Quiet
            icon=icondata_lu::LuMessageSquare
            busy=submission.busy
            disabled=Signal::derive(move || known.contact.with(Option::is_none))
            on_click=open
        >
            {text::contact_list::MESSAGE}
        </Button>
        <FailureBanner submission />
    }
}
