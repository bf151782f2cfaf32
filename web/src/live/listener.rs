//! Listening to what the browser tells, for a time.

use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{EventTarget, MessageEvent};

/// Listens until it is dropped; also its own handler may do that.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    handler: Closure<dyn Fn(MessageEvent)>,
}

impl Listener {
    pub fn new(
        target: &EventTarget,
        kind: &'static str,
        handler: impl Fn(MessageEvent) + 'static,
    ) -> Self {
        let handler = Closure::<dyn Fn(MessageEvent)>::new(handler);
        let function = handler.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback(kind, function);
        Self {
            target: target.clone(),
            kind,
            handler,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.handler.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, function);
    }
}
