//! Making a token.

use copperline_shared::api_tokens::{CreateApiToken, LeadDuplicates, Scope};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Work;
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Checkbox, Choice, Select, TextField};
use crate::{api, text};

/// What is typed and ticked.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    scopes: RwSignal<Vec<Scope>>,
    lead_source: RwSignal<String>,
    duplicates: RwSignal<String>,
}

const SKIP: &str = "skip";
const UPDATE: &str = "update";

impl Form {
    fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            scopes: RwSignal::new(vec![Scope::Leads]),
            lead_source: RwSignal::new(String::new()),
            duplicates: RwSignal::new(SKIP.to_owned()),
        }
    }

    fn body(self) -> CreateApiToken {
        CreateApiToken {
            name: self.name.get_untracked(),
            scopes: self.scopes.get_untracked(),
            lead_source: self.lead_source.get_untracked(),
            lead_duplicates: policy(&self.duplicates.get_untracked()),
        }
    }
}

fn policy(value: &str) -> LeadDuplicates {
    if value == UPDATE {
        LeadDuplicates::Update
    } else {
        LeadDuplicates::Skip
    }
}

fn policies() -> Vec<Choice> {
    [SKIP, UPDATE]
        .into_iter()
        .map(|value| Choice::new(value, text::settings::duplicates(policy(value))))
        .collect()
}

#[component]
pub fn CreateForm(work: Work) -> impl IntoView {
    let form = Form::new();
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submission.busy.get_untracked() {
            return;
        }
        let body = form.body();
        let key = submission.key(&body);
        let request = async move {
            api::call(
                api::client()
                    .create_api_token()
                    .idempotency_key(key)
                    .body(body)
                    .send(),
            )
            .await
        };
        submission.run(request, move |created| {
            work.tokens.reload();
            // Takes this form's place, and the form with it: nothing may follow.
            work.made.set(Some(created));
        });
    };
    let posts_leads = move || form.scopes.with(|scopes| scopes.contains(&Scope::Leads));
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name", "scopes", "lead_source"] />
            <TextField
                label=text::settings::TOKEN_NAME
                value=form.name
                placeholder=text::settings::TOKEN_NAME_EXAMPLE
                error=submission.error_of("name", form.name)
            />
            <ScopeChoices scopes=form.scopes error=submission.error_of("scopes", form.scopes) />
            <Show when=posts_leads>
                <TextField
                    label=text::settings::LEAD_SOURCE
                    value=form.lead_source
                    optional_field=true
                    help=text::settings::LEAD_SOURCE_HELP
                    error=submission.error_of("lead_source", form.lead_source)
                />
                <Select label=text::settings::DUPLICATES value=form.duplicates choices=policies() />
            </Show>
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::settings::MAKE_TOKEN}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn ScopeChoices(scopes: RwSignal<Vec<Scope>>, error: MaybeProp<String>) -> impl IntoView {
    let session = use_session();
    // Only the owner can grant billing.
    let offered = text::settings::ALL_SCOPES
        .into_iter()
        .filter(|scope| *scope != Scope::Billing || session.is_owner());
    let choice = |scope: Scope| {
        let change = Callback::new(move |on: bool| {
            scopes.update(|scopes| {
                scopes.retain(|other| *other != scope);
                if on {
                    scopes.push(scope);
                }
            });
        });
        view! {
            <Checkbox
                label=text::settings::scope(scope)
                help=text::settings::scope_help(scope)
                checked=Signal::derive(move || scopes.with(|scopes| scopes.contains(&scope)))
                on_change=change
            />
        }
    };
    view! {
        <fieldset class="check-list">
            <legend class="field-label">{text::settings::SCOPES}</legend>
            <div class="check-grid">{offered.map(choice).collect_view()}</div>
            <p class="field-error" role="alert" hidden=move || error.get().is_none()>
                {move || error.get()}
            </p>
        </fieldset>
    }
}
