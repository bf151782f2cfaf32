//! A workspace that is ready to text: an owner, a number, funds, and people with phones.

mod line;

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_api::carriers::signature::{self, Body};
use copperline_client::{Error, ResponseValue};
use copperline_shared::conversations::{Conversation, Tab, ThreadEntry};
use copperline_shared::messages::{Message, MessageState, SendMessage};
use copperline_shared::numbers::Number;
use copperline_shared::problem::Problem;
use copperline_shared::simulator::{HandsetSend, HandsetText, NextDelivery};
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::support::{Owner, TestApp};

pub use line::{Fault, Line, tapped, work_until_killed};

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
        self.owner.sign_in_again(app).await;
    }

    /// Moves the clock to half past ten in the evening in Austin.
    pub async fn at_night(&mut self, app: &TestApp) {
        app.pass_until(4 * 60 + 30).await;
        self.sign_in_again(app).await;
    }

    /// Schedules a text to Maya.
    pub async fn schedule(&self, body: &str, send_at: DateTime<Utc>) -> Message {
        let request = SendMessage {
            send_at: Some(send_at),
            ..text(MAYA, body)
        };
        let sent = self.send_message().body(request).send().await;
        sent.expect("the text is taken").into_inner()
    }

    /// The texts that wait in the workspace, by their words.
    pub async fn waiting(&self) -> Vec<String> {
        let page = self.list_waiting_messages().send().await;
        let waiting = page.expect("what waits is listed").into_inner().items;
        waiting.into_iter().map(|item| item.message.body).collect()
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
            _ => None,
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
            pictures: Vec::new(),
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
