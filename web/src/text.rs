//! All words the page shows, grouped by screen; another language is another file like these.

pub mod assignment;
pub mod auth;
pub mod billing;
pub mod bulk_actions;
pub mod comments;
pub mod common;
pub mod contacts;
pub mod conversations;
pub mod filters;
pub mod follow_ups;
pub mod keyboard;
pub mod layout;
pub mod messages;
pub mod notes;
pub mod notifications;
pub mod numbers;
pub mod pictures;
pub mod pipeline;
pub mod presence;
pub mod reviews;
pub mod settings;
pub mod simulator;
pub mod tags;
pub mod templates;
pub mod texting_hours;
pub mod workspace;
