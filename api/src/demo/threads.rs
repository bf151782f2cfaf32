//! One conversation: who it is with, and what was said when.

mod hours;
mod writer;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use copperline_shared::money::Micros;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::pipeline::{self, Card, Outcome};
use super::places::{self, Place};
use super::scripts::LINES;
use writer::{Writer, Written};

/// The demo's history reaches back so far.
pub const DAYS: i64 = 180;

/// The person a thread is with.
#[derive(Clone, Debug)]
pub struct Person {
    pub phone: String,
    pub place: &'static Place,
    pub first: &'static str,
    pub last: &'static str,
    pub email: String,
    pub born: Option<NaiveDate>,
    pub zip: String,
}

/// A text of the thread.
#[derive(Clone, Debug)]
pub struct Text {
    pub at: DateTime<Utc>,
    pub by: By,
    pub body: String,
    pub segments: i32,
    pub price: Micros,
    pub state: &'static str,
    pub error_code: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Contact,
    Agent,
    /// The confirmation of an opt-out.
    Copperline,
}

/// A conversation to write.
#[derive(Clone, Debug)]
pub struct Thread {
    pub person: Person,
    /// Which line of business, and so which number.
    pub line: usize,
    /// The vendor, if it began with a lead.
    pub source: Option<&'static str>,
    pub began: DateTime<Utc>,
    /// In order of time; never empty.
    pub texts: Vec<Text>,
    pub opted_out_at: Option<DateTime<Utc>>,
    pub hot: bool,
    pub archived: bool,
    pub unread: i32,
    /// Where the contact stands on the pipeline.
    pub card: Option<Card>,
}

/// Draws the conversation with this index of so many; they come in the order in which they began,
/// which is the order the database writes them in quickest.
pub fn thread(
    random: &mut StdRng,
    (index, of): (u32, u32),
    segment: Micros,
    now: DateTime<Utc>,
) -> Thread {
    let line = index as usize % LINES.len();
    let person = person(random, index);
    // More of it is recent: the square of an even share.
    let share = i64::from(of - index) * 100_000 / i64::from(of);
    let newest = TimeDelta::seconds(random.random_range(120..1_800));
    let age = TimeDelta::seconds(DAYS * 86_400 * share * share / 10_000_000_000) + newest;
    let began = hours::awake_before(now - age);
    let is_lead = random.random_ratio(17, 20);
    let source = is_lead.then(|| {
        LINES[line]
            .sources
            .choose(random)
            .copied()
            .unwrap_or_default()
    });
    let writer = Writer::begin(random, &person, &LINES[line], began, segment, now);
    let Written {
        texts,
        opted_out_at,
        interested,
    } = writer.write(is_lead);
    let last = texts.last().map_or(now, |text| text.at);
    let trailing = texts
        .iter()
        .rev()
        .take_while(|text| text.by == By::Contact)
        .count();
    let quiet = now - last;
    let unread = if quiet < TimeDelta::days(6) && random.random_ratio(3, 5) {
        trailing
    } else {
        0
    };
    let outcome = Outcome {
        opted_out: opted_out_at.is_some(),
        interested,
    };
    Thread {
        card: pipeline::card((index, of), line, &texts, outcome, now),
        hot: interested && quiet < TimeDelta::days(30) && random.random_ratio(1, 3),
        archived: unread == 0 && quiet > TimeDelta::days(45) && random.random_ratio(3, 5),
        unread: i32::try_from(unread).unwrap_or(1),
        person,
        line,
        source,
        began,
        texts,
        opted_out_at,
    }
}

fn person(random: &mut StdRng, index: u32) -> Person {
    let (phone, place) = places::phone(index);
    let (first, last) = places::name(random);
    let plain = |name: &str| -> String {
        name.to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let email = match random.random_range(0..10) {
        0..5 => format!("{}.{}@example.com", plain(first), plain(last)),
        5..7 => format!(
            "{}{}@example.net",
            plain(last),
            random.random_range(60..100)
        ),
        7 => format!("{}{index}@example.org", plain(first)),
        _ => String::new(),
    };
    let born = random.random_ratio(1, 2).then(|| {
        NaiveDate::from_yo_opt(random.random_range(1945..2004), random.random_range(1..366))
    });
    let zip = format!("{}{:02}", place.zip, random.random_range(1..100));
    Person {
        phone,
        place,
        first,
        last,
        email,
        born: born.flatten(),
        zip,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn threads() -> Vec<Thread> {
        let mut random = StdRng::seed_from_u64(1);
        let now = DateTime::from_timestamp(1_795_305_600, 0).expect("a time");
        (0..2_000)
            .map(|index| thread(&mut random, (index, 2_000), Micros(12_000), now))
            .collect()
    }

    #[test]
    fn x11_threads_have_about_ten_texts_in_order_of_time_and_none_in_the_future() {
        let threads = threads();
        let texts: usize = threads.iter().map(|thread| thread.texts.len()).sum();
        assert!((16_000..26_000).contains(&texts), "{texts}");
        let now = DateTime::from_timestamp(1_795_305_600, 0).expect("a time");
        for thread in &threads {
            assert!(!thread.texts.is_empty());
            assert!(thread.texts.is_sorted_by_key(|text| text.at));
            assert!(
                thread
                    .texts
                    .iter()
                    .all(|text| text.at < now && text.at >= thread.began)
            );
        }
    }

    #[test]
    fn x11_every_word_in_braces_is_filled_in() {
        for text in threads().iter().flat_map(|thread| &thread.texts) {
            assert!(!text.body.contains(['{', '}']), "{}", text.body);
        }
    }

    #[test]
    fn x11_all_kinds_of_conversations_occur() {
        let threads = threads();
        let share = |test: fn(&&Thread) -> bool| threads.iter().filter(test).count();
        for (kind, count) in [
            ("opted out", share(|thread| thread.opted_out_at.is_some())),
            ("hot", share(|thread| thread.hot)),
            ("archived", share(|thread| thread.archived)),
            ("unread", share(|thread| thread.unread > 0)),
            ("no lead", share(|thread| thread.source.is_none())),
        ] {
            assert!((20..600).contains(&count), "{kind}: {count}");
        }
    }
}
