//! Lines of people who are merged into another contact in that moment.

use copperline_shared::contacts::MergeContact;

use super::*;
use crate::support::{Held, in_time, others_wait};

#[actix_web::test]
async fn p6_a_line_of_somebody_who_is_merged_meanwhile_is_the_one_who_stays() {
    // A merge waits there before it begins, and once it is done but for its end.
    for place in ["contacts WHERE phone = '+15125550193'", "event_cursors"] {
        let app = TestApp::start().await;
        let owner = app.owner().await;
        run(&app, &owner, "phone\n5125550192\n5125550193\n", |_| {}).await;
        let met = people(&owner).await;
        let (kept, other) = (met[0].id, met[1].id);
        let import = upload(&owner, "phone,company\n5125550193,Lang & Co.\n").await;
        let mut how = asked(&import);
        how.duplicates = LeadDuplicates::Update;
        check(&app, &owner, import.id, how).await;
        let begun = owner.start_import().import_id(import.id).send().await;
        begun.expect("it begins");
        let held = Held::rows(&app, place).await;
        let body = MergeContact { other };
        let merged = owner.merge_contact().contact_id(kept).body(body).send();
        let work = async {
            others_wait(&app, 1).await;
            app.work().await;
        };
        let let_go = async {
            others_wait(&app, 2).await;
            held.let_go().await;
        };
        let all = async { tokio::join!(merged, work, let_go) };
        let (merged, (), ()) = in_time(all).await;
        merged.expect("merged");
        let done = read(&owner, import.id).await;
        assert_eq!(done.state, ImportState::Finished, "{place}");
        assert_eq!(figures(&done), [0, 1, 0, 0, 0], "{place}");
        let left = people(&owner).await;
        let [one] = &left[..] else {
            panic!("one contact, not {left:?}")
        };
        assert_eq!((one.id, one.company.as_str()), (kept, "Lang & Co."));
    }
}
