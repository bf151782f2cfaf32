//! The balance, cards, payments and the ledger (S10, M). All amounts are micro-dollars.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::money::Micros;

/// The installation's prices (S11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prices {
    /// One segment of an outbound text.
    pub outbound_segment_micros: Micros,
    /// One text with pictures, however many and however long.
    pub picture_message_micros: Micros,
    /// One number for a month.
    pub number_month_micros: Micros,
    /// One agent for a month.
    pub agent_month_micros: Micros,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Billing {
    pub balance_micros: Micros,
    pub prices: Prices,
    /// Primary first.
    pub cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    pub id: Uuid,
    pub brand: String,
    pub last_four: String,
    pub expiry_month: u8,
    pub expiry_year: u16,
    pub is_primary: bool,
}

/// Saves a card that the processor has stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddCard {
    /// The processor's id of the stored card; card numbers never reach Copperline.
    pub payment_method: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddFunds {
    /// Whole cents from $5 to $10,000, in micro-dollars.
    pub amount_micros: Micros,
    /// The primary card when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    Pending,
    Succeeded,
    Failed,
    Refunded,
}

/// A card payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    pub id: Uuid,
    pub amount_micros: Micros,
    pub card_brand: String,
    pub card_last_four: String,
    pub state: PaymentState,
    /// Why it failed, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    FundsAdded,
    MessageCharged,
    MessageRefunded,
}

/// One movement of the balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transaction {
    pub id: Uuid,
    pub kind: TransactionKind,
    /// What it did to the balance.
    pub amount_micros: Micros,
    /// The payment or message it is for.
    pub reference_id: Uuid,
    pub created_at: DateTime<Utc>,
}
