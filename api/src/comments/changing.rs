//! Another text for a comment, and the end of one. Like writing it, neither reaches a contact.

use copperline_shared::comments::{Comment, UpdateComment, mentioned};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::queries::{self, Standing};
use super::{expect_known, rules};
use crate::app::App;
use crate::caller::Identity;
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::notifications;
use crate::outbox::{self, Audience};

/// Changes a comment's text; the comment as it is now. The same text is no change, whatever was
/// edited: a request that comes again finds its own.
///
/// # Errors
/// [`ErrorCode::CommentChanged`] when it got another text since the revision that was edited;
/// otherwise when there is no such comment, somebody else wrote it, it mentions strangers, or the
/// database fails.
pub(super) async fn update(
    app: &App,
    caller: &Identity,
    id: Uuid,
    change: &UpdateComment,
) -> Result<Comment, Error> {
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let now = app.clock.now();
            let standing = hold(connection, workspace, id).await?;
            rules::may_change(&standing, caller)?;
            if standing.text == change.text {
                return read(connection, workspace, id).await;
            }
            if standing.revision() != change.revision {
                return Err(stale(&read(connection, workspace, id).await?));
            }
            let (before, after) = (mentioned(&standing.text), mentioned(&change.text));
            let (gone, new) = (
                rules::without(&before, &after),
                rules::without(&after, &before),
            );
            expect_known(connection, workspace, &new).await?;
            let taken = notifications::take_back(connection, workspace, id, &gone).await?;
            queries::delete_mentions(connection, workspace, id, &gone).await?;
            queries::insert_mentions(connection, workspace, id, &new).await?;
            let text = (change.text.as_str(), standing.revision);
            queries::rewrite(connection, workspace, id, text, now).await?;
            let comment = read(connection, workspace, id).await?;
            let told = notifications::tell_mentioned(connection, workspace, &comment, &new).await?;
            let changed = Event::CommentChanged {
                comment: comment.clone(),
            };
            let mut events = vec![(Audience::Workspace, changed)];
            events.extend(taken);
            events.extend(told);
            outbox::record(connection, workspace, events, now).await?;
            Ok(comment)
        })
        .await
}

/// Deletes a comment, and takes back what it told those it mentions.
///
/// # Errors
/// When there is no such comment, the caller may not delete it, or the database fails.
pub(super) async fn delete(app: &App, caller: &Identity, id: Uuid) -> Result<(), Error> {
    let workspace = caller.workspace;
    let mut connection = app.pool.get().await?;
    connection
        .atomically(async |connection| {
            let now = app.clock.now();
            let standing = hold(connection, workspace, id).await?;
            rules::may_delete(&standing, caller)?;
            let told = mentioned(&standing.text);
            let taken = notifications::take_back(connection, workspace, id, &told).await?;
            queries::delete(connection, workspace, id).await?;
            let deleted = Event::CommentDeleted {
                comment_id: id,
                conversation_id: standing.conversation_id,
            };
            let mut events = vec![(Audience::Workspace, deleted)];
            events.extend(taken);
            outbox::record(connection, workspace, events, now).await
        })
        .await
}

async fn hold(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Standing, Error> {
    let standing = queries::hold(connection, workspace, id).await?;
    standing.ok_or_else(|| Error::not_found("comment"))
}

/// The comment that the caller holds, as it is now.
async fn read(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Comment, Error> {
    let comment = queries::comment(connection, workspace, id).await?;
    comment.ok_or_else(|| Error::internal("a comment vanished while it was held"))
}

/// It got another text meanwhile, by its author in another browser.
fn stale(current: &Comment) -> Error {
    let detail = "This comment was changed elsewhere since you read it. Look at both texts, then save yours with the present revision.";
    Error::outdated(ErrorCode::CommentChanged, detail.to_owned(), current)
}
