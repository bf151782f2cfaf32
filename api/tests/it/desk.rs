//! A workspace that is ready to text: an owner, a number, funds, and people with phones.

use std::ops::Deref;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use copperline_api::app::App;
use copperline_api::carriers::signature::{self, Body};
use copperline_api::carriers::{Carrier, CarrierError, NumberSearch, OutboundText};
use copperline_api::jobs;
use copperline_client::{Error, ResponseValue};
use copperline_shared::conversations::{Conversation, Tab, ThreadEntry};
use copperline_shared::messages::{Message, MessageState, SendMessage};
use copperline_shared::numbers::{AvailableNumber, Number};
use copperline_shared::phone::Phone;
use copperline_shared::problem::Problem;
use copperline_shared::simulator::{HandsetSend, HandsetText, NextDelivery};
use secrecy::ExposeSecret;
use tokio::sync::{Mutex, Notify};
use uuid::Uuid;

use crate::support::{Owner, PASSWORD, TestApp};

/// Maya's phone.
pub const MAYA: &str = "+15125550192";

/// One segment of text, in micro-dollars.
pub const SEGMENT: i64 = 12_000;

pub struct Desk {
    pub owner: Owner,
    pub number: Number,
}

impl Deref for Desk {
    type Target = Owner;

    fn deref(&self) -> &Owner {
        &self.owner
    }
}

/// A text to a phone.
pub fn text(to: &str, body: &str) -> SendMessage {
    SendMessage {
        to: Some(to.to_owned()),
        body: body.to_owned(),
        ..SendMessage::default()
    }
}

impl Desk {
    /// With a number in Austin and $10.
    pub async fn open(app: &TestApp) -> Self {
        let owner = app.owner().await;
        owner.fund(app, 10).await;
        let number = owner.rent(app, "512").await;
        Self { owner, number }
    }

    /// Sessions end while a test moves the clock.
    pub async fn sign_in_again(&mut self, app: &TestApp) {
        let cookies = app.sign_in(&self.owner.email, PASSWORD).await;
        self.owner.client = app.browser(&cookies);
    }

    pub async fn try_send(
        &self,
        to: &str,
        body: &str,
    ) -> Result<ResponseValue<Message>, Error<Problem>> {
        self.send_message().body(text(to, body)).send().await
    }

    pub async fn send(&self, to: &str, body: &str) -> Message {
        self.try_send(to, body)
            .await
            .expect("the text is accepted")
            .into_inner()
    }

    pub async fn message(&self, id: Uuid) -> Message {
        let detail = self
            .read_message()
            .message_id(id)
            .send()
            .await
            .expect("the text is there");
        detail.into_inner().message
    }

    pub async fn state(&self, id: Uuid) -> MessageState {
        self.message(id).await.state
    }

    /// In micro-dollars.
    pub async fn balance(&self) -> i64 {
        let billing = self
            .read_billing()
            .send()
            .await
            .expect("the owner sees billing");
        billing.into_inner().balance_micros.0
    }

    pub async fn conversations(&self) -> Vec<Conversation> {
        let listed = self.list_conversations().tab(Tab::All).send().await;
        listed.expect("conversations are listed").into_inner().items
    }

    /// The one conversation there is.
    pub async fn conversation(&self) -> Conversation {
        let mut all = self.conversations().await;
        assert_eq!(all.len(), 1, "one conversation");
        all.remove(0)
    }

    /// The texts of the one conversation, oldest first.
    pub async fn thread(&self) -> Vec<Message> {
        let id = self.conversation().await.id;
        let thread = self
            .read_thread()
            .conversation_id(id)
            .send()
            .await
            .expect("a thread");
        let entries = thread.into_inner().entries.into_iter();
        let texts = entries.filter_map(|entry| match entry {
            ThreadEntry::Message { message } => Some(message),
            ThreadEntry::Record { .. } => None,
        });
        texts.collect()
    }

    pub async fn bodies(&self) -> Vec<String> {
        self.thread()
            .await
            .into_iter()
            .map(|message| message.body)
            .collect()
    }

    /// A person texts the workspace's number, and the carrier reports it.
    pub async fn hear(&self, app: &TestApp, phone: &str, body: &str) -> HandsetText {
        self.hear_copies(app, phone, body, 1).await
    }

    pub async fn hear_copies(
        &self,
        app: &TestApp,
        phone: &str,
        body: &str,
        copies: u8,
    ) -> HandsetText {
        let body = HandsetSend {
            number: self.number.phone.clone(),
            body: body.to_owned(),
            copies,
        };
        let sent = self
            .send_from_handset()
            .phone(phone)
            .body(body)
            .send()
            .await;
        let sent = sent.expect("the text leaves the handset").into_inner();
        app.work().await;
        sent
    }

    /// What the handset shows, oldest first.
    pub async fn shown(&self, phone: &str) -> Vec<String> {
        let handset = self
            .read_handset()
            .phone(phone)
            .send()
            .await
            .expect("a handset");
        handset
            .into_inner()
            .texts
            .into_iter()
            .map(|text| text.body)
            .collect()
    }

