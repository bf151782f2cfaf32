//! Carriers: who takes our texts to phones and rents numbers. One trait, an adapter each.

pub mod callbacks;
pub mod signature;
pub mod simulated;

use async_trait::async_trait;
use bytes::Bytes;
use copperline_shared::numbers::AvailableNumber;
use copperline_shared::phone::Phone;
use uuid::Uuid;

/// A text for the carrier to take.
#[derive(Clone, Debug)]
pub struct OutboundText {
    /// Our id: travels as the idempotency token and in the status callback's address.
    pub message_id: Uuid,
    pub from: Phone,
    pub to: Phone,
    /// Empty where pictures say it all.
    pub body: String,
    /// Where the carrier fetches each picture, for a while.
    pub media: Vec<String>,
    /// Where the carrier reports each state.
    pub status_callback: String,
}

/// Which numbers to look for.
#[derive(Clone, Debug, Default)]
pub struct NumberSearch {
    /// Three digits.
    pub area_code: Option<String>,
    /// Digits the number contains.
    pub contains: Option<String>,
}

/// Why a carrier did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// It refused for good: trying again would not help.
    #[error("the carrier refused ({code}): {message}")]
    Refused { code: String, message: String },
    /// Nobody knows whether it happened. Asking again with the same token is safe.
    #[error("the carrier did not answer: {0}")]
    Unknown(String),
}

/// Why a picture that came with a text can't be had.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Its address is none of the carrier's own, and was not asked.
    #[error("the address is not the carrier's")]
    Elsewhere,
    #[error("the carrier doesn't have it any more")]
    Gone,
    /// It is larger than 5 MB.
    #[error("it is too large")]
    TooLarge,
    /// Asking again may help.
    #[error("the carrier did not hand it over: {0}")]
    Unknown(String),
}

/// What Copperline needs of a carrier.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Whether there are no real phones behind it, so that people get a handset page.
    fn simulated(&self) -> bool;

    /// Hands over a text and returns the carrier's id for it. The same `message_id` is sent once,
    /// however often this is called.
    async fn send(&self, text: &OutboundText) -> Result<String, CarrierError>;

    /// Fetches what came with a text: from the carrier's own addresses only, whatever the callback
    /// says, following no redirection, and at most 5 MB.
    async fn fetch_media(&self, url: &str) -> Result<Bytes, MediaError>;

    /// Numbers that can be rented, at most 20.
    async fn search_numbers(
        &self,
        search: &NumberSearch,
    ) -> Result<Vec<AvailableNumber>, CarrierError>;

    /// Rents a number and returns the carrier's id for it. Renting a number one has is no error.
    async fn rent_number(&self, phone: &Phone, inbound_url: &str) -> Result<String, CarrierError>;

    /// Gives a number back. Giving back a number one hasn't got is no error.
    async fn release_number(&self, carrier_number_id: &str) -> Result<(), CarrierError>;
}
