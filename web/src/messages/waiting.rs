//! What can be done with a text that waits, from the thread and from the list of all that wait.

use copperline_shared::messages::{Message, MessageState, SendNow};
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;

use super::clocks::Clocks;
use super::dialogs::{Shown, use_message_dialogs};
use crate::api::{self, Failure};
use crate::submission::Submission;
use crate::text;
use crate::ui::{Menu, MenuItem, Toasts, use_toasts};

/// Why and until when a text waits: "held until tomorrow 8:00 am, Maya’s time: quiet hours", "scheduled
/// for today 11:30 pm, Maya’s time; leaves tomorrow 8:00 am: quiet hours"; tracked.
pub fn waits(message: &Message, clocks: Clocks) -> String {
    let Some(due_at) = message.due_at else {
        return String::new();
    };
    let when = clocks.when(due_at);
    let held_by = message.reason.as_ref().map(|reason| reason.code);
    match (held_by, message.leaves_at) {
        (Some(code), _) => text::messages::held_until(&when, text::messages::why_held(code)),
        (None, Some(at)) => text::messages::scheduled_and_leaves(&when, &clocks.nearest_when(at)),
        (None, None) => text::messages::scheduled_for(&when),
    }
}

/// Whether it makes sense to send it now: what quiet hours hold the gate would hold again.
pub fn may_send_now(message: &Message) -> bool {
    let held_by = message.reason.as_ref().map(|reason| reason.code);
    message.state == MessageState::Scheduled || held_by != Some(ErrorCode::QuietHours)
}

/// What the send gate says of a text that were written now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It would leave.
    Open,
    /// It would wait, unless the writer says that it shall go.
    Anyway,
    /// It would wait, or not be taken.
    Closed,
}

/// The menu of a text that waits.
#[component]
pub fn WaitingMenu(
    #[prop(into)] message: Signal<Option<Message>>,
    clocks: Clocks,
    /// What the gate says of a text written now, where that is known: what it lets go may be sent now,
    /// whatever held it before.
    #[prop(optional, into)]
    gate: Signal<Option<Gate>>,
) -> impl IntoView {
    let (dialogs, toasts) = (use_message_dialogs(), use_toasts());
    let submission = Submission::new();
    let with = move |act: fn(Message, Clocks) -> Shown| {
        Callback::new(move |()| {
            if let Some(message) = message.get_untracked() {
                dialogs.show(act(message, clocks));
            }
        })
    };
    let send = Callback::new(move |()| {
        if let Some(message) = message.get_untracked() {
            let anyway = gate.get_untracked() == Some(Gate::Anyway);
            send_now(&message, anyway, submission, toasts);
        }
    });
    let cancel = Callback::new(move |()| {
        if let Some(message) = message.get_untracked() {
            cancel(&message, submission, toasts);
        }
    });
    let sendable = move || {
        let promising = message.with(|message| message.as_ref().is_some_and(may_send_now));
        promising || matches!(gate.get(), Some(Gate::Open | Gate::Anyway))
    };
    view! {
        <Menu label=text::messages::WAITING_ACTIONS icon=icondata_lu::LuEllipsis place="menu-up-end">
            <MenuItem icon=icondata_lu::LuPencil on_select=with(Shown::Change)>
                {text::messages::EDIT}
            </MenuItem>
            <Show when=sendable>
                <MenuItem icon=icondata_lu::LuSendHorizontal on_select=send>
                    {text::messages::SEND_NOW}
                </MenuItem>
            </Show>
            <MenuItem icon=icondata_lu::LuInfo on_select=with(Shown::Trace)>
                {text::messages::SHOW_TRACE}
            </MenuItem>
            <MenuItem icon=icondata_lu::LuTrash2 on_select=cancel>
                {text::messages::CANCEL_TEXT}
            </MenuItem>
        </Menu>
    }
}

/// What the gate or the server says against it is told in a notice; the text stays where it is.
fn send_now(message: &Message, send_anyway: bool, submission: Submission, toasts: Toasts) {
    let id = message.id;
    let request = async move {
        let client = api::client();
        let request = client.send_message_now().message_id(id);
        Ok(api::call(request.body(SendNow { send_anyway }).send()).await)
    };
    submission.run(request, move |answer| {
        told(answer, text::messages::NOW_SENT, toasts)
    });
}

fn cancel(message: &Message, submission: Submission, toasts: Toasts) {
    let id = message.id;
    let request = async move {
        let client = api::client();
        Ok(api::call(client.cancel_message().message_id(id).send()).await)
    };
    submission.run(request, move |answer| {
        told(answer, text::messages::NOW_CANCELLED, toasts)
    });
}

fn told(answer: Result<Message, Failure>, done: &'static str, toasts: Toasts) {
    match answer {
        Ok(_) => toasts.done(done),
        Err(failure) => toasts.problem(failure.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use copperline_shared::conversations::Refusal;
    use copperline_shared::messages::{Direction, SenderKind};
    use copperline_shared::money::Micros;
    use uuid::Uuid;

    #[test]
    fn x5_what_quiet_hours_hold_is_not_offered_to_be_sent_now() {
        let mut message = Message {
            id: Uuid::nil(),
            conversation_id: Uuid::nil(),
            direction: Direction::Outbound,
            state: MessageState::Scheduled,
            sender: SenderKind::Agent,
            sender_name: String::new(),
            body: "Hi".to_owned(),
            pictures: Vec::new(),
            other_phone: None,
            segments: 1,
            price_micros: Micros(0),
            error: None,
            reason: None,
            due_at: Some(DateTime::UNIX_EPOCH),
            leaves_at: None,
            created_at: DateTime::UNIX_EPOCH,
            sent_at: None,
            settled_at: None,
        };
        assert!(may_send_now(&message));
        message.state = MessageState::Held;
        message.reason = Some(Refusal {
            code: ErrorCode::QuietHours,
            detail: "It is late.".to_owned(),
        });
        assert!(!may_send_now(&message));
    }
}
