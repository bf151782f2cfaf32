//! Goal 8: from a carrier's callback to the last of many open browsers, and what a browser finds
//! that was away.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use crate::Failure;
use crate::contest::{Figures, percentile};
use crate::data::Data;
use crate::inbound;
use crate::stage::{Stage, http};
use crate::table::{Line, Table, Verdict};

const BROWSERS: usize = 200;
const TEXTS: usize = 100;
/// Browsers that lose their connection, and the texts they miss.
const AWAY: usize = 20;
const MISSED_TEXTS: usize = 10;
/// The longest anybody waits for one text.
const PATIENCE: Duration = Duration::from_secs(10);
/// What the texts say, before their number.
const WORDS: &str = "Live text";

/// An event that reached a browser.
struct Heard {
    browser: usize,
    cursor: i64,
    /// Which text it tells of.
    text: Option<usize>,
    at: Instant,
}

/// All browsers: what each has heard of, and whether one missed anything.
struct Browsers<'a> {
    stage: &'a Stage,
    sessions: Vec<String>,
    streams: Vec<JoinHandle<Result<(), Failure>>>,
    sender: UnboundedSender<Heard>,
    heard: UnboundedReceiver<Heard>,
    /// The newest event of each browser.
    cursors: HashMap<usize, i64>,
    gaps: usize,
}

/// Milliseconds from sending a callback to the last browser's event; then some are cut off.
pub async fn live(stage: &Stage, table: &mut Table) -> Result<(), Failure> {
    let mut browsers = Browsers::open(stage).await?;
    let mut millis = Vec::with_capacity(TEXTS);
    for text in 0..TEXTS {
        let sent = Instant::now();
        browsers.text(text).await?;
        let last = browsers.all_hear_of(text, 0).await?;
        millis.push(last.duration_since(sent).as_secs_f64() * 1e3);
    }
    millis.sort_by(f64::total_cmp);
    let figures = Figures {
        per_second: 1e3 / percentile(&millis, 50),
        p50: percentile(&millis, 50),
        p95: percentile(&millis, 95),
        longest: percentile(&millis, 100),
    };
    browsers.lose_some_and_reconnect().await?;
    table.add(Line {
        goal: 8,
        what: format!("callback to the last of {BROWSERS}"),
        copperline: Some(figures),
        floor: None,
        sql: None,
        verdicts: vec![
            Verdict::at_most(figures.p95, 50.0, "ms p95"),
            Verdict::holds(
                format!("{} gaps", browsers.gaps),
                "none after reconnecting",
                browsers.gaps == 0,
            ),
        ],
    });
    Ok(())
}

impl<'a> Browsers<'a> {
    async fn open(stage: &'a Stage) -> Result<Self, Failure> {
        let (sender, heard) = unbounded_channel();
        // A session each, as people have, a few signing in at once.
        let sessions = futures_util::stream::iter(0..BROWSERS)
            .map(|_| async {
                let headers = stage.signed_in(Data::owner()).await?;
                let cookie = headers.into_iter().find(|(name, _)| *name == "Cookie");
                cookie
                    .map(|(_, value)| value)
                    .ok_or_else(|| "no cookie".into())
            })
            .buffered(4)
            .try_collect::<Vec<String>>()
            .await
            .map_err(|failure: Failure| failure)?;
        let mut browsers = Self {
            stage,
            sessions,
            streams: Vec::with_capacity(BROWSERS),
            sender,
            heard,
            cursors: HashMap::new(),
            gaps: 0,
        };
        for browser in 0..BROWSERS {
            let stream = browsers.connect(browser, None).await?;
            browsers.streams.push(stream);
        }
        Ok(browsers)
    }

