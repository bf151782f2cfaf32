//! The screens that are fetched when they are first opened; the list of conversations comes with
//! the page.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::part::{Drawn, Part};
use crate::ui::SkeletonPage;

/// What stands in for a screen until it comes.
macro_rules! shape {
    () => {
        || SkeletonPage().into_any()
    };
    ($skeleton:path) => {
        || $skeleton().into_any()
    };
}

macro_rules! screens {
    ($($name:ident = $part:ident, $preload:ident => $screen:path $(, $skeleton:path)?;)*) => {$(
        #[wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload($preload), fallible)]
        fn $part() -> Drawn {
            Ok($screen().into_any())
        }

        #[component]
        pub fn $name() -> impl IntoView {
            view! { <Part preload=$preload draw=$part skeleton=shape!($($skeleton)?) /> }
        }
    )*};
}

screens! {
    SignIn = sign_in, fetch_sign_in => crate::auth::SignInScreen;
    SignUp = sign_up, fetch_sign_up => crate::auth::SignUpScreen;
    ForgotPassword = forgot_password, fetch_forgot_password => crate::auth::ForgotPasswordScreen;
    ResetPassword = reset_password, fetch_reset_password => crate::auth::ResetPasswordScreen;
    ConfirmEmail = confirm_email, fetch_confirm_email => crate::auth::ConfirmEmailScreen;
    Pipeline = pipeline, fetch_pipeline => crate::pipeline::PipelineScreen, crate::pipeline::SkeletonBoard;
    Contacts = contacts, fetch_contacts => crate::contacts::ContactsScreen;
    Imports = imports, fetch_imports => crate::imports::ImportsScreen;
    Suppressions = suppressions, fetch_suppressions => crate::suppressions::SuppressionsScreen;
    Templates = templates, fetch_templates => crate::templates::TemplatesScreen;
    Workflows = workflows, fetch_workflows => crate::workflows::WorkflowsScreen;
    Numbers = numbers, fetch_numbers => crate::numbers::NumbersScreen;
    Billing = billing, fetch_billing => crate::billing::BillingScreen;
    Handset = handset, fetch_handset => crate::simulator::HandsetScreen;
    Reviews = reviews, fetch_reviews => crate::reviews::ReviewsScreen;
    Profile = profile, fetch_profile => crate::profile::ProfileScreen;
    Workspace = workspace, fetch_workspace => crate::workspace::WorkspaceScreen;
    ApiTokens = api_tokens, fetch_api_tokens => crate::api_tokens::ApiTokensScreen;
    Tags = tags, fetch_tags => crate::tags::TagsScreen;
    Held = held, fetch_held => crate::messages::WaitingScreen;
    TextingHours = texting_hours, fetch_texting_hours => crate::texting_hours::TextingHoursScreen;
    StopTriggers = stop_triggers, fetch_stop_triggers => crate::stop_triggers::StopTriggersScreen;
}
