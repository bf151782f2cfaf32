//! When something is asked, and which answer counts.

/// The order of the questions, so that an older answer never replaces a newer one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turns {
    asked: u32,
    shown: u32,
    /// Questions whose answers are under way.
    open: u32,
    /// It is asked in a moment.
    waiting: bool,
    /// Something changed that the answers under way may lack.
    again: bool,
    pause: Pause,
}

/// Not asked again until it is over, and whether it shall be then.
#[derive(Clone, Copy, Debug, Default)]
struct Pause {
    resting: bool,
    missed: bool,
}

impl Turns {
    pub fn ask(&mut self) -> u32 {
        self.asked += 1;
        self.open += 1;
        self.asked
    }

    /// Whether the answer to this question is newer than what is shown.
    pub fn take(&mut self, turn: u32) -> bool {
        self.open = self.open.saturating_sub(1);
        let newer = turn > self.shown;
        self.shown = self.shown.max(turn);
        newer
    }

    /// Something has changed; whether to begin waiting for more.
    pub fn begin_wait(&mut self) -> bool {
        !std::mem::replace(&mut self.waiting, true)
    }

    /// The wait is over; whether to ask now. While an answer is under way it is noted for when that has
    /// come: nobody is asked faster than they answer.
    pub fn end_wait(&mut self) -> bool {
        self.waiting = false;
        self.again |= self.open > 0;
        self.open == 0
    }

    /// Whether to ask again, now that an answer has come.
    pub fn has_missed(&mut self) -> bool {
        self.open == 0 && std::mem::take(&mut self.again)
    }

    /// Whether to ask now; during a pause it is noted for its end.
    pub fn begin_pause(&mut self) -> bool {
        let rests = std::mem::replace(&mut self.pause.resting, true);
        self.pause.missed |= rests;
        !rests
    }

    /// Whether anything was missed in the pause that ends.
    pub fn end_pause(&mut self) -> bool {
        std::mem::take(&mut self.pause).missed
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn an_answer_that_was_overtaken_is_dropped() {
        let mut turns = Turns::default();
        let (first, second, third) = (turns.ask(), turns.ask(), turns.ask());
        assert!(turns.take(second));
        assert!(!turns.take(first));
        assert!(turns.take(third));
    }

    #[test]
    fn what_happens_while_answers_are_under_way_is_read_once_after_them() {
        let mut turns = Turns::default();
        let (first, second) = (turns.ask(), turns.ask());
        for _ in 0..2_000 {
            turns.begin_wait();
            assert!(!turns.end_wait());
        }
        assert!(turns.take(second) && !turns.has_missed());
        assert!(!turns.take(first) && turns.has_missed());
        assert!(!turns.has_missed(), "once");
        assert!(turns.begin_wait() && !turns.begin_wait());
        assert!(turns.end_wait());
    }

    #[test]
    fn what_happens_in_a_pause_is_read_once_at_its_end() {
        let mut turns = Turns::default();
        assert!(turns.begin_pause());
        assert!(!turns.begin_pause() && !turns.begin_pause());
        assert!(turns.end_pause());
        assert!(turns.begin_pause());
        assert!(!turns.end_pause());
    }
}
