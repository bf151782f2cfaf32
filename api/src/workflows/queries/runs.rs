//! Reading runs.

use chrono::{DateTime, Utc};
use copperline_shared::contacts::display_name;
use copperline_shared::conversations::Refusal;
use copperline_shared::page::Page;
use copperline_shared::phone::Phone;
use copperline_shared::places::Place;
use copperline_shared::workflows::{RunState, WorkflowRun};
use diesel::dsl::{AsSelect, Nullable};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{self, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::{self, Paging, Position};
use crate::schema::{contacts, reviews, workflow_runs, workflow_steps, workflows};

/// So many ended runs of a contact are shown.
const ENDED_SHOWN: i64 = 20;

#[derive(Queryable, Selectable)]
#[diesel(table_name = workflow_runs, check_for_backend(Pg))]
struct Shown {
    id: Uuid,
    workflow_id: Uuid,
    contact_id: Uuid,
    conversation_id: Uuid,
    state: String,
    place: i32,
    steps: i32,
    due_at: Option<DateTime<Utc>>,
    hold_code: Option<String>,
    hold: Option<String>,
    sent: i32,
    reason: String,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

type Named = (Shown, String, String, Person, Option<Value>, Option<Uuid>);

/// Who the contact is, and where.
#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts, check_for_backend(Pg))]
struct Person {
    first_name: String,
    last_name: String,
    phone: String,
    state: String,
    zip: String,
}

type Columns = (
    AsSelect<Shown, Pg>,
    workflows::kind,
    workflows::name,
    AsSelect<Person, Pg>,
    Nullable<workflow_steps::step>,
    Nullable<reviews::id>,
);

fn columns() -> Columns {
    (
        Shown::as_select(),
        workflows::kind,
        workflows::name,
        Person::as_select(),
        workflow_steps::step.nullable(),
        reviews::id.nullable(),
    )
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_workspace(workspace: Uuid) -> _ {
    let own_workflow = workflows::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(workflows::id.eq(workflow_runs::workflow_id));
    let own_contact = contacts::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(contacts::id.eq(workflow_runs::contact_id));
    let own_step = workflow_steps::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(workflow_steps::workflow_id.eq(workflow_runs::workflow_id))
        .and(workflow_steps::version.eq(workflow_runs::version))
        .and(workflow_steps::place.eq(workflow_runs::place));
    // A contact has one open review at most.
    let open_review = reviews::workspace_id
        .eq(workflow_runs::workspace_id)
        .and(reviews::contact_id.eq(workflow_runs::contact_id))
        .and(reviews::state.eq("open"));
    workflow_runs::table
        .inner_join(workflows::table.on(own_workflow))
        .inner_join(contacts::table.on(own_contact))
        .left_join(workflow_steps::table.on(own_step))
        .left_join(reviews::table.on(open_review))
        .filter(workflow_runs::workspace_id.eq(workspace))
}

fn shown((row, kind, name, person, step, review_id): Named) -> Result<WorkflowRun, Error> {
    let phone = Phone::try_from(person.phone)?;
    let zone = Place::of(&person.state, &person.zip, &phone).zone();
    let state: RunState = db::from_text(row.state)?;
    let next = step.filter(|_| state == RunState::Running);
    let hold = row.hold_code.zip(row.hold).map(|(code, detail)| {
        let code = db::from_text(code)?;
        Ok::<_, Error>(Refusal { code, detail })
    });
    Ok(WorkflowRun {
        id: row.id,
        workflow_id: row.workflow_id,
        kind: db::from_text(kind)?,
        name,
        contact_id: row.contact_id,
        conversation_id: row.conversation_id,
        contact_name: display_name(&person.first_name, &person.last_name, &phone),
        contact_first_name: person.first_name,
        time_zone: zone.map(|zone| zone.iana().to_owned()),
        state,
        place: row.place.unsigned_abs(),
        steps: row.steps.unsigned_abs(),
        next: next.map(serde_json::from_value).transpose()?,
        due_at: row.due_at,
        hold: hold.transpose()?,
        review_id: review_id.filter(|_| state == RunState::Running),
        sent: row.sent.unsigned_abs(),
        reason: row.reason,
        started_at: row.started_at,
        ended_at: row.ended_at,
    })
}

/// A run as it is shown.
///
/// # Errors
/// When the database fails.
pub async fn run(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<WorkflowRun>, Error> {
    let row: Option<Named> = of_workspace(workspace.0)
        .filter(workflow_runs::id.eq(id))
        .select(columns())
        .first(connection)
        .await
        .optional()?;
    row.map(shown).transpose()
}

/// A contact's runs that are under way, those started last first.
///
/// # Errors
/// When the database fails.
pub async fn open(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<Vec<WorkflowRun>, Error> {
    let rows: Vec<Named> = of_workspace(workspace.0)
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflow_runs::state.eq("running"))
        .order((workflow_runs::started_at.desc(), workflow_runs::id.desc()))
        .select(columns())
        .load(connection)
        .await?;
    rows.into_iter().map(shown).collect()
}

/// A contact's runs: those that are under way, and the last that ended; those started last first.
///
/// # Errors
/// When the database fails.
pub async fn of_contact(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<Vec<WorkflowRun>, Error> {
    let mut runs = open(connection, workspace, contact_id).await?;
    let rows: Vec<Named> = of_workspace(workspace.0)
        .filter(workflow_runs::contact_id.eq(contact_id))
        .filter(workflow_runs::state.ne("running"))
        .order((workflow_runs::started_at.desc(), workflow_runs::id.desc()))
        .limit(ENDED_SHOWN)
        .select(columns())
        .load(connection)
        .await?;
    for row in rows {
        runs.push(shown(row)?);
    }
    Ok(runs)
}

/// A page of a workflow's runs, or of those in a state, those started last first.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    workflow_id: Uuid,
    state: Option<RunState>,
    paging: &Paging,
) -> Result<Page<WorkflowRun>, Error> {
    let mut query = of_workspace(workspace.0)
        .filter(workflow_runs::workflow_id.eq(workflow_id))
        .order((workflow_runs::started_at.desc(), workflow_runs::id.desc()))
        .limit(paging.limit() + 1)
        .select(columns())
        .into_boxed::<Pg>();
    if let Some(state) = state {
        query = query.filter(workflow_runs::state.eq(db::to_text(state)?));
    }
    if let Some(position) = paging.position()? {
        query = query.filter(position.before(workflow_runs::started_at, workflow_runs::id));
    }
    let rows: Vec<Named> = query.load(connection).await?;
    let runs = rows.into_iter().map(shown).collect::<Result<Vec<_>, _>>()?;
    Ok(paging::page(runs, paging.limit(), |run| Position {
        at: run.started_at,
        id: run.id,
    }))
}

/// A page of the runs whose next step something holds, in the order in which they fall due.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn held(
    connection: &mut Connection,
    workspace: WorkspaceId,
    paging: &Paging,
) -> Result<Page<WorkflowRun>, Error> {
    let mut query = of_workspace(workspace.0)
        .filter(workflow_runs::hold_code.is_not_null())
        .order((workflow_runs::due_at.asc(), workflow_runs::id.asc()))
        .limit(paging.limit() + 1)
        .select(columns())
        .into_boxed::<Pg>();
    if let Some(position) = paging.position()? {
        let due_at = workflow_runs::due_at.assume_not_null();
        query = query.filter(position.after(due_at, workflow_runs::id));
    }
    let rows: Vec<Named> = query.load(connection).await?;
    let runs = rows.into_iter().map(shown).collect::<Result<Vec<_>, _>>()?;
    Ok(paging::page(runs, paging.limit(), |run| Position {
        at: run.due_at.unwrap_or(run.started_at),
        id: run.id,
    }))
}

/// The contact and the conversation of a run.
///
/// # Errors
/// When the database fails.
pub async fn place_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<(Uuid, Uuid)>, Error> {
    Ok(workflow_runs::table
        .find((workspace.0, id))
        .select((workflow_runs::contact_id, workflow_runs::conversation_id))
        .first(connection)
        .await
        .optional()?)
}
