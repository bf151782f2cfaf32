//! The words that opt a contact out, and a tester for replies (S7).

use copperline_shared::stop_triggers::{ReplyEffect, TestReply, TestedReply};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::loaded::{Loaded, WhenLoaded};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Banner, Button, Section, SkeletonTable, TextField, Tone};
use crate::{api, text};

/// The tester above, the triggers on the right below.
#[component]
pub fn StopTriggersScreen() -> impl IntoView {
    view! {
        <SettingsLayout lead=text::settings::STOP_TRIGGERS_LEAD>
            <div>
                <Section title=text::settings::TRIGGERS lead=text::settings::TRIGGERS_LEAD>
                    <TriggerList />
                </Section>
                <Section title=text::settings::TRY lead=text::settings::TRY_LEAD>
                    <Tester />
                </Section>
            </div>
        </SettingsLayout>
    }
}

#[component]
fn TriggerList() -> impl IntoView {
    let triggers = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_stop_triggers().send()).await
    });
    let phrases = move || {
        triggers
            .value
            .get()
            .into_iter()
            .map(|trigger| view! { <li class="word-chip">{trigger.phrase}</li> })
            .collect_view()
    };
    view! {
        <WhenLoaded loaded=triggers skeleton=|| view! { <SkeletonTable rows=2 /> }>
            <ul class="word-chips" aria-label=text::settings::TRIGGERS>
                {phrases}
            </ul>
        </WhenLoaded>
    }
}

#[component]
fn Tester() -> impl IntoView {
    let sample = RwSignal::new(String::new());
    let outcome = RwSignal::new(None::<(String, TestedReply)>);
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = TestReply {
            text: sample.get_untracked(),
        };
        let tested = body.text.clone();
        let request = async move { api::call(api::client().test_reply().body(body).send()).await };
        submission.run(request, move |answer| outcome.set(Some((tested, answer))));
    };
    view! {
        <form class="search-form" novalidate on:submit=submit>
            <FailureBanner submission fields=&["text"] />
            <div class="search-row">
                <TextField
                    label=text::settings::SAMPLE
                    value=sample
                    placeholder=text::settings::SAMPLE_EXAMPLE
                    error=submission.error_of("text", sample)
                />
                <Button submit=true busy=submission.busy>
                    {text::settings::TEST}
                </Button>
            </div>
        </form>
        <div aria-live="polite">
            {move || outcome.get().map(|(sample, tested)| view! { <Finding sample tested /> })}
        </div>
    }
}

const fn tone(effect: ReplyEffect) -> Tone {
    match effect {
        ReplyEffect::OptOut | ReplyEffect::Review => Tone::Warning,
        ReplyEffect::OptIn => Tone::Good,
        ReplyEffect::Help | ReplyEffect::None => Tone::Neutral,
    }
}

#[component]
fn Finding(sample: String, tested: TestedReply) -> impl IntoView {
    view! {
        <Banner tone=tone(tested.effect)>
            <p>{text::settings::tested(&sample, &tested)}</p>
        </Banner>
    }
}
