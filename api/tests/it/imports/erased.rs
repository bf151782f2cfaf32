//! Files and people who asked to be erased (X6).

use super::batches::{let_go, many, stop_after};
use super::*;

async fn erase(owner: &Owner, contact: Uuid) {
    let erased = owner.erase_contact().contact_id(contact).send().await;
    erased.expect("erased");
}

#[actix_web::test]
async fn p6_x6_no_file_brings_back_who_was_erased_nor_keeps_what_it_says_of_them() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,name\n(512) 555-0192,Maya\n5125550193,Theo\n";
    let waiting = upload(&owner, file).await;
    run(&app, &owner, file, |_| {}).await;
    let met = people(&owner).await;
    erase(&owner, met[0].id).await;
    // Files from before lose the line, whether it was read already or not.
    for import in owner
        .list_imports()
        .send()
        .await
        .expect("imports")
        .into_inner()
        .items
    {
        let left = rows(&owner, import.id).await;
        assert_eq!(left.len(), 1, "{import:?}");
        assert_eq!(left[0].line, 3);
    }
    let done = check(&app, &owner, waiting.id, asked(&waiting)).await;
    assert_eq!(figures(&done), [0, 0, 1, 0, 0]);
    for kind in [ImportKind::Contacts, ImportKind::Suppressions] {
        let import = upload_as(&owner, kind, "again.csv", file).await;
        let checked = check(&app, &owner, import.id, asked(&import)).await;
        assert_eq!((checked.refused, checked.problems), (1, 1));
        let refused = rows(&owner, import.id).await;
        assert!(
            refused[0].problem.contains("asked to be erased"),
            "{refused:?}"
        );
        assert_eq!(refused[0].cells, [""; 0]);
        let done = start(&app, &owner, import.id).await;
        assert_eq!(done.refused, 1);
        assert_eq!(rows(&owner, import.id).await[0], refused[0]);
    }
    assert_eq!(people(&owner).await.len(), 1);
    let body = copperline_shared::suppressions::CreateSuppression {
        phone: "5125550192".to_owned(),
    };
    let refused = problem(owner.create_suppression().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::ContactErased);
}

#[actix_web::test]
async fn p6_x6_of_files_that_were_not_read_only_the_lines_of_who_was_erased_are_forgotten() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    run(&app, &owner, "phone\n5125550192\n", |_| {}).await;
    let file = "phone,house,extension\n+1 (512) 555-0192,1,\n5125550193,512,5550192\n\
        5125550194,01151,25550192\n512.555.0192,2,\n0115125550192,3,\n";
    let waiting = upload(&owner, file).await;
    erase(&owner, people(&owner).await[0].id).await;
    let left = rows(&owner, waiting.id).await;
    let lines: Vec<u32> = left.iter().map(|row| row.line).collect();
    // The last one would be a number of another country.
    assert_eq!(lines, [3, 4, 6]);
}

#[actix_web::test]
async fn p6_x6_who_is_erased_while_an_import_is_under_way_is_not_brought_back() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    run(&app, &owner, "phone\n+15122000650\n", |_| {}).await;
    let late = people(&owner).await[0].id;
    let import = upload(&owner, &many(700)).await;
    check(&app, &owner, import.id, asked(&import)).await;
    stop_after(&app, import.id, 500).await;
    let begun = owner.start_import().import_id(import.id).send().await;
    begun.expect("it begins");
    let shared = app.app.clone().into_inner();
    copperline_api::jobs::run_due(&shared, 4)
        .await
        .expect("jobs can be run");
    assert_eq!(read(&owner, import.id).await.done, 500);
    erase(&owner, late).await;
    let_go(&app).await;
    app.pass(chrono::TimeDelta::minutes(10)).await;
    owner.sign_in_again(&app).await;
    let done = read(&owner, import.id).await;
    assert_eq!((done.state, done.done), (ImportState::Finished, 699));
    assert_eq!((done.created, done.refused), (699, 0));
    let found = owner.list_contacts().search("5122000650").send().await;
    assert_eq!(found.expect("contacts").into_inner().items, []);
}

#[actix_web::test]
async fn p6_x6_erasing_a_contact_erases_the_phones_that_were_merged_into_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    run(&app, &owner, "phone\n5125550192\n5125550193\n", |_| {}).await;
    let met = people(&owner).await;
    let body = copperline_shared::contacts::MergeContact { other: met[1].id };
    let merged = owner.merge_contact().contact_id(met[0].id).body(body);
    merged.send().await.expect("merged");
    erase(&owner, met[0].id).await;
    let done = run(&app, &owner, "phone\n5125550192\n5125550193\n", |_| {}).await;
    assert_eq!(done.refused, 2);
    assert_eq!(people(&owner).await, []);
    let sql = "SELECT count(*) AS count FROM (SELECT phone FROM opt_outs UNION ALL \
        SELECT phone FROM consent_entries UNION ALL SELECT phone FROM contact_merges) AS kept \
        WHERE phone LIKE '%55501%'";
    let kept: Kept =
        diesel_async::RunQueryDsl::get_result(diesel::sql_query(sql), &mut app.connection().await)
            .await
            .expect("a count");
    assert_eq!(kept.count, 0);
}

#[derive(diesel::QueryableByName)]
struct Kept {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}
