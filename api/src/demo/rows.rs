//! The demo's rows, and how a thousand of them are written with one statement.
//!
//! A statement takes its rows as one JSON array, for which Diesel has no word. That is quick enough
//! and lets everything stay in the one transaction in which the workspace is made.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::db::Connection;
use crate::error::Error;
use crate::schema::balances;

#[derive(Serialize)]
pub struct ContactRow {
    pub id: Uuid,
    pub phone: String,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub email: String,
    pub date_of_birth: Option<NaiveDate>,
    pub zip: String,
    pub state: &'static str,
    pub source: &'static str,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Serialize)]
pub struct ConversationRow {
    pub id: Uuid,
    pub contact_id: Uuid,
    pub number_id: Uuid,
    pub hot: bool,
    pub archived_at: Option<DateTime<Utc>>,
    pub unread_count: i32,
    pub excerpt: String,
    pub excerpt_by: &'static str,
    pub excerpt_agent_id: Option<Uuid>,
    pub excerpt_name: Option<&'static str>,
    pub assigned_group_id: Option<Uuid>,
    pub last_activity_at: DateTime<Utc>,
    pub last_inbound_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

#[derive(Serialize)]
pub struct MessageRow {
    pub id: Uuid,
    pub conversation_id: Uuid,
    pub number_id: Uuid,
    pub direction: &'static str,
    pub state: &'static str,
    pub sender: &'static str,
    pub agent_id: Option<Uuid>,
    pub body: String,
    pub segments: i32,
    pub price_micros: i64,
    pub carrier_message_id: Option<String>,
    pub error_code: Option<&'static str>,
    pub decision: Option<Value>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// A ledger transaction with its two entries.
#[derive(Serialize)]
pub struct Movement {
    pub id: Uuid,
    pub kind: &'static str,
    pub reference_id: Uuid,
    /// What it does to the balance, in micro-dollars.
    pub amount_micros: i64,
    /// The other account.
    pub against: &'static str,
    pub created_at: DateTime<Utc>,
}

/// Rows to write, of each table.
#[derive(Default)]
pub struct Rows {
    pub contacts: Vec<ContactRow>,
    pub conversations: Vec<ConversationRow>,
    pub messages: Vec<MessageRow>,
    pub records: Vec<Value>,
    pub cards: Vec<Value>,
    pub leads: Vec<Value>,
    pub consents: Vec<Value>,
    pub opt_outs: Vec<Value>,
    pub payments: Vec<Value>,
    pub movements: Vec<Movement>,
}

const CONTACT: &str = "id, phone, first_name, last_name, email, date_of_birth, zip, state, source, created_at, updated_at";
const CONVERSATION: &str = "id, contact_id, number_id, hot, archived_at, unread_count, excerpt, excerpt_by, excerpt_agent_id, excerpt_name, assigned_group_id, last_activity_at, last_inbound_at, created_at";
const MESSAGE: &str = "id, conversation_id, number_id, direction, state, sender, agent_id, body, segments, price_micros, carrier_message_id, error_code, decision, created_at, sent_at, settled_at";
const RECORD: &str = "id, conversation_id, kind, agent_id, detail, created_at";
const CARD: &str = "contact_id, stage_id, amount_micros, sort_key, entered_at";
const LEAD: &str = "id, api_token_id, external_id, contact_id, payload, received_at";
const CONSENT: &str =
    "id, phone, kind, source, given_at, source_url, certificate, evidence, trigger, created_at";
const PAYMENT: &str =
    "id, card_id, amount_micros, state, processor_id, requested_by, created_at, settled_at";

impl Rows {
    /// Writes them, those first to which others refer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert(self, connection: &mut Connection, workspace: Uuid) -> Result<(), Error> {
        let mut into = Into {
            connection,
            workspace,
        };
        into.insert("contacts", CONTACT, &self.contacts).await?;
        into.insert("conversations", CONVERSATION, &self.conversations)
            .await?;
        into.insert("messages", MESSAGE, &self.messages).await?;
        into.insert("thread_records", RECORD, &self.records).await?;
        into.insert("pipeline_cards", CARD, &self.cards).await?;
        into.insert("leads", LEAD, &self.leads).await?;
        into.insert("consent_entries", CONSENT, &self.consents)
            .await?;
        into.insert("opt_outs", "phone, source, opted_out_at", &self.opt_outs)
            .await?;
        into.insert("payments", PAYMENT, &self.payments).await?;
        into.ledger(&self.movements).await
    }
}

struct Into<'a> {
    connection: &'a mut Connection,
    workspace: Uuid,
}

impl Into<'_> {
    async fn insert(
        &mut self,
        table: &str,
        columns: &str,
        rows: &[impl Serialize],
    ) -> Result<(), Error> {
        let statement = format!(
            "INSERT INTO {table} (workspace_id, {columns}) \
             SELECT $1, {columns} FROM jsonb_populate_recordset(NULL::{table}, $2::jsonb)"
        );
        self.execute(&statement, rows).await
    }

