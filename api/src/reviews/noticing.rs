//! Noticing a reply that reads like a request to stop.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{HitPart, RecordKind};
use copperline_shared::events::Event;
use uuid::Uuid;

use super::queries;
use crate::conversations::{self, records::By};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::outbox::Audience;
use crate::stop_triggers::rules::revocation::{self, Revocation};

/// A contact's reply, stored.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    pub contact: &'a Contact,
    pub conversation: Uuid,
    pub message: Uuid,
    pub body: &'a str,
    /// When it came in.
    pub at: DateTime<Utc>,
}

/// Pauses automation for a contact whose reply reads like a request to stop, and puts the reply in
/// the queue; a second one joins the open review. The contact is locked by the caller. Nothing is
/// done for somebody who is opted out already.
///
/// # Errors
/// When the database fails.
pub async fn notice(
    connection: &mut Connection,
    workspace: WorkspaceId,
    reply: Reply<'_>,
) -> Result<Vec<(Audience, Event)>, Error> {
    let contact = reply.contact;
    if contact.opted_out_at.is_some() {
        return Ok(Vec::new());
    }
    let names = [contact.first_name.as_str(), contact.last_name.as_str()];
    let Some(found) = revocation::read(reply.body, &names) else {
        return Ok(Vec::new());
    };
    let mut events = Vec::new();
    let open = queries::open_of(connection, workspace, contact.id).await?;
    let review = if let Some(review) = open {
        review
    } else {
        let (conversation, at) = (reply.conversation, reply.at);
        let review = queries::open(connection, workspace, contact.id, conversation, at).await?;
        let (kind, add) = (RecordKind::AutomationPaused, conversations::records::add);
        // After the text it tells of.
        let at = at + TimeDelta::microseconds(1);
        let record = add(
            connection,
            workspace,
            conversation,
            kind,
            By::Nobody,
            "",
            at,
        )
        .await?;
        events.push((Audience::Workspace, Event::RecordAdded { record }));
        review
    };
    let parts = parts(reply.body, &found);
    let (message, phrase) = (reply.message, found.phrase);
    queries::join(connection, workspace, review, message, phrase, &parts).await?;
    events.extend(queries::changed(connection, workspace, review).await?);
    Ok(events)
}

/// The text in pieces, the words that say it marked.
fn parts(body: &str, found: &Revocation) -> Vec<HitPart> {
    let mut parts = Vec::new();
    let mut add = |text: &str, matched| {
        if !text.is_empty() {
            let text = text.to_owned();
            parts.push(HitPart { text, matched });
        }
    };
    let mut at = 0;
    for mark in &found.marks {
        add(&body[at..mark.start], false);
        add(&body[mark.clone()], true);
        at = mark.end;
    }
    add(&body[at..], false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x4_the_pieces_are_the_whole_text_with_the_words_marked() {
        let body = "Hi. Please stop!! 🙏 And lose my number";
        let found = revocation::read(body, &[]).expect("a request to stop");
        let parts = parts(body, &found);
        let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(whole, body);
        let marked: Vec<_> = parts
            .iter()
            .filter(|part| part.matched)
            .map(|part| part.text.as_str())
            .collect();
        assert_eq!(marked, ["Please stop", "lose my number"]);
    }
}
