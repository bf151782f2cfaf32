//! A button that opens a short list of actions; arrows move, Esc closes.

use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;

use super::{
    icon::{Icon, IconRef},
    roving,
};

/// What the arrows move between.
const ENTRIES: &str = "[role^=menuitem]";

/// Lets the entries close the menu they stand in.
#[derive(Clone, Copy)]
struct MenuState {
    open: RwSignal<bool>,
    trigger: NodeRef<html::Button>,
}

impl MenuState {
    fn close(self) {
        self.open.set(false);
        if let Some(button) = self.trigger.get_untracked() {
            // A trigger that is gone needs no focus.
            let _ = button.focus();
        }
    }
}

/// A menu behind a button. Put [`MenuItem`], [`MenuLink`] and [`MenuChoice`] inside.
#[component]
pub fn Menu(
    /// What the menu holds, the button's name and tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// The button's drawing; ignored when `face` is given.
    #[prop(default = icondata_lu::LuEllipsisVertical)]
    icon: IconRef,
    /// Something else to show on the button.
    #[prop(optional, into)]
    face: Option<ViewFn>,
    /// Where the list opens: `menu-down-end` (default), `menu-down-start`, `menu-up-start`, `menu-up-end`.
    #[prop(default = "menu-down-end")]
    place: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let state = MenuState {
        open: RwSignal::new(false),
        trigger: NodeRef::new(),
    };
    let open = state.open;
    provide_context(state);
    let children = StoredValue::new(children);
    let has_face = face.is_some();
    let on_focus_out = move |event: FocusEvent| {
        let here = event
            .current_target()
            .and_then(|node| node.dyn_into::<web_sys::Node>().ok());
        let to = event
            .related_target()
            .and_then(|node| node.dyn_into::<web_sys::Node>().ok());
        if !here.is_some_and(|here| here.contains(to.as_ref())) {
            open.set(false);
        }
    };
    view! {
        <div class="menu-anchor" on:focusout=on_focus_out>
            <button
                type="button"
                node_ref=state.trigger
                class=if has_face { "menu-face" } else { "btn btn-ghost btn-square" }
                aria-label=label
                title=label
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" {
                        event.prevent_default();
                        open.set(true);
                    }
                }
            >
                {match face {
                    Some(face) => face.run(),
                    None => view! { <Icon icon /> }.into_any(),
                }}
            </button>
            <Show when=move || open.get()>
                <MenuList label place>{children.with_value(|children| children())}</MenuList>
            </Show>
        </div>
    }
}

#[component]
fn MenuList(label: Signal<String>, place: &'static str, children: Children) -> impl IntoView {
    let state = expect_context::<MenuState>();
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            roving::move_focus(&list, ENTRIES, "Home");
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            state.close();
        }
        key => {
            if let Some(list) = list.get_untracked()
                && roving::move_focus(&list, ENTRIES, key)
            {
                event.prevent_default();
            }
        }
    };
    view! {
        <div
            node_ref=list
            class=format!("menu-list {place}")
            role="menu"
            aria-label=label
            tabindex="-1"
            on:keydown=on_key
        >
            {children()}
        </div>
    }
}

/// An action in a menu.
#[component]
pub fn MenuItem(
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<IconRef>,
    /// What it does; the menu closes first.
    #[prop(into)]
    on_select: Callback<()>,
    children: Children,
) -> impl IntoView {
    let state = expect_context::<MenuState>();
    let select = move |_| {
        state.close();
        on_select.run(());
    };
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=select>
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            {children()}
        </button>
    }
}

/// A place to go to, in a menu.
#[component]
pub fn MenuLink(
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<IconRef>,
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// Leaves the page, so the browser loads it instead of the router.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    let state = expect_context::<MenuState>();
    view! {
        <a
            class="menu-item"
            role="menuitem"
            tabindex="-1"
            href=href
            rel=external.then_some("external")
            on:click=move |_| state.close()
        >
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            {children()}
        </a>
    }
}

/// One of several that exclude each other, in a menu; the chosen one has a tick.
#[component]
pub fn MenuChoice(
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<IconRef>,
    /// Whether it is the chosen one.
    #[prop(into)]
    chosen: Signal<bool>,
    /// Chooses it; the menu stays open to show the tick.
    #[prop(into)]
    on_select: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemradio"
            tabindex="-1"
            aria-checked=move || chosen.get().to_string()
            on:click=move |_| on_select.run(())
        >
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            {children()}
            <span class="menu-tick" aria-hidden="true">
                <Icon icon=icondata_lu::LuCheck size=16 />
            </span>
        </button>
    }
}
