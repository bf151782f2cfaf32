//! Receiving a text: whose it is, what it asks for, and what Copperline answers by itself.

mod media;
mod sender;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::consent::ConsentSource;
use copperline_shared::contacts::Contact;
use copperline_shared::conversations::{BY_MESSAGE, RecordKind};
use copperline_shared::events::Event;
use copperline_shared::money::Micros;
use copperline_shared::phone::Phone;
use copperline_shared::problem::ErrorCode;
use copperline_shared::segments;
use uuid::Uuid;

use super::queries::{self, NewMessage, Sender};
use super::{gate, rules, settling};
use crate::app::App;
use crate::billing::ledger;
use crate::consent::{self, Asked};
use crate::conversations::{self, Touch, records::By};
use crate::db::{Atomic, Connection, WorkspaceId};
use crate::error::Error;
use crate::jobs::{Job, enqueue};
use crate::outbox::{self, Audience};
use crate::stop_triggers::rules::{Reply, read};
use crate::{contacts, numbers, reviews, workflows};

pub use media::InboundMedia;
use sender::Held;

/// A help reply answers at most once in this time.
const HELP_EVERY: TimeDelta = TimeDelta::hours(24);

/// A text that the carrier received for one of our numbers.
#[derive(Clone, Debug)]
pub struct Inbound {
    pub carrier_message_id: String,
    pub from: Phone,
    pub to: Phone,
    pub body: String,
    /// What came along, at most 10.
    pub media: Vec<InboundMedia>,
}

/// What became of an inbound text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    Stored,
    /// It came before; nothing was changed.
    Repeated,
    /// No workspace rents the number.
    UnknownNumber,
}

/// Takes a text from the carrier: into the conversation of its sender, made when there is none,
/// with the opt-out, opt-in or help it asks for in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn receive(app: &App, text: Inbound) -> Result<Received, Error> {
    let mut connection = app.pool.get().await?;
    let Some((workspace, number_id)) = numbers::queries::owner(&mut connection, &text.to).await?
    else {
        tracing::warn!(id = text.carrier_message_id, to = %text.to, "a text came for a number nobody rents");
        return Ok(Received::UnknownNumber);
    };
    connection
        .atomically(async |connection| {
            let Some(Held {
                contact,
                is_new,
                conversation_id,
                was_archived,
            }) = sender::hold(app, connection, workspace, &text).await?
            else {
                return Ok(Received::Repeated);
            };
            let id = contact.id;
            // Taken while the conversation is held: its texts are as old as their order.
            let now = app.clock.now();
            let inbox = Inbox {
                app,
                workspace,
                number_id,
                conversation_id,
                contact,
                message_id: Uuid::now_v7(),
                text: &text,
                now,
            };
            if !inbox.store(connection).await? {
                // Nobody and nothing may stay that was made for it.
                return Err(Error::overtaken());
            }
            let mut events = Vec::new();
            if was_archived {
                events.push(inbox.tell_of_archive(connection).await?);
            }
            let (done, reply) = inbox.act(connection).await?;
            events.extend(done);
            events.extend(
                workflows::on_reply(connection, workspace, (id, conversation_id), now).await?,
            );
            if let Some(reply) = reply {
                events.extend(inbox.reply(connection, &reply).await?);
            }
            let (stored, changed) = tokio::try_join!(
                settling::changed(connection, workspace, inbox.message_id),
                conversations::changed(connection, workspace, conversation_id),
            )?;
            events.splice(0..0, stored);
            events.splice(0..0, is_new.then(|| contacts::changed(&inbox.contact)));
            events.extend(changed);
            outbox::record(connection, workspace, events, now).await?;
            Ok(Received::Stored)
        })
        .await
}

/// What a text did by a word of its own, and what Copperline replies to it.
type Done = (Vec<(Audience, Event)>, Option<String>);

/// An inbound text with where it belongs.
struct Inbox<'a> {
    app: &'a App,
    workspace: WorkspaceId,
    number_id: Uuid,
    conversation_id: Uuid,
    contact: Contact,
    /// The id the text gets.
    message_id: Uuid,
    text: &'a Inbound,
    now: DateTime<Utc>,
}

