//! What templates are filled with here: the contact, who writes, and for which business.

use copperline_shared::contacts::Contact;
use copperline_shared::templates::Sample;
use leptos::prelude::*;

use crate::session::Session;

/// A sample with who is signed in, and the workspace.
pub fn signed(sample: Sample, session: Session) -> Sample {
    session.profile.with(|profile| match profile {
        None => sample.clone(),
        Some(profile) => Sample {
            agent_first_name: profile.first_name.clone(),
            agent_last_name: profile.last_name.clone(),
            workspace: profile.workspace.name.clone(),
            ..sample.clone()
        },
    })
}

/// What a template is filled with for a contact.
pub fn of(contact: Option<&Contact>, session: Session) -> Sample {
    signed(contact.map(Sample::of).unwrap_or_default(), session)
}

/// Whether a field is known for every contact.
pub fn always_known(name: &str) -> bool {
    matches!(name, "phone" | "workspace" | "agent_first_name")
}
