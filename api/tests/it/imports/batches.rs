//! An import of many lines: in batches, once each, whatever ends in between.

use copperline_api::jobs;
use copperline_shared::contacts::CreateContact;
use copperline_shared::events::Event;
use diesel_async::RunQueryDsl;

use super::*;
use crate::tags::{events, newest};

fn many(count: usize) -> String {
    let lines = (0..count).map(|n| format!("+1512{:07},Lead {n}\n", 2_000_000 + n));
    "phone,first_name\n".to_owned() + &lines.collect::<String>()
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

async fn count(app: &TestApp, owner: &Owner) -> i64 {
    let sql = "SELECT count(*) AS count FROM contacts WHERE workspace_id = $1";
    let counted: Count = diesel::sql_query(sql)
        .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    counted.count
}

#[actix_web::test]
async fn p6_progress_is_told_batch_by_batch_and_to_nobody_below_an_admin() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, &many(1_200)).await;
    check(&app, &owner, import.id, asked(&import)).await;
    let before = newest(&app, &owner).await;
    let done = start(&app, &owner, import.id).await;
    assert_eq!(figures(&done), [1_200, 0, 0, 0, 0]);
    let told = events(&app, &owner, before).await;
    let steps: Vec<u32> = told
        .iter()
        .filter_map(|event| match event {
            Event::ImportChanged { import } => Some(import.done),
            _ => None,
        })
        .collect();
    assert_eq!(steps, [0, 500, 1_000, 1_200]);
    let added = told
        .iter()
        .filter(|event| matches!(event, Event::ContactChanged { .. }));
    assert_eq!(added.count(), 1_200);
    let stored =
        copperline_api::outbox::after(&mut app.connection().await, owner.workspace, before, 10_000);
    let audiences = stored.await.expect("events").into_iter().filter(|stored| {
        let import = matches!(stored.event(), Ok(Event::ImportChanged { .. }));
        import && stored.audience != copperline_api::outbox::Audience::Admins
    });
    assert_eq!(audiences.count(), 0);
}

#[actix_web::test]
async fn p6_an_import_that_is_ended_in_the_middle_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, &many(1_200)).await;
    check(&app, &owner, import.id, asked(&import)).await;
    owner
        .start_import()
        .import_id(import.id)
        .send()
        .await
        .expect("it begins");
    // The second batch can't be written: the worker fails there, as one that is killed.
    let stop = format!(
        "CREATE FUNCTION stop_import() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.done > 500 THEN RAISE EXCEPTION 'stopped'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER stop_import BEFORE UPDATE ON imports FOR EACH ROW \
         WHEN (NEW.id = '{}') EXECUTE FUNCTION stop_import()",
        import.id
    );
    let mut connection = app.connection().await;
    diesel_async::SimpleAsyncConnection::batch_execute(&mut connection, &stop)
        .await
        .expect("a trigger");
    let shared = app.app.clone().into_inner();
    jobs::run_due(&shared, 4).await.expect("jobs can be run");
    let half = read(&owner, import.id).await;
    assert_eq!((half.state, half.done), (ImportState::Running, 500));
    assert_eq!(count(&app, &owner).await, 500);
    diesel::sql_query("DROP FUNCTION stop_import CASCADE")
        .execute(&mut connection)
        .await
        .expect("dropped");
    app.pass(chrono::TimeDelta::minutes(30)).await;
    let done = read(&owner, import.id).await;
    assert_eq!(done.state, ImportState::Finished);
    assert_eq!(figures(&done), [1_200, 0, 0, 0, 0]);
    assert_eq!(count(&app, &owner).await, 1_200);
}

#[actix_web::test]
async fn p6_two_imports_and_a_person_at_once_never_make_two_contacts_of_one_phone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (one, other) = (
        upload(&owner, &many(900)).await,
        upload_as(&owner, ImportKind::Contacts, "again.csv", &many(900)).await,
    );
    for import in [&one, &other] {
        check(&app, &owner, import.id, asked(import)).await;
        owner
            .start_import()
            .import_id(import.id)
            .send()
            .await
            .expect("it begins");
    }
    let person = async {
        for n in (0..900).step_by(45) {
            let body = CreateContact {
                phone: format!("+1512{:07}", 2_000_000 + n),
                ..CreateContact::default()
            };
            // It may be one already by now.
            let _ = owner.create_contact().body(body).send().await;
        }
    };
    tokio::join!(app.work(), person);
    app.pass(chrono::TimeDelta::minutes(5)).await;
    let (one, other) = (read(&owner, one.id).await, read(&owner, other.id).await);
    assert_eq!(
        (one.state, other.state),
        (ImportState::Finished, ImportState::Finished)
    );
    assert_eq!(count(&app, &owner).await, 900);
    let made = one.created + other.created;
    assert!((880..=900).contains(&made), "{made}");
    assert_eq!(one.refused + other.refused, 0);
}

#[actix_web::test]
async fn p6_a_cancelled_import_stops_and_keeps_what_it_did() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, &many(3)).await;
    let cancelled = owner.cancel_import().import_id(import.id).send().await;
    assert_eq!(cancelled.expect("it stops").state, ImportState::Cancelled);
    let how = owner
        .check_import()
        .import_id(import.id)
        .body(asked(&import));
    assert_eq!(problem(how.send().await).code, ErrorCode::Invalid);

    let other = upload(&owner, &many(3)).await;
    check(&app, &owner, other.id, asked(&other)).await;
    owner
        .start_import()
        .import_id(other.id)
        .send()
        .await
        .expect("it begins");
    owner
        .cancel_import()
        .import_id(other.id)
        .send()
        .await
        .expect("it stops");
    app.work().await;
    assert_eq!(count(&app, &owner).await, 0);
    let done = run(&app, &owner, &many(3), |_| {}).await;
    let late = owner.cancel_import().import_id(done.id).send().await;
    assert_eq!(problem(late).code, ErrorCode::Invalid);
}

#[actix_web::test]
async fn p6_a_file_is_forgotten_after_thirty_days() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    run(&app, &owner, &many(3), |_| {}).await;
    app.app.clock.advance(chrono::TimeDelta::days(31));
    jobs::clear_old(&app.app).await.expect("cleared");
    let cookies = app.sign_in(&owner.email, crate::support::PASSWORD).await;
    owner.client = app.browser(&cookies);
    let left = owner
        .list_imports()
        .send()
        .await
        .expect("imports")
        .into_inner();
    assert_eq!(left.items, []);
    let sql = "SELECT count(*) AS count FROM import_rows";
    let rows: Count = diesel::sql_query(sql)
        .get_result(&mut app.connection().await)
        .await
        .expect("a count");
    assert_eq!(rows.count, 0);
    assert_eq!(count(&app, &owner).await, 3);
}
