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

/// Screens of one file come together: each set of files that share code gets one more of its own, and
/// a browser asks for all of a screen's.
macro_rules! screens {
    ($($file:ident: $name:ident = $part:ident, $preload:ident => $screen:path $(, $skeleton:path)?;)*) => {$(
        #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, preload($preload), fallible)]
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
    account: SignIn = sign_in, fetch_sign_in => crate::auth::SignInScreen;
    account: SignUp = sign_up, fetch_sign_up => crate::auth::SignUpScreen;
    account: ForgotPassword = forgot_password, fetch_forgot_password => crate::auth::ForgotPasswordScreen;
    account: ResetPassword = reset_password, fetch_reset_password => crate::auth::ResetPasswordScreen;
    account: ConfirmEmail = confirm_email, fetch_confirm_email => crate::auth::ConfirmEmailScreen;
    pipeline: Pipeline = pipeline, fetch_pipeline => crate::pipeline::PipelineScreen, crate::pipeline::SkeletonBoard;
    contacts: Contacts = contacts, fetch_contacts => crate::contacts::ContactsScreen;
    contacts: Imports = imports, fetch_imports => crate::imports::ImportsScreen;
    contacts: Suppressions = suppressions, fetch_suppressions => crate::suppressions::SuppressionsScreen;
    templates: Templates = templates, fetch_templates => crate::templates::TemplatesScreen;
    workflows: Workflows = workflows, fetch_workflows => crate::workflows::WorkflowsScreen;
    numbers: Numbers = numbers, fetch_numbers => crate::numbers::NumbersScreen;
    billing: Billing = billing, fetch_billing => crate::billing::BillingScreen;
    handset: Handset = handset, fetch_handset => crate::simulator::HandsetScreen;
    queues: Reviews = reviews, fetch_reviews => crate::reviews::ReviewsScreen;
    settings: Profile = profile, fetch_profile => crate::profile::ProfileScreen;
    settings: Workspace = workspace, fetch_workspace => crate::workspace::WorkspaceScreen;
    settings: Groups = groups, fetch_groups => crate::groups::GroupsScreen;
    settings: ApiTokens = api_tokens, fetch_api_tokens => crate::api_tokens::ApiTokensScreen;
    settings: Tags = tags, fetch_tags => crate::tags::TagsScreen;
    queues: Held = held, fetch_held => crate::messages::WaitingScreen;
    settings: TextingHours = texting_hours, fetch_texting_hours => crate::texting_hours::TextingHoursScreen;
    settings: StopTriggers = stop_triggers, fetch_stop_triggers => crate::stop_triggers::StopTriggersScreen;
}
