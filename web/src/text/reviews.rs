//! Words of the review queue.

use copperline_shared::reviews::ReviewState;

pub const TITLE: &str = "Reviews";
pub const LEAD: &str = "Replies that read like a request to stop. Automated texts to these contacts pause until somebody decides; you can still answer by hand.";
pub const WAITING: &str = "Waiting";
pub const WAITING_LEAD: &str = "Opting out is final: only the contact can take it back, by writing START. Dismissing can be undone.";
pub const NONE: &str = "Nothing to review";
pub const NONE_LEAD: &str =
    "A reply such as “take me off your list” appears here, and automation pauses for that contact.";
pub const DECIDED: &str = "Decided";
pub const DECIDED_LEAD: &str = "The last decision first.";
pub const OPT_OUT: &str = "Opt out";
pub const REOPEN: &str = "Pause again";
pub const BANNER: &str = "Reads like a request to stop. Automation paused.";

/// What a reply was read as.
pub fn reads_like(phrase: &str) -> String {
    format!("Reads like “{phrase}”")
}

pub fn opt_out_named(name: &str) -> String {
    format!("Opt out {name}")
}

pub fn dismiss_named(name: &str) -> String {
    format!("Dismiss {name}’s reply")
}

pub fn reopen_named(name: &str) -> String {
    format!("Pause again for {name}")
}

/// The notice after opting out.
pub fn opted_out(name: &str) -> String {
    format!("{name} is opted out. Only they can take that back, by writing START.")
}

/// The notice after dismissing.
pub fn dismissed(name: &str) -> String {
    format!("Dismissed. Automation goes on for {name}.")
}

/// The notice after taking a dismissal back.
pub fn reopened(name: &str) -> String {
    format!("Automation for {name} pauses again.")
}

/// What was decided, by whom and when.
pub fn decided(state: ReviewState, by: Option<&str>, time: &str) -> String {
    match (state, by) {
        (ReviewState::Dismissed, Some(by)) => format!("Dismissed by {by} · {time}"),
        (ReviewState::Dismissed, None) => format!("Dismissed · {time}"),
        (_, Some(by)) => format!("Opted out by {by} · {time}"),
        (_, None) => format!("Opted out otherwise · {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x4_a_button_is_called_what_stands_on_it_and_whom_it_is_about() {
        assert!(opt_out_named("Maya").starts_with(OPT_OUT));
        assert!(reopen_named("Maya").starts_with(REOPEN));
        assert!(dismiss_named("Maya").starts_with(crate::text::common::DISMISS));
    }

    #[test]
    fn x4_a_decision_says_what_by_whom_and_when() {
        let words = decided(
            ReviewState::Dismissed,
            Some("Jordan Diaz"),
            "Nov 3, 4:02 pm",
        );
        assert_eq!(words, "Dismissed by Jordan Diaz · Nov 3, 4:02 pm");
        let words = decided(ReviewState::OptedOut, None, "Nov 3, 4:02 pm");
        assert_eq!(words, "Opted out otherwise · Nov 3, 4:02 pm");
    }
}
