//! The document at `/api/openapi.json` and its explorer at `/api/docs/`, with no network (X9).
//!
//! The explorer is Swagger UI; its page and its colours are ours.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

const PAGE: &str = include_str!("explorer/index.html");
const STYLES: &str = include_str!("explorer/explorer.css");

pub fn routes(document: utoipa::openapi::OpenApi) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config: &mut web::ServiceConfig| {
        let explorer = Config::from("/api/openapi.json")
            .validator_url("none")
            .use_base_layout()
            .persist_authorization(true);
        config
            .service(web::redirect("/api/docs", "/api/docs/"))
            .route("/api/docs/", web::get().to(page))
            .route("/api/docs/index.html", web::get().to(page))
            .route("/api/docs/explorer.css", web::get().to(styles))
            .service(
                SwaggerUi::new("/api/docs/{_:.*}")
                    .config(explorer)
                    .url("/api/openapi.json", document),
            );
    }
}

async fn page() -> HttpResponse {
    file("text/html; charset=utf-8", PAGE)
}

async fn styles() -> HttpResponse {
    file("text/css; charset=utf-8", STYLES)
}

/// A file of this version; the next one's may differ.
fn file(kind: &'static str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(content)
}
