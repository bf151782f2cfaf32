//! The OpenAPI document, generated from the handlers.

use std::collections::BTreeMap;

use copperline_shared::consent::ExportFormat;
use copperline_shared::contacts::{ContactSort, SortOrder};
use copperline_shared::conversations::Tab;
use copperline_shared::events::EventEnvelope;
use copperline_shared::imports::ImportKind;
use copperline_shared::problem::Problem;
use copperline_shared::reviews::ReviewList;
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_actix_web::AppExt;

use crate::router;

/// The document without its operations, which the handlers add.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Copperline",
        description = "Texting and calling for people who sell on the phone. Amounts are integers \
            in micro-dollars (1 USD = 1,000,000), times are UTC (RFC 3339), phones are E.164. \
            Send an API token as `Authorization: Bearer …`. Unsuccessful answers are \
            `application/problem+json`; match on `code`. Lists take `after` and `limit`. \
            Everything the page does can be done with a token of the right scope, except what \
            belongs to a person: signing in and out, their own profile and notifications, and making, \
            listing and revoking tokens.",
        license(name = "AGPL-3.0-only", url = "https://www.gnu.org/licenses/agpl-3.0.html"),
    ),
    components(schemas(
        Problem, EventEnvelope, Tab, ReviewList, ExportFormat, ContactSort, SortOrder, ImportKind
    )),
    modifiers(&Security),
    security(("bearer" = []), ("session" = [])),
    tags(
        (name = "auth", description = "Creating a workspace, signing in and out"),
        (name = "profile", description = "The signed-in agent"),
        (name = "agents", description = "The people of the workspace"),
        (name = "groups", description = "Named sets of agents, which conversations are assigned to"),
        (name = "workspace", description = "The workspace's name, time zone and settings"),
        (name = "conversations", description = "The list, its tabs and search, and threads"),
        (name = "saved_filters", description = "Filters of the list that were given a name"),
        (name = "workflows", description = "Workflows and redrips, and the contacts they are under way with"),
        (name = "bulk_actions", description = "What is done to many conversations at once"),
        (name = "messages", description = "Sending texts, now or later, and the send gate"),
        (name = "pictures", description = "Pictures to send, and those that came in"),
        (name = "comments", description = "What colleagues say to each other in a conversation"),
        (name = "notifications", description = "What one is told in the page"),
        (name = "presence", description = "Who is in which conversation now"),
        (name = "contacts", description = "People the workspace texts"),
        (name = "pipeline", description = "Stages, and the contacts that stand in them"),
        (name = "tags", description = "Tags, and the contacts that wear them"),
        (name = "notes", description = "The notepad of each contact"),
        (name = "consent", description = "Who may be texted, and since when not"),
        (name = "reviews", description = "Replies that read like a request to stop"),
        (name = "suppressions", description = "Numbers never to be texted"),
        (name = "stop_triggers", description = "Words by which a contact opts out"),
        (name = "templates", description = "Texts to insert while writing"),
        (name = "texting_hours", description = "When contacts may be texted, by state"),
        (name = "imports", description = "Files of contacts, and of numbers never to be texted"),
        (name = "leads", description = "Leads posted by vendors"),
        (name = "api_tokens", description = "Tokens for vendors and integrations"),
        (name = "numbers", description = "Numbers the workspace rents"),
        (name = "billing", description = "Balance, cards, payments and the ledger"),
        (name = "events", description = "What happens, as it happens"),
        (name = "simulator", description = "The simulated phones and card processor"),
    ),
)]
struct Base;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        let cookie = ApiKey::Cookie(ApiKeyValue::new(crate::auth::SESSION_COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The unsuccessful answers every operation may give.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = |description: &str| {
            let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
            RefOr::T(
                ResponseBuilder::new()
                    .description(description)
                    .content("application/problem+json", Content::new(Some(schema)))
                    .build(),
            )
        };
        BTreeMap::from([
            (
                "4XX".to_owned(),
                problem("The caller can do something about it; see `code`"),
            ),
            (
                "5XX".to_owned(),
                problem("Something failed inside Copperline or at a provider"),
            ),
        ])
    }
}

// A file, in requests and answers. A word of description here would stand at each of them.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only described")]
pub struct File(Vec<u8>);

/// What the operations are added to.
#[must_use]
pub fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// The whole document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    actix_web::App::new()
        .into_utoipa_app()
        .openapi(base())
        .configure(router::operations)
        .split_for_parts()
        .1
}

/// The document as it is checked in.
///
/// # Errors
/// When it can't be written as JSON.
pub fn json() -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&document())? + "\n")
}
