//! Puts words into a thread.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::money::Micros;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::super::scripts::{self, Exchange, Line};
use super::super::{AGENT, WORKSPACE};
use super::hours::waking;
use super::{By, Person, Text};
use crate::messages::rules;

/// Codes with which carriers refuse a text, and with which they report that it did not arrive.
const REFUSED: [&str; 3] = ["21614", "21211", "21408"];
const LOST: [&str; 5] = ["30003", "30005", "30006", "30007", "30008"];

/// Writes a thread's texts in order of time, until the present.
pub struct Writer<'a> {
    random: &'a mut StdRng,
    line: &'static Line,
    segment: Micros,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
    /// What the words in braces stand for.
    words: Vec<(&'static str, String)>,
    texts: Vec<Text>,
    opted_out_at: Option<DateTime<Utc>>,
    interested: bool,
}

/// What a thread came to.
pub struct Written {
    pub texts: Vec<Text>,
    pub opted_out_at: Option<DateTime<Utc>>,
    /// Whether the contact sounded like buying.
    pub interested: bool,
}

impl<'a> Writer<'a> {
    pub fn begin(
        random: &'a mut StdRng,
        person: &Person,
        line: &'static Line,
        at: DateTime<Utc>,
        segment: Micros,
        now: DateTime<Utc>,
    ) -> Self {
        let words = vec![
            ("{first}", person.first.to_owned()),
            ("{city}", person.place.city.to_owned()),
            ("{agent}", AGENT.0.to_owned()),
            ("{business}", WORKSPACE.to_owned()),
        ];
        let (texts, opted_out_at) = (Vec::new(), None);
        Self {
            random,
            line,
            segment,
            now,
            at,
            words,
            texts,
            opted_out_at,
            interested: false,
        }
    }

    /// Writes the whole thread.
    pub fn write(mut self, is_lead: bool) -> Written {
        self.begin_thread(is_lead);
        self.go_on(is_lead);
        self.decide_fates();
        let Self {
            texts,
            opted_out_at,
            interested,
            ..
        } = self;
        Written {
            texts,
            opted_out_at,
            interested,
        }
    }

    fn begin_thread(&mut self, is_lead: bool) {
        if is_lead {
            self.say(By::Agent, self.line.openings, 1..6);
        } else {
            self.say(By::Contact, self.line.inquiries, 0..1);
            self.say(By::Agent, scripts::WELCOMES, 2..40);
        }
    }

    fn go_on(&mut self, is_lead: bool) {
        let end = self.random.random_range(0..100);
        match end {
            0..22 if is_lead => return self.nudge(4),
            22..27 => return self.opt_out(),
            _ if is_lead => self.say(By::Contact, self.line.replies, 1..180),
            _ => {}
        }
        match end {
            27..32 => {
                self.exchanges(1);
                return self.opt_out();
            }
            0..48 => self.exchanges(1),
            48..88 => self.exchanges(3),
            _ => {
                let all = self.line.exchanges.len();
                self.exchanges(all);
                let more = self.random.random_range(3..9);
                self.follow_up(more);
            }
        }
        match self.random.random_range(0..10) {
            0..3 => {
                self.interested = true;
                self.exchange_of(scripts::WINS);
            }
            3..5 => self.say(By::Contact, scripts::LOSSES, 60..2_000),
            5..8 => self.nudge(3),
            _ => self.follow_up(2),
        }
    }

    /// The line's first questions, in their order.
    fn exchanges(&mut self, about: usize) {
        let count = about + self.random.random_range(0..=about / 2);
        self.interested |= count > 2;
        for Exchange { ask, answer } in self.line.exchanges.iter().take(count) {
            self.say(By::Agent, ask, 2..90);
            self.say(By::Contact, answer, 1..240);
        }
    }

    fn follow_up(&mut self, count: usize) {
        for _ in 0..count {
            self.at += TimeDelta::days(self.random.random_range(1..6));
            self.exchange_of(scripts::FOLLOW_UPS);
        }
    }

    fn exchange_of(&mut self, choices: &'static [Exchange]) {
        if let Some(Exchange { ask, answer }) = choices.choose(self.random) {
            self.say(By::Agent, ask, 2..90);
            self.say(By::Contact, answer, 1..300);
        }
    }

