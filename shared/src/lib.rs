//! Types, field checks and pure rules that the api and the page share.
//!
//! Nothing here does input or output. The api derives the OpenAPI document from these types
//! (feature `openapi`); the generated client speaks them on both sides.

/// What holds passwords or secrets never shows them in logs.
macro_rules! hide_when_debugged {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })*
    };
}

pub mod agents;
pub mod api_tokens;
pub mod assignment;
pub mod auth;
pub mod billing;
pub mod bulk_actions;
pub mod checks;
pub mod comments;
pub mod consent;
pub mod contacts;
pub mod conversations;
pub mod events;
pub mod filters;
pub mod follow_ups;
pub mod groups;
pub mod imports;
pub mod leads;
pub mod messages;
pub mod money;
pub mod notes;
pub mod notifications;
pub mod numbers;
pub mod page;
pub mod palette;
pub mod phone;
pub mod pictures;
pub mod pipeline;
pub mod places;
pub mod presence;
pub mod problem;
pub mod profile;
pub mod reviews;
pub mod segments;
pub mod simulator;
pub mod states;
pub mod stop_triggers;
pub mod suppressions;
pub mod tags;
pub mod templates;
pub mod texting_hours;
pub mod workflows;
pub mod workspace;
