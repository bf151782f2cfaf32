//! Files that a person chose, as the browser holds them.

use copperline_shared::pictures::LARGEST_FILE;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, Url};

/// The files of a list, in order.
pub fn files(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// Whether files are being carried, rather than words.
pub fn carries_files(transfer: &DataTransfer) -> bool {
    let types = transfer.types();
    types
        .iter()
        .any(|kind| kind.as_string().as_deref() == Some("Files"))
}

/// Whether the server would refuse the file for its size.
pub fn is_too_large(file: &File) -> bool {
    // Sizes are whole numbers far below what a float holds exactly.
    file.size() > f64::from(u32::try_from(LARGEST_FILE).unwrap_or(u32::MAX))
}

/// What is in the file; `None` when the browser can't read it any more.
pub async fn read(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let buffer = buffer.dyn_into::<js_sys::ArrayBuffer>().ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// An address at which this page alone sees the file. It is good until it is given back.
pub fn preview(file: &File) -> Option<String> {
    Url::create_object_url_with_blob(file).ok()
}

pub fn give_back(preview: &str) {
    // What is not known any more needs no giving back.
    let _ = Url::revoke_object_url(preview);
}
