//! Whom the workspace texts, and when its people may answer.

use copperline_shared::texting_hours::LiveReplies;
use copperline_shared::workspace::UpdateWorkspace;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::setting::{Saving, Setting};
use crate::session::use_session;
use crate::submission::FailureBanner;
use crate::ui::{Button, ButtonKind, Choice, Select, Switch};
use crate::{paths, text};

/// What there is to choose from, with the value a list holds.
const CHOICES: [(LiveReplies, &str); 3] = [
    (LiveReplies::Send, "send"),
    (LiveReplies::Ask, "ask"),
    (LiveReplies::Wait, "wait"),
];

fn value(of: LiveReplies) -> String {
    let found = CHOICES.iter().find(|(choice, _)| *choice == of);
    found
        .map(|(_, value)| (*value).to_owned())
        .unwrap_or_default()
}

fn chosen(value: &str) -> Option<LiveReplies> {
    let found = CHOICES.iter().find(|(_, known)| *known == value);
    found.map(|(choice, _)| *choice)
}

#[component]
pub fn TextingForm() -> impl IntoView {
    let consent = Setting::new(|workspace| workspace.consent_required);
    let replies = Setting::new(|workspace| value(workspace.live_replies));
    let saving = Saving::new();
    let submission = saving.submission;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = UpdateWorkspace {
            consent_required: consent.change(),
            live_replies: replies.change().as_deref().and_then(chosen),
            ..UpdateWorkspace::default()
        };
        saving.save(body, move || {
            consent.settle();
            replies.settle();
        });
    };
    let choices =
        CHOICES.map(|(choice, value)| Choice::new(value, text::workspace::live_replies(choice)));
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission />
            <Switch
                label=text::workspace::CONSENT
                help=text::workspace::CONSENT_HELP
                checked=consent.typed
                on_change=move |on| consent.typed.set(on)
            />
            <Select
                label=text::workspace::LIVE_REPLIES
                value=replies.typed
                choices=Signal::stored(choices.to_vec())
                help=text::workspace::LIVE_REPLIES_HELP
            />
            <p class="field-help">
                <a class="link" href=paths::TEXTING_HOURS>
                    {text::workspace::SEE_HOURS}
                </a>
            </p>
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
pub fn TextingFacts() -> impl IntoView {
    let session = use_session();
    let consent = move || {
        let required = session.workspace(|workspace| workspace.consent_required);
        text::workspace::consent(required == Some(true))
    };
    let replies = move || {
        session.workspace(|workspace| text::workspace::live_replies(workspace.live_replies))
    };
    view! {
        <dl class="facts">
            <div>
                <dt>{text::workspace::CONSENT}</dt>
                <dd>{consent}</dd>
            </div>
            <div>
                <dt>{text::workspace::LIVE_REPLIES}</dt>
                <dd>{replies}</dd>
            </div>
        </dl>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x5_each_choice_is_known_by_its_value() {
        for (choice, _) in CHOICES {
            assert_eq!(chosen(&value(choice)), Some(choice));
        }
        assert_eq!(chosen("never"), None);
    }
}
