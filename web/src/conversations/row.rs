//! One conversation in the list (C1).

use chrono::{DateTime, Utc};
use copperline_shared::conversations::{Conversation, ExcerptBy, Tab};
use copperline_shared::follow_ups::FollowUpState;
use copperline_shared::tags::Tag;
use leptos::prelude::*;
use uuid::Uuid;

use crate::format::{self, LocalTime};
use crate::text;
use crate::ui::{ActionBubble, Avatar, Count, Highlighted, Icon, IconRef};

/// What a row shows, formatted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowView {
    /// The contact's name or formatted number.
    pub name: String,
    /// The beginning of the last message, or of the message a search found; the parts that it
    /// found are marked.
    pub excerpt: Vec<(bool, String)>,
    /// Who wrote the excerpt, in front of it; empty for the contact.
    pub by: String,
    /// When, short: "9:42 am", "Thu".
    pub time: String,
    /// When, machine-readable (RFC 3339).
    pub datetime: String,
    /// Unread messages.
    pub unread: u32,
    /// Marked as a hot lead.
    pub hot: bool,
    /// Put away, in a list of more than those.
    pub archived: bool,
    pub opted_out: bool,
    /// Put off, or due.
    pub follow_up: Option<FollowUpState>,
    /// Who works on it; empty when nobody does.
    pub assignee: String,
    /// A group works on it, and no single agent.
    pub of_group: bool,
}

impl RowView {
    /// What the row's time is: the last activity, or when the message that a search found was
    /// written.
    pub fn moment(conversation: &Conversation) -> DateTime<Utc> {
        let hit = conversation.hit.as_ref();
        hit.map_or(conversation.last_activity_at, |hit| hit.created_at)
    }

    /// `at` is [`RowView::moment`] and `now` the present by the workspace's clock; `me` is the
    /// signed-in agent and `assignee` the name of whoever works on it.
    pub fn new(
        conversation: &Conversation,
        tab: Tab,
        (at, now): (LocalTime, LocalTime),
        (me, assignee): (Option<Uuid>, Option<String>),
    ) -> Self {
        let excerpt = match &conversation.hit {
            Some(hit) => hit
                .parts
                .iter()
                .map(|part| (part.matched, part.text.clone()))
                .collect(),
            None if conversation.excerpt.is_empty() => {
                vec![(false, text::conversations::NO_MESSAGES.to_owned())]
            }
            None => vec![(false, conversation.excerpt.clone())],
        };
        Self {
            name: conversation.name.clone(),
            excerpt,
            by: by(conversation, me),
            time: format::row_time(at, now),
            datetime: Self::moment(conversation).to_rfc3339(),
            unread: conversation.unread_count,
            hot: conversation.hot,
            archived: conversation.archived && tab == Tab::All,
            opted_out: conversation.opted_out,
            follow_up: conversation.follow_up.map(|follow_up| follow_up.state),
            assignee: assignee.unwrap_or_default(),
            of_group: conversation.assigned_group_id.is_some(),
        }
    }
}

/// Who wrote what the row shows, as its beginning.
fn by(conversation: &Conversation, me: Option<Uuid>) -> String {
    let (by, agent, name) = match &conversation.hit {
        Some(hit) => (hit.sender.into(), hit.agent_id, &hit.sender_name),
        None => (
            conversation.excerpt_by,
            conversation.excerpt_agent_id,
            &conversation.excerpt_name,
        ),
    };
    match by {
        ExcerptBy::Contact | ExcerptBy::Record => String::new(),
        ExcerptBy::Agent if agent.is_some() && agent == me => text::conversations::YOU.to_owned(),
        ExcerptBy::Agent | ExcerptBy::ApiToken | ExcerptBy::Workflow => name
            .as_deref()
            .map(text::conversations::by)
            .unwrap_or_default(),
        ExcerptBy::Copperline => text::conversations::by(text::messages::COPPERLINE),
    }
}

/// `aria-setsize` of a list that goes on.
const UNKNOWN: &str = "-1";

