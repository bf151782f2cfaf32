//! The signed-in agent's own profile (S1).

pub mod queries;

use actix_web::{get, patch, web};
use copperline_shared::checks;
use copperline_shared::events::Event;
use copperline_shared::profile::{Profile, UpdateProfile};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::app::AppData;
use crate::auth::optional_name;
use crate::caller::{Caller, OwnProfile};
use crate::db::Atomic;
use crate::error::Answer;
use crate::input::{Body, Fields};
use crate::openapi::Problems;
use crate::outbox::{self, Audience};

pub fn routes(config: &mut ServiceConfig) {
    config.service(read_profile).service(update_profile);
}

/// Who is signed in, and to which workspace
#[utoipa::path(
    tag = "profile",
    operation_id = "read_profile",
    responses((status = 200, description = "The profile", body = Profile), Problems)
)]
#[get("/api/v1/profile")]
async fn read_profile(app: AppData, caller: Caller<OwnProfile>) -> Answer<Profile> {
    let mut connection = app.pool.get().await?;
    let profile = queries::profile(&mut connection, caller.workspace, caller.id()).await?;
    Ok(web::Json(profile))
}

/// Change one's own names
///
/// An absent name stays. The first name can't be empty; the last name can.
#[utoipa::path(
    tag = "profile",
    operation_id = "update_profile",
    request_body = UpdateProfile,
    responses((status = 200, description = "The profile as it is now", body = Profile), Problems)
)]
#[patch("/api/v1/profile")]
async fn update_profile(
    app: AppData,
    caller: Caller<OwnProfile>,
    body: Body<UpdateProfile>,
) -> Answer<Profile> {
    let mut fields = Fields::default();
    let first = fields.check_some("first_name", body.0.first_name, |name| checks::name(&name));
    let last = fields.check_some("last_name", body.0.last_name, |name| optional_name(&name));
    fields.finish(())?;
    let (workspace, agent) = (caller.workspace, caller.id());
    let now = app.clock.now();
    let mut connection = app.pool.get().await?;
    let profile = connection
        .atomically(async |connection| {
            queries::rename(connection, workspace, agent, first.clone(), last.clone()).await?;
            let profile = queries::profile(connection, workspace, agent).await?;
            let event = Event::ProfileChanged { agent_id: agent };
            outbox::record(
                connection,
                workspace,
                vec![(Audience::Workspace, event)],
                now,
            )
            .await?;
            Ok(profile)
        })
        .await?;
    Ok(web::Json(profile))
}
