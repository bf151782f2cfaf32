//! The saved cards with what can be done to each.

use copperline_shared::billing::Card;
use leptos::prelude::*;

use super::Work;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ConfirmDialog, Icon, Menu, MenuItem, StateBadge, Tone, use_toasts};
use crate::{api, text};

#[component]
pub fn CardList(work: Work) -> impl IntoView {
    let cards = Memo::new(move |_| {
        work.billing
            .value
            .with(|b| b.as_ref().map(|b| b.cards.clone()).unwrap_or_default())
    });
    let deleting = RwSignal::new(None::<Card>);
    let open = RwSignal::new(false);
    let add = Callback::new(move |()| work.adding_card.set(true));
    let none = || view! { <p class="text-muted">{text::billing::NO_CARDS}</p> };
    view! {
        <Show when=move || !cards.with(Vec::is_empty) fallback=none>
            <ul class="items">
                <For each=move || cards.get() key=|card| (card.id, card.is_primary) let:card>
                    <CardRow card work deleting open />
                </For>
            </ul>
        </Show>
        <div>
            <Button icon=icondata_lu::LuPlus on_click=add>
                {text::billing::ADD_CARD}
            </Button>
        </div>
        <DeleteDialog work deleting open />
    }
}

fn named(card: &Card) -> String {
    text::billing::card(&card.brand, &card.last_four)
}

#[component]
fn CardRow(
    card: Card,
    work: Work,
    deleting: RwSignal<Option<Card>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let name = named(&card);
    let badge = card.is_primary.then(|| {
        view! { <StateBadge tone=Tone::Good label=text::billing::PRIMARY /> }
    });
    let menu =
        (!card.is_primary).then(|| view! { <CardMenu card=card.clone() work deleting open /> });
    view! {
        <li class="item">
            <span class="item-mark">
                <Icon icon=icondata_lu::LuCreditCard />
            </span>
            <div class="item-words">
                <p class="item-title num">{name} {badge}</p>
                <p class="item-facts num">
                    <span>{text::billing::expires(card.expiry_month, card.expiry_year)}</span>
                </p>
            </div>
            {menu}
        </li>
    }
}

/// The primary card has none: another one is made primary first.
#[component]
fn CardMenu(
    card: Card,
    work: Work,
    deleting: RwSignal<Option<Card>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let (id, name) = (card.id, named(&card));
    let label = text::billing::actions(&name);
    let make_primary = Callback::new(move |()| {
        let name = name.clone();
        let request = async move {
            // A failure belongs to no form: it is told where the success would be.
            Ok(api::call(api::client().make_card_primary().card_id(id).send()).await)
        };
        submission.run(request, move |answer| match answer {
            Ok(_cards) => {
                toasts.done(text::billing::now_primary(&name));
                work.billing.reload();
            }
            Err(failure) => toasts.problem(failure.message()),
        });
    });
    let delete = Callback::new(move |()| {
        deleting.set(Some(card.clone()));
        open.set(true);
    });
    view! {
        <Menu label=label>
            <MenuItem icon=icondata_lu::LuStar on_select=make_primary>
                {text::billing::MAKE_PRIMARY}
            </MenuItem>
            <MenuItem icon=icondata_lu::LuTrash2 on_select=delete>
                {text::billing::DELETE}
            </MenuItem>
        </Menu>
    }
}

#[component]
fn DeleteDialog(
    work: Work,
    deleting: RwSignal<Option<Card>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let title = move || {
        deleting.with(|card| {
            card.as_ref()
                .map(|card| text::billing::delete_question(&named(card)))
        })
    };
    let delete = Callback::new(move |()| {
        let Some(id) = deleting.with_untracked(|card| card.as_ref().map(|card| card.id)) else {
            return;
        };
        let request =
            async move { api::call(api::client().delete_card().card_id(id).send()).await };
        submission.run(request, move |()| {
            open.set(false);
            work.billing.reload();
            toasts.done(text::billing::CARD_DELETED);
        });
    });
    view! {
        <ConfirmDialog
            open
            title=Signal::derive(move || title().unwrap_or_default())
            confirm=text::billing::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{text::billing::DELETE_ENDS}</p>
        </ConfirmDialog>
    }
}
