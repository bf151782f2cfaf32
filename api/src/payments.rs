//! Card processors. One trait, an adapter each.

pub mod callbacks;
pub mod signature;
pub mod simulated;

use async_trait::async_trait;
use uuid::Uuid;

/// A card as the processor stores it. Its number never reaches Copperline.
#[derive(Clone, Debug)]
pub struct StoredCardDetails {
    pub brand: String,
    pub last_four: String,
    pub expiry_month: u8,
    pub expiry_year: u16,
}

/// How a charge ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Charge {
    Succeeded {
        processor_id: String,
    },
    /// The processor will report the outcome by callback.
    Pending {
        processor_id: String,
    },
    /// Declined for good, with the reason in plain words.
    Declined {
        reason: String,
    },
}

/// Why a processor did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// It refused for good: trying again would not help.
    #[error("the card processor refused: {0}")]
    Refused(String),
    /// Nobody knows whether it happened. Asking again with the same key is safe.
    #[error("the card processor did not answer: {0}")]
    Unknown(String),
}

/// What Copperline needs of a card processor.
#[async_trait]
pub trait Payments: Send + Sync {
    /// Looks up a card that the person stored with the processor.
    async fn card(&self, payment_method: &str) -> Result<StoredCardDetails, PaymentError>;

    /// Charges a stored card. `payment_id` is the idempotency key: the same payment is charged
    /// once, however often this is called.
    async fn charge(
        &self,
        workspace_id: Uuid,
        payment_id: Uuid,
        payment_method: &str,
        cents: i64,
    ) -> Result<Charge, PaymentError>;
}
