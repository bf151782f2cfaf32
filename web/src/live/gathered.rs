//! Events that come together are handed out together: whoever follows them changes what it shows once
//! for all of them.

use super::gist::Told;

/// What has come and is not yet handed out.
#[derive(Default)]
pub struct Gathered {
    cursor: i64,
    events: Vec<Told>,
}

impl Gathered {
    /// The newest event that has come, handed out or not.
    pub const fn cursor(&self) -> i64 {
        self.cursor
    }

    /// Goes on after this event.
    pub const fn go_on_from(&mut self, cursor: i64) {
        self.cursor = cursor;
    }

    /// Takes an event, if it is newer than all before; whether it is the first to be handed out.
    pub fn take(&mut self, told: Told) -> bool {
        if told.cursor <= self.cursor {
            return false;
        }
        self.cursor = told.cursor;
        self.events.push(told);
        self.events.len() == 1
    }

    /// What has come since this was asked last, in its order.
    pub fn hand_out(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cursor: i64) -> Told {
        let written = format!(r#"{{"cursor":{cursor},"event":{{"kind":"review_changed"}}}}"#);
        Told::read(&written).expect("an event")
    }

    fn cursors(told: &[Told]) -> Vec<i64> {
        told.iter().map(|told| told.cursor).collect()
    }

    #[test]
    fn x9_events_that_come_together_are_handed_out_once_and_in_order() {
        let mut gathered = Gathered::default();
        gathered.go_on_from(6);
        assert!(gathered.take(told(7)), "the first asks for a handing out");
        assert!((8..=2_000).all(|cursor| !gathered.take(told(cursor))));
        let expected: Vec<i64> = (7..=2_000).collect();
        assert_eq!(cursors(&gathered.hand_out()), expected);
        assert!(gathered.hand_out().is_empty());
        assert!(gathered.take(told(2_001)), "and so does the next one");
    }

    #[test]
    fn x9_an_event_that_has_come_before_is_dropped_handed_out_or_not() {
        let mut gathered = Gathered::default();
        gathered.take(told(7));
        assert!(!gathered.take(told(7)));
        assert_eq!((gathered.cursor(), gathered.hand_out().len()), (7, 1));
        assert!(!gathered.take(told(7)));
        assert!(gathered.hand_out().is_empty());
    }
}
