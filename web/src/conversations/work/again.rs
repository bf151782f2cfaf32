//! Going on after the session had ended.

use leptos::prelude::*;

use crate::session::{Standing, use_session};

/// Calls `act` when the person has signed in again where they were.
pub fn on_signed_in_again(act: impl Fn() + 'static) {
    let session = use_session();
    Effect::new(move |before: Option<Standing>| {
        let standing = session.standing.get();
        if before == Some(Standing::Ended) && standing == Standing::SignedIn {
            act();
        }
        standing
    });
}
