//! Tokens for lead vendors and other programs: made, shown once, revoked (S3).

mod create;
mod curl;
mod list;
mod secret;

use copperline_shared::api_tokens::{ApiToken, CreatedApiToken};
use copperline_shared::events::Event;
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::live::use_live;
use crate::loaded::Loaded;
use crate::session::use_session;
use crate::ui::{EmptyState, Section};
use crate::{api, text};
use create::CreateForm;
use list::TokenList;
use secret::NewSecret;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Work {
    tokens: Loaded<Vec<ApiToken>>,
    /// The token just made, until its secret was copied; going elsewhere doesn't lose it.
    made: RwSignal<Option<CreatedApiToken>>,
}

/// The tokens, or whose matter they are.
#[component]
pub fn ApiTokensScreen() -> impl IntoView {
    let session = use_session();
    let admin = Memo::new(move |_| session.is_admin());
    let refused = || {
        view! {
            <EmptyState
                icon=icondata_lu::LuKeyRound
                title=text::settings::ADMINS_ONLY
                lead=text::settings::ADMINS_ONLY_LEAD
            />
        }
    };
    view! {
        <SettingsLayout lead=text::settings::API_TOKENS_LEAD>
            <Show when=move || admin.get() fallback=refused>
                <Tokens />
            </Show>
        </SettingsLayout>
    }
}

#[component]
fn Tokens() -> impl IntoView {
    let work = Work {
        tokens: Loaded::new(Vec::new(), || async {
            api::call(api::client().list_api_tokens().send()).await
        }),
        made: use_session().new_token,
    };
    use_live().on(move |event| {
        if matches!(event, Event::ApiTokenChanged { .. }) {
            work.tokens.reload_soon();
        }
    });
    let making = move || work.made.with(Option::is_none);
    view! {
        <div>
            <Show when=making fallback=move || view! { <NewSecret work /> }>
                <Section title=text::settings::NEW_TOKEN lead=text::settings::NEW_TOKEN_LEAD>
                    <CreateForm work />
                </Section>
            </Show>
            <Section title=text::settings::TOKENS lead=text::settings::TOKENS_LEAD>
                <TokenList work />
            </Section>
        </div>
    }
}
