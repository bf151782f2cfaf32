//! The present moment, for words that change with it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;

/// How often the clock moves, in seconds.
const STEP_SECONDS: u64 = 20;

/// The present moment, moving on until the component is gone.
pub fn use_clock() -> Signal<DateTime<Utc>> {
    let now = RwSignal::new(format::now());
    let step = Duration::from_secs(STEP_SECONDS);
    let ticking = set_interval_with_handle(
        move || {
            now.try_set(format::now());
        },
        step,
    );
    if let Ok(ticking) = ticking {
        on_cleanup(move || ticking.clear());
    }
    now.into()
}