    async fn ledger(&mut self, movements: &[Movement]) -> Result<(), Error> {
        let statement = "WITH moved AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($2::jsonb) AS moved( \
                id uuid, kind text, reference_id uuid, amount_micros bigint, against text, created_at timestamptz)), \
            written AS (INSERT INTO ledger_transactions (workspace_id, id, kind, reference_id, created_at) \
                SELECT $1, id, kind, reference_id, created_at FROM moved) \
            INSERT INTO ledger_entries (workspace_id, transaction_id, account, amount_micros) \
            SELECT $1, moved.id, entry.account, entry.amount FROM moved, \
                LATERAL (VALUES ('balance', amount_micros), (against, -amount_micros)) AS entry(account, amount)";
        self.execute(statement, movements).await
    }

    async fn execute(&mut self, statement: &str, rows: &[impl Serialize]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        diesel::sql_query(statement)
            .bind::<SqlUuid, _>(self.workspace)
            .bind::<Text, _>(serde_json::to_string(rows)?)
            .execute(self.connection)
            .await?;
        Ok(())
    }
}

/// # Errors
/// When the database fails.
pub async fn set_balance(
    connection: &mut Connection,
    workspace: Uuid,
    micros: i64,
) -> Result<(), Error> {
    diesel::update(balances::table.find(workspace))
        .set(balances::balance_micros.eq(micros))
        .execute(connection)
        .await?;
    Ok(())
}

/// Lets the simulated carrier remember the texts of the newest hundred conversations.
///
/// # Errors
/// When the database fails.
pub async fn show_on_handsets(connection: &mut Connection, workspace: Uuid) -> Result<(), Error> {
    // The simulator's memory refers to nothing of the workspace; only here is one made of the other.
    diesel::sql_query(
        "INSERT INTO simulated_messages (id, handset_phone, number_phone, body, direction, status, created_at) \
         SELECT m.carrier_message_id, c.phone, n.phone, m.body, \
             CASE m.direction WHEN 'outbound' THEN 'to_handset' ELSE 'from_handset' END, m.state, m.created_at \
         FROM (SELECT workspace_id, id, contact_id FROM conversations WHERE workspace_id = $1 \
             ORDER BY last_activity_at DESC LIMIT 100) v \
         JOIN contacts c ON c.workspace_id = v.workspace_id AND c.id = v.contact_id \
         JOIN messages m ON m.workspace_id = v.workspace_id AND m.conversation_id = v.id \
         JOIN numbers n ON n.workspace_id = m.workspace_id AND n.id = m.number_id \
         WHERE m.state IN ('received', 'sent', 'delivered')",
    )
    .bind::<SqlUuid, _>(workspace)
    .execute(connection)
    .await?;
    Ok(())
}
