//! A moment, written in the workspace's time zone.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;
use crate::session::use_session;

/// The time as in a thread, with the full date when pointed at.
#[component]
pub fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let session = use_session();
    // Somebody may choose another time zone while this stands.
    let then = Memo::new(move |_| format::in_zone(at, &session.time_zone()));
    let words = move || {
        let now = format::in_zone(format::now(), &session.time_zone());
        format::thread_time(then.get(), now)
    };
    view! {
        <time datetime=at.to_rfc3339() title=move || format::long_time(then.get())>
            {words}
        </time>
    }
}
