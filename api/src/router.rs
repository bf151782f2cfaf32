//! All routes, and what surrounds every request.

mod known_paths;

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, ResponseError, web};
use copperline_shared::problem::ErrorCode;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::error::Error;
use crate::{
    agents, api_tokens, assets, assignment, auth, billing, bulk_actions, carriers, comments,
    consent, contacts, conversations, events, explorer, follow_ups, groups, imports, input, leads,
    messages, notes, notifications, numbers, openapi, paging, payments, pictures, pipeline,
    presence, profile, reviews, saved_filters, simulator, stop_triggers, suppressions, tags,
    telemetry, templates, texting_hours, workflows, workspace,
};

pub use known_paths::{KnownPaths, Unlisted};

/// What a page may load and run. WebAssembly needs `wasm-unsafe-eval`; charts set style
/// attributes.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Every documented operation.
pub fn operations(config: &mut ServiceConfig) {
    config
        .configure(auth::routes)
        .configure(profile::routes)
        .configure(agents::routes)
        .configure(groups::routes)
        .configure(workspace::routes)
        .configure(conversations::routes)
        .configure(assignment::routes)
        .configure(saved_filters::routes)
        .configure(follow_ups::routes)
        .configure(messages::routes)
        .configure(pictures::routes)
        .configure(comments::routes)
        .configure(notifications::routes)
        .configure(presence::routes)
        .configure(contacts::routes)
        .configure(pipeline::routes)
        .configure(workflows::routes)
        .configure(bulk_actions::routes)
        .configure(tags::routes)
        .configure(notes::routes)
        .configure(consent::routes)
        .configure(reviews::routes)
        .configure(suppressions::routes)
        .configure(stop_triggers::routes)
        .configure(templates::routes)
        .configure(texting_hours::routes)
        .configure(imports::routes)
        .configure(leads::routes)
        .configure(api_tokens::routes)
        .configure(numbers::routes)
        .configure(billing::routes)
        .configure(events::routes)
        .configure(simulator::routes);
}

/// What carriers and processors call, and the simulated ones: signed, and not in the document.
fn callbacks(mut routes: Unlisted<'_>) {
    carriers::callbacks::routes(&mut routes);
    pictures::public_routes(&mut routes);
    payments::callbacks::routes(&mut routes);
    simulator::provider_routes(&mut routes);
}

/// Serves on the listener until the server is stopped.
///
/// # Errors
/// When the listener can't be used.
pub fn serve(app: AppData, listener: TcpListener, threads: usize) -> std::io::Result<Server> {
    let https = app.config.base_url().starts_with("https://");
    let server = HttpServer::new(move || {
        app.pool.serve_here();
        let mut headers = DefaultHeaders::new()
            .add(("content-security-policy", CONTENT_SECURITY_POLICY))
            .add(("x-content-type-options", "nosniff"))
            .add(("referrer-policy", "same-origin"))
            .add(("cross-origin-opener-policy", "same-origin"))
            .add((
                "permissions-policy",
                "camera=(), geolocation=(), payment=()",
            ));
        if https {
            headers = headers.add(("strict-transport-security", "max-age=31536000"));
        }
        let (actix, document) = App::new()
            .app_data(app.clone())
            .app_data(web::PayloadConfig::new(input::BODY_LIMIT))
            .app_data(web::PathConfig::default().error_handler(|_, _| unknown_id().into()))
            .app_data(
                web::QueryConfig::default()
                    .error_handler(|error, _| unreadable_query(&error).into()),
            )
            .wrap(from_fn(paging::refuse_wrong_limit))
            .wrap(from_fn(input::nul::refuse_in_address))
            .wrap(Compress::default())
            .wrap(headers)
            .wrap(from_fn(telemetry::identify_request))
            .into_utoipa_app()
            .openapi(openapi::base())
            .configure(operations)
            .split_for_parts();
        let mut known = KnownPaths::of(&document);
        actix
            .configure(|config| {
                callbacks(Unlisted {
                    config,
                    known: &mut known,
                });
            })
            .app_data(web::Data::new(known))
            .configure(explorer::routes(document))
            .default_service(web::to(page_or_unknown))
    });
    Ok(server
        .workers(threads)
        .shutdown_timeout(5)
        .client_request_timeout(Duration::from_secs(15))
        .listen(listener)?
        .run())
}

/// RFC 9110, 15.5.6: the answer names the methods that the path has.
fn method_not_allowed(request: &HttpRequest, allowed: &[&str]) -> HttpResponse {
    let (allowed, path) = (allowed.join(", "), request.path());
    let detail = format!(
        "There is no {} {path}. It takes {allowed}.",
        request.method()
    );
    let mut answer = Error::new(ErrorCode::MethodNotAllowed, detail).error_response();
    if let Ok(value) = HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(ALLOW, value);
    }
    answer
}

/// A path whose id is no UUID names nothing.
fn unknown_id() -> Error {
    Error::new(
        ErrorCode::NotFound,
        "There is no such thing: the id in the address is not one of ours.",
    )
}

fn unreadable_query(error: &actix_web::error::QueryPayloadError) -> Error {
    let detail = format!("The query can't be read: {error}. See /api/docs for its parameters.");
    Error::new(ErrorCode::Malformed, detail)
}

/// Any other address is the page's, which knows its own.
async fn page_or_unknown(
    request: HttpRequest,
    known: web::Data<KnownPaths>,
) -> Result<HttpResponse, Error> {
    let path = request.path();
    let allowed = known.methods(path);
    if !allowed.is_empty() {
        return Ok(method_not_allowed(&request, &allowed));
    }
    let served_here = ["/api/", "/callbacks/", "/media/", "/simulator/"];
    if served_here.iter().any(|prefix| path.starts_with(prefix)) {
        let detail = format!("There is no {} {path}. See /api/docs.", request.method());
        return Err(Error::new(ErrorCode::NotFound, detail));
    }
    Ok(assets::answer(&request))
}
