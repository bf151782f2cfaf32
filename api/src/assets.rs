//! The page: read from `web/dist` in a development build, embedded in a release.

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

// `build.rs` gives the folder's path. A development build compares it with the files' own real
// paths, and one with `..` in it that was compiled before the folder was there matches none.
#[derive(RustEmbed)]
#[folder = "$COPPERLINE_PAGE"]
#[allow_missing = true]
struct Page;

/// Answers with a file of the page, or with the page itself for any address of its own.
#[must_use]
pub fn answer(request: &HttpRequest) -> HttpResponse {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpResponse::NotFound().finish();
    }
    let path = request.path().trim_start_matches('/');
    // Files under assets/ are named by their content and never change.
    let immutable = path.starts_with("assets/");
    let (name, cache) = if !path.is_empty() && Page::get(path).is_some() {
        (
            path,
            if immutable {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        )
    } else if immutable {
        return HttpResponse::NotFound().finish();
    } else {
        ("index.html", "no-cache")
    };
    let Some(file) = Page::get(name) else {
        return HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body("The page has not been built. Run ./dev run.");
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, kind.as_ref()))
        .insert_header((CACHE_CONTROL, cache));
    let compressed = if accepts_brotli(request) {
        Page::get(&format!("{name}.br"))
    } else {
        None
    };
    match compressed {
        Some(compressed) => answer
            .insert_header((CONTENT_ENCODING, "br"))
            .insert_header((VARY, "accept-encoding"))
            .body(compressed.data.into_owned()),
        None => answer.body(file.data.into_owned()),
    }
}

fn accepts_brotli(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .split(',')
                .any(|coding| coding.trim().starts_with("br"))
        })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn a_page_that_is_built_after_the_program_is_found() {
        let page = Path::new(env!("COPPERLINE_PAGE"));
        let above = page.parent().unwrap();
        // Were it another way to write the real path, no file in it would count as one of ours.
        assert_eq!(above.canonicalize().unwrap(), above);
    }
}
