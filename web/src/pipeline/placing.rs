//! The dialog that puts a contact in a stage, with the quoted amount (C12).

use copperline_shared::events::Event;
use copperline_shared::pipeline::{PipelineCard, PipelineStage, PutPipelineCard, typed_quote};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use uuid::Uuid;

use super::moves::{take_off, tell};
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::part::{Drawn, Part};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, Select, SkeletonForm, TextField, focus_first_invalid,
    standing, use_toasts,
};
use crate::{api, text};

/// Whom the dialog is about, as it is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub contact: Uuid,
    pub name: String,
    pub card: Option<PipelineCard>,
}

#[derive(Clone, Copy)]
pub struct Placing {
    open: RwSignal<bool>,
    about: RwSignal<Option<About>>,
}

impl Placing {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            about: RwSignal::new(None),
        }
    }

    pub fn begin(self, about: About) {
        self.about.set(Some(about));
        self.open.set(true);
    }
}

/// Place it anywhere; [`Placing::begin`] opens it.
#[component]
pub fn PlacingDialog(placing: Placing) -> impl IntoView {
    let title = Signal::derive(move || {
        let title = placing.about.with(|about| {
            let about = about.as_ref()?;
            Some(text::pipeline::placing(&about.name))
        });
        title.unwrap_or_default()
    });
    let draw = move || placing_part(placing);
    view! {
        <Dialog open=placing.open title>
            <Part preload=fetch_placing draw skeleton=|| view! { <SkeletonForm fields=2 /> } />
        </Dialog>
    }
}

/// Both the board and an open conversation lead here: it comes with what lies over the screen.
#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, preload(fetch_placing), fallible)]
fn placing_part(placing: Placing) -> Drawn {
    Ok(view! { <Form placing /> }.into_any())
}

/// What is chosen and typed. A change by somebody else reaches only what wasn't touched.
#[derive(Clone, Copy)]
struct Edit {
    card: RwSignal<Option<PipelineCard>>,
    stage: RwSignal<String>,
    amount: RwSignal<String>,
    meanwhile: RwSignal<Option<String>>,
}

impl Edit {
    fn begin(card: Option<PipelineCard>) -> Self {
        Self {
            stage: RwSignal::new(stage_of(card.as_ref())),
            amount: RwSignal::new(amount_of(card.as_ref())),
            card: RwSignal::new(card),
            meanwhile: RwSignal::new(None),
        }
    }

    fn follow(self, contact: Uuid) {
        use_live().on(move |event| match event {
            Event::PipelineCardChanged { card, .. } if card.contact_id == contact => {
                self.take(Some(card.clone()));
            }
            Event::PipelineCardRemoved { contact_id, .. } if *contact_id == contact => {
                self.take(None);
            }
            _ => {}
        });
    }

    fn take(self, now: Option<PipelineCard>) {
        let before = self.card.get_untracked();
        let (old, new) = (amount_of(before.as_ref()), amount_of(now.as_ref()));
        if self.stage.get_untracked() == stage_of(before.as_ref()) {
            self.stage.set(stage_of(now.as_ref()));
        }
        if self.amount.with_untracked(|typed| *typed == old) {
            self.amount.set(new);
        } else if old != new {
            let words = text::pipeline::changed_meanwhile(&new);
            self.meanwhile.set(Some(words));
        }
        self.card.set(now);
    }
}

fn stage_of(card: Option<&PipelineCard>) -> String {
    card.map(|card| card.stage_id.to_string())
        .unwrap_or_default()
}

/// The amount as one would type it: `1,140.50`.
fn amount_of(card: Option<&PipelineCard>) -> String {
    let amount = card.and_then(|card| card.amount_micros);
    let shown = amount.map(|amount| text::pipeline::amount(amount.0));
    shown
        .map(|shown| shown.trim_start_matches('$').to_owned())
        .unwrap_or_default()
}

