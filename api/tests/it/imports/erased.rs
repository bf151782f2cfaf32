//! Files and people who asked to be erased (X6).

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
        let refused = &rows(&owner, import.id).await[0];
        assert!(
            refused.problem.contains("asked to be erased"),
            "{refused:?}"
        );
        start(&app, &owner, import.id).await;
    }
    assert_eq!(people(&owner).await.len(), 1);
    let body = copperline_shared::suppressions::CreateSuppression {
        phone: "5125550192".to_owned(),
    };
    let refused = problem(owner.create_suppression().body(body).send().await);
    assert_eq!(refused.code, ErrorCode::ContactErased);
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