    fn nudge(&mut self, most: u32) {
        for _ in 0..self.random.random_range(1..=most) {
            self.at += TimeDelta::days(self.random.random_range(1..9));
            self.say(By::Agent, scripts::NUDGES, 0..120);
        }
    }

    fn opt_out(&mut self) {
        self.say(By::Contact, scripts::STOPS, 1..90);
        let Some(Text { at, body, .. }) = self.texts.last() else {
            return;
        };
        // Unless the present came first.
        if scripts::STOPS.contains(&body.as_str()) {
            let at = *at;
            self.opted_out_at = Some(at);
            let body = rules::opt_out_confirmation(WORKSPACE);
            self.put(By::Copperline, at + TimeDelta::seconds(2), body);
        }
    }

    /// Says one of these after some minutes, unless that lies ahead of the present.
    fn say(&mut self, by: By, choices: &[&str], after: std::ops::Range<i64>) {
        let minutes = self.random.random_range(after);
        let seconds = self.random.random_range(5..60);
        let at = waking(self.at + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds));
        let Some(chosen) = choices.choose(self.random) else {
            return;
        };
        let late = at >= self.now - TimeDelta::seconds(10);
        if late && !self.texts.is_empty() {
            // What follows would have to wait for it.
            self.at = self.now + TimeDelta::days(400);
            return;
        }
        let at = if late {
            self.now - TimeDelta::seconds(90)
        } else {
            at
        };
        self.at = at;
        let body = self.fill(chosen);
        self.put(by, at, body);
    }

    fn put(&mut self, by: By, at: DateTime<Utc>, body: String) {
        let Some((segments, price)) = rules::price(&body, self.segment) else {
            return;
        };
        let (state, price) = match by {
            By::Contact => ("received", Micros::ZERO),
            By::Agent | By::Copperline => ("delivered", price),
        };
        self.texts.push(Text {
            at,
            by,
            body,
            segments,
            price,
            state,
            error_code: None,
        });
    }

    /// How the texts fared to which nobody answered: most arrive.
    fn decide_fates(&mut self) {
        for text in self
            .texts
            .iter_mut()
            .rev()
            .take_while(|text| text.by == By::Agent)
        {
            (text.state, text.error_code) = match self.random.random_range(0..100) {
                _ if self.now - text.at < TimeDelta::minutes(2) => ("sent", None),
                0..3 => ("failed", REFUSED.choose(self.random).copied()),
                3..12 => ("undelivered", LOST.choose(self.random).copied()),
                _ => continue,
            };
        }
    }

    fn fill(&mut self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            text.push_str(&rest[..start]);
            let word = &rest[start..=start + length];
            let known = self.words.iter().find(|(name, _)| *name == word);
            match known.map(|(_, value)| value.clone()) {
                Some(value) => text.push_str(&value),
                None => text.push_str(&self.draw(word)),
            }
            rest = &rest[start + length + 1..];
        }
        text.push_str(rest);
        text
    }

    /// Draws what a word in braces stands for. Streets stay the same through the thread.
    fn draw(&mut self, word: &str) -> String {
        let from = |random: &mut StdRng, choices: &[&str]| {
            choices
                .choose(random)
                .copied()
                .unwrap_or_default()
                .to_owned()
        };
        let random = &mut *self.random;
        match word {
            "{carrier}" => from(random, scripts::CARRIERS),
            "{car}" | "{car2}" => from(random, scripts::CARS),
            "{day}" => from(random, scripts::DAYS),
            "{time}" => from(random, scripts::TIMES),
            "{year}" => random.random_range(2005..2026).to_string(),
            "{year2}" => random.random_range(2023..2026).to_string(),
            "{price}" => format!("${}", random.random_range(90..420)),
            "{quote}" => format!(
                "${}.{:02}",
                random.random_range(70..260),
                random.random_range(0..100)
            ),
            "{home}" => format!("${},000", random.random_range(38..130) * 5),
            "{rooms}" => random.random_range(2..6).to_string(),
            "{panels}" => random.random_range(14..42).to_string(),
            "{street}" => {
                let number = random.random_range(101..9_900);
                let street = format!("{number} {}", from(random, scripts::STREETS));
                self.words.push(("{street}", street.clone()));
                street
            }
            other => other.to_owned(),
        }
    }
}
