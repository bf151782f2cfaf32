//! The pipeline (P1, C12): the stages of a workspace, and the contacts that stand in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::FieldError;
use crate::money::Micros;
use crate::page::Page;
use crate::palette::Colour;
use crate::phone::Phone;

/// So many stages a pipeline may have; one it always has.
pub const MOST_STAGES: usize = 30;

/// The largest amount that can be quoted: $99,999,999.99.
pub const MOST_QUOTED: Micros = Micros(99_999_999_990_000);

/// The stages that a new workspace starts with, from the left.
pub const FIRST_STAGES: [(&str, Colour); 6] = [
    ("New Lead", Colour::Stone),
    ("Contacted", Colour::Blue),
    ("Quoted", Colour::Ochre),
    ("Application", Colour::Violet),
    ("Won", Colour::Green),
    ("Lost", Colour::Rose),
];

/// A stage, with what stands in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PipelineStage {
    pub id: Uuid,
    /// Unique in the workspace, whatever its capitals.
    pub name: String,
    pub colour: Colour,
    /// Counts from 0, from the left.
    pub position: u32,
    /// How many contacts stand here: exact, however many.
    pub cards: u32,
    /// What they were quoted altogether, in micro-dollars: exact.
    pub total_micros: Micros,
}

/// A contact in a stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PipelineCard {
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    pub stage_id: Uuid,
    pub stage_name: String,
    /// The contact's name, or the formatted phone.
    pub name: String,
    pub phone: Phone,
    /// What the contact was quoted, in micro-dollars; absent when nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_micros: Option<Micros>,
    /// Orders the cards of a stage from the top, compared byte by byte.
    pub sort_key: String,
    /// Since when the contact stands in the stage.
    pub entered_at: DateTime<Utc>,
    pub hot: bool,
    pub unread_count: u32,
}

/// A stage with the first of its cards, from the top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PipelineColumn {
    pub stage: PipelineStage,
    pub cards: Page<PipelineCard>,
}

/// The whole board, its stages from the left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pipeline {
    pub columns: Vec<PipelineColumn>,
}

/// A new stage; it stands last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreatePipelineStage {
    /// 1 to 100 characters.
    pub name: String,
    pub colour: Colour,
}

/// What to change of a stage; an absent field stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdatePipelineStage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Where it shall stand, counted from 0 from the left; more than there are is last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
}

/// Where a contact shall stand, and what it was quoted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutPipelineCard {
    pub stage_id: Uuid,
    /// In micro-dollars, whole cents, at most $99,999,999.99; absent for no amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_micros: Option<Micros>,
}

/// Where on the board a card shall stand. The neighbours are what the person saw: the card comes
/// right below `above` if that still stands in the stage, else right above `below`, else on top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MovePipelineCard {
    pub stage_id: Uuid,
    /// The contact whose card shall be the next one above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Uuid>,
    /// The contact whose card shall be the next one below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Uuid>,
}

/// A quoted amount: whole cents, from nothing to [`MOST_QUOTED`].
///
/// # Errors
/// When it is none.
pub fn quoted(amount: Micros) -> Result<Micros, FieldError> {
    if amount.is_negative() {
        return Err(FieldError::new("negative", "Enter an amount above zero"));
    }
    if amount.whole_cents().is_none() {
        let message = "Enter whole cents, like 1,140.50";
        return Err(FieldError::new("too_precise", message));
    }
    if amount > MOST_QUOTED {
        let message = format!("Enter at most {MOST_QUOTED}");
        return Err(FieldError::new("too_large", message));
    }
    Ok(amount)
}

/// A quoted amount as a person types it; `None` where nothing is typed.
///
/// # Errors
/// When it is no amount that can be quoted.
pub fn typed_quote(text: &str) -> Result<Option<Micros>, FieldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    quoted(Micros::parse(text)?).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c12_a_quoted_amount_is_optional_and_exact_to_the_cent() {
        assert_eq!(typed_quote("  "), Ok(None));
        assert_eq!(typed_quote("1,140.50"), Ok(Some(Micros(1_140_500_000))));
        assert_eq!(typed_quote("0"), Ok(Some(Micros::ZERO)));
        assert_eq!(typed_quote("$99,999,999.99"), Ok(Some(MOST_QUOTED)));
        for (text, code) in [
            ("0.001", "too_precise"),
            ("100,000,000", "too_large"),
            ("-5", "negative"),
            ("a lot", "not_an_amount"),
        ] {
            assert_eq!(
                typed_quote(text).map_err(|error| error.code),
                Err(code),
                "{text}"
            );
        }
        assert!(quoted(Micros(-10_000)).is_err());
        assert!(quoted(Micros(12_000)).is_err());
    }
}
