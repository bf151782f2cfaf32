//! The simulated carrier on a line that the test can disturb.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::TimeDelta;
use copperline_api::app::{App, Clock};
use copperline_api::carriers::{Carrier, CarrierError, MediaError, NumberSearch, OutboundText};
use copperline_api::jobs;
use copperline_shared::numbers::AvailableNumber;
use copperline_shared::phone::Phone;
use tokio::sync::{Mutex, Notify};

use crate::support::TestApp;

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
    /// The request waits on its way until the test lets it go on.
    Waits,
    /// The carrier takes this many seconds to answer.
    Takes(i64),
    /// The program has a mistake.
    Panics,
}

/// The simulated carrier on a line with faults.
pub struct Line {
    carrier: Arc<dyn Carrier>,
    clock: Clock,
    faults: Mutex<Vec<Fault>>,
    /// Every text that was handed over, whatever became of it.
    pub asked: Mutex<Vec<OutboundText>>,
    /// Somebody hangs on the line.
    pub hanging: Notify,
    /// Lets what waits on the line go on.
    pub goes_on: Notify,
    /// A number that is refused, once the line lets the refusal go on.
    pub refused: Mutex<Option<Phone>>,
    /// Nobody answers who asks for numbers or pictures.
    down: AtomicBool,
}

impl Line {
    /// Puts a line between the api and its carrier.
    pub fn tap(app: &mut App) -> Arc<Self> {
        let line = Arc::new(Self {
            carrier: Arc::clone(&app.carrier),
            clock: app.clock.clone(),
            faults: Mutex::default(),
            asked: Mutex::default(),
            hanging: Notify::new(),
            goes_on: Notify::new(),
            refused: Mutex::default(),
            down: AtomicBool::new(false),
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

    /// From now on nobody answers who asks for numbers or pictures.
    pub fn go_down(&self) {
        self.down.store(true, Ordering::SeqCst);
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
            Some(Fault::Waits) => {
                self.hanging.notify_one();
                self.goes_on.notified().await;
                self.carrier.send(text).await
            }
            Some(Fault::Takes(seconds)) => {
                self.clock.advance(TimeDelta::seconds(seconds));
                self.carrier.send(text).await
            }
            Some(Fault::Panics) => panic!("as the test wants it"),
            Some(Fault::AnswerHangs) => {
                self.carrier.send(text).await?;
                self.hang().await
            }
        }
    }

    fn simulated(&self) -> bool {
        self.carrier.simulated()
    }

    async fn fetch_media(&self, url: &str) -> Result<Bytes, MediaError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(MediaError::Unknown("nobody answers".to_owned()));
        }
        self.carrier.fetch_media(url).await
    }

    async fn search_numbers(
        &self,
        search: &NumberSearch,
    ) -> Result<Vec<AvailableNumber>, CarrierError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(CarrierError::Unknown("nobody answers".to_owned()));
        }
        self.carrier.search_numbers(search).await
    }

    async fn rent_number(&self, phone: &Phone, inbound_url: &str) -> Result<String, CarrierError> {
        if self.refused.lock().await.as_ref() == Some(phone) {
            self.goes_on.notified().await;
            return Err(CarrierError::Refused {
                code: "21422".to_owned(),
                message: "not available".to_owned(),
            });
        }
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
