//! Writes the demo to the database, many rows at a time.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::money::Micros;
use serde_json::json;
use uuid::{NoContext, Timestamp, Uuid};

use super::pipeline::Card;
use super::rows::{self, ContactRow, ConversationRow, MessageRow, Movement, Rows};
use super::threads::{By, Text, Thread};
use super::{AGENT, WORKSPACE, groups, money};
use crate::billing::ledger::kind_name;
use crate::db::Connection;
use crate::error::Error;
use crate::pipeline::rules::detail;
use crate::stop_triggers::rules::{Reply, read};
use copperline_shared::billing::TransactionKind;
use copperline_shared::pipeline::PipelineStage;

/// What was rented, made and saved before the first conversation.
pub struct Standing {
    pub workspace: Uuid,
    pub owner: Uuid,
    /// One for each line of business: id, phone, and the send gate's trace for texts from it.
    pub numbers: Vec<(Uuid, serde_json::Value)>,
    pub api_token: Uuid,
    pub card: Uuid,
    /// The pipeline's stages, from the left.
    pub stages: Vec<PipelineStage>,
    /// The groups that conversations are assigned to.
    pub groups: Vec<Uuid>,
    pub opened: DateTime<Utc>,
}

/// The demo workspace while it is being filled.
pub struct Demo {
    standing: Standing,
    /// Every charge and refund so far, in micro-dollars, to plan the payments by.
    movements: Vec<(DateTime<Utc>, i64)>,
}

/// A `UUIDv7` of a past moment, as the row would have got then.
pub fn id_at(at: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(
        NoContext,
        seconds,
        at.timestamp_subsec_nanos(),
    ))
}

const fn sender(by: By) -> &'static str {
    match by {
        By::Contact => "contact",
        By::Agent => "agent",
        By::Copperline => "copperline",
    }
}

impl Demo {
    #[must_use]
    pub fn new(standing: Standing) -> Self {
        Self {
            standing,
            movements: Vec::new(),
        }
    }

