//! Client of the Copperline api, generated from `openapi.json` when it is built.
//!
//! Its methods speak `copperline_shared`'s types. [`Session`] is what each request carries.

#[cfg(not(target_arch = "wasm32"))]
mod native;
mod session;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
pub use native::connect;
pub use session::Session;
#[cfg(target_arch = "wasm32")]
pub use web::connect;

#[allow(
    unused_imports,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated"
)]
mod generated {
    #[cfg(not(target_arch = "wasm32"))]
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
    #[cfg(target_arch = "wasm32")]
    include!(concat!(env!("OUT_DIR"), "/web.rs"));
}

pub use generated::{Client, Error, ResponseValue, prelude, types};
