//! The secret of the token just made, which is never shown again.

use copperline_shared::api_tokens::Scope;
use leptos::prelude::*;

use super::{Work, curl};
use crate::text;
use crate::ui::{Button, ButtonKind, CodeBlock, Section};

/// Stays until the person says that they have copied it: a stray click must not lose it.
#[component]
pub fn NewSecret(work: Work) -> impl IntoView {
    let secret = work
        .made
        .with_untracked(|made| made.as_ref().map(|made| made.secret.clone()));
    let secret = secret.unwrap_or_default();
    let posts_leads = work.made.with_untracked(|made| {
        made.as_ref()
            .is_some_and(|made| made.token.scopes.contains(&Scope::Leads))
    });
    let example = posts_leads.then(|| {
        let origin = window().location().origin().unwrap_or_default();
        curl::example(&origin, &secret)
    });
    view! {
        <Section title=text::settings::SECRET_TITLE lead=text::settings::SECRET_LEAD>
            <div class="grid gap-4" role="status">
                <CodeBlock label=text::settings::SECRET value=secret one_line=true />
                {example
                    .map(|example| {
                        view! {
                            <p>{text::settings::CURL_LEAD}</p>
                            <CodeBlock label=text::settings::CURL value=example />
                        }
                    })}
            </div>
            <div>
                <Button
                    kind=ButtonKind::Main
                    on_click=Callback::new(move |()| work.made.set(None))
                >
                    {text::settings::SECRET_DONE}
                </Button>
            </div>
        </Section>
    }
}
