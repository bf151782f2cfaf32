//! In the thread, below a reply that reads like a request to stop: what that does, and the
//! decision.

use leptos::prelude::*;
use uuid::Uuid;

use super::decide::{Deciding, Decision};
use crate::text;
use crate::ui::{Button, ButtonKind, Icon};

/// The quiet banner of an open review.
#[component]
pub fn ReviewBanner(review: Uuid) -> impl IntoView {
    let deciding = Deciding::new();
    let busy = Signal::derive(move || deciding.is_busy(review));
    let decide = move |decision| Callback::new(move |()| deciding.decide(review, decision));
    view! {
        <div class="review-banner" role="note">
            <p>
                <Icon icon=icondata_lu::LuHand size=16 />
                {text::reviews::BANNER}
            </p>
            <div class="review-buttons">
                <Button class="btn-small" busy on_click=decide(Decision::OptOut)>
                    {text::reviews::OPT_OUT}
                </Button>
                <Button
                    class="btn-small"
                    kind=ButtonKind::Ghost
                    busy
                    on_click=decide(Decision::Dismiss)
                >
                    {text::common::DISMISS}
                </Button>
            </div>
        </div>
    }
}