#[component]
fn Form(placing: Placing) -> impl IntoView {
    let about = placing.about.get_untracked()?;
    let edit = Edit::begin(about.card.clone());
    edit.follow(about.contact);
    let stages = Loaded::new(Vec::<PipelineStage>::new(), || async {
        api::call(api::client().list_pipeline_stages().send()).await
    });
    use_live().on(move |event| {
        if matches!(event, Event::PipelineStagesChanged { .. }) {
            stages.reload_soon();
        }
    });
    // Whoever isn't on the board is offered its first stage.
    Effect::new(move || {
        let first = stages
            .value
            .with(|stages| stages.first().map(|stage| stage.id.to_string()));
        if let Some(first) = first.filter(|_| edit.stage.with_untracked(String::is_empty)) {
            edit.stage.set(first);
        }
    });
    let about = StoredValue::new(about);
    Some(view! {
        <WhenLoaded loaded=stages skeleton=|| view! { <SkeletonForm fields=2 /> }>
            <Fields placing edit stages=stages.value about=about.get_value() />
        </WhenLoaded>
    })
}

#[component]
fn Fields(
    placing: Placing,
    edit: Edit,
    stages: RwSignal<Vec<PipelineStage>>,
    about: About,
) -> impl IntoView {
    let (toasts, submission) = (use_toasts(), Submission::new());
    let wrong = RwSignal::new(None::<String>);
    let (contact, name) = (about.contact, about.name);
    let done = move |before: Option<PipelineCard>, after: &PipelineCard| {
        placing.open.set(false);
        if let Some(words) = words(&name, before.as_ref(), after) {
            tell(words, contact, before, toasts);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submission.failure.set(None);
        let amount = edit.amount.with_untracked(|typed| typed_quote(typed));
        wrong.set(amount.as_ref().err().map(|error| error.message.clone()));
        let stage = edit
            .stage
            .with_untracked(|stage| stage.parse::<Uuid>().ok());
        let Some((amount_micros, stage_id)) = amount.ok().zip(stage) else {
            return focus_first_invalid();
        };
        let body = PutPipelineCard {
            stage_id,
            amount_micros,
        };
        let (before, done) = (edit.card.get_untracked(), done.clone());
        let request = async move {
            let client = api::client();
            let request = client.put_pipeline_card().contact_id(contact).body(body);
            api::call(request.send()).await
        };
        submission.run(request, move |after| done(before, &after));
    };
    let here = standing(move || wrong.get(), move || edit.amount.get());
    let there = submission.error_of("amount_micros", edit.amount);
    let choices = Signal::derive(move || {
        stages.with(|stages| {
            let choice = |stage: &PipelineStage| Choice::new(stage.id.to_string(), &*stage.name);
            stages.iter().map(choice).collect()
        })
    });
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["amount_micros"] />
            <Select label=text::pipeline::STAGE value=edit.stage choices />
            <TextField
                label=text::pipeline::AMOUNT
                value=edit.amount
                prefix="$"
                inputmode="decimal"
                placeholder=text::pipeline::AMOUNT_EXAMPLE
                optional_field=true
                error=MaybeProp::derive(move || here.get().or_else(|| there.get()))
                help=edit.meanwhile
            />
            <Actions placing edit submission />
        </form>
    }
}

#[component]
fn Actions(placing: Placing, edit: Edit, submission: Submission) -> impl IntoView {
    let toasts = use_toasts();
    let stands = Memo::new(move |_| edit.card.with(Option::is_some));
    let off = move || {
        if let Some(card) = edit.card.get_untracked() {
            placing.open.set(false);
            take_off(card, toasts);
        }
    };
    view! {
        <div class="dialog-actions">
            <Show when=move || stands.get()>
                <Button kind=ButtonKind::Ghost class="dialog-aside" on_click=off>
                    {text::pipeline::TAKE_OFF}
                </Button>
            </Show>
            <Button on_click=move || placing.open.set(false)>{text::common::CANCEL}</Button>
            <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                {move || if stands.get() { text::pipeline::PLACE } else { text::pipeline::PUT }}
            </Button>
        </div>
    }
}

/// What the notice says; nothing where nothing has changed.
fn words(name: &str, before: Option<&PipelineCard>, after: &PipelineCard) -> Option<String> {
    if before.map(|before| before.stage_id) != Some(after.stage_id) {
        return Some(text::pipeline::moved(name, &after.stage_name));
    }
    let amount = after.amount_micros;
    let changed = before.is_some_and(|before| before.amount_micros != amount);
    changed.then(|| text::pipeline::amount_changed(name, amount.map(|amount| amount.0)))
}
