//! When people are awake: from eight to eight in Central Standard Time.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

/// A moment before this one at which people were awake, unless they are awake in it.
pub fn awake_before(at: DateTime<Utc>) -> DateTime<Utc> {
    if waking(at) == at {
        at
    } else {
        at - TimeDelta::hours(12)
    }
}

/// The next moment at which people are awake.
pub fn waking(at: DateTime<Utc>) -> DateTime<Utc> {
    let local = at - TimeDelta::hours(6);
    match local.hour() {
        0..8 => at + TimeDelta::hours(8),
        20.. => at + TimeDelta::hours(12),
        _ => at,
    }
}
