//! Conversations: the list with tabs, counts and search (C1 to C5), and each one's thread (C7).

mod changes;
pub mod filtering;
mod listing;
pub mod queries;
pub mod records;
pub mod rules;
pub mod search;
mod shown;
mod thread;

use actix_web::{HttpResponse, get, patch, post, web};
use copperline_shared::checks::FieldError;
use copperline_shared::conversations::{
    Conversation, ConversationDetail, Counts, CreateConversation, RecordKind, Start, Thread,
    UpdateConversation,
};
use copperline_shared::events::Event;
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub use changes::{announce, changed};
pub use filtering::Filtering;
pub use listing::{Asked, Listing, count_matching, matching};
use listing::{filtered_counts, list};
use records::By;
use shown::detail;

use crate::app::AppData;
use crate::caller::{Caller, WorkConversations};
use crate::db::Atomic;
use crate::error::{Answer, Error};
use crate::input::{self, Body, Fields};
use crate::messages::queries::Sender;
use crate::notifications::queries::count_unread;
use crate::openapi::Problems;
use crate::outbox::{self, Audience};
use crate::paging::{self, Paging, Position};
use crate::{agents, contacts, groups, numbers, profile, saved_filters, tags};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(start)
        .service(list_conversations)
        .service(count_conversations)
        .service(create_conversation)
        .service(read_conversation)
        .service(update_conversation)
        .service(mark_conversation_read)
        .service(read_thread);
}

/// Open the page in one request
///
/// The profile, prices, numbers, tags, agents, groups, saved filters, tab counts, first page of
/// conversations, and the cursor to follow the live stream from.
#[utoipa::path(tag = "conversations", operation_id = "read_start", params(Listing, Filtering),
    responses((status = 200, description = "All the page needs to open", body = Start), Problems))]
#[get("/api/v1/conversations/start")]
async fn start(
    app: AppData,
    caller: Caller<WorkConversations>,
    listing: web::Query<Listing>,
    filtering: web::Query<Filtering>,
) -> Answer<Start> {
    let asked = listing.asked(&filtering, &caller)?;
    let connection = &mut app.pool.get().await?;
    // Read before the rest: what happens meanwhile is then told by the stream once more.
    let cursor = outbox::newest(connection, caller.workspace).await?;
    let profile = match caller.agent() {
        Some(agent) => Some(profile::queries::profile(connection, caller.workspace, agent).await?),
        None => None,
    };
    Ok(web::Json(Start {
        cursor,
        profile,
        unread_notifications: count_unread(connection, caller.workspace, caller.agent()).await?,
        prices: app.config.prices(),
        numbers: numbers::queries::numbers(connection, caller.workspace).await?,
        tags: tags::queries::tags(connection, caller.workspace).await?,
        agents: agents::queries::agents(connection, caller.workspace).await?,
        groups: groups::queries::groups(connection, caller.workspace).await?,
        saved_filters: saved_filters::queries::seen(connection, caller.workspace, caller.agent())
            .await?,
        counts: queries::counts(connection, caller.workspace).await?,
        filtered_counts: filtered_counts(connection, caller.workspace, &asked).await?,
        conversations: list(connection, caller.workspace, &asked, &Paging::default()).await?,
        simulated: app.carrier.simulated(),
    }))
}

/// List conversations, newest activity first
#[utoipa::path(tag = "conversations", operation_id = "list_conversations",
    params(Listing, Filtering, Paging),
    responses((status = 200, description = "One page", body = Page<Conversation>), Problems))]
#[get("/api/v1/conversations")]
async fn list_conversations(
    app: AppData,
    caller: Caller<WorkConversations>,
    listing: web::Query<Listing>,
    filtering: web::Query<Filtering>,
    paging: web::Query<Paging>,
) -> Answer<Page<Conversation>> {
    let asked = listing.asked(&filtering, &caller)?;
    let connection = &mut app.pool.get().await?;
    Ok(web::Json(
        list(connection, caller.workspace, &asked, &paging).await?,
    ))
}

/// Count the conversations of each tab
///
/// With a filter: those that it lets through.
#[utoipa::path(tag = "conversations", operation_id = "count_conversations", params(Filtering),
    responses((status = 200, description = "The counts", body = Counts), Problems))]
#[get("/api/v1/conversations/counts")]
async fn count_conversations(
    app: AppData,
    caller: Caller<WorkConversations>,
    filtering: web::Query<Filtering>,
) -> Answer<Counts> {
    let asked = Listing::default().asked(&filtering, &caller)?;
    let connection = &mut app.pool.get().await?;
    Ok(web::Json(
        match filtered_counts(connection, caller.workspace, &asked).await? {
            Some(counts) => counts,
            None => queries::counts(connection, caller.workspace).await?,
        },
    ))
}

/// Open the conversation with a phone
///
/// The contact and conversation are created when there are none.
#[utoipa::path(tag = "conversations", operation_id = "create_conversation",
    request_body = CreateConversation,
    responses((status = 200, description = "The conversation", body = ConversationDetail), Problems))]
#[post("/api/v1/conversations")]
async fn create_conversation(
    app: AppData,
    caller: Caller<WorkConversations>,
    body: Body<CreateConversation>,
) -> Answer<ConversationDetail> {
    let mut fields = Fields::default();
    let phone = input::phone::read(&body.0.phone).map_err(FieldError::from);
    let phone = fields.check("phone", phone);
    let (phone,) = fields.finish((phone,))?;
    let now = app.clock.now();
    let workspace = caller.workspace;
    let connection = &mut app.pool.get().await?;
    let id = connection
        .atomically(async |connection| {
            let (contact, created) =
                contacts::queries::find_or_create(connection, workspace, &phone, now).await?;
            let (id, begun) =
                queries::find_or_create(connection, workspace, contact.id, now).await?;
            if created || begun {
                let news = created.then(|| contacts::changed(&contact));
                announce(connection, workspace, id, news.into_iter().collect(), now).await?;
            }
            Ok(id)
        })
        .await?;
    Ok(web::Json(detail(&app, connection, &caller, id).await?))
}

