//! A moment, written in the workspace's time zone.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;
use crate::session::use_session;

/// The time as in a thread, with the full date when pointed at.
#[component]
pub fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let zone = use_session().time_zone();
    let then = format::in_zone(at, &zone);
    let now = format::in_zone(format::now(), &zone);
    view! {
        <time datetime=at.to_rfc3339() title=format::long_time(then)>
            {format::thread_time(then, now)}
        </time>
    }
}
