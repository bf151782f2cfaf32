//! The Copperline api: one module per noun, and the platform files beside them.

pub mod app;
pub mod assets;
pub mod caller;
pub mod check;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod explorer;
pub mod files;
pub mod idempotency;
pub mod input;
pub mod jobs;
pub mod mail;
pub mod openapi;
pub mod outbox;
pub mod paging;
pub mod postgres;
pub mod router;
pub mod schema;
pub mod telemetry;
pub mod texting_hours;

pub mod carriers;
pub mod payments;

pub mod api_tokens;
pub mod auth;
pub mod billing;
pub mod bulk_actions;
pub mod consent;
pub mod contacts;
pub mod conversations;
pub mod events;
pub mod leads;
pub mod messages;
pub mod notes;
pub mod numbers;
pub mod pictures;
pub mod pipeline;
pub mod profile;
pub mod simulator;
pub mod stop_triggers;
pub mod tags;
pub mod templates;
pub mod workspace;