/// Read a conversation, its contact, and whether it can be written in
///
/// One whose contact was merged into another answers 404 with the code `merged`; `current` then
/// holds the `contact_id` of the one that stays and its `conversation_id`.
#[utoipa::path(tag = "conversations", operation_id = "read_conversation",
    responses((status = 200, description = "The conversation", body = ConversationDetail), Problems))]
#[get("/api/v1/conversations/{conversation_id}")]
async fn read_conversation(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Answer<ConversationDetail> {
    let connection = &mut app.pool.get().await?;
    Ok(web::Json(detail(&app, connection, &caller, *id).await?))
}

/// Archive or unarchive a conversation, mark it hot, or mark it as read or unread
#[utoipa::path(tag = "conversations", operation_id = "update_conversation",
    request_body = UpdateConversation,
    responses((status = 200, description = "The conversation", body = Conversation), Problems))]
#[patch("/api/v1/conversations/{conversation_id}")]
async fn update_conversation(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
    body: Body<UpdateConversation>,
) -> Answer<Conversation> {
    let (id, change, now) = (*id, body.0, app.clock.now());
    let (workspace, by) = (caller.workspace, By::caller(&caller));
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let before = queries::lock(connection, workspace, id)
                .await?
                .ok_or_else(|| Error::not_found("conversation"))?;
            let hot = change.hot.filter(|hot| *hot != before.hot);
            let archived = change.archived.filter(|new| *new != before.archived);
            let unread = change.unread.filter(|unread| *unread != before.unread);
            let marks = queries::Marks {
                hot,
                archived_at: archived.map(|archived| archived.then_some(now)),
                unread_count: unread.map(i32::from),
                ..queries::Marks::default()
            };
            queries::mark(connection, workspace, id, marks).await?;
            let mut events = Vec::new();
            if let Some(archived) = archived {
                let kind = if archived {
                    RecordKind::Archived
                } else {
                    RecordKind::Unarchived
                };
                let record = records::add(connection, workspace, id, kind, by, "", now).await?;
                events.push((Audience::Workspace, Event::RecordAdded { record }));
            }
            announce(connection, workspace, id, events, now).await
        })
        .await
        .map(web::Json)
}

/// Mark a conversation's messages as read, for everybody in the workspace
#[utoipa::path(tag = "conversations", operation_id = "mark_conversation_read",
    responses((status = 204, description = "Done"), Problems))]
#[post("/api/v1/conversations/{conversation_id}/read")]
async fn mark_conversation_read(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Error> {
    let (workspace, now) = (caller.workspace, app.clock.now());
    let connection = &mut app.pool.get().await?;
    connection
        .atomically(async |connection| {
            if queries::mark_read(connection, workspace, *id).await? {
                announce(connection, workspace, *id, Vec::new(), now).await?;
            } else if queries::conversation(connection, workspace, *id)
                .await?
                .is_none()
            {
                return Err(Error::not_found("conversation"));
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Stretch {
    /// `earlier` of an answer: what came before it.
    before: Option<String>,
    /// `later` of an answer: what came after it.
    after: Option<String>,
    /// A message's or comment's id: the stretch around it.
    around: Option<Uuid>,
    /// How many entries at the most, 1 to 100; 50 when absent.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<u32>,
}

/// Read a stretch of a conversation's thread
///
/// The newest one unless `before`, `after` or `around` says otherwise. Reading marks nothing as
/// read.
#[utoipa::path(tag = "conversations", operation_id = "read_thread", params(Stretch),
    responses((status = 200, description = "Messages and records, oldest first", body = Thread), Problems))]
#[get("/api/v1/conversations/{conversation_id}/thread")]
async fn read_thread(
    app: AppData,
    caller: Caller<WorkConversations>,
    id: web::Path<Uuid>,
    stretch: web::Query<Stretch>,
) -> Answer<Thread> {
    let connection = &mut app.pool.get().await?;
    let (workspace, id) = (caller.workspace, *id);
    let limit = paging::limit(stretch.limit);
    let read = |cursor: &Option<String>, field: &str| {
        cursor
            .as_deref()
            .map(|cursor| Position::read(cursor, field))
            .transpose()
    };
    let wanted = match (
        read(&stretch.before, "before")?,
        read(&stretch.after, "after")?,
        stretch.around,
    ) {
        (_, _, Some(message)) => thread::Wanted::Around(message),
        (_, Some(position), _) => thread::Wanted::After(position),
        (position, None, None) => thread::Wanted::Before(position),
    };
    let thread = thread::stretch(connection, workspace, id, wanted, limit).await?;
    // Only a thread without entries may be one that isn't there.
    if thread.entries.is_empty() && !queries::exists(connection, workspace, id).await? {
        return Err(Error::not_found("conversation"));
    }
    Ok(web::Json(thread))
}

/// How a conversation's row changes with what happens in it.
#[derive(Clone, Copy, Debug)]
pub struct Touch<'a> {
    pub excerpt: &'a str,
    /// Who wrote it; nobody, when it tells what happened.
    pub by: Option<Sender>,
    pub at: chrono::DateTime<chrono::Utc>,
    /// Something came in: one more unread, and the conversation is neither archived nor put off any
    /// more.
    pub inbound: bool,
    /// The number used, when a text was sent or received.
    pub number_id: Option<Uuid>,
}
