//! The newest notifications; each leads to what it tells of.

use chrono::DateTime;
use copperline_shared::conversations::Tab;
use copperline_shared::events::Event;
use copperline_shared::notifications::{
    Notification, NotificationKind, Notifications, ReadNotifications,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api;
use crate::clock::use_clock;
use crate::conversations::Address;
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::session::use_session;
use crate::ui::{Button, EmptyState, SkeletonRows, use_toasts};
use crate::{format, text};

/// So many are shown.
const SHOWN: u32 = 100;

/// The conversation of a notification, at the comment it tells of.
pub fn href(notification: &Notification) -> String {
    Address {
        tab: Tab::All,
        open: Some(notification.conversation_id),
        message: notification.comment.as_ref().map(|comment| comment.id),
        ..Address::default()
    }
    .href()
}

/// What a notification says in a sentence.
pub fn words(notification: &Notification) -> String {
    let author = notification
        .comment
        .as_ref()
        .map(|c| c.author_name.as_str());
    match notification.kind {
        NotificationKind::Mention => {
            text::notifications::mentioned(author.unwrap_or_default(), &notification.name)
        }
        NotificationKind::FollowUpDue => text::follow_ups::reminder(&notification.name),
        NotificationKind::Assigned => text::notifications::assigned(&notification.name),
    }
}

/// Marks one as read; if it can't be, it stays unread and can be marked again.
pub fn mark_read(id: Uuid) {
    spawn_local(async move {
        let client = api::client();
        let _ = api::call(client.read_notification().notification_id(id).send()).await;
    });
}

#[component]
pub fn List(open: RwSignal<bool>) -> impl IntoView {
    let loaded = Loaded::new(Notifications::default(), || async {
        let client = api::client();
        api::call(client.list_notifications().limit(SHOWN).send()).await
    });
    use_live().on(move |event| {
        if matches!(
            event,
            Event::NotificationsChanged { .. } | Event::CommentChanged { .. }
        ) {
            loaded.reload_soon();
        }
    });
    view! {
        <WhenLoaded loaded skeleton=|| view! { <SkeletonRows count=4 /> }>
            <Newest loaded open />
        </WhenLoaded>
    }
}

#[component]
fn Newest(loaded: Loaded<Notifications>, open: RwSignal<bool>) -> impl IntoView {
    let empty = Memo::new(move |_| loaded.value.with(|all| all.items.is_empty()));
    let unread = Memo::new(move |_| loaded.value.with(|all| all.unread));
    let more = Memo::new(move |_| loaded.value.with(|all| all.next.is_some()));
    let toasts = use_toasts();
    let mark_all = move || {
        let newest = loaded
            .value
            .with_untracked(|all| all.items.first().map(|newest| newest.created_at));
        let until = newest.unwrap_or(DateTime::UNIX_EPOCH);
        spawn_local(async move {
            let body = ReadNotifications {
                until,
                conversation_id: None,
            };
            let client = api::client();
            match api::call(client.read_notifications().body(body).send()).await {
                Ok(()) => loaded.reload(),
                Err(failure) => toasts.problem(failure.message()),
            }
        });
    };
    view! {
        <Show
            when=move || !empty.get()
            fallback=|| {
                view! {
                    <EmptyState
                        icon=icondata_lu::LuBell
                        title=text::notifications::EMPTY_TITLE
                        lead=text::notifications::EMPTY_LEAD
                    />
                }
            }
        >
            <ul class="told" aria-label=text::notifications::TITLE>
                <For
                    each=move || loaded.value.with(|all| all.items.clone())
                    key=|told| {
                        let revision = told.comment.as_ref().map(|comment| comment.revision);
                        (told.id, told.created_at, told.read_at, told.name.clone(), revision)
                    }
                    let:notification
                >
                    <Told notification open />
                </For>
            </ul>
            <Show when=move || more.get()>
                <p class="text-muted">{text::notifications::NEWEST_ONLY}</p>
            </Show>
            <Show when=move || { unread.get() > 0 }>
                <div class="dialog-actions">
                    <Button on_click=mark_all>{text::notifications::MARK_ALL_READ}</Button>
                </div>
            </Show>
        </Show>
    }
}

#[component]
fn Told(notification: Notification, open: RwSignal<bool>) -> impl IntoView {
    let (session, clock) = (use_session(), use_clock());
    let at = notification.created_at;
    let time = move || {
        let zone = session.time_zone();
        format::row_time(
            format::in_zone(at, &zone),
            format::in_zone(clock.get(), &zone),
        )
    };
    let (id, unread) = (notification.id, notification.read_at.is_none());
    let go = move |_| {
        if unread {
            mark_read(id);
        }
        open.set(false);
    };
    let said = notification.comment.as_ref().map(|comment| comment.plain());
    view! {
        <li class="told-item" class:is-unread=unread>
            <a class="told-link" href=href(&notification) on:click=go>
                <span class="told-line">
                    <span class="told-words">{words(&notification)}</span>
                    <time class="row-time" datetime=at.to_rfc3339()>{time}</time>
                </span>
                <span class="told-said">{said}</span>
                {unread.then(|| view! { <span class="sr-only">{text::notifications::UNREAD}</span> })}
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c18_an_assignment_says_whose_conversation_it_is_and_leads_there() {
        let conversation_id = Uuid::from_u128(7);
        let told = Notification {
            id: Uuid::from_u128(8),
            kind: NotificationKind::Assigned,
            conversation_id,
            name: "Maya Robinson".to_owned(),
            comment: None,
            created_at: DateTime::UNIX_EPOCH,
            read_at: None,
        };
        assert_eq!(
            words(&told),
            "Maya Robinson was assigned to you or your group"
        );
        let there = format!("/conversations/all/{conversation_id}");
        assert_eq!(href(&told), there);
    }
}
