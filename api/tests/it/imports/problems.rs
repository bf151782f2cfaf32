//! What is wrong with lines, kind by kind.

use copperline_shared::imports::{ImportProblem, ImportProblems, UnknownTag};

use super::*;

async fn problems(owner: &Owner, id: Uuid) -> ImportProblems {
    let answer = owner.list_import_problems().import_id(id).send().await;
    answer.expect("problems").into_inner()
}

#[actix_web::test]
async fn p6_what_is_wrong_is_counted_by_kind_with_the_refused_lines_first_and_each_tag_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,tags\n5125550192,Bulk\n5125550193,bulk\n5125550194,Bulk; Cold\n12345,\n\
                99,\n5125550195,\n";
    let done = run(&app, &owner, file, |_| {}).await;
    assert_eq!(figures(&done), [4, 0, 0, 2, 5]);
    let told = problems(&owner, done.id).await;
    assert!(told.kinds[0].refused, "{told:?}");
    let refused: u32 = told
        .kinds
        .iter()
        .filter(|kind| kind.refused)
        .map(|kind| kind.lines)
        .sum();
    assert_eq!(refused, 2);
    let bulk = ImportProblem {
        kind: "There is no tag “…”.".to_owned(),
        refused: false,
        lines: 2,
    };
    assert!(told.kinds.contains(&bulk), "{told:?}");
    let tag = |name: &str, lines| UnknownTag {
        name: name.to_owned(),
        lines,
    };
    assert_eq!(told.unknown_tags, [tag("Bulk", 3), tag("Cold", 1)]);

    let of_kind = owner.list_import_rows().import_id(done.id).kind(bulk.kind);
    let lines = of_kind.send().await.expect("rows").into_inner().items;
    let lines: Vec<u32> = lines.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3]);
    let refused = owner.list_import_rows().import_id(done.id).refused(true);
    let lines = refused.send().await.expect("rows").into_inner().items;
    assert_eq!(lines.len(), 2);
    let stranger = app.owner().await;
    let foreign = stranger.list_import_problems().import_id(done.id).send();
    assert_eq!(problem(foreign.await).code, ErrorCode::NotFound);
}
