//! The business's name and time zone.

use copperline_shared::workspace::UpdateWorkspace;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::setting::{Saving, Setting};
use crate::clock::use_clock;
use crate::session::use_session;
use crate::submission::FailureBanner;
use crate::ui::{Button, ButtonKind, Select, TextField};
use crate::{format, text, time_zones};

#[component]
pub fn BusinessForm() -> impl IntoView {
    let name = Setting::new(|workspace| workspace.name.clone());
    let time_zone = Setting::new(|workspace| workspace.time_zone.clone());
    let saving = Saving::new();
    let submission = saving.submission;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = UpdateWorkspace {
            name: name.change(),
            time_zone: time_zone.change(),
            ..UpdateWorkspace::default()
        };
        saving.save(body, move || {
            name.settle();
            time_zone.settle();
        });
    };
    let refused = submission.error_of("name", name.typed);
    let name_error = MaybeProp::derive(move || {
        let refused = refused.get()?;
        let empty = name.typed.with(|name| name.trim().is_empty());
        Some(if empty {
            text::workspace::NAME_MISSING.to_owned()
        } else {
            refused
        })
    });
    let clock = use_clock();
    let help = MaybeProp::derive(move || {
        let there = time_zone
            .typed
            .with(|zone| format::in_zone(clock.get(), zone));
        Some(text::workspace::time_zone_help(&format::clock_time(there)))
    });
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name", "time_zone"] />
            <TextField
                label=text::workspace::NAME
                value=name.typed
                autocomplete="organization"
                help=text::workspace::NAME_HELP
                error=name_error
            />
            <Select
                label=text::workspace::TIME_ZONE
                value=time_zone.typed
                choices=Signal::derive(move || time_zone.saved.with(|zone| time_zones::choices_for(zone)))
                help
                error=submission.error_of("time_zone", time_zone.typed)
            />
            <div>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
}

/// The same for whoever may not change it.
#[component]
pub fn BusinessFacts() -> impl IntoView {
    let session = use_session();
    let name = move || session.workspace(|workspace| workspace.name.clone());
    let time_zone = move || session.workspace(|workspace| time_zones::label(&workspace.time_zone));
    view! {
        <dl class="facts">
            <div>
                <dt>{text::workspace::NAME}</dt>
                <dd>{name}</dd>
            </div>
            <div>
                <dt>{text::workspace::TIME_ZONE}</dt>
                <dd>{time_zone}</dd>
            </div>
        </dl>
    }
}
