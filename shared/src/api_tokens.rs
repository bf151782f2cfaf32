//! Tokens for lead vendors and other integrations (S3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::workspace::Workspace;

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Post leads.
    Leads,
    /// Read and change contacts, their tags, notes and consent record.
    Contacts,
    /// Read and change conversations and threads and where their contacts stand on the pipeline,
    /// and follow what happens in them. Other events come with the scope of what they tell of.
    Conversations,
    /// Send texts, and read any text with the send gate's trace.
    Messages,
    /// Search, rent and release numbers.
    Numbers,
    /// Read and change templates, the pipeline's stages and other settings.
    Settings,
    /// Cards, funds and transactions.
    Billing,
    /// Read the simulated phones, and text the workspace from them as any contact.
    Simulator,
}

/// What a lead does when its phone is a contact already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum LeadDuplicates {
    /// Keep the contact as it is.
    #[default]
    Skip,
    /// Take over the fields that the lead fills in.
    Update,
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiToken {
    pub id: Uuid,
    pub name: String,
    pub scopes: Vec<Scope>,
    /// The secret's first characters.
    pub hint: String,
    /// The source of leads that name none.
    pub lead_source: String,
    pub lead_duplicates: LeadDuplicates,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// The token that a request came with, and whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurrentApiToken {
    pub token: ApiToken,
    pub workspace: Workspace,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateApiToken {
    /// 1 to 100 characters, such as the vendor's name.
    pub name: String,
    pub scopes: Vec<Scope>,
    /// The source of leads that name none; the token's name when empty.
    #[serde(default)]
    pub lead_source: String,
    #[serde(default)]
    pub lead_duplicates: LeadDuplicates,
}

/// A new token. The secret is shown this once.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiToken {
    pub token: ApiToken,
    /// Send it as `Authorization: Bearer …`.
    pub secret: String,
}

hide_when_debugged!(CreatedApiToken);
