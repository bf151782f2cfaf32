//! The people of a workspace.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody who signs in to the workspace, as their colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
}

impl Agent {
    /// First and last name joined.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}
