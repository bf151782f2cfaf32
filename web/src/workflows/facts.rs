//! The workflow itself in the editor: its name, its tag, and how it starts and ends.

use copperline_shared::workflows::WorkflowKind;
use leptos::prelude::*;

use super::editing::Editing;
use crate::text;
use crate::ui::{Checkbox, Select, TextField};

/// Name, tag and how it starts and ends.
#[component]
pub fn Facts(editing: Editing) -> impl IntoView {
    let Editing {
        form, submission, ..
    } = editing;
    let choices = editing.tags().offered(text::workflows::NO_TAG, form.tag);
    let redrip = form.kind == WorkflowKind::Redrip;
    let ez_help = if redrip {
        text::workflows::EZ_HELP_REDRIP
    } else {
        text::workflows::EZ_HELP_WORKFLOW
    };
    view! {
        <TextField
            label=text::workflows::NAME
            value=form.name
            placeholder=text::workflows::NAME_EXAMPLE
            error=submission.error_of("name", form.name)
            autofocus=editing.id.is_none()
        />
        {redrip
            .then(|| {
                view! {
                    <div class="field-pair">
                        <TextField
                            label=text::workflows::SILENT_DAYS
                            inputmode="numeric"
                            value=form.silent_days
                            error=submission.error_of("silent_days", form.silent_days)
                        />
                        <TextField
                            label=text::workflows::COOLDOWN_DAYS
                            inputmode="numeric"
                            value=form.cooldown_days
                            error=submission.error_of("cooldown_days", form.cooldown_days)
                        />
                    </div>
                }
            })}
        <Select
            label=text::workflows::TAG
            value=form.tag
            choices
            help=text::workflows::TAG_HELP
            error=submission.error_of("tag_id", form.tag)
        />
        <div class="check-list">
            <Checkbox
                label=text::workflows::ez(form.kind)
                checked=form.ez
                on_change=move |on| form.ez.set(on)
                help=ez_help
            />
            <Checkbox
                label=text::workflows::ENDS_ON_REPLY
                checked=form.ends_on_reply
                on_change=move |on| form.ends_on_reply.set(on)
                help=text::workflows::ENDS_ON_REPLY_HELP
            />
        </div>
    }
}
