//! A text in which a colleague is named like in a comment is perhaps meant to be one: that is said
//! before it is sent.

use copperline_shared::agents::Agent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::mode::Mode;
use super::rules;
use super::writing::Writing;
use crate::session::use_session;
use crate::ui::{Button, Icon};
use crate::{api, text};

/// Above the text: whom it goes to, and the way to make a comment of it. The other way there is
/// none.
#[component]
pub fn PerhapsComment(
    /// The half-written text.
    written: RwSignal<String>,
    /// The contact it would go to.
    #[prop(into)]
    name: Signal<String>,
    writing: Writing,
    mode: RwSignal<Mode>,
) -> impl IntoView {
    let session = use_session();
    let people = RwSignal::new(None::<Vec<Agent>>);
    let names_somebody = Memo::new(move |_| written.with(|written| written.contains('@')));
    Effect::new(move || {
        if names_somebody.get() && people.with_untracked(Option::is_none) {
            spawn_local(async move {
                if let Ok(all) = api::call(api::client().list_agents().send()).await {
                    people.try_set(Some(all));
                }
            });
        }
    });
    let named = Memo::new(move |_| {
        let me = session.agent_id();
        people.with(|people| {
            let others = people.as_ref()?.iter().filter(|agent| Some(agent.id) != me);
            written.with(|written| rules::named(written, others).map(Agent::full_name))
        })
    });
    let make_comment = move || {
        let all = people.get_untracked().unwrap_or_default();
        writing.draft.take_over(&written.get_untracked(), &all);
        written.set(String::new());
        mode.set(Mode::Comment);
    };
    view! {
        <div class="perhaps-comment" role="status">
            {move || {
                named
                    .get()
                    .map(|colleague| {
                        view! {
                            <p>
                                <Icon icon=icondata_lu::LuTriangleAlert size=14 />
                                <span>{text::comments::goes_to(&name.get(), &colleague)}</span>
                            </p>
                            <Button class="btn-small" on_click=make_comment>
                                {text::comments::MAKE_COMMENT}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}
