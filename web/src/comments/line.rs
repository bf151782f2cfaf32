//! A comment in the thread.

use chrono::SecondsFormat;
use copperline_shared::comments::{Comment, Part, parts};
use leptos::prelude::*;
use uuid::Uuid;

use super::change_form::ChangeForm;
use super::changing::Changing;
use super::deleting::DeleteDialog;
use crate::session::use_session;
use crate::ui::{Icon, Menu, MenuItem};
use crate::{format, text};

/// What was commented, by whom and when; it looks like no message. Whoever wrote it changes it in its
/// place.
#[component]
pub fn CommentLine(
    comment: Memo<Comment>,
    zone: Memo<String>,
    /// The id to scroll to.
    anchor: String,
    /// A search or a notification led here.
    #[prop(into)]
    found: Signal<bool>,
    /// Called with the comment as the server has it.
    #[prop(into)]
    on_change: Callback<Comment>,
    /// Called when the server has it no longer.
    #[prop(into)]
    on_gone: Callback<()>,
) -> impl IntoView {
    let (session, deleting) = (use_session(), RwSignal::new(false));
    let me = untrack(|| session.agent_id());
    let (at, author) = comment.with_untracked(|comment| (comment.created_at, comment.agent_id));
    let mine = me.is_some() && author == me;
    let changing = mine.then(|| Changing::open(comment, &anchor, on_change, on_gone));
    let open = Memo::new(move |_| changing.is_some_and(Changing::is_open));
    let may_delete = Memo::new(move |_| mine || session.is_admin());
    let by = move || comment.with(|comment| text::comments::by(&comment.author_name));
    let time = move || zone.with(|zone| format::clock_time(format::in_zone(at, zone)));
    let content = move || match changing.filter(|_| open.get()) {
        Some(changing) => view! { <ChangeForm changing /> }.into_any(),
        None => view! {
            <p class="comment-text">{move || comment.with(|comment| words(comment, me))}</p>
        }
        .into_any(),
    };
    view! {
        <li id=anchor class="commented" class:is-found=found>
            <div class="comment">
                <div class="comment-mark">
                    <Icon icon=icondata_lu::LuLock size=14 />
                    <span>{by}</span>
                    <Edited comment zone />
                    <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true)>{time}</time>
                    <Show when=move || may_delete.get() && !open.get()>
                        <Tools changing deleting />
                    </Show>
                </div>
                {content}
            </div>
            <Show when=move || may_delete.get()>
                <DeleteDialog open=deleting comment mine on_gone />
            </Show>
        </li>
    }
}

/// Its words, and the names of those it mentions.
fn words(comment: &Comment, me: Option<Uuid>) -> Vec<AnyView> {
    parts(&comment.text)
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => words.to_owned().into_any(),
            Part::Mention(agent) => {
                let name = format!("@{}", comment.name_of(agent));
                let mine = Some(agent) == me;
                view! { <span class="mention" class:is-me=mine>{name}</span> }.into_any()
            }
        })
        .collect()
}

/// That it was changed, and when last.
#[component]
fn Edited(comment: Memo<Comment>, zone: Memo<String>) -> impl IntoView {
    move || {
        let at = comment.with(|comment| comment.edited_at)?;
        let when = zone.with(|zone| format::long_time(format::in_zone(at, zone)));
        Some(view! {
            <span class="comment-edited" title=text::comments::edited_at(&when)>
                <span aria-hidden="true">{text::comments::EDITED}</span>
                <span class="sr-only">{text::comments::edited_at(&when)}</span>
            </span>
        })
    }
}

/// What can be done with it.
#[component]
fn Tools(changing: Option<Changing>, deleting: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="comment-tools">
            <Menu label=text::comments::MORE icon=icondata_lu::LuEllipsis place="menu-up-end">
                {changing
                    .map(|changing| {
                        view! {
                            <MenuItem icon=icondata_lu::LuPencil on_select=move || changing.begin()>
                                {text::comments::EDIT}
                            </MenuItem>
                        }
                    })}
                <MenuItem icon=icondata_lu::LuTrash2 on_select=move || deleting.set(true)>
                    {text::comments::DELETE}
                </MenuItem>
            </Menu>
        </div>
    }
}
