//! Staying signed in. A refresh replaces both cookies; of two answers that cross each other, the browser
//! keeps what comes last, and an older refresh token ends the session when it is next sent. So the tabs
//! of a browser refresh one after the other, and no more often than needed.

use js_sys::Date;
use wasm_bindgen::JsValue;
use web_sys::Storage;

use super::ClientInfo;
use super::fetching::fetch;
use super::request::RequestBuilder;
use crate::session::{Refreshed, TIME_LIMIT, refreshed};

/// Where the browser keeps when it last refreshed, for all its tabs.
const LAST: &str = "copperline-refreshed";

/// A mark of the last refresh, to be compared: another one than before a request was sent tells that
/// the cookies are newer than the request.
pub fn last() -> Option<String> {
    storage()?.get_item(LAST).ok().flatten()
}

/// Refreshes the session, in this tab's turn; whether it stands.
pub async fn refresh(client: &crate::Client) -> Result<bool, JsValue> {
    let url = format!("{}/api/v1/auth/refresh", client.baseurl());
    let request = RequestBuilder::new("POST", url).request;
    let answer = fetch(&request, client.inner(), TIME_LIMIT).await?;
    match refreshed(answer.status) {
        Refreshed::Done => {
            note();
            Ok(true)
        }
        Refreshed::Refused => Ok(false),
        Refreshed::Unknown => Err(JsValue::from_str("the session could not be refreshed")),
    }
}

fn note() {
    // Where nothing is kept, a tab refreshes once more than needed, which does no harm in its turn.
    if let Some(storage) = storage() {
        let now = String::from(Date::new_0().to_iso_string());
        let _ = storage.set_item(LAST, &now);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
