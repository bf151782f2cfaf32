//! Creating a workspace, signing in and out, and mended passwords.

use serde::{Deserialize, Serialize};

/// A new workspace and its owner.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspace {
    /// The business's name, 1 to 100 characters.
    pub workspace_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// 12 to 128 characters.
    pub password: String,
    /// IANA name, such as `America/Chicago`.
    pub time_zone: String,
}

/// A mail is on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailSent {
    /// Where it was sent.
    pub email: String,
    /// Without a mail server, mail is written to files; this is their folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_folder: Option<String>,
}

/// The secret from a confirmation mail's link.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmail {
    pub token: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordReset {
    pub email: String,
}

/// The secret from a reset mail's link, and the new password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    pub token: String,
    /// 12 to 128 characters.
    pub password: String,
}

hide_when_debugged!(CreateWorkspace, ConfirmEmail, SignIn, ResetPassword);
