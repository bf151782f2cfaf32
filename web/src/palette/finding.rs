//! Finding conversations while one types: asked for a moment after the last letter, and only the
//! newest answer counts.

use std::time::Duration;

use copperline_shared::conversations::{Conversation, Tab};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;

/// How long to wait for another letter.
const PAUSE: Duration = Duration::from_millis(120);

/// Conversations shown at once.
const SHOWN: u32 = 6;

/// What is known of the conversations that match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// What they were asked for; empty for the recent ones.
    pub query: String,
    pub conversations: Vec<Conversation>,
    /// They couldn't be read.
    pub failed: bool,
}

/// The conversations that match what is typed, or the recent ones while nothing is.
#[derive(Clone, Copy)]
pub struct Finding {
    pub found: RwSignal<Found>,
    /// An answer is awaited.
    pub busy: RwSignal<bool>,
    turn: StoredValue<u32>,
}

impl Finding {
    pub fn new(typed: RwSignal<String>) -> Self {
        let finding = Self {
            found: RwSignal::new(Found::default()),
            busy: RwSignal::new(true),
            turn: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let query = typed.get().trim().to_owned();
            if before.as_ref() != Some(&query) {
                let pause = if before.is_none() {
                    Duration::ZERO
                } else {
                    PAUSE
                };
                finding.ask(query.clone(), pause);
            }
            query
        });
        finding
    }

    fn ask(self, query: String, pause: Duration) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        self.busy.set(true);
        let current = move || self.turn.try_get_value() == Some(turn);
        set_timeout(
            move || {
                if !current() {
                    return;
                }
                spawn_local(async move {
                    let client = api::client();
                    let request = client.list_conversations().limit(SHOWN);
                    let request = match query.as_str() {
                        "" => request.tab(Tab::Recents),
                        query => request.tab(Tab::All).search(query),
                    };
                    let outcome = api::call(request.send()).await;
                    if !current() {
                        return;
                    }
                    let failed = outcome.is_err();
                    let conversations = outcome.map(|page| page.items).unwrap_or_default();
                    self.found.set(Found {
                        query,
                        conversations,
                        failed,
                    });
                    self.busy.set(false);
                });
            },
            pause,
        );
    }
}
