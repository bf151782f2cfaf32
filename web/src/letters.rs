//! Small and capital letters. The browser has the tables of all scripts, so that they aren't loaded with
//! what every screen needs.

/// In small letters.
pub fn small(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        of_all_scripts::small(text)
    }
}

/// In capitals.
pub fn capital(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_uppercase()
    } else {
        of_all_scripts::capital(text)
    }
}

#[cfg(target_arch = "wasm32")]
mod of_all_scripts {
    use js_sys::JsString;

    pub fn small(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub fn capital(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod of_all_scripts {
    pub fn small(text: &str) -> String {
        text.to_lowercase()
    }

    pub fn capital(text: &str) -> String {
        text.to_uppercase()
    }
}
