//! The workspace's own settings (S1): the owner and admins change them, everybody sees them.
//!
//! Each part of the screen is a [`Section`] with a form of its own in a file of its own.

mod business;
mod setting;
mod texting;

use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::session::use_session;
use crate::text;
use crate::ui::Section;

use business::{BusinessFacts, BusinessForm};
use texting::{TextingFacts, TextingForm};

/// One part below the other.
#[component]
pub fn WorkspaceScreen() -> impl IntoView {
    let session = use_session();
    let may_change = Memo::new(move |_| session.is_admin());
    let lead = if may_change.get_untracked() {
        text::workspace::LEAD
    } else {
        text::workspace::LEAD_READ
    };
    view! {
        <SettingsLayout lead>
            <div>
                <Section title=text::workspace::BUSINESS lead=text::workspace::BUSINESS_LEAD>
                    <Show when=move || may_change.get() fallback=BusinessFacts>
                        <BusinessForm />
                    </Show>
                </Section>
                <Section title=text::workspace::TEXTING lead=text::workspace::TEXTING_LEAD>
                    <Show when=move || may_change.get() fallback=TextingFacts>
                        <TextingForm />
                    </Show>
                </Section>
            </div>
        </SettingsLayout>
    }
}
