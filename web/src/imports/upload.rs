//! Choosing a file and handing it over.

use std::hash::{DefaultHasher, Hasher};

use copperline_shared::imports::{FILE_LIMIT, Import, ImportKind};
use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen_futures::JsFuture;

use crate::api::{self, Failure};
use crate::attempt::Attempts;
use crate::submission::Submission;
use crate::ui::{Button, ButtonKind, use_toasts};
use crate::{paths, text};

/// A button that asks for a file, hands it over and opens its import.
#[component]
pub fn UploadButton(
    kind: ImportKind,
    /// The one thing that matters on the screen.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let (submission, toasts, navigate) = (Submission::new(), use_toasts(), use_navigate());
    let (input, attempts) = (NodeRef::<html::Input>::new(), Attempts::after(None));
    Effect::new(move || {
        if let Some(failure) = submission.failure.get() {
            toasts.problem(text::imports::not_uploaded(&failure));
            submission.failure.set(None);
        }
    });
    let chosen = move |_| {
        let Some(element) = input.get_untracked() else {
            return;
        };
        let file = element.files().and_then(|files| files.get(0));
        let Some(file) = file else { return };
        if is_too_large(&file) {
            element.set_value("");
            return toasts.problem(text::imports::too_large());
        }
        let navigate = navigate.clone();
        submission.run(hand_over(kind, file, attempts), move |import| {
            navigate(&paths::import(import.id), NavigateOptions::default());
        });
        // The same file may be chosen again, once it is corrected.
        spawn_local(async move {
            leptos::task::tick().await;
            element.set_value("");
        });
    };
    let words = match kind {
        ImportKind::Contacts => text::imports::CHOOSE_CONTACTS,
        ImportKind::Suppressions => text::imports::CHOOSE_SUPPRESSIONS,
    };
    let button = if main {
        ButtonKind::Main
    } else {
        ButtonKind::Quiet
    };
    view! {
        <input
            node_ref=input
            type="file"
            class="sr-only"
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            aria-hidden="true"
            tabindex="-1"
            on:change=chosen
        />
        <Button
            kind=button
            icon=icondata_lu::LuFileUp
            busy=submission.busy
            on_click=move || {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            {words}
        </Button>
    }
}

fn is_too_large(file: &web_sys::File) -> bool {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a file's size is far below 2^52"
    )]
    let limit = FILE_LIMIT as f64;
    file.size() > limit
}

/// Chosen again after no answer came, the same file is the same import.
async fn hand_over(
    kind: ImportKind,
    file: web_sys::File,
    attempts: Attempts,
) -> Result<Import, Failure> {
    let name = file.name();
    let bytes = JsFuture::from(file.array_buffer()).await;
    // A file that was moved away since can't be read.
    let bytes = bytes.map_err(|_gone| Failure::Offline)?;
    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
    let key = attempts.key(&(kind, &name, fingerprint(&bytes)));
    let client = api::client();
    let request = client.create_import().kind(kind).file_name(name);
    let outcome = api::call(request.idempotency_key(key).body(bytes).send()).await;
    attempts.end(outcome.as_ref().err());
    outcome
}

/// Tells one file's content from another's of the same name.
fn fingerprint(bytes: &[u8]) -> (usize, u64) {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    (bytes.len(), hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_a_file_that_was_corrected_is_another_one() {
        let first = fingerprint(b"phone\n5125550192\n");
        assert_eq!(first, fingerprint(b"phone\n5125550192\n"));
        assert_ne!(first, fingerprint(b"phone\n5125550193\n"));
    }
}
