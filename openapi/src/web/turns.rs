//! Turns of a browser's tabs.

use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, JsCast};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

const NAME: &str = "copperline-refresh";

/// How long to wait for a tab that doesn't come to its end, as one that the machine has suspended.
const PATIENCE: Duration = Duration::from_secs(25);

/// This tab's turn, until it is dropped.
pub struct Turn {
    /// None in a browser without locks: each tab goes on by itself.
    _lock: Option<Lock>,
    /// Whether somebody else had theirs first.
    pub waited: bool,
}

impl Turn {
    /// Waits for it.
    pub async fn take() -> Self {
        wait().await.unwrap_or(Self {
            _lock: None,
            waited: false,
        })
    }
}

struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

async fn wait() -> Result<Turn, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    // `navigator.locks` is not yet among web-sys's stable bindings.
    let locks = Reflect::get(&window.navigator(), &"locks".into())?;
    if let Some(lock) = ask(&locks, "ifAvailable", &JsValue::TRUE).await? {
        return Ok(Turn {
            _lock: Some(lock),
            waited: false,
        });
    }
    let patience = u32::try_from(PATIENCE.as_millis()).unwrap_or(u32::MAX);
    let limit = AbortSignal::timeout_with_u32(patience);
    let lock = ask(&locks, "signal", &limit).await?;
    Ok(Turn {
        _lock: lock,
        waited: true,
    })
}

/// Asks for the lock with an option; none where it is not available.
async fn ask(locks: &JsValue, option: &str, value: &JsValue) -> Result<Option<Lock>, JsValue> {
    let options: JsValue = Object::new().into();
    Reflect::set(&options, &option.into(), value)?;
    let (granted, grant) = promise()?;
    let (held, release) = promise()?;
    // Made before anything is awaited: whoever stops waiting gives it back as soon as it comes.
    let lock = Lock { release };
    let callback = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |given: JsValue| {
        let _ = grant.call1(&JsValue::NULL, &given);
        held.clone()
    });
    let request: Function = Reflect::get(locks, &"request".into())?.dyn_into()?;
    let asked = request.call3(locks, &NAME.into(), &options, callback.as_ref())?;
    // What was asked for ends first where it is refused.
    let first = Promise::race(&Array::of2(&granted, &asked));
    let given = JsFuture::from(first).await?;
    Ok((!given.is_null()).then_some(lock))
}

/// A promise, and what fulfils it.
fn promise() -> Result<(Promise, Function), JsValue> {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _reject| fulfil = Some(resolve));
    Ok((promise, fulfil.ok_or(JsValue::UNDEFINED)?))
}
