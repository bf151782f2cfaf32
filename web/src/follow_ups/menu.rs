//! The button that puts the open conversation off: the usual moments, and one of one's own.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::choosing::ChooseDialog;
use super::presets;
use super::putting_off::PuttingOff;
use crate::format;
use crate::keyboard::{Shortcut, use_commands};
use crate::text;
use crate::ui::{Menu, MenuItem};

/// The menu's own button.
pub const BUTTON: &str = ".follow-up-menu button";

#[component]
pub fn FollowUpMenu(putting_off: PuttingOff) -> impl IntoView {
    let (open, choosing) = (RwSignal::new(false), RwSignal::new(false));
    use_commands().on(Shortcut::FollowUp, move || open.set(true));
    view! {
        <div class="follow-up-menu">
            <Menu label=text::follow_ups::FOLLOW_UP icon=icondata_lu::LuAlarmClock open>
                <Presets putting_off />
                <div class="menu-line"></div>
                <MenuItem on_select=move || choosing.set(true)>{text::follow_ups::CHOOSE}</MenuItem>
            </Menu>
        </div>
        <ChooseDialog open=choosing putting_off />
    }
}

#[component]
fn Presets(putting_off: PuttingOff) -> impl IntoView {
    let zone = putting_off.zone();
    let now = format::now();
    let item = move |until: DateTime<Utc>, words: String| {
        view! { <MenuItem on_select=move || putting_off.put_off(until)>{words}</MenuItem> }
    };
    let here = format::in_zone(now, &zone);
    let mornings = presets::mornings(here).into_iter().map(move |at| {
        let words = text::follow_ups::preset(&format::coming(at, here));
        item(format::moment_of(at, &zone), words)
    });
    view! {
        {item(presets::in_an_hour(now), text::follow_ups::IN_AN_HOUR.to_owned())}
        {mornings.collect_view()}
    }
}
