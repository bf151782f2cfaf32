//! The api's tests: each on its own database, over HTTP through the generated client.

mod access;
mod conversations;
mod document;
mod events;
mod jobs;
mod migrations;
mod postgres;
mod support;
