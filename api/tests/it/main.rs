//! The api's tests: each on its own database, over HTTP through the generated client.

#![allow(clippy::unwrap_used, reason = "a test ends by it")]
#![allow(clippy::too_many_lines, reason = "a story is told in one piece")]

mod access;
mod api_tokens;
mod assignment;
mod auth;
mod billing;
mod bulk_actions;
mod callbacks;
mod comments;
mod consent;
mod contacts;
mod conversations;
mod desk;
mod document;
mod events;
mod filters;
mod follow_ups;
mod groups;
mod imports;
mod input;
mod jobs;
mod leads;
mod locks;
mod messages;
mod migrations;
mod nodes;
mod notes;
mod numbers;
mod pictures;
mod pipeline;
mod postgres;
mod presence;
mod profile;
mod reviews;
mod simulator;
mod stop_triggers;
mod support;
mod tags;
mod templates;
mod texting_hours;
mod workflows;
mod workspace;
