//! The workspace's numbers with what can be done to each.

use copperline_shared::numbers::{Number, NumberState, UpdateNumber};
use leptos::prelude::*;

use super::Work;
use crate::loaded::WhenLoaded;
use crate::session::use_session;
use crate::submission::Submission;
use crate::ui::{Button, EmptyState, Menu, MenuItem, SkeletonRows, StateBadge, Tone, use_toasts};
use crate::{api, text};

#[component]
pub fn NumberList(work: Work) -> impl IntoView {
    let numbers = work.numbers.value;
    // A row is drawn anew only when something in it has changed.
    let key = |number: &Number| {
        (
            number.id,
            number.name.clone(),
            number.state,
            number.is_default,
            number.conversations,
        )
    };
    view! {
        <WhenLoaded loaded=work.numbers skeleton=|| view! { <SkeletonRows count=2 /> }>
            <Show when=move || !numbers.with(Vec::is_empty) fallback=|| view! { <NoNumbers /> }>
                <ul class="items">
                    <For each=move || numbers.get() key=key let:number>
                        <NumberRow number work />
                    </For>
                </ul>
            </Show>
        </WhenLoaded>
    }
}

#[component]
fn NoNumbers() -> impl IntoView {
    let session = use_session();
    let lead = move || {
        let lead = if session.is_admin() {
            text::numbers::NONE_LEAD
        } else {
            text::numbers::NONE_LEAD_BASIC
        };
        Some(lead.to_owned())
    };
    view! {
        <EmptyState
            icon=icondata_lu::LuHash
            title=text::numbers::NONE
            lead=MaybeProp::derive(lead)
        />
    }
}

#[component]
fn NumberRow(number: Number, work: Work) -> impl IntoView {
    let session = use_session();
    let shown = StoredValue::new(number.clone());
    let state = text::numbers::state(number.state).map(|state| {
        let tone = match number.state {
            NumberState::Refused => Tone::Bad,
            _ => Tone::Warning,
        };
        view! { <StateBadge tone label=state /> }
    });
    let default = number.is_default.then(|| {
        view! { <StateBadge tone=Tone::Good label=text::numbers::DEFAULT /> }
    });
    let usable = number.state == NumberState::Active;
    let refused = number.state == NumberState::Refused;
    let refusal = refused.then(|| {
        let words = number.refusal.as_deref().unwrap_or_default();
        view! { <p class="item-facts">{text::numbers::refused(words)}</p> }
    });
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title num">{number.phone.formatted()} {default} {state}</p>
                <p class="item-facts">
                    {(!number.name.is_empty()).then(|| view! { <span>{number.name.clone()}</span> })}
                    {(!refused)
                        .then(|| {
                            view! {
                                <span>{text::numbers::conversations(number.conversations)}</span>
                            }
                        })}
                </p>
                {refusal}
            </div>
            <Show when=move || refused && session.is_admin()>
                <Dismiss number=shown.get_value() work />
            </Show>
            <Show when=move || usable && session.is_admin()>
                <NumberMenu number=shown.get_value() work />
            </Show>
        </li>
    }
}

/// Takes a refused number off the list.
#[component]
fn Dismiss(number: Number, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let id = number.id;
    let dismiss = Callback::new(move |()| {
        let request = async move {
            // A failure belongs to no form: it is told where the others are.
            Ok(api::call(api::client().release_number().number_id(id).send()).await)
        };
        submission.run(request, move |answer| match answer {
            Ok(_) => work.numbers.reload(),
            Err(failure) => toasts.problem(failure.message()),
        });
    });
    view! {
        <Button busy=submission.busy on_click=dismiss>
            <span aria-hidden="true">{text::common::DISMISS}</span>
            <span class="sr-only">{text::numbers::dismiss_named(&number.phone.formatted())}</span>
        </Button>
    }
}

#[component]
fn NumberMenu(number: Number, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let is_default = number.is_default;
    let phone = number.phone.formatted();
    let label = text::numbers::actions(&phone);
    let number = StoredValue::new(number);
    let open = move |dialog: RwSignal<bool>| {
        Callback::new(move |()| {
            work.chosen.set(Some(number.get_value()));
            dialog.set(true);
        })
    };
    let make_default = Callback::new(move |()| {
        let id = number.with_value(|number| number.id);
        let body = UpdateNumber {
            is_default: Some(true),
            ..UpdateNumber::default()
        };
        let request = async move {
            // A failure belongs to no form: it is told where the success would be.
            Ok(api::call(
                api::client()
                    .update_number()
                    .number_id(id)
                    .body(body)
                    .send(),
            )
            .await)
        };
        submission.run(request, move |answer| match answer {
            Ok(changed) => {
                toasts.done(text::numbers::now_default(&changed.phone.formatted()));
                work.numbers.reload();
            }
            Err(failure) => toasts.problem(failure.message()),
        });
    });
    view! {
        <Menu label=label>
            <MenuItem icon=icondata_lu::LuPencil on_select=open(work.renaming)>
                {text::numbers::RENAME}
            </MenuItem>
            {(!is_default)
                .then(|| {
                    view! {
                        <MenuItem icon=icondata_lu::LuStar on_select=make_default>
                            {text::numbers::MAKE_DEFAULT}
                        </MenuItem>
                    }
                })}
            <MenuItem icon=icondata_lu::LuTrash2 on_select=open(work.releasing)>
                {text::numbers::RELEASE}
            </MenuItem>
        </Menu>
    }
}
