//! The button that puts the open conversation off: the usual moments, and one of one's own.

use chrono::{DateTime, Utc};
use copperline_shared::conversations::Conversation;
use copperline_shared::follow_ups::PutOff;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::choosing::ChooseDialog;
use super::presets;
use crate::api::{self, Outcome};
use crate::format::{self, LocalTime};
use crate::session::{Session, use_session};
use crate::text;
use crate::ui::{Menu, MenuItem, Toasts, use_toasts};

/// What the parts share.
#[derive(Clone, Copy)]
pub struct PuttingOff {
    pub conversation: Memo<Option<Conversation>>,
    /// Takes in how it is now.
    pub on_change: Callback<Conversation>,
    session: Session,
    toasts: Toasts,
}

impl PuttingOff {
    pub fn new(
        conversation: Memo<Option<Conversation>>,
        on_change: Callback<Conversation>,
    ) -> Self {
        Self {
            conversation,
            on_change,
            session: use_session(),
            toasts: use_toasts(),
        }
    }

    /// The workspace's zone.
    pub fn zone(self) -> String {
        untrack(|| self.session.time_zone())
    }

    /// A moment to come, as it stands in a sentence.
    pub fn told(self, at: DateTime<Utc>) -> String {
        let zone = self.zone();
        let now = format::in_zone(format::now(), &zone);
        format::coming(format::in_zone(at, &zone), now)
    }

    pub fn put_off(self, until: DateTime<Utc>) {
        let Some(conversation) = self.conversation.get_untracked() else {
            return;
        };
        let (id, name) = (conversation.id, conversation.name);
        let words = text::follow_ups::put_off(&name, &self.told(until));
        spawn_local(async move {
            match put_off(id, until).await {
                Ok(conversation) => {
                    self.on_change.try_run(conversation);
                    self.toasts
                        .undoable(format!("follow-up {id}"), words, move || {
                            self.end(id, name.clone())
                        });
                }
                Err(failure) => self.toasts.problem(failure.message()),
            }
        });
    }

    /// Ends the follow-up, due or not.
    pub fn end(self, id: Uuid, name: String) {
        let due = self
            .conversation
            .try_get_untracked()
            .flatten()
            .is_some_and(|conversation| {
                use copperline_shared::follow_ups::FollowUpState::Due;
                conversation
                    .follow_up
                    .is_some_and(|follow_up| follow_up.state == Due)
            });
        spawn_local(async move {
            let client = api::client();
            let request = client.end_follow_up().conversation_id(id).send();
            match api::call(request).await {
                Ok(conversation) => {
                    self.on_change.try_run(conversation);
                    self.toasts.withdraw(&format!("follow-up {id}"));
                    self.toasts.done(match due {
                        true => text::follow_ups::done(&name),
                        false => text::follow_ups::back(&name),
                    });
                }
                Err(failure) => self.toasts.problem(failure.message()),
            }
        });
    }
}

async fn put_off(id: Uuid, until: DateTime<Utc>) -> Outcome<Conversation> {
    let client = api::client();
    let request = client.put_off_conversation().conversation_id(id);
    api::call(request.body(PutOff { until }).send()).await
}

#[component]
pub fn FollowUpMenu(putting_off: PuttingOff) -> impl IntoView {
    let choosing = RwSignal::new(false);
    view! {
        <Menu label=text::follow_ups::FOLLOW_UP icon=icondata_lu::LuAlarmClock>
            <Presets putting_off />
            <div class="menu-line"></div>
            <MenuItem on_select=move || choosing.set(true)>{text::follow_ups::CHOOSE}</MenuItem>
        </Menu>
        <ChooseDialog open=choosing putting_off />
    }
}

#[component]
fn Presets(putting_off: PuttingOff) -> impl IntoView {
    let zone = putting_off.zone();
    let now = format::in_zone(format::now(), &zone);
    let item = move |at: LocalTime, words: String, zone: String| {
        let until = format::moment_of(at, &zone);
        view! { <MenuItem on_select=move || putting_off.put_off(until)>{words}</MenuItem> }
    };
    let mornings = presets::mornings(now).into_iter().map({
        let zone = zone.clone();
        move |at| {
            let words = text::follow_ups::preset(&format::coming(at, now));
            item(at, words, zone.clone())
        }
    });
    view! {
        {item(presets::in_an_hour(now), text::follow_ups::IN_AN_HOUR.to_owned(), zone)}
        {mornings.collect_view()}
    }
}
