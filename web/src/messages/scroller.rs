//! Where the thread is scrolled to: at its end while nobody reads further up.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use uuid::Uuid;
use wasm_bindgen::{JsCast, prelude::Closure};

/// So near to the end (CSS pixels) counts as being there.
const NEAR: i32 = 48;
/// Further away than this (CSS pixels) there is a way back to the end.
const FAR: i32 = 480;

type OnResize = Closure<dyn FnMut()>;

/// The scrolled box and the list inside of it.
#[derive(Clone, Copy)]
pub struct Scroller {
    pub frame: NodeRef<html::Div>,
    pub list: NodeRef<html::Ol>,
    /// The end stays in view when something is added.
    following: StoredValue<bool>,
    last_top: StoredValue<i32>,
    /// The end is out of sight by far.
    pub far: RwSignal<bool>,
    /// Something new came below what is in view.
    pub unseen: RwSignal<bool>,
}

/// The id of a message's element.
pub fn anchor(message: Uuid) -> String {
    format!("message-{message}")
}

impl Scroller {
    /// Begins at the end.
    pub fn new() -> Self {
        let scroller = Self {
            frame: NodeRef::new(),
            list: NodeRef::new(),
            following: StoredValue::new(true),
            last_top: StoredValue::new(0),
            far: RwSignal::new(false),
            unseen: RwSignal::new(false),
        };
        scroller.follow_size();
        scroller
    }

    pub fn is_following(self) -> bool {
        self.following.get_value()
    }

    pub fn stop_following(self) {
        self.following.set_value(false);
    }

    /// Keeps the end in view when the thread or its frame changes size: a message, a keyboard
    /// that opens, a composer that grows.
    fn follow_size(self) {
        let observer = StoredValue::new_local(None::<(web_sys::ResizeObserver, OnResize)>);
        Effect::new(move |_| {
            let (Some(frame), Some(list)) = (self.frame.get(), self.list.get()) else {
                return;
            };
            let on_resize: OnResize = Closure::new(move || {
                if self.following.try_get_value() == Some(true) {
                    self.jump();
                }
            });
            if let Ok(watcher) = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
                watcher.observe(&frame);
                watcher.observe(&list);
                observer.set_value(Some((watcher, on_resize)));
            }
        });
        on_cleanup(move || {
            observer.try_update_value(|observer| {
                if let Some((watcher, _)) = observer.take() {
                    watcher.disconnect();
                }
            });
        });
    }

    /// Notes where the person has scrolled to.
    pub fn on_scroll(self) {
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let top = frame.scroll_top();
        let rest = frame.scroll_height() - frame.client_height() - top;
        if rest < NEAR {
            self.following.set_value(true);
            self.unseen.set(false);
        } else if top < self.last_top.get_value() {
            // Only a person scrolls up; what is added below moves nothing.
            self.following.set_value(false);
        }
        self.last_top.set_value(top);
        let far = rest > FAR;
        if self.far.get_untracked() != far {
            self.far.set(far);
        }
    }

    fn jump(self) {
        if let Some(frame) = self.frame.get_untracked() {
            frame.set_scroll_top(frame.scroll_height());
        }
    }

    /// Follows the end from the next change on.
    pub fn follow(self) {
        self.following.set_value(true);
        self.unseen.set(false);
    }

    /// Goes to the end, as soon as it is drawn, and stays there.
    pub fn to_end(self) {
        self.follow();
        self.settle();
    }

    /// Brings the end into view after a change, if it is being followed.
    pub fn settle(self) {
        spawn_local(async move {
            leptos::task::tick().await;
            if self.following.try_get_value() == Some(true) {
                self.jump();
            }
        });
    }

    /// Keeps what is in view in its place while something is added above it.
    pub fn keep_place(self) {
        if self.is_following() {
            return;
        }
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let from_end = frame.scroll_height() - frame.scroll_top();
        spawn_local(async move {
            leptos::task::tick().await;
            frame.set_scroll_top(frame.scroll_height() - from_end);
            self.last_top
                .try_update_value(|last| *last = frame.scroll_top());
        });
    }

    /// Brings a message to the middle of the view, once it is drawn.
    pub fn to_message(self, message: Uuid) {
        self.following.set_value(false);
        spawn_local(async move {
            leptos::task::tick().await;
            if let Some(element) = document().get_element_by_id(&anchor(message)) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Center);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
}
