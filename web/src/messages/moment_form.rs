//! Choosing a moment: a date and a time, on the contact's clocks or the workspace's.

use std::time::Duration;

use chrono::{DateTime, Utc};
use copperline_shared::checks;
use copperline_shared::messages::{Hold, Message, UpdateMessage};
use copperline_shared::pictures::MessagePicture;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::clocks::Clocks;
use super::dialogs::MessageDialogs;
use super::later::{Writing, would_wait};
use super::offered::hold_at;
use crate::format::{self, LocalTime};
use crate::pictures::PictureMarks;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{
    Button, ButtonKind, Choice, Icon, Select, TextArea, TextField, standing, use_toasts,
};
use crate::{api, text};

/// How long to wait for more typing before the send gate is asked.
const PAUSE: Duration = Duration::from_millis(250);
/// Whose clocks are meant.
const THEIRS: &str = "theirs";
const OURS: &str = "ours";

/// What is chosen.
#[derive(Clone, Copy)]
struct Chosen {
    date: RwSignal<String>,
    time: RwSignal<String>,
    whose: RwSignal<String>,
    clocks: Clocks,
}

impl Chosen {
    /// Begins with this moment, on the contact's clocks where they are known.
    fn begin(at: DateTime<Utc>, clocks: Clocks) -> Self {
        let theirs = untrack(|| clocks.theirs()).is_some();
        let chosen = Self {
            date: RwSignal::new(String::new()),
            time: RwSignal::new(String::new()),
            whose: RwSignal::new(if theirs { THEIRS } else { OURS }.to_owned()),
            clocks,
        };
        let local = format::in_zone(at, &untrack(|| chosen.zone()));
        chosen.date.set(local.format("%Y-%m-%d").to_string());
        chosen.time.set(local.format("%H:%M").to_string());
        chosen
    }

    fn zone(self) -> String {
        match self.clocks.theirs() {
            Some(zone) if self.whose.with(|whose| whose == THEIRS) => zone.to_owned(),
            _ => self.clocks.ours(),
        }
    }

    /// The moment; `None` while it can't be read. Tracked.
    fn moment(self) -> Option<DateTime<Utc>> {
        let text = format!("{}T{}", self.date.get(), self.time.get());
        let local = LocalTime::parse_from_str(&text, "%Y-%m-%dT%H:%M").ok()?;
        Some(format::moment_of(local, &self.zone()))
    }
}

/// The moment's fields, with what it is on the other clocks and what the send gate says of it.
#[component]
fn MomentFields(
    chosen: Chosen,
    #[prop(into)] error: MaybeProp<String>,
    /// The conversation the text goes to.
    conversation: Uuid,
) -> impl IntoView {
    let clocks = chosen.clocks;
    let choices = Signal::derive(move || {
        vec![
            Choice::new(THEIRS, text::messages::time_of(&clocks.name())),
            Choice::new(OURS, text::messages::WORKSPACE_TIME),
        ]
    });
    let known = move || clocks.theirs().is_some();
    let both = move || {
        let at = chosen.moment()?;
        let ours = clocks.ours_too(at)?;
        Some(format!("{} · {ours}", clocks.when(at)))
    };
    view! {
        <div class="moment-fields">
            <TextField label=text::messages::DATE kind="date" value=chosen.date error />
            <TextField label=text::messages::TIME kind="time" value=chosen.time />
            <Show when=known>
                <Select label=text::messages::WHOSE_TIME value=chosen.whose choices />
            </Show>
        </div>
        <p class="field-help" aria-live="polite">{both}</p>
        <Waits chosen conversation />
    }
}

/// That a text of this moment would wait on.
#[component]
fn Waits(chosen: Chosen, conversation: Uuid) -> impl IntoView {
    let hold = RwSignal::new(None::<Hold>);
    let moment = Memo::new(move |_| chosen.moment());
    Effect::new(move |_| {
        let Some(at) = moment.get() else { return };
        hold.set(None);
        set_timeout(
            move || {
                // Another moment was chosen meanwhile, or the dialog is gone.
                if moment.try_get_untracked() == Some(Some(at)) {
                    spawn_local(async move {
                        let found = hold_at(conversation, at).await;
                        if moment.try_get_untracked() == Some(Some(at)) {
                            hold.try_set(found);
                        }
                    });
                }
            },
            PAUSE,
        );
    });
    let words = move || {
        hold.with(|hold| {
            let hold = hold.as_ref()?;
            Some(format!(
                "{} {}.",
                hold.detail,
                would_wait(hold, chosen.clocks)
            ))
        })
    };
    view! {
        <p class="moment-waits" role="status" hidden=move || hold.with(Option::is_none)>
            <Icon icon=icondata_lu::LuClock size=16 />
            <span>{words}</span>
        </p>
    }
}

