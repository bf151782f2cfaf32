//! What the generated client stands on in a browser: its `fetch`, behind the names that the generated
//! code knows from reqwest and progenitor.
//!
//! These would bring much that a page never uses and loads before it shows anything, such as a parser
//! of addresses with the tables of international domain names.

mod fetching;
pub mod header;
mod refreshing;
mod request;
mod turns;

use std::convert::Infallible;
use std::fmt::{self, Display, Formatter};

use copperline_shared::problem::Problem;
use serde::de::DeserializeOwned;

use crate::Session;
pub use request::{Body, QueryParam, Request, RequestBuilder, encode_path};

/// A client of the api at `base_url`.
#[must_use]
pub fn connect(base_url: &str, session: Session) -> crate::Client {
    crate::Client::new_with_client(base_url, Client, session)
}

/// What the generated client tells of itself.
#[allow(dead_code, reason = "the generated code implements all of it")]
pub trait ClientInfo<Inner> {
    fn api_version() -> &'static str;
    fn baseurl(&self) -> &str;
    fn client(&self) -> &Client;
    fn inner(&self) -> &Inner;
}

/// The generated code names these three and does nothing with them here.
pub trait ClientHooks<Inner> {}
impl ClientHooks<Session> for crate::Client {}
#[allow(dead_code, reason = "the generated code imports it")]
pub trait RequestBuilderExt<E> {}
#[allow(dead_code, reason = "the generated code imports it")]
pub struct OperationInfo;

/// Begins requests.
#[derive(Clone, Debug)]
pub struct Client;

pub struct ClientBuilder;

impl ClientBuilder {
    pub const fn new() -> Self {
        Self
    }

    pub const fn build(self) -> Result<Client, Infallible> {
        Ok(Client)
    }
}

impl Client {
    pub const fn get(&self, url: String) -> RequestBuilder {
        RequestBuilder::new("GET", url)
    }

    pub const fn post(&self, url: String) -> RequestBuilder {
        RequestBuilder::new("POST", url)
    }

    pub const fn put(&self, url: String) -> RequestBuilder {
        RequestBuilder::new("PUT", url)
    }

    pub const fn patch(&self, url: String) -> RequestBuilder {
        RequestBuilder::new("PATCH", url)
    }

    pub const fn delete(&self, url: String) -> RequestBuilder {
        RequestBuilder::new("DELETE", url)
    }
}

/// What the api answered.
#[derive(Debug)]
pub struct ResponseValue<T>(T);

impl<T> ResponseValue<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// What was asked for as a file.
#[derive(Debug)]
pub struct ByteStream(pub Vec<u8>);

/// Why there is no such answer.
#[derive(Debug)]
pub enum Error<E = ()> {
    /// It was never sent.
    InvalidRequest(String),
    /// The api refused it.
    ErrorResponse(ResponseValue<E>),
    /// No answer came, or none that can be read.
    Unanswered(String),
}

impl<E> Display for Error<E> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(why) | Self::Unanswered(why) => f.write_str(why),
            Self::ErrorResponse(_) => f.write_str("the api refused it"),
        }
    }
}

impl<E> From<String> for Error<E> {
    fn from(wrong: String) -> Self {
        Self::InvalidRequest(wrong)
    }
}

impl<E> From<Infallible> for Error<E> {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// The answer as a value.
///
/// # Errors
/// See [`Error`].
pub async fn json<T: DeserializeOwned>(
    client: &crate::Client,
    request: Request,
    operation_id: &'static str,
) -> Result<ResponseValue<T>, Error<Problem>> {
    let body = fetching::ask(client, request, operation_id).await?;
    match serde_json::from_slice(&body) {
        Ok(value) => Ok(ResponseValue(value)),
        Err(error) => Err(Error::Unanswered(error.to_string())),
    }
}

/// That it succeeded, which is all there is to say.
///
/// # Errors
/// See [`Error`].
pub async fn empty(
    client: &crate::Client,
    request: Request,
    operation_id: &'static str,
) -> Result<ResponseValue<()>, Error<Problem>> {
    let body = fetching::ask(client, request, operation_id).await?;
    if body.is_empty() {
        return Ok(ResponseValue(()));
    }
    // Somebody between the browser and the api answered.
    Err(Error::Unanswered("an answer where none was due".to_owned()))
}

/// The answer as a file.
///
/// # Errors
/// See [`Error`].
pub async fn stream(
    client: &crate::Client,
    request: Request,
    operation_id: &'static str,
) -> Result<ResponseValue<ByteStream>, Error<Problem>> {
    let body = fetching::ask(client, request, operation_id).await?;
    Ok(ResponseValue(ByteStream(body)))
}
