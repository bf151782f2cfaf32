//! The signed-in person's own names (S1).

use copperline_shared::profile::{Profile, Role, UpdateProfile};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Section, TextField, use_toasts};
use crate::{api, text};

/// First and last name; the email and the workspace to look at.
#[component]
pub fn ProfileScreen() -> impl IntoView {
    let session = use_session();
    view! {
        <SettingsLayout lead=text::settings::PROFILE_LEAD>
            <div>
                <Section title=text::settings::YOU lead=text::settings::YOU_LEAD>
                    {session.profile.get_untracked().map(|profile| view! { <NamesForm profile /> })}
                </Section>
                <Section title=text::settings::WORKSPACE lead=text::settings::WORKSPACE_LEAD>
                    {move || session.profile.get().map(|profile| view! { <WorkspaceFacts profile /> })}
                </Section>
            </div>
        </SettingsLayout>
    }
}

#[component]
fn NamesForm(profile: Profile) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let first_name = RwSignal::new(profile.first_name);
    let last_name = RwSignal::new(profile.last_name);
    let email = RwSignal::new(profile.email);
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = UpdateProfile {
            first_name: Some(first_name.get_untracked()),
            last_name: Some(last_name.get_untracked()),
        };
        let request =
            async move { api::call(api::client().update_profile().body(body).send()).await };
        submission.run(request, move |profile: Profile| {
            first_name.set(profile.first_name.clone());
            last_name.set(profile.last_name.clone());
            session.profile.set(Some(profile));
            toasts.done(text::settings::SAVED);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["first_name", "last_name"] />
            <div class="field-pair">
                <TextField
                    label=text::settings::FIRST_NAME
                    value=first_name
                    autocomplete="given-name"
                    error=submission.error_of("first_name", first_name)
                />
                <TextField
                    label=text::settings::LAST_NAME
                    value=last_name
                    autocomplete="family-name"
                    optional_field=true
                    error=submission.error_of("last_name", last_name)
                />
            </div>
            <TextField
                label=text::settings::EMAIL
                value=email
                kind="email"
                readonly=true
                help=text::settings::EMAIL_HELP
            />
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn WorkspaceFacts(profile: Profile) -> impl IntoView {
    let role = match profile.role {
        Role::Owner => text::settings::ROLE_OWNER,
        Role::Admin => text::settings::ROLE_ADMIN,
        Role::Basic => text::settings::ROLE_BASIC,
    };
    view! {
        <dl class="facts">
            <div>
                <dt>{text::settings::WORKSPACE_NAME}</dt>
                <dd>{profile.workspace.name}</dd>
            </div>
            <div>
                <dt>{text::settings::ROLE}</dt>
                <dd>{role}</dd>
            </div>
        </dl>
    }
}
