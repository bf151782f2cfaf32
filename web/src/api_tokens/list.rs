//! The tokens, with their last use.

use copperline_shared::api_tokens::{ApiToken, Scope};
use leptos::prelude::*;

use super::Work;
use crate::loaded::WhenLoaded;
use crate::moment::Moment;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, ConfirmDialog, EmptyState, SkeletonRows, StateBadge, Tone, use_toasts,
};
use crate::{api, text};

#[component]
pub fn TokenList(work: Work) -> impl IntoView {
    let tokens = work.tokens.value;
    let revoking = RwSignal::new(None::<ApiToken>);
    let open = RwSignal::new(false);
    let none = || {
        view! {
            <EmptyState
                icon=icondata_lu::LuKeyRound
                title=text::settings::NO_TOKENS
                lead=text::settings::NO_TOKENS_LEAD
            />
        }
    };
    view! {
        <WhenLoaded loaded=work.tokens skeleton=|| view! { <SkeletonRows count=2 /> }>
            <Show when=move || !tokens.with(Vec::is_empty) fallback=none>
                <ul class="items">
                    <For
                        each=move || tokens.get()
                        key=|token| (token.id, token.last_used_at, token.revoked_at)
                        let:token
                    >
                        <TokenRow token revoking open />
                    </For>
                </ul>
            </Show>
        </WhenLoaded>
        <RevokeDialog work revoking open />
    }
}

/// The scopes in words, separated.
fn scopes(scopes: &[Scope]) -> String {
    scopes
        .iter()
        .map(|scope| text::settings::scope(*scope))
        .collect::<Vec<_>>()
        .join(", ")
}

#[component]
fn TokenRow(
    token: ApiToken,
    revoking: RwSignal<Option<ApiToken>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let used = match token.last_used_at {
        Some(at) => view! { <span>{text::settings::LAST_USED} " " <Moment at /></span> }.into_any(),
        None => view! { <span>{text::settings::NEVER_USED}</span> }.into_any(),
    };
    let badge = token
        .revoked_at
        .map(|_| view! { <StateBadge tone=Tone::Bad label=text::settings::REVOKED /> });
    let revoke = token.revoked_at.is_none().then(|| {
        let name = token.name.clone();
        let token = token.clone();
        let ask = Callback::new(move |()| {
            revoking.set(Some(token.clone()));
            open.set(true);
        });
        view! {
            <Button kind=ButtonKind::Danger on_click=ask>
                <span aria-hidden="true">{text::settings::REVOKE}</span>
                <span class="sr-only">{text::settings::revoke_named(&name)}</span>
            </Button>
        }
    });
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title">{token.name.clone()} {badge}</p>
                <p class="item-facts">
                    <span>{scopes(&token.scopes)}</span>
                    <span class="font-mono">{format!("{}…", token.hint)}</span>
                    {used}
                </p>
            </div>
            {revoke}
        </li>
    }
}

#[component]
fn RevokeDialog(
    work: Work,
    revoking: RwSignal<Option<ApiToken>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let title = move || {
        revoking.with(|token| {
            token
                .as_ref()
                .map(|token| text::settings::revoke_question(&token.name))
        })
    };
    let revoke = Callback::new(move |()| {
        let Some(token) = revoking.get_untracked() else {
            return;
        };
        let id = token.id;
        let request = async move {
            api::call(api::client().revoke_api_token().api_token_id(id).send()).await
        };
        submission.run(request, move |()| {
            open.set(false);
            work.tokens.reload();
            toasts.done(text::settings::revoked(&token.name));
        });
    });
    view! {
        <ConfirmDialog
            open
            title=Signal::derive(move || title().unwrap_or_default())
            confirm=text::settings::REVOKE
            busy=submission.busy
            on_confirm=revoke
        >
            <FailureBanner submission />
            <p>{text::settings::REVOKE_ENDS}</p>
        </ConfirmDialog>
    }
}
