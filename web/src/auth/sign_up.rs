//! Creating a workspace.

use copperline_shared::auth::CreateWorkspace;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::entering::set_title;
use super::mail_sent::{MailSentNotice, Waiting};
use crate::layout::PlainLayout;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, PasswordField, Select, TextField, use_toasts};
use crate::{api, paths, text, time_zones};

/// What is typed; it stays while the mail is waited for.
#[derive(Clone, Copy)]
struct Form {
    workspace_name: RwSignal<String>,
    first_name: RwSignal<String>,
    last_name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    time_zone: RwSignal<String>,
}

const FIELDS: &[&str] = &[
    "workspace_name",
    "first_name",
    "last_name",
    "email",
    "password",
    "time_zone",
];

impl Form {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            workspace_name: empty(),
            first_name: empty(),
            last_name: empty(),
            email: empty(),
            password: empty(),
            time_zone: RwSignal::new(time_zones::own()),
        }
    }

    fn body(self) -> CreateWorkspace {
        CreateWorkspace {
            workspace_name: self.workspace_name.get_untracked(),
            first_name: self.first_name.get_untracked(),
            last_name: self.last_name.get_untracked(),
            email: self.email.get_untracked(),
            password: self.password.get_untracked(),
            time_zone: self.time_zone.get_untracked(),
        }
    }
}

/// The form, then where the mail went.
#[component]
pub fn SignUpScreen() -> impl IntoView {
    set_title(text::auth::CREATE_WORKSPACE);
    let form = Form::new();
    let submission = Submission::new();
    let Waiting { sent } = Waiting::open("sign-up");
    let toasts = use_toasts();
    let send = Callback::new(move |()| {
        let body = form.body();
        let again = sent.with_untracked(Option::is_some);
        let request =
            async move { api::call(api::client().create_workspace().body(body).send()).await };
        submission.run(request, move |answer| {
            sent.set(Some(answer));
            if again {
                toasts.done(text::auth::SENT_AGAIN);
            }
        });
    });
    let title = move || {
        if sent.with(Option::is_some) {
            text::auth::CHECK_MAIL
        } else {
            text::auth::CREATE_WORKSPACE
        }
    };
    let lead = move || {
        Some(
            if sent.with(Option::is_some) {
                text::auth::CONFIRM_LEAD
            } else {
                text::auth::SIGN_UP_LEAD
            }
            .to_owned(),
        )
    };
    let notice = move || {
        let change = Callback::new(move |()| {
            submission.failure.set(None);
            sent.set(None);
        });
        // What was typed is gone after a reload, the password above all.
        let on_again = form.email.with(|email| (!email.is_empty()).then_some(send));
        sent.get()
            .map(|sent| view! { <MailSentNotice sent submission on_again on_change=change /> })
    };
    view! {
        <PlainLayout title=Signal::derive(move || title().to_owned()) lead=MaybeProp::derive(lead)>
            <Show when=move || sent.with(Option::is_none) fallback=notice>
                <SignUpForm form submission send />
            </Show>
            <p class="plain-foot">
                <span>
                    {text::auth::HAVE_ACCOUNT} " " <a href=paths::SIGN_IN>{text::auth::SIGN_IN}</a>
                </span>
            </p>
        </PlainLayout>
    }
}

/// What is wrong with a name; names the field while nothing is in it.
fn missing(
    value: RwSignal<String>,
    error: MaybeProp<String>,
    words: &'static str,
) -> MaybeProp<String> {
    MaybeProp::derive(move || {
        let error = error.get()?;
        let empty = value.with(|value| value.trim().is_empty());
        Some(if empty { words.to_owned() } else { error })
    })
}

#[component]
fn SignUpForm(form: Form, submission: Submission, send: Callback<()>) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=FIELDS />
            <TextField
                label=text::auth::WORKSPACE_NAME
                value=form.workspace_name
                name="organization"
                autocomplete="organization"
                autofocus=true
                error=missing(form.workspace_name, submission.error_of("workspace_name", form.workspace_name), text::auth::WORKSPACE_NAME_MISSING)
            />
            <div class="field-pair">
                <TextField
                    label=text::auth::FIRST_NAME
                    value=form.first_name
                    name="given-name"
                    autocomplete="given-name"
                    error=missing(form.first_name, submission.error_of("first_name", form.first_name), text::auth::FIRST_NAME_MISSING)
                />
                <TextField
                    label=text::auth::LAST_NAME
                    value=form.last_name
                    name="family-name"
                    autocomplete="family-name"
                    optional_field=true
                    error=submission.error_of("last_name", form.last_name)
                />
            </div>
            <TextField
                label=text::auth::EMAIL
                value=form.email
                kind="email"
                name="email"
                autocomplete="username"
                error=submission.error_of("email", form.email)
            />
            <PasswordField
                label=text::auth::PASSWORD
                value=form.password
                autocomplete="new-password"
                help=text::auth::PASSWORD_HELP
                error=submission.error_of("password", form.password)
            />
            <Select
                label=text::auth::TIME_ZONE
                value=form.time_zone
                choices=time_zones::choices_for(&form.time_zone.get_untracked())
                help=text::auth::TIME_ZONE_HELP
                error=submission.error_of("time_zone", form.time_zone)
            />
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {text::auth::CREATE_WORKSPACE}
            </Button>
        </form>
    }
}
