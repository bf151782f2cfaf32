//! The api's tests: each on its own database, over HTTP through the generated client.

mod access;
mod api_tokens;
mod auth;
mod billing;
mod callbacks;
mod consent;
mod contacts;
mod conversations;
mod desk;
mod document;
mod events;
mod jobs;
mod leads;
mod messages;
mod migrations;
mod numbers;
mod postgres;
mod profile;
mod simulator;
mod stop_triggers;
mod support;
