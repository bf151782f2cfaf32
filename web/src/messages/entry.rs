//! One line of the thread in words: a message's bubble, or what happened.

use chrono::{DateTime, SecondsFormat, Utc};
use copperline_shared::conversations::{BY_MESSAGE, RecordKind, ThreadRecord};
use copperline_shared::messages::{Direction, Message, MessageState, SenderKind};
use copperline_shared::phone::Phone;

use super::bubble::{BubbleState, BubbleView};
use crate::{format, text, ui::IconRef};

/// Carriers' errors after which the same text fails again.
const HOPELESS: [&str; 15] = [
    "21610", "40300", "21211", "21614", "21635", "40001", "21617", "30004", "30005", "40008",
    "30006", "30007", "40002", "40003", "30640",
];

/// Whether it makes sense to send a failed message once more.
pub fn may_try_again(message: &Message) -> bool {
    let failed = matches!(
        message.state,
        MessageState::Failed | MessageState::Undelivered
    );
    let hopeless = message
        .error
        .as_ref()
        .is_some_and(|error| HOPELESS.contains(&error.code.as_str()));
    // What the send gate refused it may take once the cause is gone.
    failed && !hopeless
}

/// What a message's bubble shows; `zone` is the workspace's IANA time zone.
pub fn bubble(message: &Message, zone: &str) -> BubbleView {
    BubbleView {
        body: message.body.clone(),
        pictures: message.pictures.clone(),
        mine: message.direction == Direction::Outbound,
        sender: sender(message),
        time: format::clock_time(format::in_zone(message.created_at, zone)),
        datetime: message
            .created_at
            .to_rfc3339_opts(SecondsFormat::Secs, true),
        phone: message
            .other_phone
            .as_ref()
            .map_or_else(String::new, Phone::formatted),
        segments: message.segments,
        state: state(message),
    }
}

/// Who wrote it; empty for the contact.
pub fn sender(message: &Message) -> String {
    match message.sender {
        SenderKind::Contact => String::new(),
        SenderKind::Agent => message.sender_name.clone(),
        SenderKind::ApiToken => text::messages::by_token(&message.sender_name),
        SenderKind::Workflow => text::messages::by_workflow(&message.sender_name),
        SenderKind::Copperline => text::messages::COPPERLINE.to_owned(),
    }
}

fn state(message: &Message) -> BubbleState {
    match message.state {
        MessageState::Received => BubbleState::Received,
        MessageState::Scheduled | MessageState::Held => BubbleState::Waiting,
        MessageState::Queued => BubbleState::Queued,
        MessageState::Sent => BubbleState::Sent,
        MessageState::Delivered => BubbleState::Delivered,
        MessageState::Cancelled => BubbleState::Cancelled,
        MessageState::Undelivered => failed(message, text::messages::NOT_DELIVERED),
        MessageState::Failed => failed(message, text::messages::NOT_SENT),
    }
}

fn failed(message: &Message, headline: &str) -> BubbleState {
    let advice = match (&message.reason, &message.error) {
        (Some(reason), _) => reason.detail.clone(),
        (None, Some(error)) => format!("{} {}", error.reason, error.advice),
        (None, None) => text::messages::NO_REASON.to_owned(),
    };
    BubbleState::Failed {
        reason: headline.to_owned(),
        advice,
    }
}

/// What a record says and when; `name` is the contact's.
pub fn record_words(record: &ThreadRecord, name: &str, zone: &str) -> String {
    let by = author(record);
    let by = by.as_deref();
    let what = match record.kind {
        RecordKind::LeadReceived => text::messages::lead_received(&record.detail),
        RecordKind::OptedOut => text::messages::contact_opted_out(name, by, &record.detail),
        RecordKind::OptedIn => text::messages::contact_opted_in(name, &record.detail),
        RecordKind::AutomationPaused => text::messages::automation_paused(by),
        RecordKind::AutomationResumed => text::messages::automation_resumed(by),
        RecordKind::Archived => text::messages::archived(by),
        RecordKind::Unarchived if record.detail == BY_MESSAGE => {
            text::messages::unarchived_by_message(name)
        }
        RecordKind::Unarchived => text::messages::unarchived(by),
        RecordKind::StageMoved => text::messages::stage_moved(name, by, &record.detail),
        RecordKind::Assigned => text::messages::assigned(name, by, &record.detail),
        RecordKind::PutOff => text::follow_ups::record_put_off(by, name, &until(record, zone)),
        RecordKind::FollowUpDue => text::follow_ups::DUE.to_owned(),
        RecordKind::FollowUpDone => text::follow_ups::record_done(by),
        RecordKind::ContactsMerged => text::messages::contacts_merged(by, &record.detail),
        RecordKind::WorkflowStarted => {
            text::messages::workflow_changed("Workflow started", by, &record.detail)
        }
        RecordKind::WorkflowEnded => {
            text::messages::workflow_changed("Workflow ended", by, &record.detail)
        }
        RecordKind::RedripStarted => {
            text::messages::workflow_changed("Redrip started", by, &record.detail)
        }
        RecordKind::RedripEnded => {
            text::messages::workflow_changed("Redrip ended", by, &record.detail)
        }
    };
    text::messages::at(
        &what,
        &format::clock_time(format::in_zone(record.created_at, zone)),
    )
}

/// Who did what a record tells, named as the sender of a message is.
fn author(record: &ThreadRecord) -> Option<String> {
    let token = record.api_token_name.as_deref();
    let workflow = record.workflow_name.as_deref();
    let agent = record.agent_name.clone();
    agent
        .or_else(|| token.map(text::messages::by_token))
        .or_else(|| workflow.map(text::messages::by_workflow))
}

/// Until when a record says that the conversation is put off, as it was told then.
fn until(record: &ThreadRecord, zone: &str) -> String {
    let moment = record.detail.parse::<DateTime<Utc>>();
    let then = format::in_zone(moment.unwrap_or_default(), zone);
    format::coming(then, format::in_zone(record.created_at, zone))
}

/// The drawing that goes with a record.
pub const fn record_icon(kind: RecordKind) -> IconRef {
    match kind {
        RecordKind::LeadReceived => icondata_lu::LuInbox,
        RecordKind::OptedOut => icondata_lu::LuBan,
        RecordKind::OptedIn => icondata_lu::LuCircleCheck,
        RecordKind::AutomationPaused => icondata_lu::LuHand,
        RecordKind::AutomationResumed => icondata_lu::LuPlay,
        RecordKind::Archived => icondata_lu::LuArchive,
        RecordKind::Unarchived => icondata_lu::LuArchiveRestore,
        RecordKind::StageMoved => icondata_lu::LuSquareKanban,
        RecordKind::Assigned => icondata_lu::LuUserCheck,
        RecordKind::PutOff => icondata_lu::LuAlarmClock,
        RecordKind::FollowUpDue => icondata_lu::LuBellRing,
        RecordKind::FollowUpDone => icondata_lu::LuAlarmClockCheck,
        RecordKind::ContactsMerged => icondata_lu::LuMerge,
        RecordKind::WorkflowStarted | RecordKind::WorkflowEnded => icondata_lu::LuWorkflow,
        RecordKind::RedripStarted | RecordKind::RedripEnded => icondata_lu::LuRepeat,
    }
}
