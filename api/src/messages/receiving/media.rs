//! Files that come with a text.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue};
use crate::messages::rules;
use crate::pictures::queries::{self, Incoming};

/// A file that came with a text, as the carrier tells of it.
#[derive(Clone, Debug)]
pub struct InboundMedia {
    pub url: String,
    pub content_type: String,
}

/// Shows at once that pictures came with a message; a job fetches each.
pub(super) async fn expect(
    connection: &mut Connection,
    workspace: WorkspaceId,
    message_id: Uuid,
    media: &[InboundMedia],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if media.is_empty() {
        return Ok(());
    }
    let incoming = |media: &InboundMedia| Incoming {
        url: media.url.clone(),
        refused: rules::refused_media(&media.content_type),
    };
    let incoming: Vec<Incoming> = media.iter().map(incoming).collect();
    queries::expect(connection, workspace, message_id, &incoming).await?;
    for (position, incoming) in (0..).zip(&incoming) {
        if incoming.refused.is_none() {
            let job = Job::FetchPicture {
                message_id,
                position,
            };
            enqueue(connection, Some(workspace), &job, now).await?;
        }
    }
    Ok(())
}
