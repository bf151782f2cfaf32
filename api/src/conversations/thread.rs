//! Stretches of a thread: messages, records and comments in one order.

use copperline_shared::comments::Comment;
use copperline_shared::conversations::{Thread, ThreadEntry, ThreadRecord};
use copperline_shared::messages::Message;
use uuid::Uuid;

use super::records;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Position;
use crate::{comments, messages};

/// Which stretch to read.
pub enum Wanted {
    /// What came before a place; the newest without one.
    Before(Option<Position>),
    After(Position),
    /// Around a message or comment.
    Around(Uuid),
}

fn place(entry: &ThreadEntry) -> Position {
    Position {
        at: entry.created_at(),
        id: entry.id(),
    }
}

/// Reads a stretch of at most `limit` entries, oldest first.
///
/// # Errors
/// When the message or comment to read around is not in the conversation, or the database fails.
pub async fn stretch(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    wanted: Wanted,
    limit: i64,
) -> Result<Thread, Error> {
    match wanted {
        Wanted::Before(position) => {
            let connection = &*connection;
            let waiting = async {
                match position {
                    None => {
                        messages::queries::waiting_in(connection, workspace, conversation).await
                    }
                    Some(_) => Ok(Vec::new()),
                }
            };
            let ((entries, more), waiting) = tokio::try_join!(
                before(connection, workspace, conversation, position, limit),
                waiting,
            )?;
            let earlier = entries
                .first()
                .filter(|_| more)
                .map(|entry| place(entry).cursor());
            let later = position.and_then(|_| entries.last().map(|entry| place(entry).cursor()));
            Ok(Thread {
                entries,
                earlier,
                later,
                waiting,
            })
        }
        Wanted::After(position) => {
            let (entries, more) =
                after(connection, workspace, conversation, position, limit).await?;
            let earlier = entries.first().map(|entry| place(entry).cursor());
            let later = entries
                .last()
                .filter(|_| more)
                .map(|entry| place(entry).cursor());
            Ok(Thread {
                entries,
                earlier,
                later,
                waiting: Vec::new(),
            })
        }
        Wanted::Around(message) => {
            around(connection, workspace, conversation, message, limit).await
        }
    }
}

async fn around(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    id: Uuid,
    limit: i64,
) -> Result<Thread, Error> {
    let entry = entry(connection, workspace, conversation, id).await?;
    let waiting = messages::queries::waiting_in(connection, workspace, conversation).await?;
    if matches!(&entry, ThreadEntry::Message { message } if message.state.waits()) {
        // It stands at the end of the thread.
        let (entries, more) = before(connection, workspace, conversation, None, limit).await?;
        let first = entries.first().filter(|_| more);
        return Ok(Thread {
            earlier: first.map(|entry| place(entry).cursor()),
            later: None,
            entries,
            waiting,
        });
    }
    let middle = place(&entry);
    let half = limit / 2 + 1;
    let (mut entries, more_before) =
        before(connection, workspace, conversation, Some(middle), half).await?;
    let (mut tail, more_after) = after(connection, workspace, conversation, middle, half).await?;
    entries.push(entry);
    entries.append(&mut tail);
    let earlier = entries
        .first()
        .filter(|_| more_before)
        .map(|entry| place(entry).cursor());
    let later = entries
        .last()
        .filter(|_| more_after)
        .map(|entry| place(entry).cursor());
    Ok(Thread {
        entries,
        earlier,
        later,
        waiting,
    })
}

/// The message or comment with this id, if it stands in the conversation.
async fn entry(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    id: Uuid,
) -> Result<ThreadEntry, Error> {
    let message = messages::queries::message(connection, workspace, id).await?;
    if let Some(message) = message.filter(|message| message.conversation_id == conversation) {
        return Ok(ThreadEntry::Message { message });
    }
    let comment = comments::queries::comment(connection, workspace, id).await?;
    comment
        .filter(|comment| comment.conversation_id == conversation)
        .map(|comment| ThreadEntry::Comment { comment })
        .ok_or_else(|| Error::not_found("message"))
}

async fn before(
    connection: &Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    position: Option<Position>,
    limit: i64,
) -> Result<(Vec<ThreadEntry>, bool), Error> {
    let limit_of_each = limit + 1;
    // All are on their way at once.
    let (messages, records, comments) = tokio::try_join!(
        messages::queries::messages_before(
            connection,
            workspace,
            conversation,
            position,
            limit_of_each
        ),
        records::before(connection, workspace, conversation, position, limit_of_each),
        comments::queries::before(connection, workspace, conversation, position, limit_of_each),
    )?;
    let (mut entries, more) = merge(all(messages, records, comments), limit, |a, b| {
        (b.at, b.id).cmp(&(a.at, a.id))
    });
    entries.reverse();
    Ok((entries, more))
}

async fn after(
    connection: &mut Connection,
    workspace: WorkspaceId,
    conversation: Uuid,
    position: Position,
    limit: i64,
) -> Result<(Vec<ThreadEntry>, bool), Error> {
    let limit_of_each = limit + 1;
    let connection = &*connection;
    let (messages, records, comments) = tokio::try_join!(
        messages::queries::messages_after(
            connection,
            workspace,
            conversation,
            position,
            limit_of_each
        ),
        records::after(connection, workspace, conversation, position, limit_of_each),
        comments::queries::after(connection, workspace, conversation, position, limit_of_each),
    )?;
    Ok(merge(all(messages, records, comments), limit, |a, b| {
        (a.at, a.id).cmp(&(b.at, b.id))
    }))
}

fn all(
    messages: Vec<Message>,
    records: Vec<ThreadRecord>,
    comments: Vec<Comment>,
) -> Vec<ThreadEntry> {
    let messages = messages
        .into_iter()
        .map(|message| ThreadEntry::Message { message });
    let records = records
        .into_iter()
        .map(|record| ThreadEntry::Record { record });
    let comments = comments
        .into_iter()
        .map(|comment| ThreadEntry::Comment { comment });
    messages.chain(records).chain(comments).collect()
}

/// The first `limit` of them in one order, and whether there are more.
fn merge(
    mut entries: Vec<ThreadEntry>,
    limit: i64,
    order: impl Fn(&Position, &Position) -> std::cmp::Ordering,
) -> (Vec<ThreadEntry>, bool) {
    entries.sort_by(|a, b| order(&place(a), &place(b)));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > limit;
    entries.truncate(limit);
    (entries, more)
}
