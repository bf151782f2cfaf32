//! Why others were not changed.

use copperline_shared::bulk_actions::{BulkChange, BulkReason, BulkState};
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use uuid::Uuid;

use super::{begin, figures, named, read, run};
use crate::desk::MAYA;
use crate::support::TestApp;
use crate::tags::{change as retag, make, meet};

const fn reason(code: ErrorCode, count: u32) -> BulkReason {
    BulkReason { code, count }
}

#[actix_web::test]
async fn c6_those_that_were_so_already_and_those_that_are_nowhere_are_counted_apart() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut rows = Vec::new();
    for phone in [MAYA, "+15125550193", "+15125550194", "+15125550195"] {
        rows.push(meet(&owner, phone).await);
    }
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    for row in &rows[..2] {
        retag(&owner, row.contact_id, &[hot], &[]).await;
    }
    let mut ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    let tagged = run(&app, &owner, tag, named(&ids)).await;
    assert_eq!(figures(&tagged), (BulkState::Finished, 4, 4, 2));
    assert_eq!(tagged.reasons, [reason(ErrorCode::AlreadySo, 2)]);

    ids.push(Uuid::from_u128(7));
    let archived = run(&app, &owner, BulkChange::Archive, named(&ids)).await;
    assert_eq!(figures(&archived), (BulkState::Finished, 5, 5, 4));
    assert_eq!(archived.reasons, [reason(ErrorCode::NotFound, 1)]);
    let again = run(&app, &owner, BulkChange::Archive, named(&ids)).await;
    assert_eq!(figures(&again), (BulkState::Finished, 5, 5, 0));
    let both = [
        reason(ErrorCode::AlreadySo, 4),
        reason(ErrorCode::NotFound, 1),
    ];
    assert_eq!(again.reasons, both);
    let nobody = run(&app, &owner, BulkChange::MarkHot, named(&ids[4..])).await;
    assert_eq!(figures(&nobody), (BulkState::Finished, 1, 1, 0));
    assert_eq!(nobody.reasons, [reason(ErrorCode::NotFound, 1)]);
}

#[actix_web::test]
async fn c6_one_that_is_erased_meanwhile_was_not_found() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (maya, theo) = (meet(&owner, MAYA).await, meet(&owner, "+15125550193").await);
    let begun = begin(&owner, BulkChange::MarkHot, named(&[maya.id, theo.id])).await;
    let erased = owner.erase_contact().contact_id(maya.contact_id).send();
    erased.await.expect("erased");
    app.work().await;
    let done = read(&owner, begun.id).await;
    assert_eq!(figures(&done), (BulkState::Finished, 2, 2, 1));
    assert_eq!(done.reasons, [reason(ErrorCode::NotFound, 1)]);
}