/// An hour from now, on the full quarter.
fn soon() -> DateTime<Utc> {
    let quarter = 15 * 60;
    let seconds = format::now().timestamp() + 3600;
    DateTime::from_timestamp(seconds - seconds % quarter + quarter, 0).unwrap_or_default()
}

/// Sends what is being written at a moment of one's own.
#[component]
pub fn LaterForm(writing: Writing, dialogs: MessageDialogs) -> impl IntoView {
    let toasts = use_toasts();
    let chosen = Chosen::begin(soon(), writing.clocks);
    let sending = writing.sending;
    let wrong = RwSignal::new(None::<String>);
    let error = standing(move || wrong.get(), move || chosen.moment());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(at) = untrack(|| chosen.moment()) else {
            wrong.set(Some(text::messages::MOMENT_WRONG.to_owned()));
            return;
        };
        if at <= format::now() {
            wrong.set(Some(text::messages::MOMENT_PAST.to_owned()));
            return;
        }
        wrong.set(None);
        writing.schedule(at, toasts, move || dialogs.close());
    };
    view! {
        <form class="dialog-form" on:submit=submit>
            <p class="composer-error" role="alert" hidden=move || sending.error.with(Option::is_none)>
                <Icon icon=icondata_lu::LuCircleAlert size=16 />
                <span>{move || sending.error.get()}</span>
            </p>
            <blockquote class="moment-text">
                {move || {
                    let pictures = writing.draft.pictures.items.with(Vec::len);
                    text::pictures::said(&writing.draft.text.get(), pictures)
                }}
            </blockquote>
            <MomentFields chosen error conversation=sending.conversation() />
            <div class="dialog-actions">
                <Button on_click=move || dialogs.close()>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=sending.busy>
                    {text::messages::SCHEDULE}
                </Button>
            </div>
        </form>
    }
}

/// That the text's pictures go with it whatever its words become.
#[component]
fn PicturesStay(pictures: Vec<MessagePicture>) -> impl IntoView {
    (!pictures.is_empty()).then(|| {
        view! {
            <p class="moment-pictures">
                <PictureMarks pictures />
                <span>{text::pictures::STAY}</span>
            </p>
        }
    })
}

/// Changes the words and the moment of a text that waits.
#[component]
pub fn ChangeForm(message: Message, clocks: Clocks, dialogs: MessageDialogs) -> impl IntoView {
    let toasts = use_toasts();
    let submission = Submission::new();
    let stood_at = message.due_at.unwrap_or_default();
    let chosen = Chosen::begin(stood_at, clocks);
    let body = RwSignal::new(message.body.clone());
    let pictures = message.pictures.clone();
    let count = pictures.len();
    let wrong = RwSignal::new(None::<String>);
    let (id, conversation) = (message.id, message.conversation_id);
    let begun = untrack(|| chosen.moment());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let at = untrack(|| chosen.moment());
        if at.is_none() {
            wrong.set(Some(text::messages::MOMENT_WRONG.to_owned()));
            return;
        }
        wrong.set(None);
        let change = UpdateMessage {
            body: Some(body.get_untracked()),
            // A held text stays a held one unless it is given another moment.
            send_at: at.filter(|_| at != begun),
        };
        let request = async move {
            let client = api::client();
            api::call(client.update_message().message_id(id).body(change).send()).await
        };
        submission.run(request, move |_| {
            dialogs.close();
            toasts.done(text::messages::CHANGED);
        });
    };
    let too_long = move || {
        let error = body.with(|body| checks::message_beside(body, count).err());
        error.map(|error| error.message)
    };
    let here = standing(move || wrong.get(), move || chosen.moment());
    let there = submission.error_while("send_at", move || chosen.moment());
    view! {
        <form class="dialog-form" on:submit=submit>
            <FailureBanner submission fields=&["body", "send_at"] />
            <TextArea
                label=text::messages::TEXT
                value=body
                rows=3
                error=MaybeProp::derive(too_long)
            />
            <PicturesStay pictures />
            <MomentFields
                chosen
                error=MaybeProp::derive(move || here.get().or_else(|| there.get()))
                conversation
            />
            <div class="dialog-actions">
                <Button on_click=move || dialogs.close()>{text::common::CANCEL}</Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::messages::SAVE}
                </Button>
            </div>
        </form>
    }
}