    /// Writes a batch of conversations with all that belongs to them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(
        &mut self,
        connection: &mut Connection,
        threads: Vec<Thread>,
    ) -> Result<(), Error> {
        let mut rows = Rows::default();
        for thread in threads {
            self.add(&mut rows, thread);
        }
        self.movements.extend(
            rows.movements
                .iter()
                .map(|moved| (moved.created_at, moved.amount_micros)),
        );
        rows.insert(connection, self.standing.workspace).await
    }

    fn add(&self, rows: &mut Rows, thread: Thread) {
        let Some(last) = thread.texts.last() else {
            return;
        };
        let (contact, conversation) = (id_at(thread.began), id_at(thread.began));
        let (number, decision) = &self.standing.numbers[thread.line];
        let last_inbound = thread
            .texts
            .iter()
            .rev()
            .find(|text| text.by == By::Contact);
        rows.conversations.push(ConversationRow {
            id: conversation,
            contact_id: contact,
            number_id: *number,
            hot: thread.hot,
            archived_at: thread.archived.then(|| last.at + TimeDelta::days(14)),
            unread_count: thread.unread,
            excerpt: last.body.chars().take(160).collect(),
            excerpt_by: sender(last.by),
            excerpt_agent_id: (last.by == By::Agent).then_some(self.standing.owner),
            excerpt_name: (last.by == By::Agent).then_some(AGENT.0),
            assigned_group_id: groups::of_phone(&self.standing.groups, &thread.person.phone),
            last_activity_at: last.at,
            last_inbound_at: last_inbound.map(|text| text.at),
            created_at: thread.began,
        });
        self.add_contact(rows, &thread, contact, conversation);
        self.add_card(rows, thread.card.as_ref(), contact, conversation);
        for text in thread.texts {
            self.add_text(rows, text, conversation, (*number, decision));
        }
    }

    fn add_card(&self, rows: &mut Rows, card: Option<&Card>, contact: Uuid, conversation: Uuid) {
        let Some((card, stage)) =
            card.and_then(|card| Some((card, self.standing.stages.get(card.stage)?)))
        else {
            return;
        };
        rows.cards.push(json!({
            "contact_id": contact, "stage_id": stage.id, "amount_micros": card.amount,
            "sort_key": card.sort_key, "entered_at": card.entered_at,
        }));
        rows.records.push(json!({
            "id": id_at(card.entered_at), "conversation_id": conversation, "kind": "stage_moved",
            "agent_id": self.standing.owner, "detail": detail(&stage.name, card.amount),
            "created_at": card.entered_at,
        }));
    }

    fn add_contact(&self, rows: &mut Rows, thread: &Thread, contact: Uuid, conversation: Uuid) {
        let (person, began) = (&thread.person, thread.began);
        rows.contacts.push(ContactRow {
            id: contact,
            phone: person.phone.clone(),
            first_name: person.first,
            last_name: person.last,
            email: person.email.clone(),
            date_of_birth: person.born,
            zip: person.zip.clone(),
            state: person.place.state,
            source: thread.source.unwrap_or_default(),
            created_at: began,
            updated_at: began,
        });
        if let Some(source) = thread.source {
            self.add_lead(rows, thread, source, (contact, conversation));
        }
        if let Some(at) = thread.opted_out_at {
            add_opt_out(rows, thread, at, conversation);
        }
    }

    fn add_lead(
        &self,
        rows: &mut Rows,
        thread: &Thread,
        source: &str,
        (contact, conversation): (Uuid, Uuid),
    ) {
        let (person, began) = (&thread.person, thread.began);
        rows.records.push(json!({
            "id": id_at(began), "conversation_id": conversation, "kind": "lead_received",
            "detail": format!("{source} · consent recorded"), "created_at": began,
        }));
        let external_id = format!("D-{}", &person.phone[2..]);
        let certificate = format!("https://certificates.example/{}", contact.simple());
        rows.leads.push(json!({
            "id": id_at(began), "api_token_id": self.standing.api_token, "external_id": external_id,
            "contact_id": contact, "received_at": began,
            "payload": {
                "phone": person.phone, "first_name": person.first, "last_name": person.last,
                "email": person.email, "zip": person.zip, "state": person.place.state,
                "source": source, "external_id": external_id,
                "consent_at": began, "consent_certificate": certificate,
            },
        }));
        rows.consents.push(json!({
            "id": id_at(began), "phone": person.phone, "kind": "consent", "source": "lead",
            "given_at": began, "source_url": "https://quotes.example/request",
            "certificate": certificate, "evidence": format!("Lead from {source}"),
            "trigger": "",
            "created_at": began,
        }));
    }

    fn add_text(
        &self,
        rows: &mut Rows,
        text: Text,
        conversation: Uuid,
        (number, decision): (Uuid, &serde_json::Value),
    ) {
        let Text {
            at,
            by,
            body,
            segments,
            price,
            state,
            error_code,
        } = text;
        let id = id_at(at);
        let outbound = by != By::Contact;
        let accepted = state != "failed";
        if outbound {
            rows.movements
                .push(movement(TransactionKind::MessageCharged, id, -price.0, at));
            if !accepted {
                let at = at + TimeDelta::seconds(1);
                rows.movements
                    .push(movement(TransactionKind::MessageRefunded, id, price.0, at));
            }
        }
        let settled = matches!(state, "delivered" | "undelivered" | "failed");
        rows.messages.push(MessageRow {
            id,
            conversation_id: conversation,
            number_id: number,
            direction: if outbound { "outbound" } else { "inbound" },
            state,
            sender: sender(by),
            agent_id: (by == By::Agent).then_some(self.standing.owner),
            body,
            segments,
            price_micros: price.0,
            carrier_message_id: accepted.then(|| format!("SM{}", id.simple())),
            error_code,
            decision: (by == By::Agent).then(|| decision.clone()),
            created_at: at,
            sent_at: (outbound && accepted).then(|| at + TimeDelta::milliseconds(400)),
            settled_at: (outbound && settled).then(|| at + TimeDelta::seconds(2)),
        });
    }

    /// Pays for it all and shows the newest threads on their handsets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish(self, connection: &mut Connection) -> Result<(), Error> {
        let Standing {
            workspace,
            owner,
            card,
            opened,
            ..
        } = self.standing;
        let spent: i64 = self.movements.iter().map(|(_, amount)| amount).sum();
        let planned = money::top_ups(opened, self.movements);
        let paid: i64 = planned.iter().map(|top_up| top_up.amount.0).sum();
        let mut rows = Rows::default();
        for money::TopUp {
            at,
            amount: Micros(amount),
        } in planned
        {
            let id = id_at(at);
            rows.movements
                .push(movement(TransactionKind::FundsAdded, id, amount, at));
            rows.payments.push(json!({
                "id": id, "card_id": card, "amount_micros": amount, "state": "succeeded",
                "processor_id": format!("pi_{}", id.simple()), "requested_by": owner,
                "created_at": at, "settled_at": at + TimeDelta::seconds(2),
            }));
        }
        rows.insert(connection, workspace).await?;
        rows::set_balance(connection, workspace, paid + spent).await?;
        tracing::info!(
            "{WORKSPACE} has paid {} and has {} left",
            Micros(paid),
            Micros(paid + spent)
        );
        rows::show_on_handsets(connection, workspace).await
    }
}

fn add_opt_out(rows: &mut Rows, thread: &Thread, at: DateTime<Utc>, conversation: Uuid) {
    let person = &thread.person;
    let stop = thread
        .texts
        .iter()
        .rev()
        .find(|text| text.by == By::Contact);
    let words = stop.map(|text| text.body.as_str()).unwrap_or_default();
    let trigger = match read(words, &[], false) {
        Reply::OptOut { trigger } => trigger,
        _ => String::new(),
    };
    rows.opt_outs.push(json!({
        "phone": person.phone, "source": "contact", "opted_out_at": at,
    }));
    rows.records.push(json!({
        "id": id_at(at), "conversation_id": conversation, "kind": "opted_out",
        "detail": trigger, "created_at": at,
    }));
    rows.consents.push(json!({
        "id": id_at(at), "phone": person.phone, "kind": "opt_out", "source": "contact",
        "given_at": at, "source_url": "", "certificate": "", "evidence": words,
        "trigger": trigger, "created_at": at,
    }));
}

fn movement(kind: TransactionKind, reference: Uuid, amount: i64, at: DateTime<Utc>) -> Movement {
    Movement {
        id: id_at(at),
        kind: kind_name(kind),
        reference_id: reference,
        amount_micros: amount,
        against: if kind == TransactionKind::FundsAdded {
            "card_payments"
        } else {
            "messages"
        },
        created_at: at,
    }
}
