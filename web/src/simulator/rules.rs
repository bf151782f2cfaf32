//! What the handset screen concludes: whom one can play, and what happens next.

use copperline_shared::conversations::Conversation;
use copperline_shared::phone::Phone;
use copperline_shared::simulator::{Handset, HandsetText, NextDelivery};

use crate::text;

/// Somebody whose phone can be played.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    pub phone: Phone,
    /// The contact's name, if there is one.
    pub name: Option<String>,
    /// The last text on the phone; empty when there is none.
    pub last_text: String,
}

/// The phones with texts, newest first, then the contacts without.
pub fn entries(handsets: Vec<Handset>, conversations: &[Conversation]) -> Vec<Entry> {
    let name = |phone: &Phone| {
        let known = conversations
            .iter()
            .find(|conversation| conversation.phone == *phone)?;
        // A contact without a name is shown by their number, which stands beside it anyway.
        known
            .name
            .chars()
            .any(char::is_alphabetic)
            .then(|| known.name.clone())
    };
    let silent: Vec<Entry> = conversations
        .iter()
        .filter(|conversation| {
            handsets
                .iter()
                .all(|handset| handset.phone != conversation.phone)
        })
        .map(|conversation| Entry {
            name: name(&conversation.phone),
            phone: conversation.phone.clone(),
            last_text: String::new(),
        })
        .collect();
    let texted = handsets.into_iter().map(|handset| Entry {
        name: name(&handset.phone),
        phone: handset.phone,
        last_text: if handset.last_text.is_empty() {
            text::pictures::PICTURE.to_owned()
        } else {
            handset.last_text
        },
    });
    texted.chain(silent).collect()
}

/// The digits of a typed phone, with its plus; nothing when there are none.
pub fn dialled(typed: &str) -> Option<String> {
    let kept: String = typed
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    let enough = kept.chars().filter(char::is_ascii_digit).count() >= 7;
    enough.then_some(kept)
}

/// The workspace's number a reply goes to: the one of the last text, if it can still be written to,
/// else the first of those offered.
pub fn answer_to(texts: &[HandsetText], offered: &[Phone]) -> Option<Phone> {
    let last = texts
        .last()
        .map(|text| &text.number)
        .filter(|number| offered.contains(number));
    last.or(offered.first()).cloned()
}

/// The ways a delivery can go, as a person chooses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Deliver,
    Fail,
    Refuse,
    Lag,
    Twice,
    OutOfOrder,
}

pub const WAYS: [Way; 6] = [
    Way::Deliver,
    Way::Fail,
    Way::Refuse,
    Way::Lag,
    Way::Twice,
    Way::OutOfOrder,
];

impl Way {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Deliver => text::simulator::DELIVER,
            Self::Fail => text::simulator::FAIL,
            Self::Refuse => text::simulator::REFUSE,
            Self::Lag => text::simulator::LAG,
            Self::Twice => text::simulator::TWICE,
            Self::OutOfOrder => text::simulator::OUT_OF_ORDER,
        }
    }

    pub const fn of(next: &NextDelivery) -> Self {
        match next {
            NextDelivery::Deliver => Self::Deliver,
            NextDelivery::Fail { .. } => Self::Fail,
            NextDelivery::Refuse { .. } => Self::Refuse,
            NextDelivery::Lag { .. } => Self::Lag,
            NextDelivery::Twice => Self::Twice,
            NextDelivery::OutOfOrder => Self::OutOfOrder,
        }
    }

    /// The behaviour with its details; `None` when the seconds aren't 1 to 60.
    pub fn with(self, error_code: &str, seconds: &str) -> Option<NextDelivery> {
        let error_code = error_code.to_owned();
        Some(match self {
            Self::Deliver => NextDelivery::Deliver,
            Self::Fail => NextDelivery::Fail { error_code },
            Self::Refuse => NextDelivery::Refuse { error_code },
            Self::Lag => {
                let seconds = seconds.trim().parse().ok()?;
                (1..=60)
                    .contains(&seconds)
                    .then_some(NextDelivery::Lag { seconds })?
            }
            Self::Twice => NextDelivery::Twice,
            Self::OutOfOrder => NextDelivery::OutOfOrder,
        })
    }
}

/// What was last asked of the carrier, so that its echo doesn't overwrite what is being typed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    wish: Option<NextDelivery>,
    /// Requests without an answer yet.
    waiting: u32,
}

impl Asked {
    pub fn begin(&mut self, wish: NextDelivery) {
        self.wish = Some(wish);
        self.waiting += 1;
    }

    pub fn end(&mut self) {
        self.waiting = self.waiting.saturating_sub(1);
    }

    /// Whether the carrier holds something else than was asked for: a text was dealt with, or
    /// somebody else chose.
    pub fn is_overruled_by(&self, held: &NextDelivery) -> bool {
        self.waiting == 0 && self.wish.as_ref() != Some(held)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn phone(last: u8) -> Phone {
        format!("+151255501{last:02}").parse().expect("a phone")
    }

    fn handset_text(number: Phone) -> HandsetText {
        HandsetText {
            id: "SM1".to_owned(),
            number,
            from_handset: false,
            body: "Hi".to_owned(),
            pictures: Vec::new(),
            status: "delivered".to_owned(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn x1_a_phone_can_be_dialled_in_any_writing() {
        assert_eq!(dialled("(512) 555-0192").as_deref(), Some("5125550192"));
        assert_eq!(dialled("+1 512.555.0192").as_deref(), Some("+15125550192"));
        assert_eq!(dialled("Maya"), None);
        assert_eq!(dialled("911"), None);
    }

    #[test]
    fn x1_a_reply_goes_to_the_number_that_wrote_last() {
        let texts = [handset_text(phone(1)), handset_text(phone(2))];
        assert_eq!(answer_to(&texts, &[phone(1), phone(2)]), Some(phone(2)));
        assert_eq!(answer_to(&texts, &[phone(1)]), Some(phone(1)));
        assert_eq!(answer_to(&[], &[phone(1)]), Some(phone(1)));
        assert_eq!(answer_to(&texts, &[]), None);
    }

    #[test]
    fn x1_each_way_of_delivery_can_be_chosen_and_read_back() {
        for way in WAYS {
            let next = way.with("30003", " 10 ").expect("sound details");
            assert_eq!(Way::of(&next), way);
        }
        for seconds in ["", "0", "61", "300", "-1", "1.5", "x"] {
            assert_eq!(Way::Lag.with("30003", seconds), None, "{seconds}");
        }
    }

    #[test]
    fn x1_the_echo_of_a_wish_leaves_what_is_typed_alone() {
        let lag = NextDelivery::Lag { seconds: 10 };
        let mut asked = Asked::default();
        assert!(asked.is_overruled_by(&lag));
        asked.begin(lag.clone());
        assert!(!asked.is_overruled_by(&NextDelivery::Deliver));
        asked.end();
        assert!(!asked.is_overruled_by(&lag));
        assert!(asked.is_overruled_by(&NextDelivery::Deliver));
    }

    #[test]
    fn x1_who_has_never_texted_can_be_played_too() {
        let handset = Handset {
            phone: phone(1),
            last_text: "Yes".to_owned(),
            last_at: DateTime::UNIX_EPOCH,
        };
        let entries = entries(vec![handset], &[]);
        assert_eq!(entries.len(), 1);
        assert_eq!(
            (entries[0].last_text.as_str(), entries[0].name.as_ref()),
            ("Yes", None)
        );
    }
}
