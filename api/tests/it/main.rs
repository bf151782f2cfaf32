//! The api's tests: each on its own database, over HTTP through the generated client.

mod access;
mod api_tokens;
mod auth;
mod consent;
mod contacts;
mod document;
mod jobs;
mod leads;
mod migrations;
mod postgres;
mod profile;
mod stop_triggers;
mod support;