    pub async fn next_delivery(&self, phone: &str, wish: NextDelivery) {
        let set = self
            .set_next_delivery()
            .phone(phone)
            .body(wish)
            .send()
            .await;
        set.expect("the next delivery is chosen");
    }
}

/// Lets the carrier report and everything that follows happen.
pub async fn settle(app: &TestApp) {
    app.pass(TimeDelta::seconds(2)).await;
}

/// Posts a form to the callbacks as the carrier does, signed with the given token; the status.
pub async fn callback(app: &TestApp, token: &str, path: &str, fields: &[(&str, &str)]) -> u16 {
    let url = format!("{}{path}", app.base_url);
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let signature = signature::sign(token, &url, Body::Form(&fields));
    let http = reqwest::Client::builder().build().expect("a client");
    let request = http
        .post(url)
        .header("x-twilio-signature", signature)
        .form(&fields);
    request
        .send()
        .await
        .expect("the server answers")
        .status()
        .as_u16()
}

/// [`callback`] with the token that carrier and api share.
pub async fn genuine(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> u16 {
    let token = app
        .app
        .secrets
        .carrier_auth_token
        .expose_secret()
        .to_owned();
    callback(app, &token, path, fields).await
}

/// What a carrier does instead of answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request is lost on its way.
    Lost,
    /// The carrier takes the text, and its answer is lost.
    AnswerLost,
    /// The request hangs on its way.
    Hangs,
    /// The carrier takes the text, and its answer hangs.
    AnswerHangs,
}

/// The simulated carrier on a line with faults.
pub struct Line {
    carrier: Arc<dyn Carrier>,
    faults: Mutex<Vec<Fault>>,
    /// Every text that was handed over, whatever became of it.
    pub asked: Mutex<Vec<OutboundText>>,
    /// Somebody hangs on the line.
    pub hanging: Notify,
}

impl Line {
    /// Puts a line between the api and its carrier.
    pub fn tap(app: &mut App) -> Arc<Self> {
        let line = Arc::new(Self {
            carrier: Arc::clone(&app.carrier),
            faults: Mutex::default(),
            asked: Mutex::default(),
            hanging: Notify::new(),
        });
        app.carrier = Arc::<Self>::clone(&line);
        line
    }

    /// What happens to the next texts, one fault each.
    pub async fn fail(&self, faults: &[Fault]) {
        self.faults.lock().await.extend_from_slice(faults);
    }

    pub async fn bodies(&self) -> Vec<String> {
        self.asked
            .lock()
            .await
            .iter()
            .map(|text| text.body.clone())
            .collect()
    }

    async fn hang(&self) -> ! {
        self.hanging.notify_one();
        std::future::pending().await
    }
}

#[async_trait]
impl Carrier for Line {
    async fn send(&self, text: &OutboundText) -> Result<String, CarrierError> {
        self.asked.lock().await.push(text.clone());
        let fault = {
            let mut faults = self.faults.lock().await;
            if faults.is_empty() {
                None
            } else {
                Some(faults.remove(0))
            }
        };
        match fault {
            None => self.carrier.send(text).await,
            Some(Fault::Lost) => Err(CarrierError::Unknown("the request was lost".to_owned())),
            Some(Fault::AnswerLost) => {
                self.carrier.send(text).await?;
                Err(CarrierError::Unknown("the answer was lost".to_owned()))
            }
            Some(Fault::Hangs) => self.hang().await,
            Some(Fault::AnswerHangs) => {
                self.carrier.send(text).await?;
                self.hang().await
            }
        }
    }

    fn simulated(&self) -> bool {
        self.carrier.simulated()
    }

    async fn search_numbers(
        &self,
        search: &NumberSearch,
    ) -> Result<Vec<AvailableNumber>, CarrierError> {
        self.carrier.search_numbers(search).await
    }

    async fn rent_number(&self, phone: &Phone, inbound_url: &str) -> Result<String, CarrierError> {
        self.carrier.rent_number(phone, inbound_url).await
    }

    async fn release_number(&self, carrier_number_id: &str) -> Result<(), CarrierError> {
        self.carrier.release_number(carrier_number_id).await
    }
}

/// Runs jobs until somebody hangs on the line, then kills the worker.
pub async fn work_until_killed(app: &TestApp, line: &Line) {
    let shared = app.app.clone().into_inner();
    let worker = actix_web::rt::spawn(async move { jobs::run_due(&shared, 4).await });
    line.hanging.notified().await;
    worker.abort();
    assert!(worker.await.is_err(), "the worker was killed");
}

/// An app whose carrier is on a tapped line.
pub async fn tapped() -> (TestApp, Arc<Line>) {
    let mut tapped = None;
    let app = TestApp::start_with(|app| tapped = Some(Line::tap(app))).await;
    (app, tapped.expect("the line was tapped"))
}
