//! What an agent is told in the page, and nobody else: that a comment mentions them (C21), that a
//! follow-up is due (C20), and that they were given a conversation (C18).

pub mod queries;

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use copperline_shared::comments::Comment;
use copperline_shared::events::Event;
use copperline_shared::notifications::{Notification, Notifications, ReadNotifications};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::app::AppData;
use crate::caller::{Caller, OwnProfile};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::{Answer, Error};
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_notifications)
        .service(read_notification)
        .service(read_notifications);
}

/// List what one was told, newest first
#[utoipa::path(
    tag = "notifications",
    operation_id = "list_notifications",
    params(Paging),
    responses((status = 200, description = "One page, and how many are unread", body = Notifications), Problems)
)]
#[get("/api/v1/notifications")]
async fn list_notifications(
    app: AppData,
    caller: Caller<OwnProfile>,
    paging: web::Query<Paging>,
) -> Answer<Notifications> {
    let (workspace, agent) = (caller.workspace, caller.id());
    let (after, limit) = (paging.position()?, paging.limit());
    let mut connection = app.pool.get().await?;
    let unread = queries::count_unread(&mut connection, workspace, Some(agent)).await?;
    let listed = queries::of_agent(&mut connection, workspace, agent, after, limit + 1).await?;
    let position = |notification: &Notification| Position {
        at: notification.created_at,
        id: notification.id,
    };
    let page = paging::page(listed, limit, position);
    Ok(web::Json(Notifications {
        unread,
        items: page.items,
        next: page.next,
    }))
}

/// Mark one notification as read
#[utoipa::path(
    tag = "notifications",
    operation_id = "read_notification",
    params(("notification_id" = Uuid, Path, description = "The notification's id")),
    responses((status = 204, description = "It is read"), Problems)
)]
#[post("/api/v1/notifications/{notification_id}/read")]
async fn read_notification(
    app: AppData,
    caller: Caller<OwnProfile>,
    notification_id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, agent, now) = (caller.workspace, caller.id(), app.clock.now());
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let id = *notification_id;
            let read = queries::mark_one(connection, workspace, agent, id, now).await?;
            if read > 0 {
                let told = vec![changed(agent)];
                outbox::record(connection, workspace, told, now).await?;
            } else if !queries::exists(connection, workspace, agent, id).await? {
                return Err(Error::not_found("notification"));
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mark notifications as read up to a moment
///
/// All of them, or those of one conversation.
#[utoipa::path(
    tag = "notifications",
    operation_id = "read_notifications",
    request_body = ReadNotifications,
    responses((status = 204, description = "They are read"), Problems)
)]
#[post("/api/v1/notifications/read")]
async fn read_notifications(
    app: AppData,
    caller: Caller<OwnProfile>,
    body: Body<ReadNotifications>,
) -> Result<HttpResponse, Error> {
    let mut fields = Fields::default();
    let until = fields.check("until", paging::moment(body.0.until));
    let (until,) = fields.finish((until,))?;
    let (workspace, agent, now) = (caller.workspace, caller.id(), app.clock.now());
    let conversation = body.0.conversation_id;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let which = queries::Unread {
                agent,
                until,
                conversation,
            };
            if queries::mark(connection, workspace, which, now).await? > 0 {
                outbox::record(connection, workspace, vec![changed(agent)], now).await?;
            }
            Ok::<(), Error>(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn changed(agent: Uuid) -> (Audience, Event) {
    let event = Event::NotificationsChanged { notification: None };
    (Audience::Agent(agent), event)
}

/// Tells these agents, but for its author, that a comment mentions them. The events are the caller's
/// to record.
///
/// # Errors
/// When the database fails, or it doesn't mention one of them.
pub async fn tell_mentioned(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: &Comment,
    agents: &[Uuid],
) -> Result<Vec<(Audience, Event)>, Error> {
    let others: Vec<Uuid> = agents
        .iter()
        .copied()
        .filter(|agent| Some(*agent) != comment.agent_id)
        .collect();
    let told = queries::insert_mentions(connection, workspace, comment, &others).await?;
    Ok(told.into_iter().map(new).collect())
}

/// Takes back what these agents were told of a comment that no longer mentions them. The events are
/// the caller's to record.
///
/// # Errors
/// When the database fails.
pub async fn take_back(
    connection: &mut Connection,
    workspace: WorkspaceId,
    comment: Uuid,
    agents: &[Uuid],
) -> Result<Vec<(Audience, Event)>, Error> {
    let told = queries::delete_mentions(connection, workspace, comment, agents).await?;
    Ok(told.into_iter().map(changed).collect())
}

/// Tells these agents that the follow-up of a conversation is due. The events are the caller's to
/// record.
///
/// # Errors
/// When the database fails.
pub async fn tell_due(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    agents: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let told = queries::insert_due(connection, workspace, conversation, agents, now).await?;
    Ok(told.into_iter().map(new).collect())
}

/// Tells these agents that they were given a conversation, which the caller has locked: once, until they
/// have read it. The events are the caller's to record.
///
/// # Errors
/// When the database fails.
pub async fn tell_assigned(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    agents: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let told = queries::put_assigned(connection, workspace, conversation, agents, now).await?;
    Ok(told.into_iter().map(new).collect())
}

/// Before what was told of one conversation is told of another, both of which the caller has locked:
/// whoever was given both is told once. The events are the caller's to record.
///
/// # Errors
/// When the database fails.
pub async fn merge(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (kept, other): (Uuid, Uuid),
) -> Result<Vec<(Audience, Event)>, Error> {
    let agents = queries::drop_told_twice(connection, workspace, (kept, other)).await?;
    Ok(agents.into_iter().map(changed).collect())
}

/// Marks the reminders of a conversation's follow-up as read, whosoever they are: it is over. The
/// events are the caller's to record.
///
/// # Errors
/// When the database fails.
pub async fn end_due(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let agents = queries::mark_reminders(connection, workspace, conversation, now).await?;
    Ok(agents.into_iter().map(changed).collect())
}

fn new((agent, notification): (Uuid, Notification)) -> (Audience, Event) {
    let notification = Some(notification);
    let event = Event::NotificationsChanged { notification };
    (Audience::Agent(agent), event)
}