impl Inbox<'_> {
    /// Writes the text down; `false` when another is written under its id in this moment.
    async fn store(&self, connection: &mut Connection) -> Result<bool, Error> {
        let body = rules::inbound_body(&self.text.body);
        let id = self.message_id;
        let new = NewMessage {
            id,
            conversation_id: self.conversation_id,
            number_id: self.number_id,
            sender: Sender::Contact,
            body: &body,
            pictures: self.text.media.len(),
            segments: i32::try_from(segments::count(&body).count).unwrap_or(i32::MAX),
            price: Micros::ZERO,
            carrier_message_id: Some(&self.text.carrier_message_id),
            decision: None,
            wait: None,
            created_at: self.now,
        };
        if !queries::insert(connection, self.workspace, &new).await? {
            return Ok(false);
        }
        media::expect(connection, self.workspace, id, &self.text.media, self.now).await?;
        let touch = Touch {
            excerpt: &rules::excerpt(&body, self.text.media.len()),
            by: Some(Sender::Contact),
            at: self.now,
            inbound: true,
            number_id: Some(self.number_id),
        };
        tokio::try_join!(
            queries::lift_untextable(connection, self.workspace, &self.text.from),
            conversations::queries::touch(connection, self.workspace, self.conversation_id, touch),
        )?;
        Ok(true)
    }

    /// The text took the conversation out of the archive: its thread says so below it.
    async fn tell_of_archive(
        &self,
        connection: &mut Connection,
    ) -> Result<(Audience, Event), Error> {
        let (kind, detail) = (RecordKind::Unarchived, BY_MESSAGE);
        let (workspace, id) = (self.workspace, self.conversation_id);
        let record = conversations::records::add(
            connection,
            workspace,
            id,
            kind,
            By::Nobody,
            detail,
            self.now,
        )
        .await?;
        Ok((Audience::Workspace, Event::RecordAdded { record }))
    }

    /// Does what the text asks for by a word that has a meaning of its own, and says what Copperline
    /// replies. Any other text may still read like a request to stop.
    async fn act(&self, connection: &mut Connection) -> Result<Done, Error> {
        match read(&self.text.body, &[], self.contact.opted_out_at.is_some()) {
            Reply::OptOut { trigger } => self.opt_out(connection, &trigger).await,
            Reply::OptIn => self.opt_in(connection).await,
            Reply::Help => Ok((Vec::new(), self.help(connection).await?)),
            Reply::Other => Ok((self.notice(connection).await?, None)),
        }
    }

    async fn opt_out(&self, connection: &mut Connection, trigger: &str) -> Result<Done, Error> {
        let (workspace, phone) = (self.workspace, &self.text.from);
        let words = self.words();
        let asked = self.asked(&words, trigger);
        let events = consent::opt_out(connection, workspace, phone, asked, self.now).await?;
        // Asked again, nothing changed: one confirmation is all the law allows.
        if events.is_empty() {
            return Ok((events, None));
        }
        let name = queries::workspace_name(connection, workspace).await?;
        Ok((events, Some(rules::opt_out_confirmation(&name))))
    }

    async fn opt_in(&self, connection: &mut Connection) -> Result<Done, Error> {
        let (workspace, phone) = (self.workspace, &self.text.from);
        let words = self.words();
        let asked = self.asked(&words, "");
        let events = consent::opt_in(connection, workspace, phone, asked, self.now).await?;
        // Without an opt-out that the contact may lift, the word is an ordinary reply.
        if events.is_empty() {
            return Ok((events, None));
        }
        let name = queries::workspace_name(connection, workspace).await?;
        Ok((events, Some(rules::opt_in_confirmation(&name))))
    }

    async fn notice(&self, connection: &mut Connection) -> Result<Vec<(Audience, Event)>, Error> {
        let words = self.words();
        let reply = reviews::Reply {
            contact: &self.contact,
            conversation: self.conversation_id,
            message: self.message_id,
            body: &words,
            at: self.now,
        };
        reviews::notice(connection, self.workspace, reply).await
    }

    /// What the contact wrote, as the consent record keeps it.
    fn words(&self) -> String {
        rules::inbound_body(self.text.body.trim())
    }

    fn asked<'a>(&self, words: &'a str, trigger: &'a str) -> Asked<'a> {
        Asked {
            conversation: Some(self.conversation_id),
            source: ConsentSource::Contact,
            evidence: words,
            trigger,
            by: By::Nobody,
            decided_by: "",
        }
    }

    /// The help reply, where none was given lately.
    async fn help(&self, connection: &mut Connection) -> Result<Option<String>, Error> {
        let name = queries::workspace_name(connection, self.workspace).await?;
        let reply = rules::help_reply(&name, &self.text.to);
        let (conversation, since) = (self.conversation_id, self.now - HELP_EVERY);
        let said = queries::said_since(connection, self.workspace, conversation, &reply, since);
        Ok((!said.await?).then_some(reply))
    }

    /// Queues a text of Copperline's own, from the number the contact wrote to. It must go out
    /// whatever the gate says to others; it is charged if the balance covers it, else it is free.
    /// Last of all but the conversation's event: all of the workspace's texts wait for its balance.
    async fn reply(
        &self,
        connection: &mut Connection,
        body: &str,
    ) -> Result<Vec<(Audience, Event)>, Error> {
        let (workspace, id) = (self.workspace, Uuid::now_v7());
        let segment = self.app.config.prices().outbound_segment_micros;
        let (segments, price) = rules::price(body, segment)
            .ok_or_else(|| Error::internal("the price of a text is out of range"))?;
        let (price, mut events) =
            match ledger::charge_message(connection, workspace, id, price, self.now).await {
                Ok(events) => (price, events),
                Err(error) if error.code() == ErrorCode::BalanceTooLow => {
                    (Micros::ZERO, Vec::new())
                }
                Err(error) => return Err(error),
            };
        let decision = gate::own_text(&self.text.to, price);
        // After the text it answers.
        let at = self.now + TimeDelta::microseconds(1);
        let new = NewMessage {
            id,
            conversation_id: self.conversation_id,
            number_id: self.number_id,
            sender: Sender::Copperline,
            body,
            pictures: 0,
            segments,
            price,
            carrier_message_id: None,
            decision: Some(&decision),
            wait: None,
            created_at: at,
        };
        queries::insert(connection, workspace, &new).await?;
        let touch = Touch {
            excerpt: body,
            by: Some(Sender::Copperline),
            at,
            inbound: false,
            number_id: None,
        };
        conversations::queries::touch(connection, workspace, self.conversation_id, touch).await?;
        enqueue(
            connection,
            Some(workspace),
            &Job::SendMessage { message_id: id },
            self.now,
        )
        .await?;
        events.extend(settling::changed(connection, workspace, id).await?);
        Ok(events)
    }
}