/// A list row that opens its conversation. Place it in [`crate::ui::WindowedRows`] with the role `list`.
#[component]
pub fn ConversationRow(
    /// What it shows.
    #[prop(into)]
    row: Signal<RowView>,
    /// The ids of the link and of the bubble, by which the focus finds them again.
    ids: (String, String),
    /// Puts it in its place.
    style: Signal<String>,
    /// How many rows stand above it.
    place: Signal<usize>,
    /// How many rows there are, where that is known.
    #[prop(into)]
    size: Signal<Option<usize>>,
    /// The conversation's address.
    #[prop(into)]
    href: Signal<String>,
    /// Whether it is the open one.
    #[prop(into)]
    current: Signal<bool>,
    /// Whether the Tab key leads to it; to the others the arrows do.
    #[prop(into)]
    stop: Signal<bool>,
    /// The search under way, marked in the name.
    #[prop(optional, into)]
    query: Signal<String>,
    /// The contact's tag that was applied last.
    #[prop(into)]
    tag: Signal<Option<Tag>>,
    /// Whether it is selected.
    #[prop(into)]
    selected: Signal<bool>,
    /// Turns the selection over; with `true` also that of the rows since the last one.
    on_select: Callback<bool>,
) -> impl IntoView {
    let name = Memo::new(move |_| row.with(|row| row.name.clone()));
    let unread = Memo::new(move |_| row.with(|row| row.unread));
    let (link_id, bubble_id) = ids;
    // Only those in view stand in the page: it says which of how many this is.
    let size = move || match size.get() {
        Some(size) => size.to_string(),
        None => UNKNOWN.to_owned(),
    };
    view! {
        <div
            class="row"
            class:is-current=current
            class:is-selected=selected
            class:is-unread=move || unread.get() != 0
            style=style
            role="listitem"
            aria-posinset=move || (place.get() + 1).to_string()
            aria-setsize=size
        >
            <ActionBubble
                id=bubble_id
                name
                colour=Signal::derive(move || tag.with(|tag| tag.as_ref().map(|tag| tag.colour)))
                label=Signal::derive(move || {
                    let tag = tag.with(|tag| tag.as_ref().map(|tag| tag.name.clone()));
                    text::conversations::select(&name.get(), tag.as_deref())
                })
                selected
                stop
                on_toggle=on_select
            />
            <a
                id=link_id
                class="row-link"
                href=href
                tabindex=move || if stop.get() { "0" } else { "-1" }
                aria-current=move || current.get().then_some("true")
            >
                <span class="row-line">
                    <span class="row-name">
                        <Highlighted text=name query />
                    </span>
                    <RowMarks row />
                    <time class="row-time" datetime=move || row.with(|row| row.datetime.clone())>
                        {move || row.with(|row| row.time.clone())}
                    </time>
                </span>
                <span class="row-line">
                    <Excerpt row />
                    <Assignee row />
                    <Count
                        count=unread
                        label=Signal::derive(move || text::conversations::unread(unread.get()))
                    />
                </span>
            </a>
        </div>
    }
}

#[component]
fn Excerpt(row: Signal<RowView>) -> impl IntoView {
    let excerpt = Memo::new(move |_| row.with(|row| (row.by.clone(), row.excerpt.clone())));
    view! {
        <span class="row-excerpt">
            {move || {
                let (by, parts) = excerpt.get();
                let parts = parts
                    .into_iter()
                    .map(|(found, part)| match found {
                        true => view! { <mark>{part}</mark> }.into_any(),
                        false => part.into_any(),
                    })
                    .collect_view();
                (by, parts)
            }}
        </span>
    }
}

/// The initials of whoever works on the conversation.
#[component]
fn Assignee(row: Signal<RowView>) -> impl IntoView {
    let name = Memo::new(move |_| row.with(|row| row.assignee.clone()));
    let several = Memo::new(move |_| row.with(|row| row.of_group));
    view! {
        <Show when=move || name.with(|name| !name.is_empty())>
            <span class="row-assignee" title=move || text::assignment::assigned_to(&name.get())>
                <Avatar name several />
                <span class="sr-only">{move || text::assignment::assigned_to(&name.get())}</span>
            </span>
        </Show>
    }
}

/// The flame of a hot lead, the box of an archived conversation, the bar of an opted-out contact.
#[component]
fn RowMarks(row: Signal<RowView>) -> impl IntoView {
    let mark = move |class, icon: IconRef, label, shown: fn(&RowView) -> bool| {
        let shown = Memo::new(move |_| row.with(shown));
        view! {
            <Show when=move || shown.get()>
                <span class=class title=label>
                    <Icon icon size=15 />
                    <span class="sr-only">{label}</span>
                </span>
            </Show>
        }
    };
    view! {
        {mark("row-mark row-hot", icondata_lu::LuFlame, text::conversations::HOT_LEAD, |row| row.hot)}
        {mark("row-mark row-due", icondata_lu::LuBellRing, text::follow_ups::DUE, |row| {
            row.follow_up == Some(FollowUpState::Due)
        })}
        {mark("row-mark", icondata_lu::LuAlarmClock, text::follow_ups::WAITING, |row| {
            row.follow_up == Some(FollowUpState::Waiting)
        })}
        {mark("row-mark", icondata_lu::LuArchive, text::conversations::ARCHIVED, |row| row.archived)}
        {mark("row-mark", icondata_lu::LuBan, text::conversations::OPTED_OUT, |row| row.opted_out)}
    }
}

#[cfg(test)]
mod tests;
