//! A comment in the thread.

use chrono::SecondsFormat;
use copperline_shared::comments::{Comment, Part, parts};
use leptos::prelude::*;

use crate::session::use_session;
use crate::ui::Icon;
use crate::{format, text};

/// What was commented, by whom and when; it looks like no message.
#[component]
pub fn CommentLine(
    comment: Comment,
    zone: Memo<String>,
    /// The id to scroll to.
    anchor: String,
    /// A search or a notification led here.
    #[prop(into)]
    found: Signal<bool>,
) -> impl IntoView {
    let me = untrack(|| use_session().agent_id());
    let at = comment.created_at;
    let time = move || zone.with(|zone| format::clock_time(format::in_zone(at, zone)));
    let words: Vec<_> = parts(&comment.text)
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => words.to_owned().into_any(),
            Part::Mention(agent) => {
                let name = format!("@{}", comment.name_of(agent));
                let mine = Some(agent) == me;
                view! { <span class="mention" class:is-me=mine>{name}</span> }.into_any()
            }
        })
        .collect();
    view! {
        <li id=anchor class="commented" class:is-found=found>
            <div class="comment">
                <p class="comment-mark">
                    <Icon icon=icondata_lu::LuLock size=14 />
                    <span>{text::comments::by(&comment.author_name)}</span>
                    <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true)>{time}</time>
                </p>
                <p class="comment-text">{words}</p>
            </div>
        </li>
    }
}
