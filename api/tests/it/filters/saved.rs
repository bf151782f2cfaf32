//! Saved filters: whose they are, who changes them, and what becomes of them with what they name.

use super::*;

fn new(name: &str, filter: Filter, shared: bool) -> CreateSavedFilter {
    CreateSavedFilter {
        name: name.to_owned(),
        tab: Tab::Recents,
        filter,
        shared,
    }
}

async fn save(owner: &Owner, name: &str, filter: Filter, shared: bool) -> SavedFilter {
    let body = new(name, filter, shared);
    let saved = owner.create_saved_filter().body(body).send().await;
    saved.expect("it is saved").into_inner()
}

async fn seen(owner: &Owner) -> Vec<String> {
    let seen = owner.list_saved_filters().send().await;
    let seen = seen.expect("saved filters").into_inner();
    seen.into_iter().map(|saved| saved.name).collect()
}

#[actix_web::test]
async fn c18_a_filter_is_saved_for_oneself_or_for_everybody() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let before = newest(&app, &owner).await;
    let mine = save(&sam, "Mine", of(Assignee::Me), false).await;
    let all = save(&sam, "Nobody’s", of(Assignee::Nobody), true).await;
    assert_eq!(seen(&sam).await, ["Mine", "Nobody’s"]);
    assert_eq!(seen(&owner).await, ["Nobody’s"]);
    let told = events(&app, &owner, before).await;
    assert_eq!(
        told,
        [Event::SavedFiltersChanged, Event::SavedFiltersChanged]
    );
    let start = owner.read_start().send().await.expect("it opens");
    assert_eq!(start.saved_filters, std::slice::from_ref(&all));
    assert_eq!(all.filter, of(Assignee::Nobody));

    // The same name may stand in both, but not twice in either.
    save(&owner, "mine", of(Assignee::Me), false).await;
    let again = owner.create_saved_filter();
    let again = again.body(new("NOBODY’S", of(Assignee::Me), true)).send();
    assert!(problem(again.await).field("name").is_some());
    let empty = owner.create_saved_filter();
    let empty = empty.body(new("All", Filter::default(), false)).send();
    assert!(problem(empty.await).field("filter").is_some());

    let body = UpdateSavedFilter {
        name: Some("My own".to_owned()),
        shared: Some(true),
    };
    let request = sam.update_saved_filter().saved_filter_id(mine.id);
    request.body(body).send().await.expect("it is renamed");
    assert_eq!(seen(&owner).await, ["mine", "My own", "Nobody’s"]);
    let gone = owner.delete_saved_filter().saved_filter_id(mine.id).send();
    gone.await.expect("an admin deletes it");
    assert_eq!(seen(&sam).await, ["Nobody’s"]);
}

#[actix_web::test]
async fn c18_a_saved_filter_names_whoever_a_filter_can() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let everyone = groups(&owner).await[0].id;
    for (name, assignee) in [
        ("1", Assignee::Me),
        ("2", Assignee::MyGroups),
        ("3", Assignee::Nobody),
        ("4", Assignee::Agent(owner.agent)),
        ("5", Assignee::Group(everyone)),
    ] {
        let saved = save(&owner, name, of(assignee), false).await;
        assert_eq!(saved.filter, of(assignee));
        let read = owner.list_saved_filters().send().await.expect("filters");
        assert!(read.contains(&saved), "{name}");
    }
    let theirs = groups(&stranger).await[0].id;
    for unknown in [theirs, Uuid::now_v7()] {
        let filter = of(Assignee::Group(unknown));
        let refused = owner.create_saved_filter().body(new("6", filter, false));
        assert_eq!(problem(refused.send().await).code, ErrorCode::NotFound);
    }
}

#[actix_web::test]
async fn c18_a_colleagues_filter_is_theirs() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let private = save(&owner, "Mine", of(Assignee::Me), false).await;
    let shared = save(&owner, "Nobody’s", of(Assignee::Nobody), true).await;
    let delete = |id| sam.delete_saved_filter().saved_filter_id(id).send();
    assert_eq!(problem(delete(private.id).await).code, ErrorCode::NotFound);
    assert_eq!(problem(delete(shared.id).await).code, ErrorCode::Forbidden);
    assert_eq!(seen(&owner).await, ["Mine", "Nobody’s"]);
}

#[actix_web::test]
async fn c18_a_saved_filter_follows_the_tag_and_the_stage_it_names() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let warm = make(&owner, "Warm", Colour::Ochre).await.id;
    let stages = stages(&owner).await;
    let of_stage = |stage: &PipelineStage| Filter {
        stage_id: Some(stage.id),
        ..Filter::default()
    };
    save(&owner, "Hot", wearing(hot), true).await;
    save(&owner, "Quoted", of_stage(&stages[2]), true).await;
    save(&owner, "Lost", of_stage(&stages[5]), true).await;

    let merged = owner.merge_tag().tag_id(hot).body(MergeTag { into: warm });
    merged.send().await.expect("it is merged");
    let met = meet(&owner, "+15125550101").await;
    put(&owner, met.contact_id, stages[2].id).await;
    let removed = owner.delete_pipeline_stage().stage_id(stages[2].id);
    let removed = removed.target_stage_id(stages[3].id).send().await;
    removed.expect("its cards go on");
    let removed = owner.delete_pipeline_stage().stage_id(stages[5].id);
    removed.send().await.expect("it was empty");
    let left = owner.list_saved_filters().send().await.expect("filters");
    let left: Vec<(String, Filter)> = left
        .iter()
        .map(|saved| (saved.name.clone(), saved.filter))
        .collect();
    let followed = ("Quoted".to_owned(), of_stage(&stages[3]));
    assert_eq!(left, [("Hot".to_owned(), wearing(warm)), followed]);

    app.work().await;
    let deleted = owner.delete_tag().tag_id(warm).send().await;
    deleted.expect("it goes");
    app.work().await;
    assert_eq!(seen(&owner).await, ["Quoted"]);
    let report = check::run(&mut app.connection().await)
        .await
        .expect("audits");
    assert!(report.is_sound(), "{report}");
}
