//! What is asked again in a moment: once for a burst of changes, and never while an answer is awaited.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks for something in a moment.
#[derive(Clone, Copy)]
pub struct Soon {
    standing: StoredValue<Standing>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// It will be asked in a moment.
    waiting: bool,
    /// The answer is under way; what changes now may not be in it.
    asking: bool,
    again: bool,
}

impl Standing {
    /// Something has changed; whether to begin waiting.
    fn want(&mut self) -> bool {
        self.again |= self.asking;
        let begins = !self.asking && !self.waiting;
        self.waiting |= begins;
        begins
    }

    fn begin(&mut self) {
        self.waiting = false;
        self.asking = true;
    }

    /// The answer came, or none will; whether something has changed meanwhile.
    fn end(&mut self) -> bool {
        self.asking = false;
        std::mem::take(&mut self.again)
    }
}

impl Default for Soon {
    fn default() -> Self {
        Self {
            standing: StoredValue::new(Standing::default()),
        }
    }
}

impl Soon {
    /// Calls `ask` after a wait in which more may change, as long as the component stands that this
    /// belongs to.
    pub fn ask<F>(self, wait: Duration, ask: impl Fn() -> F + Copy + 'static)
    where
        F: Future<Output = ()> + 'static,
    {
        if self.standing.try_update_value(Standing::want) != Some(true) {
            return;
        }
        set_timeout(
            move || {
                if self.standing.try_update_value(Standing::begin).is_none() {
                    return;
                }
                spawn_local(async move {
                    ask().await;
                    if self.standing.try_update_value(Standing::end) == Some(true) {
                        self.ask(wait, ask);
                    }
                });
            },
            wait,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::Standing;

    #[test]
    fn c6_thousands_of_changes_are_asked_about_once_and_once_more_after_the_answer() {
        let mut standing = Standing::default();
        assert!(standing.want());
        assert!((0..2_000).all(|_| !standing.want()));
        standing.begin();
        assert!((0..2_000).all(|_| !standing.want()), "an answer is awaited");
        assert!(standing.end(), "which may lack what came meanwhile");
        assert!(standing.want());
        standing.begin();
        assert!(!standing.end());
    }
}
