//! The workspace's numbers with what can be done to each.

use copperline_shared::numbers::{Number, NumberState, UpdateNumber};
use leptos::prelude::*;

use super::Work;
use crate::loaded::WhenLoaded;
use crate::session::use_session;
use crate::submission::Submission;
use crate::ui::{EmptyState, Menu, MenuItem, SkeletonRows, StateBadge, Tone, use_toasts};
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
        view! { <StateBadge tone=Tone::Warning label=state /> }
    });
    let default = number.is_default.then(|| {
        view! { <StateBadge tone=Tone::Good label=text::numbers::DEFAULT /> }
    });
    let usable = number.state == NumberState::Active;
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title num">{number.phone.formatted()} {default} {state}</p>
                <p class="item-facts">
                    {(!number.name.is_empty()).then(|| view! { <span>{number.name.clone()}</span> })}
                    <span>{text::numbers::conversations(number.conversations)}</span>
                </p>
            </div>
            <Show when=move || usable && session.is_admin()>
                <NumberMenu number=shown.get_value() work />
            </Show>
        </li>
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
