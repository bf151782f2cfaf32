//! Reads each workspace's news once and hands it to all of its listeners on this node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::web::Bytes;
use copperline_shared::api_tokens::Scope;
use copperline_shared::presence::ConversationPresence;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures_util::StreamExt;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::rules;
use crate::app::App;
use crate::db::WorkspaceId;
use crate::error::Error;
use crate::outbox::{self, Audience, StoredEvent};
use crate::presence;

/// Events a slow listener may fall behind before it must read the outbox itself.
const BACKLOG: usize = 1_000;

/// How often to look who has been silent for too long.
const PRESENCE_TICK: Duration = Duration::from_millis(500);

/// An event, written once as it goes to every browser.
#[derive(Clone, Debug)]
pub struct LiveEvent {
    pub cursor: i64,
    pub audience: Audience,
    /// What a token needs to be told; without it no token is.
    pub scope: Option<Scope>,
    pub frame: Bytes,
}

impl From<&StoredEvent> for LiveEvent {
    fn from(stored: &StoredEvent) -> Self {
        let StoredEvent {
            cursor,
            audience,
            payload,
        } = stored;
        Self {
            cursor: *cursor,
            audience: *audience,
            scope: payload["kind"].as_str().and_then(rules::scope),
            frame: frame(*cursor, payload),
        }
    }
}

/// A server-sent event whose data is an `EventEnvelope`.
fn frame(cursor: i64, payload: &serde_json::Value) -> Bytes {
    let envelope = serde_json::json!({ "cursor": cursor, "event": payload });
    Bytes::from(format!("id: {cursor}\ndata: {envelope}\n\n"))
}

/// A server-sent event that names no cursor: whoever comes back asks for nothing that is over.
pub fn presence_frame(presence: &ConversationPresence) -> Bytes {
    let data = serde_json::json!(presence);
    Bytes::from(format!("event: presence\ndata: {data}\n\n"))
}

/// What a listener is told.
#[derive(Clone, Debug)]
pub enum News {
    Event(Arc<LiveEvent>),
    /// This session or token has ended, and with it its streams.
    Ended(Uuid),
    /// Who is in a conversation now: a frame without a place in the order of events.
    Presence(Bytes),
}

struct Feed {
    sender: broadcast::Sender<News>,
    /// The newest cursor handed out.
    cursor: i64,
}

/// The listeners of this node, by workspace.
#[derive(Default)]
pub struct Hub {
    feeds: Mutex<HashMap<Uuid, Feed>>,
}

impl Hub {
    /// Listens to a workspace's events from `newest` on: its newest cursor, never a listener's own,
    /// because the first one's is where all read on from.
    pub fn subscribe(&self, workspace: WorkspaceId, newest: i64) -> broadcast::Receiver<News> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let feed = feeds.entry(workspace.0).or_insert_with(|| Feed {
            sender: broadcast::channel(BACKLOG).0,
            cursor: newest,
        });
        feed.sender.subscribe()
    }

    /// The cursor to read on from, while anybody listens.
    fn wanted(&self, workspace: Uuid) -> Option<i64> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if feeds.get(&workspace)?.sender.receiver_count() == 0 {
            feeds.remove(&workspace);
            return None;
        }
        feeds.get(&workspace).map(|feed| feed.cursor)
    }

    fn hand_out(&self, workspace: Uuid, event: LiveEvent) {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get_mut(&workspace)
            && event.cursor > feed.cursor
        {
            feed.cursor = event.cursor;
            // Nobody listening any more is no error.
            let _ = feed.sender.send(News::Event(Arc::new(event)));
        }
    }

    /// Ends the streams on this node of a session or token that has ended; call it after the
    /// commit. Those of other nodes end when they next look.
    pub fn end(&self, workspace: WorkspaceId, session_or_token: Uuid) {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get(&workspace.0) {
            // Nobody listening is no error.
            let _ = feed.sender.send(News::Ended(session_or_token));
        }
    }

    /// Tells the workspace's listeners on this node who is in a conversation now.
    fn tell_presence(&self, changed: Vec<presence::Changed>) {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        for (workspace, presence) in changed {
            if let Some(feed) = feeds.get(&workspace.0) {
                // Nobody listening is no error.
                let _ = feed.sender.send(News::Presence(presence_frame(&presence)));
            }
        }
    }

    fn workspaces(&self) -> Vec<Uuid> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.keys().copied().collect()
    }
}

/// Follows the database's notifications until the process ends, reconnecting when they stop.
pub async fn listen(app: Arc<App>, url: String) {
    loop {
        if let Err(error) = follow(&app, &url).await {
            tracing::warn!(%error, "lost the database's notifications; connecting again");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn follow(app: &App, url: &str) -> Result<(), Error> {
    let mut connection = AsyncPgConnection::establish(url)
        .await
        .map_err(crate::db::DbError::Connect)?;
    // Diesel has no word for LISTEN.
    for channel in ["copperline_events", presence::CHANNEL] {
        diesel::sql_query(format!("LISTEN {channel}"))
            .execute(&mut connection)
            .await?;
    }
    // What was committed while nobody followed.
    for workspace in app.hub.workspaces() {
        try_distribute(app, workspace).await;
    }
    let mut notifications = std::pin::pin!(connection.notifications_stream());
    let mut ticks = tokio::time::interval(PRESENCE_TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let notification = tokio::select! {
            notification = notifications.next() => notification,
            _ = ticks.tick() => {
                app.hub.tell_presence(app.presence.expire(app.clock.now()));
                continue;
            }
        };
        let Some(notification) = notification.transpose()? else {
            return Ok(());
        };
        if notification.channel == presence::CHANNEL {
            let changed = app.presence.hear(&notification.payload, app.clock.now());
            app.hub.tell_presence(changed);
        } else if let Ok(workspace) = notification.payload.parse() {
            try_distribute(app, workspace).await;
        }
    }
}

/// One workspace's trouble is not the others': its next event brings what was left out.
async fn try_distribute(app: &App, workspace: Uuid) {
    if let Err(error) = distribute(app, workspace).await {
        tracing::warn!(%error, %workspace, "a workspace's events could not be handed out");
    }
}

async fn distribute(app: &App, workspace: Uuid) -> Result<(), Error> {
    while let Some(cursor) = app.hub.wanted(workspace) {
        let mut connection = app.pool.get().await?;
        let news = outbox::after(&mut connection, WorkspaceId(workspace), cursor, 500).await?;
        drop(connection);
        if news.is_empty() {
            break;
        }
        for stored in &news {
            app.hub.hand_out(workspace, stored.into());
        }
    }
    Ok(())
}
