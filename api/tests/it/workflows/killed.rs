//! The real program is killed in the middle of 10,000 due steps (P4).

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::*;
use crate::desk::SEGMENT;

/// Runs, each with a text that is due and a step after it: 10,000 steps.
const RUNS: i64 = 5_000;

/// Everybody may be texted at any hour, the carrier is left in peace, and there are so many runs.
async fn prepare(connection: &mut AsyncPgConnection, desk: &Desk, workflow: Uuid) {
    connection
        .batch_execute(
            "UPDATE texting_hours SET weekdays_from = 0, weekdays_to = 1440, saturdays_from = 0, \
                 saturdays_to = 1440, sundays_from = 0, sundays_to = 1440; \
             CREATE FUNCTION left_in_peace() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RETURN NULL; END $$; \
             CREATE TRIGGER left_in_peace BEFORE INSERT ON jobs FOR EACH ROW \
                 WHEN (NEW.kind = 'send_message') EXECUTE FUNCTION left_in_peace();",
        )
        .await
        .expect("prepared");
    diesel::sql_query(
        "WITH met AS (INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
             SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
             FROM generate_series(1, $3) AS n RETURNING id), \
         begun AS (INSERT INTO conversations (workspace_id, id, contact_id, last_activity_at, created_at) \
             SELECT $1, gen_random_uuid(), id, now(), now() FROM met RETURNING id, contact_id), \
         runs AS (INSERT INTO workflow_runs (workspace_id, id, workflow_id, version, contact_id, \
                 conversation_id, state, place, steps, due_at, ends_on_reply, started_at) \
             SELECT $1, gen_random_uuid(), $2, 1, contact_id, id, 'running', 0, 2, \
                 now() - interval '1 minute', true, now() FROM begun RETURNING id) \
         INSERT INTO jobs (id, workspace_id, kind, payload, run_at, created_at) \
             SELECT gen_random_uuid(), $1, 'run_workflow_step', \
                 jsonb_build_object('kind', 'run_workflow_step', 'run_id', id), \
                 now() - interval '1 minute', now() FROM runs",
    )
    .bind::<SqlUuid, _>(desk.workspace.0)
    .bind::<SqlUuid, _>(workflow)
    .bind::<BigInt, _>(RUNS)
    .execute(connection)
    .await
    .expect("so many runs");
}

/// A process of the installation that does nothing but jobs.
fn worker(database_url: &str, data: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_copperline"))
        .arg("work")
        .env("DATABASE_URL", database_url)
        .env("COPPERLINE_DATA", data)
        .env("COPPERLINE_SEGMENTS_PER_MINUTE", "0")
        .env("RUST_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts")
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

async fn count(connection: &mut AsyncPgConnection, of: &str) -> i64 {
    let counted: Count = diesel::sql_query(format!("SELECT count(*) AS count FROM {of}"))
        .get_result(connection)
        .await
        .expect("a count");
    counted.count
}

/// Waits until there are so many, looking again and again.
async fn reached(connection: &mut AsyncPgConnection, of: &str, wanted: i64) {
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    let reached = async {
        while count(connection, of).await < wanted {
            looks.tick().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(300), reached).await;
    in_time.expect("the program works on them");
}

#[actix_web::test]
async fn p4_a_program_killed_in_the_middle_of_10_000_due_steps_skips_and_repeats_none() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    desk.fund(&app, 200).await;
    let steps = vec![send("Hi"), WorkflowStep::MarkHot];
    let workflow = make(&desk, welcome(steps)).await;
    let before = desk.balance().await;
    let mut connection = app.connection().await;
    prepare(&mut connection, &desk, workflow.id).await;
    let data = tempfile::tempdir().expect("a folder");
    for kill in 1..=4 {
        let mut program = worker(&app.database_url, data.path());
        reached(&mut connection, "messages", RUNS * kill / 5).await;
        program.kill().expect("it is killed");
        program.wait().expect("it is gone");
        // As if a minute had passed: leases of the killed one end.
        diesel::sql_query("UPDATE jobs SET leased_until = now() - interval '1 second' WHERE leased_until IS NOT NULL")
            .execute(&mut connection)
            .await
            .expect("leases end");
    }
    let mut program = worker(&app.database_url, data.path());
    let ended = "workflow_runs WHERE state <> 'running'";
    reached(&mut connection, ended, RUNS).await;
    program.kill().expect("it is ended");
    program.wait().expect("it is gone");
    let texts = count(&mut connection, "messages WHERE body = 'Hi'").await;
    assert_eq!(texts, RUNS, "each run has sent its text once");
    assert_eq!(
        count(&mut connection, "conversations WHERE hot").await,
        RUNS
    );
    let told = "thread_records WHERE kind = 'workflow_ended'";
    assert_eq!(count(&mut connection, told).await, RUNS);
    assert_eq!(desk.balance().await, before - RUNS * SEGMENT);
    let unsound = "workflow_runs WHERE state <> 'finished' OR sent <> 1";
    assert_eq!(count(&mut connection, unsound).await, 0);
}
