//! The palette of what people tell apart by colour: tags and stages.

use serde::{Deserialize, Serialize};

/// A colour of the palette. White text can be read on each, in both themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    #[default]
    Copper,
    Ochre,
    Green,
    Teal,
    Blue,
    Violet,
    Rose,
    Stone,
}

impl Colour {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Copper,
        Self::Ochre,
        Self::Green,
        Self::Teal,
        Self::Blue,
        Self::Violet,
        Self::Rose,
        Self::Stone,
    ];
}
