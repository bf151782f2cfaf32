//! Client of the Copperline api, generated from `openapi.json` when it is built.
//!
//! Its methods speak `copperline_shared`'s types. [`Session`] is what each request carries.

mod session;

pub use session::{Session, connect};

#[allow(
    unused_imports,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

pub use generated::{Client, Error, ResponseValue, prelude, types};
