//! Below the thread: where one writes, and who else does.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Parts;
use crate::comments::{CommentComposer, Mode, ModeSwitch, PerhapsComment};
use crate::conversations::new_conversation::Asked;
use crate::messages::{Blocked, Clocks, Composer};
use crate::presence::PresenceLine;
use crate::ui;

/// Where one writes: a text to the contact, or a comment for colleagues.
#[component]
pub fn WorkFoot(work: Parts, clocks: Clocks) -> impl IntoView {
    let Parts {
        opened,
        draft,
        commenting,
        mode,
        ..
    } = work;
    let name = opened.name();
    focus_on_switch(mode);
    view! {
        <Show
            when=move || !opened.loading.get()
            fallback=|| view! { <div class="composer composer-waiting" aria-hidden="true"></div> }
        >
            <div class="work-who-writes">
                <ModeSwitch mode name text=draft.text comment=commenting.draft.text />
                <PresenceLine conversation=opened.id() />
            </div>
            <div class="work-foot" id=FOOT>
                {move || match mode.get() {
                    Mode::Text => view! {
                        <PerhapsComment written=draft.text name writing=commenting mode />
                        <TextFoot work clocks />
                    }
                    .into_any(),
                    Mode::Comment => view! { <CommentComposer writing=commenting name /> }.into_any(),
                }}
            </div>
        </Show>
    }
}

/// The id of where one writes.
const FOOT: &str = "work-foot";

/// Gives the focus to where one writes, once it is drawn.
pub fn write_here() {
    spawn_local(async {
        leptos::task::tick().await;
        ui::focus_first(FOOT, "textarea");
    });
}

/// Whoever asked for this conversation by its phone goes on by writing (C17).
pub fn write_when_asked(work: Parts) {
    let Parts { opened, mode, .. } = work;
    let Some(Asked(asked)) = use_context() else {
        return;
    };
    let id = opened.id();
    let here = Memo::new(move |_| asked.get() == Some(id) && !opened.loading.get());
    Effect::new(move || {
        if here.get() {
            asked.set(None);
            mode.maybe_update(|mode| std::mem::take(mode) != Mode::Text);
            write_here();
        }
    });
    // Left before it was there, it is opened like any other the next time.
    on_cleanup(move || {
        asked.try_update(|asked| *asked = asked.filter(|asked| *asked != id));
    });
}

/// Whoever chooses what to write goes on by writing.
fn focus_on_switch(mode: RwSignal<Mode>) {
    Effect::new(move |before: Option<Mode>| {
        let mode = mode.get();
        if before.is_some_and(|before| before != mode) {
            write_here();
        }
        mode
    });
}

/// The composer, or why nothing may be sent.
#[component]
fn TextFoot(work: Parts, clocks: Clocks) -> impl IntoView {
    let Parts {
        opened,
        sending,
        draft,
        ..
    } = work;
    let refusal = opened.refusal();
    // The reason in the composer's place says it all.
    Effect::new(move |_| {
        if refusal.with(Option::is_some) {
            sending.error.set(None);
        }
    });
    move || match refusal.get() {
        None => view! {
            <Composer
                draft
                sending
                contact=opened.contact().into()
                clocks
                hold=opened.hold()
            />
        }
        .into_any(),
        Some((refusal, contact)) => view! {
            <Blocked refusal contact consent=opened.consent on_check=move || opened.read() />
        }
        .into_any(),
    }
}
