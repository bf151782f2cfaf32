//! An import of many lines: in batches, once each, whatever ends in between.

use copperline_api::jobs;
use copperline_shared::contacts::CreateContact;
use copperline_shared::events::Event;
use diesel_async::RunQueryDsl;

use super::*;
use crate::tags::{events, newest};

pub fn many(count: usize) -> String {
    let lines = (0..count).map(|n| format!("+1512{:07},Lead {n}\n", 2_000_000 + n));
    "phone,first_name\n".to_owned() + &lines.collect::<String>()
}

/// No batch can be written that goes further than so many lines: the worker fails there, as one that
/// is killed.
pub async fn stop_after(app: &TestApp, import: Uuid, done: u32) {
    let stop = format!(
        "CREATE FUNCTION stop_import() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.done > {done} THEN RAISE EXCEPTION 'stopped'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER stop_import BEFORE UPDATE ON imports FOR EACH ROW \
         WHEN (NEW.id = '{import}') EXECUTE FUNCTION stop_import()"
    );
    diesel_async::SimpleAsyncConnection::batch_execute(&mut app.connection().await, &stop)
        .await
        .expect("a trigger");
}

/// Lets batches be written again.
pub async fn let_go(app: &TestApp) {
    diesel::sql_query("DROP FUNCTION stop_import CASCADE")
        .execute(&mut app.connection().await)
        .await
        .expect("dropped");
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

async fn count(app: &TestApp, owner: &Owner) -> i64 {
    count_in(app, owner, "contacts").await
}

async fn count_in(app: &TestApp, owner: &Owner, table: &str) -> i64 {
    let sql = format!("SELECT count(*) AS count FROM {table} WHERE workspace_id = $1");
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
    let mut connection = app.connection().await;
    let stored =
        copperline_api::outbox::after(&mut connection, owner.workspace, before, 10_000).await;
    let audiences = stored.expect("events").into_iter().filter(|stored| {
        let import = matches!(stored.event(), Ok(Event::ImportChanged { .. }));
        import && stored.audience != copperline_api::outbox::Audience::Admins
    });
    assert_eq!(audiences.count(), 0);
}

#[actix_web::test]
async fn p6_an_import_that_is_ended_in_the_middle_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let import = upload(&owner, &many(1_200)).await;
    check(&app, &owner, import.id, asked(&import)).await;
    owner
        .start_import()
        .import_id(import.id)
        .send()
        .await
        .expect("it begins");
    stop_after(&app, import.id, 500).await;
    let shared = app.app.clone().into_inner();
    jobs::run_due(&shared, 4).await.expect("jobs can be run");
    let half = read(&owner, import.id).await;
    assert_eq!((half.state, half.done), (ImportState::Running, 500));
    assert_eq!(count(&app, &owner).await, 500);
    let_go(&app).await;
    app.pass(chrono::TimeDelta::minutes(10)).await;
    owner.sign_in_again(&app).await;
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
    }
    for import in [&one, &other] {
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

/// Every third has opted out, and all wear two tags.
fn opted_out(count: usize) -> String {
    let out = |n: usize| if n.is_multiple_of(3) { "yes" } else { "" };
    let lines = (0..count).map(|n| format!("+1512{:07},{},Hot; Fair\n", 2_000_000 + n, out(n)));
    "phone,dnc,tags\n".to_owned() + &lines.collect::<String>()
}

#[actix_web::test]
async fn p6_two_imports_at_once_that_opt_out_and_tag_the_same_people_both_end() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    make(&owner, "Hot", Colour::Copper).await;
    make(&owner, "Fair", Colour::Teal).await;
    let (one, other) = (
        upload(&owner, &opted_out(300)).await,
        upload_as(&owner, ImportKind::Contacts, "again.csv", &opted_out(300)).await,
    );
    for import in [&one, &other] {
        let mut how = asked(import);
        how.duplicates = LeadDuplicates::Update;
        check(&app, &owner, import.id, how).await;
    }
    for import in [&one, &other] {
        let begun = owner.start_import().import_id(import.id).send().await;
        begun.expect("it begins");
    }
    app.pass(chrono::TimeDelta::minutes(5)).await;
    for import in [one, other] {
        let import = read(&owner, import.id).await;
        assert_eq!((import.state, import.done), (ImportState::Finished, 300));
        assert_eq!(import.refused, 0);
    }
    assert_eq!(count(&app, &owner).await, 300);
    assert_eq!(count_in(&app, &owner, "opt_outs").await, 100);
    // One entry each: whoever came second found it known.
    assert_eq!(count_in(&app, &owner, "consent_entries").await, 100);
    assert_eq!(count_in(&app, &owner, "contact_tags").await, 600);
}

#[actix_web::test]
async fn p6_a_batch_opts_out_no_more_than_fifty() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = opted_out(360).replace(",Hot; Fair", ",");
    let import = upload(&owner, &file).await;
    check(&app, &owner, import.id, asked(&import)).await;
    let before = newest(&app, &owner).await;
    let done = start(&app, &owner, import.id).await;
    assert_eq!(figures(&done), [360, 0, 0, 0, 0]);
    let told = events(&app, &owner, before).await;
    let steps: Vec<u32> = told
        .iter()
        .filter_map(|event| match event {
            Event::ImportChanged { import } => Some(import.done),
            _ => None,
        })
        .collect();
    assert_eq!(steps, [0, 150, 300, 360]);
    assert_eq!(count_in(&app, &owner, "opt_outs").await, 120);
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
