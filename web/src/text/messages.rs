//! Words of the thread and the composer.

use crate::format;

pub const THREAD: &str = "Messages";
pub const WRITE: &str = "Write a message";
pub const SEND: &str = "Send";
pub const SEND_HINT: &str = "Enter sends, Shift and Enter start a new line";
pub const QUEUED: &str = "queued";
pub const SENT: &str = "sent";
pub const DELIVERED: &str = "delivered";
pub const CANCELLED: &str = "cancelled";
pub const TRY_AGAIN: &str = "Send again";
pub const OLDER: &str = "Show older messages";
pub const NEW_BELOW: &str = "New message below";
pub const CANT_SEND: &str = "You can't send here now";

/// What stands below a message that failed; `reason` is lower case without a full stop.
pub fn failed(reason: &str) -> String {
    format!("Not delivered: {reason}.")
}

/// "1 segment", "3 segments".
pub fn segments(count: u32) -> String {
    match count {
        1 => "1 segment".to_owned(),
        n => format!("{n} segments"),
    }
}

/// The counter below the composer: letters used and free, segments, cost.
///
/// `used` and `room` count units of the message's encoding; `cost` is in micro-dollars.
pub fn counter(used: u32, room: u32, segment_count: u32, cost: i64) -> String {
    format!(
        "{used} / {room} · {} · {}",
        segments(segment_count),
        format::money(cost)
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn c8_the_counter_reads_like_a_sentence() {
        assert_eq!(
            super::counter(45, 160, 1, 12_000),
            "45 / 160 · 1 segment · $0.012"
        );
        assert_eq!(
            super::counter(180, 306, 2, 24_000),
            "180 / 306 · 2 segments · $0.024"
        );
    }
}
