//! Where a message is written, and what stands there when none may be sent.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

use super::thread::read_here;
use crate::{
    text,
    ui::{Button, ButtonKind, Icon, is_enter_alone, is_escape},
};

/// The composer. The text lives in the caller's signal and is the caller's to clear.
#[component]
pub fn ComposerBar(
    /// What is being written.
    value: RwSignal<String>,
    /// Letters, segments and cost: see [`text::messages::counter`].
    #[prop(into)]
    counter: Signal<String>,
    /// A short remark beside the counter.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// Whether there is something that can be sent.
    #[prop(into)]
    can_send: Signal<bool>,
    /// The request is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why the last attempt failed, in plain words.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Sends what is written.
    #[prop(into)]
    on_send: Callback<()>,
    /// Called after each change that a person typed.
    #[prop(into)]
    on_input: Callback<()>,
    /// Takes what is pasted, if it is no words.
    #[prop(into)]
    on_paste: Callback<ClipboardEvent>,
    /// Files are held over the page.
    #[prop(into)]
    dropping: Signal<bool>,
    /// Takes a key before the composer does; whether it was used up.
    #[prop(into)]
    on_key: Callback<KeyboardEvent, bool>,
    /// Drawn above the text.
    #[prop(into)]
    above: ViewFn,
    /// The text box, for giving it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
    /// Buttons beside the counter.
    children: Children,
) -> impl IntoView {
    let send = move || {
        if can_send.get_untracked() && !busy.get_untracked() {
            on_send.run(());
        }
    };
    let key = move |event: KeyboardEvent| {
        if on_key.run(event.clone()) {
            return;
        }
        if is_enter_alone(&event) {
            event.prevent_default();
            send();
        } else if is_escape(&event) {
            event.prevent_default();
            read_here();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="composer" class:is-target=dropping on:submit=on_submit>
            <p class="composer-drop" aria-hidden="true" hidden=move || !dropping.get()>
                {text::pictures::DROP_HERE}
            </p>
            <p class="composer-error" role="alert" hidden=move || error.get().is_none()>
                <Icon icon=icondata_lu::LuCircleAlert size=16 />
                <span>{move || error.get()}</span>
            </p>
            {above.run()}
            <textarea
                node_ref=node_ref
                class="composer-text"
                rows="2"
                aria-label=text::messages::WRITE
                placeholder=text::messages::WRITE
                title=text::messages::SEND_HINT
                bind:value=value
                on:input=move |_| on_input.run(())
                on:keydown=key
                on:paste=move |event| on_paste.run(event)
            ></textarea>
            <div class="composer-foot">
                <span class="composer-tools">{children()}</span>
                <span class="composer-hint">{move || hint.get()}</span>
                <span class="composer-counter">{counter}</span>
                <Button
                    kind=ButtonKind::Main
                    submit=true
                    busy
                    disabled=Signal::derive(move || !can_send.get())
                >
                    {text::messages::SEND}
                    <Icon icon=icondata_lu::LuSendHorizontal size=16 />
                </Button>
            </div>
        </form>
    }
}

/// In place of the composer: why nothing may be sent, and as children what can be done.
#[component]
pub fn BlockedComposer(
    /// Why, in plain words: "Maya opted out on Nov 3."
    #[prop(into)]
    reason: Signal<String>,
    /// What would change it: "Texts can be sent again once Maya writes START."
    #[prop(optional, into)]
    advice: MaybeProp<String>,
    /// A button or link that helps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="composer composer-blocked" role="status">
            <Icon icon=icondata_lu::LuBan />
            <div class="min-w-0 flex-1">
                <p class="font-semibold">{reason}</p>
                {move || advice.get().map(|advice| view! { <p class="text-muted">{advice}</p> })}
            </div>
            {children.map(|children| children())}
        </div>
    }
}
