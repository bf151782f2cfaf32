//! A button that opens a short list of actions; arrows move, Esc closes.

use leptos::{
    context::Provider,
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
    /// Closes it and gives the focus back.
    close: Callback<()>,
}

impl MenuState {
    fn close(self) {
        self.close.run(());
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
    /// Whether the list is open, where more than the button opens it.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    children: ChildrenFn,
) -> impl IntoView {
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    let trigger = NodeRef::<html::Button>::new();
    let close = move |()| {
        open.set(false);
        if let Some(button) = trigger.get_untracked() {
            // A trigger that is gone needs no focus.
            let _ = button.focus();
        }
    };
    // Not for what stands beside it: that may be another menu.
    let state = MenuState {
        close: Callback::new(close),
    };
    let children = StoredValue::new(children);
    let has_face = face.is_some();
    let on_focus_out = move |event: FocusEvent| {
        if leaves(&event) {
            open.set(false);
        }
    };
    view! {
        <div class="menu-anchor" on:focusout=on_focus_out>
            <button
                type="button"
                node_ref=trigger
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
            <Provider value=state>
                <Show when=move || open.get()>
                    <MenuList label place>{children.with_value(|children| children())}</MenuList>
                </Show>
            </Provider>
        </div>
    }
}

/// Whether the focus goes out of the element that listens.
fn leaves(event: &FocusEvent) -> bool {
    let node = |target: Option<web_sys::EventTarget>| {
        target.and_then(|node| node.dyn_into::<web_sys::Node>().ok())
    };
    let (here, to) = (node(event.current_target()), node(event.related_target()));
    !here.is_some_and(|here| here.contains(to.as_ref()))
}

/// A menu at a place of the window, in CSS pixels, for many things that share one: put it outside
/// of whatever scrolls. Setting `at` opens it.
#[component]
pub fn MenuAt(
    /// Where it stands; closing it takes the place away.
    at: RwSignal<Option<(i32, i32)>>,
    /// What the menu holds.
    #[prop(into)]
    label: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let opener = StoredValue::new_local(None::<web_sys::HtmlElement>);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = at.with(Option::is_some);
        if is_open && was_open != Some(true) {
            let focused = document().active_element();
            opener.set_value(focused.and_then(|element| element.dyn_into().ok()));
        }
        is_open
    });
    let close = move |()| {
        at.set(None);
        if let Some(element) = opener.get_value() {
            // An element that is gone needs no focus.
            let _ = element.focus();
        }
    };
    // Not for what stands beside it: that may be another menu.
    let state = MenuState {
        close: Callback::new(close),
    };
    let children = StoredValue::new(children);
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (Some(element), Some(place)) = (node.get(), at.get()) {
            keep_inside(&element, place);
        }
    });
    let on_focus_out = move |event: FocusEvent| {
        if leaves(&event) {
            at.set(None);
        }
    };
    view! {
        <Provider value=state>
            <Show when=move || at.with(Option::is_some)>
                <div node_ref=node class="menu-at" on:focusout=on_focus_out>
                    <MenuList label place="">
                        {children.with_value(|children| children())}
                    </MenuList>
                </div>
            </Show>
        </Provider>
    }
}

/// Puts an element at a place, moved so far that all of it is seen.
fn keep_inside(element: &web_sys::HtmlElement, (left, top): (i32, i32)) {
    const MARGIN: f64 = 8.0;
    let shape = element.get_bounding_client_rect();
    let inside = |at: i32, size: f64, room: Result<wasm_bindgen::JsValue, _>| {
        let room = room.ok().and_then(|room| room.as_f64()).unwrap_or(0.0);
        f64::from(at).min(room - size - MARGIN).max(MARGIN)
    };
    let left = inside(left, shape.width(), window().inner_width());
    let top = inside(top, shape.height(), window().inner_height());
    // A browser that refuses shows it in its corner.
    let style = format!("left: {left}px; top: {top}px");
    let _ = element.set_attribute("style", &style);
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
    href: Signal<String>,
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
    /// Closes the menu instead, where what was chosen is seen beside it.
    #[prop(optional)]
    closes: bool,
    children: Children,
) -> impl IntoView {
    let state = expect_context::<MenuState>();
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemradio"
            tabindex="-1"
            aria-checked=move || chosen.get().to_string()
            on:click=move |_| {
                if closes {
                    state.close();
                }
                on_select.run(());
            }
        >
            {icon.map(|icon| view! { <Icon icon size=16 /> })}
            {children()}
            <span class="menu-tick" aria-hidden="true">
                <Icon icon=icondata_lu::LuCheck size=16 />
            </span>
        </button>
    }
}
