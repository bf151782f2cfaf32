//! The simulated carrier's handset and the simulated card processor (X1).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::phone::Phone;

/// A phone in the simulated world, which texted or was texted by this workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handset {
    pub phone: Phone,
    pub last_text: String,
    pub last_at: DateTime<Utc>,
}

/// What a handset shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandsetThread {
    pub phone: Phone,
    /// Oldest first; the newest 200.
    pub texts: Vec<HandsetText>,
    /// What will happen to the next text sent to this handset.
    pub next_delivery: NextDelivery,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandsetText {
    pub id: String,
    /// The workspace's number.
    pub number: Phone,
    /// True when the handset's owner wrote it.
    pub from_handset: bool,
    pub body: String,
    /// Pictures; `read_simulated_picture` gives each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Uuid>,
    /// The carrier's word for its state.
    pub status: String,
    pub created_at: DateTime<Utc>,
}

/// A text that the handset's owner writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandsetSend {
    /// The workspace's number it goes to.
    pub number: Phone,
    #[serde(default)]
    pub body: String,
    /// From `upload_simulated_picture`, at most 10; the text may be empty then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Uuid>,
    /// How many times the carrier reports it, 1 to 5: real carriers repeat themselves.
    #[serde(default = "one")]
    pub copies: u8,
}

fn one() -> u8 {
    1
}

/// What the carrier does with the next text to a handset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NextDelivery {
    /// Sent, then delivered.
    Deliver,
    /// Accepted, then not delivered, with this carrier error.
    Fail { error_code: String },
    /// Refused at once with this carrier error.
    Refuse { error_code: String },
    /// Delivered after so many seconds, 1 to 60.
    Lag { seconds: u8 },
    /// Every state is reported twice.
    Twice,
    /// "Delivered" is reported before "sent".
    OutOfOrder,
}

/// A picture that a handset may send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulatedPicture {
    pub id: Uuid,
}

/// A card for the simulated processor. 4242 4242 4242 4242 pays; 4000 0000 0000 0002 is declined;
/// 4000 0000 0000 9995 has insufficient funds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedCard {
    pub number: String,
    pub expiry_month: u8,
    pub expiry_year: u16,
    pub cvc: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredCard {
    /// Pass it to `add_card`.
    pub payment_method: String,
}
