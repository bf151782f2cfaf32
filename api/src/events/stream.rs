//! One listener's stream: first what it missed, then what happens.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use copperline_shared::profile::Role;
use futures_util::Stream;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::hub::{LiveEvent, News, presence_frame};
use crate::app::App;
use crate::caller::{Actor, Identity};
use crate::error::Error;
use crate::outbox::{self, Audience};

const HEARTBEAT: Duration = Duration::from_secs(15);
const CATCH_UP_AT_ONCE: i64 = 500;

struct Listener {
    app: Arc<App>,
    identity: Identity,
    live: broadcast::Receiver<News>,
    cursor: i64,
    waiting: VecDeque<Bytes>,
    behind: bool,
    /// When to look again whether the session or token stands, however much there is to tell.
    look_at: DateTime<Utc>,
}

/// The frames for one listener, from after `cursor`; `newest` is the workspace's newest one. The
/// stream ends when the listener's session or token does.
pub fn frames(
    app: Arc<App>,
    identity: Identity,
    cursor: i64,
    newest: i64,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let live = app.hub.subscribe(identity.workspace, newest);
    // After subscribing: what changes meanwhile is told once more.
    let present = app.presence.all(identity.workspace);
    let mut waiting = VecDeque::from([Bytes::from_static(b": welcome\n\n")]);
    waiting.extend(present.iter().map(presence_frame));
    let look_at = app.clock.now() + HEARTBEAT;
    let listener = Listener {
        app,
        identity,
        live,
        cursor,
        waiting,
        behind: true,
        look_at,
    };
    futures_util::stream::unfold(listener, |mut listener| async move {
        let frame = listener.next().await?;
        Some((Ok(frame), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Some(frame);
            }
            if self.behind {
                // What ended this session or token may have been among what was missed.
                self.still_permitted().await?;
                if let Err(error) = self.catch_up().await {
                    tracing::warn!(%error, "a listener could not catch up");
                    return None;
                }
                continue;
            }
            match tokio::time::timeout(HEARTBEAT, self.live.recv()).await {
                Ok(Ok(News::Ended(id))) if id == self.credential() => return None,
                Ok(Ok(News::Ended(_))) => {}
                Ok(Ok(News::Presence(frame))) => {
                    if self.app.clock.now() >= self.look_at {
                        self.still_permitted().await?;
                    }
                    return Some(frame);
                }
                Ok(Ok(News::Event(event))) => {
                    // Demotion and sign-out act at once on what not everybody may see. What ended
                    // on another node is noticed here also while there is always something to tell.
                    if event.audience != Audience::Workspace || self.app.clock.now() >= self.look_at
                    {
                        self.still_permitted().await?;
                    }
                    self.take(&event);
                }
                Ok(Err(RecvError::Lagged(_))) => self.behind = true,
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => {
                    self.still_permitted().await?;
                    return Some(Bytes::from_static(b": still here\n\n"));
                }
            }
        }
    }

    fn take(&mut self, event: &LiveEvent) {
        if event.cursor <= self.cursor {
            return;
        }
        // A gap means that the feed began after what this listener has seen.
        if event.cursor > self.cursor.saturating_add(1) {
            self.behind = true;
            return;
        }
        self.cursor = event.cursor;
        if self.may_see(event) {
            self.waiting.push_back(event.frame.clone());
        }
    }

    async fn catch_up(&mut self) -> Result<(), Error> {
        let mut connection = self.app.pool.get().await?;
        let workspace = self.identity.workspace;
        // In this order: an event that is committed between the two is among the missed ones. The
        // other way round it would look as if it were gone.
        let newest = outbox::newest(&mut connection, workspace).await?;
        let missed =
            outbox::after(&mut connection, workspace, self.cursor, CATCH_UP_AT_ONCE).await?;
        drop(connection);
        // Events that are gone can't be sent, and those before a cursor that never was aren't
        // known: the listener has to read everything again.
        let next = self.cursor.saturating_add(1);
        let gap = match missed.first() {
            Some(first) => first.cursor > next,
            None => newest != self.cursor,
        };
        if gap {
            self.cursor = newest;
            self.behind = false;
            self.waiting.push_back(Bytes::from(format!(
                "id: {newest}\nevent: reset\ndata: {newest}\n\n"
            )));
            return Ok(());
        }
        self.behind = !missed.is_empty();
        for stored in &missed {
            self.cursor = stored.cursor;
            let event = LiveEvent::from(stored);
            if self.may_see(&event) {
                self.waiting.push_back(event.frame);
            }
        }
        Ok(())
    }

    /// Checked for each event when it is delivered, with the role as it is now.
    fn may_see(&self, event: &LiveEvent) -> bool {
        match (&self.identity.actor, event.audience) {
            (Actor::ApiToken { scopes, .. }, Audience::Workspace | Audience::Owner) => {
                event.scope.is_some_and(|scope| scopes.contains(&scope))
            }
            (_, Audience::Workspace) => true,
            (Actor::Agent { role, .. }, Audience::Admins) => *role >= Role::Admin,
            (Actor::Agent { role, .. }, Audience::Owner) => *role == Role::Owner,
            (Actor::Agent { id, .. }, Audience::Agent(agent)) => *id == agent,
            (Actor::ApiToken { .. }, Audience::Admins | Audience::Agent(_)) => false,
        }
    }

    /// The session or token that opened the stream.
    fn credential(&self) -> Uuid {
        match &self.identity.actor {
            Actor::Agent { session, .. } => *session,
            Actor::ApiToken { id, .. } => *id,
        }
    }

    /// Takes up the present role; `None` when the session or token has ended.
    async fn still_permitted(&mut self) -> Option<()> {
        match crate::caller::refresh(&self.app, &self.identity).await {
            Ok(identity) => {
                self.identity = identity;
                self.look_at = self.app.clock.now() + HEARTBEAT;
                Some(())
            }
            Err(_) => None,
        }
    }
}
