//! Deleting a group: what names it, and the conversations that are assigned to it, however many.

use copperline_api::schema::groups as table;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::conversations::{RecordKind, Tab, ThreadEntry};
use copperline_shared::filters::{Assignee, CreateSavedFilter, Filter};
use copperline_shared::workflows::{DryRun, WorkflowStep};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::*;
use crate::assignment::{assign, assign_to};
use crate::tags::{MAYA, meet};
use crate::workflows::{make as make_workflow, start, states, welcome};

/// Groups that the database still holds.
async fn kept(app: &TestApp) -> i64 {
    let count = table::table.count();
    let count = count.get_result(&mut app.connection().await).await;
    count.expect("a count")
}

async fn listed(owner: &Owner, assignee: Assignee) -> usize {
    let request = owner.list_conversations().tab(Tab::All);
    let page = request.assignee(assignee.to_string()).send().await;
    page.expect("a list").items.len()
}

#[actix_web::test]
async fn a2_c18_a_deleted_group_is_gone_at_once_and_its_conversations_follow() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sales = make(&owner, "Sales", &[owner.agent]).await.id;
    let to_sales = Some(AssignedTo::Group(sales));
    let maya = meet(&owner, MAYA).await.id;
    let theo = meet(&owner, "+15125550193").await.id;
    assign_to(&owner, maya, to_sales).await;
    assign_to(&owner, theo, to_sales).await;
    let of_sales = Assignee::Group(sales);
    assert_eq!(listed(&owner, of_sales).await, 2);
    assert_eq!(listed(&owner, Assignee::MyGroups).await, 2);
    let before = newest(&app, &owner).await;
    delete(&owner, sales).await;
    assert_eq!(listed(&owner, of_sales).await, 0, "at once");
    assert_eq!(listed(&owner, Assignee::MyGroups).await, 0);
    assert_eq!(groups(&owner).await.len(), 1);
    assert_sound(&app).await;
    make(&owner, "SALES", &[]).await;
    let body = copperline_shared::assignment::AssignConversation::from(to_sales);
    let request = owner.assign_conversation().conversation_id(maya).body(body);
    assert_eq!(problem(request.send().await).code, ErrorCode::NotFound);
    // Somebody takes one before the job comes to it.
    assign(&owner, theo, Some(owner.agent)).await;
    app.work().await;
    assert_eq!(meet(&owner, MAYA).await.assigned_to(), None);
    let theirs = meet(&owner, "+15125550193").await.assigned_to();
    assert_eq!(theirs, Some(AssignedTo::Agent(owner.agent)));
    assert_eq!(listed(&owner, Assignee::Nobody).await, 1);
    assert_eq!(kept(&app).await, 2);
    let told = events(&app, &owner, before).await;
    assert_eq!(told[0], Event::GroupDeleted { group_id: sales });
    let follows = told.iter().any(|event| {
        matches!(event, Event::ConversationChanged { conversation }
            if conversation.id == maya && conversation.assigned_to().is_none())
    });
    assert!(follows, "{told:?}");
    let thread = owner.read_thread().conversation_id(maya).send().await;
    let entries = thread.expect("a thread").into_inner().entries;
    let Some(ThreadEntry::Record { record }) = entries.last() else {
        panic!("a record is last, not {entries:?}")
    };
    assert_eq!(
        (record.kind, record.detail.as_str(), &record.agent_name),
        (RecordKind::Assigned, "", &None)
    );
    assert_sound(&app).await;
}

#[actix_web::test]
async fn c18_saved_filters_of_a_group_end_with_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sales = make(&owner, "Sales", &[owner.agent]).await.id;
    for (name, assignee) in [
        ("Of Sales", Assignee::Group(sales)),
        ("Ours", Assignee::MyGroups),
    ] {
        let body = CreateSavedFilter {
            name: name.to_owned(),
            tab: Tab::Recents,
            filter: Filter {
                assignee: Some(assignee),
                ..Filter::default()
            },
            shared: true,
        };
        let saved = owner.create_saved_filter().body(body).send().await;
        let saved = saved.expect("it is saved").into_inner();
        assert_eq!(saved.filter.assignee, Some(assignee));
    }
    let before = newest(&app, &owner).await;
    delete(&owner, sales).await;
    let told = events(&app, &owner, before).await;
    let expected = [
        Event::GroupDeleted { group_id: sales },
        Event::SavedFiltersChanged,
    ];
    assert_eq!(told, expected);
    let left = owner.list_saved_filters().send().await.expect("filters");
    let left: Vec<_> = left.iter().map(|saved| saved.filter.assignee).collect();
    assert_eq!(left, [Some(Assignee::MyGroups)]);
    app.work().await;
    assert_eq!(kept(&app).await, 1);
}

#[actix_web::test]
async fn p4_c18_a_step_that_assigns_to_a_deleted_group_gives_it_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sales = make(&owner, "Sales", &[owner.agent]).await.id;
    let step = WorkflowStep::Assign {
        agent_id: None,
        group_id: Some(sales),
    };
    let steps = vec![step, WorkflowStep::MarkHot];
    let workflow = make_workflow(&owner, welcome(steps.clone())).await;
    let maya = meet(&owner, MAYA).await;
    assign(&owner, maya.id, Some(owner.agent)).await;
    let problems = async || {
        let body = DryRun {
            contact_id: maya.contact_id,
            steps: steps.clone(),
            workflow_id: None,
            start_at: None,
            by_itself: false,
        };
        let plan = owner.dry_run_workflow().body(body).send().await;
        let steps = plan.expect("a plan").into_inner().steps.into_iter();
        steps.map(|step| step.problem.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(problems().await, [false, false]);
    let before = newest(&app, &owner).await;
    delete(&owner, sales).await;
    let told = events(&app, &owner, before).await;
    assert!(told.contains(&Event::WorkflowsChanged), "{told:?}");
    let read = owner.read_workflow().workflow_id(workflow.id).send().await;
    assert_eq!(read.expect("it is there").revision, 2);
    assert_eq!(problems().await, [true, false]);
    app.work().await;
    start(&owner, maya.contact_id, workflow.id).await;
    app.work().await;
    let row = meet(&owner, MAYA).await;
    assert_eq!(row.assigned_agent_id, Some(owner.agent));
    assert!(row.hot, "the next step is done");
    let ended = states(&owner, maya.contact_id).await;
    assert_eq!(ended, [copperline_shared::workflows::RunState::Finished]);
    assert_sound(&app).await;
}

#[actix_web::test]
async fn a2_c18_many_conversations_become_nobodys_in_batches() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sales = make(&owner, "Sales", &[owner.agent]).await.id;
    // A test has no hour for 1,200 requests.
    diesel::sql_query(
        "WITH met AS (INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
             SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
             FROM generate_series(1, 1200) AS n RETURNING id) \
         INSERT INTO conversations (workspace_id, id, contact_id, last_activity_at, created_at, \
             assigned_group_id) \
         SELECT $1, gen_random_uuid(), id, now(), now(), $2 FROM met",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .bind::<diesel::sql_types::Uuid, _>(sales)
    .execute(&mut app.connection().await)
    .await
    .expect("conversations");
    delete(&owner, sales).await;
    app.work().await;
    assert_eq!(kept(&app).await, 1);
    let nobodys = owner.count_conversations().assignee("nobody").send().await;
    assert_eq!(nobodys.expect("counts").all, 1_200);
    assert_sound(&app).await;
}
