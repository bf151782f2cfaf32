//! A conversation that became part of another while it was open.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use crate::live::{Gist, use_live};

/// Leads from a conversation that is merged into another to that one.
pub fn follow(open: Memo<Option<Uuid>>, address: impl Fn(Uuid) -> String + 'static) {
    let navigate = use_navigate();
    use_live().on_gists(move |gists| {
        for gist in gists {
            if let Gist::ContactsMerged {
                conversation_id: Some(into),
                merged_conversation_id: merged @ Some(_),
            } = gist
                && open.get_untracked() == *merged
            {
                let options = NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                };
                navigate(&address(*into), options);
            }
        }
    });
}