    /// Opens a browser's stream, after what it has seen.
    async fn connect(
        &self,
        browser: usize,
        after: Option<i64>,
    ) -> Result<JoinHandle<Result<(), Failure>>, Failure> {
        let base_url = &self.stage.copperline.base_url;
        let after = after.map(|cursor| format!("?after={cursor}"));
        let url = format!("{base_url}/api/v1/events{}", after.unwrap_or_default());
        // Without a time limit: the stream has no end.
        let answer = reqwest::Client::builder()
            .build()?
            .get(url)
            .header("cookie", &self.sessions[browser])
            .send()
            .await?
            .error_for_status()?;
        Ok(tokio::spawn(listen(browser, answer, self.sender.clone())))
    }

    /// Has a contact send a text.
    async fn text(&self, number: usize) -> Result<(), Failure> {
        let pick = &self.stage.picks()[number % self.stage.picks().len()];
        let request = inbound::text(self.stage, pick, &format!("{WORDS} {number}."));
        let base_url = &self.stage.copperline.base_url;
        http()?
            .post(format!("{base_url}{}", request.path))
            .header("content-type", inbound::FORM)
            .header(inbound::SIGNATURE, request.value)
            .body(request.body)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }

    /// Waits until every browser, from the given one on, has heard of a text; says when the last
    /// one did.
    async fn all_hear_of(&mut self, text: usize, from: usize) -> Result<Instant, Failure> {
        let mut waiting: Vec<bool> = (0..BROWSERS).map(|browser| browser >= from).collect();
        let mut last = Instant::now();
        while waiting.contains(&true) {
            let heard = self.next().await?;
            if heard.text == Some(text) && waiting[heard.browser] {
                waiting[heard.browser] = false;
                last = heard.at;
            }
        }
        Ok(last)
    }

    /// The next event of any browser; one that doesn't follow that browser's last is a gap.
    async fn next(&mut self) -> Result<Heard, Failure> {
        let heard = tokio::time::timeout(PATIENCE, self.heard.recv()).await;
        let heard = heard.map_err(|elapsed| format!("a browser heard nothing: {elapsed}"))?;
        let heard = heard.ok_or("every stream has ended")?;
        let before = self.cursors.insert(heard.browser, heard.cursor);
        if before.is_some_and(|before| heard.cursor != before + 1) {
            self.gaps += 1;
        }
        Ok(heard)
    }

    /// Some browsers lose their stream, miss texts, and come back asking for what came after.
    async fn lose_some_and_reconnect(&mut self) -> Result<(), Failure> {
        for stream in self.streams.drain(..AWAY) {
            stream.abort();
        }
        let missed = TEXTS..TEXTS + MISSED_TEXTS;
        for text in missed.clone() {
            self.text(text).await?;
            self.all_hear_of(text, AWAY).await?;
        }
        for browser in 0..AWAY {
            let after = self.cursors.get(&browser).copied();
            let stream = self.connect(browser, after).await?;
            self.streams.push(stream);
        }
        let last = TEXTS + MISSED_TEXTS;
        self.text(last).await?;
        self.all_hear_of(last, 0).await?;
        Ok(())
    }
}

/// Follows one browser's stream to its end.
async fn listen(
    browser: usize,
    answer: reqwest::Response,
    sender: UnboundedSender<Heard>,
) -> Result<(), Failure> {
    let mut chunks = answer.bytes_stream();
    let mut unread = String::new();
    while let Some(chunk) = chunks.next().await {
        let at = Instant::now();
        unread.push_str(&String::from_utf8_lossy(&chunk?));
        while let Some((frame, rest)) = unread.split_once("\n\n") {
            if let Some((cursor, text)) = read(frame) {
                let heard = Heard {
                    browser,
                    cursor,
                    text,
                    at,
                };
                sender.send(heard)?;
            }
            unread = rest.to_owned();
        }
    }
    Ok(())
}

/// The cursor of an event, and the text it tells of; a comment is no event.
fn read(frame: &str) -> Option<(i64, Option<usize>)> {
    let cursor = frame.strip_prefix("id: ")?.lines().next()?.parse().ok()?;
    let (_, after) = frame.split_once(WORDS).unwrap_or_default();
    let number = after.split('.').next().unwrap_or_default();
    Some((cursor, number.trim().parse().ok()))
}
