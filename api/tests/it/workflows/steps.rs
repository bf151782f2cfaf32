//! What steps do, and what becomes of them when what they name is gone (P4).

use chrono::TimeDelta;
use copperline_shared::palette::Colour;
use copperline_shared::tags::MergeTag;
use copperline_shared::templates::{CreateTemplate, UpdateTemplate};
use copperline_shared::workflows::{RunState, WaitUnit, WorkflowStep, WorkflowTrigger};
use uuid::Uuid;

use super::*;
use crate::tags::{change as retag, worn};

#[actix_web::test]
async fn p4_steps_tag_move_and_mark_hot_one_after_the_other() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let on = make_tag(&owner, "Nurture", Colour::Teal).await.id;
    let off = make_tag(&owner, "New", Colour::Rose).await.id;
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let stage = stages[1].id;
    let steps = vec![
        WorkflowStep::AddTag { tag_id: on },
        WorkflowStep::RemoveTag { tag_id: off },
        WorkflowStep::MoveToStage { stage_id: stage },
        WorkflowStep::MarkHot,
        WorkflowStep::Stop,
        send("Never"),
    ];
    let workflow = make(&owner, welcome(steps)).await;
    let maya = meet(&owner, MAYA).await;
    retag(&owner, maya.contact_id, &[off], &[]).await;
    start(&owner, maya.contact_id, workflow.id).await;
    app.work().await;
    assert_eq!(worn(&owner, maya.contact_id).await, [on]);
    let opened = owner.read_conversation().conversation_id(maya.id).send();
    let opened = opened.await.expect("it opens").into_inner();
    assert!(opened.conversation.hot);
    assert_eq!(opened.conversation.tag_id, Some(on));
    assert_eq!(opened.card.map(|card| card.stage_id), Some(stage));
    let run = runs(&owner, maya.contact_id).await.remove(0);
    assert_eq!((run.state, run.place, run.sent), (RunState::Finished, 4, 0));
    sound(&app).await;
}

#[actix_web::test]
async fn p4_what_names_something_that_is_gone_does_nothing_and_the_run_goes_on() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let tag = make_tag(&owner, "Nurture", Colour::Teal).await.id;
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let stage = stages[1].id;
    let new = CreateWorkflow {
        tag_id: Some(tag),
        ..welcome(vec![
            WorkflowStep::AddTag { tag_id: tag },
            WorkflowStep::MoveToStage { stage_id: stage },
            WorkflowStep::MarkHot,
        ])
    };
    let workflow = make(&owner, new).await;
    owner.delete_tag().tag_id(tag).send().await.expect("gone");
    let removed = owner.delete_pipeline_stage().stage_id(stage).send().await;
    removed.expect("gone");
    let maya = meet(&owner, MAYA).await;
    start(&owner, maya.contact_id, workflow.id).await;
    app.work().await;
    assert_eq!(states(&owner, maya.contact_id).await, [RunState::Finished]);
    let opened = owner.read_conversation().conversation_id(maya.id).send();
    assert!(opened.await.expect("it opens").conversation.hot);
}

#[actix_web::test]
async fn p4_a_template_is_sent_as_it_is_then_and_without_it_the_run_fails() {
    let app = TestApp::start().await;
    let mut desk = Desk::open(&app).await;
    let new = CreateTemplate {
        title: "Hello".to_owned(),
        body: "Hi {{first_name|there}}, {{agent_first_name}} of {{workspace}}".to_owned(),
        ..CreateTemplate::default()
    };
    let template = desk.create_template().body(new).send().await;
    let template_id = template.expect("a template").id;
    let steps = vec![
        WorkflowStep::SendTemplate { template_id },
        wait(10, WaitUnit::Minutes),
        WorkflowStep::SendTemplate { template_id },
        wait(10, WaitUnit::Minutes),
        WorkflowStep::SendTemplate { template_id },
    ];
    let workflow = make(&desk, welcome(steps)).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let change = UpdateTemplate {
        body: Some("Better words".to_owned()),
        ..UpdateTemplate::default()
    };
    let changed = desk.update_template().template_id(template_id).body(change);
    changed.send().await.expect("changed");
    app.pass(TimeDelta::minutes(11)).await;
    desk.sign_in_again(&app).await;
    let gone = desk.delete_template().template_id(template_id).send();
    gone.await.expect("deleted");
    app.pass(TimeDelta::minutes(11)).await;
    desk.sign_in_again(&app).await;
    assert_eq!(
        desk.bodies().await,
        ["Hi there, Jordan of Lonestar Life", "Better words"]
    );
    let run = runs(&desk, maya).await.remove(0);
    assert_eq!((run.state, run.sent), (RunState::Failed, 2));
    assert_eq!(run.reason, "Its template was deleted.");
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_dry_run_tells_what_would_keep_a_text_from_being_sent() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let try_it = |contact_id: Uuid| {
        let body = copperline_shared::workflows::DryRun {
            contact_id,
            steps: vec![send("Hi {{company}}"), WorkflowStep::MarkHot, send("Hi")],
            workflow_id: None,
            start_at: None,
            by_itself: false,
        };
        desk.dry_run_workflow().body(body).send()
    };
    let plan = try_it(maya).await.expect("a plan").into_inner();
    let problem_of = plan.steps[0].problem.as_deref().expect("a problem");
    assert!(problem_of.contains("{{company}}"), "{problem_of}");
    assert_eq!(plan.steps.len(), 3);
    assert_eq!(plan.price_micros.0, crate::desk::SEGMENT);
    let nobody = problem(try_it(Uuid::now_v7()).await);
    assert_eq!(nobody.code, ErrorCode::NotFound);
}

#[actix_web::test]
async fn p4_a_tag_that_is_merged_into_another_is_put_on_as_that_one() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ending = make_tag(&owner, "Warm", Colour::Teal).await.id;
    let into = make_tag(&owner, "Hot", Colour::Rose).await.id;
    let new = CreateWorkflow {
        tag_id: Some(ending),
        triggers: vec![WorkflowTrigger::Tag { tag_id: ending }],
        ..welcome(vec![WorkflowStep::AddTag { tag_id: ending }])
    };
    let workflow = make(&owner, new).await;
    let body = MergeTag { into };
    let merged = owner.merge_tag().tag_id(ending).body(body).send().await;
    merged.expect("merged");
    let read = owner.read_workflow().workflow_id(workflow.id).send().await;
    let read = read.expect("it is there").into_inner();
    assert_eq!((read.revision, read.tag_id), (2, Some(into)));
    assert_eq!(read.steps, [WorkflowStep::AddTag { tag_id: into }]);
    assert_eq!(read.triggers, [WorkflowTrigger::Tag { tag_id: into }]);
    let maya = meet(&owner, MAYA).await.contact_id;
    start(&owner, maya, workflow.id).await;
    app.work().await;
    assert_eq!(worn(&owner, maya).await, [into]);
}

#[actix_web::test]
async fn p4_a_step_assigns_the_conversation_and_takes_it_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let sam = app.colleague(&owner, "basic").await;
    let to = |agent_id| WorkflowStep::Assign {
        agent_id,
        group_id: None,
    };
    let mine = make(&owner, welcome(vec![to(Some(sam.agent))])).await;
    let nobodys = CreateWorkflow {
        name: "Back".to_owned(),
        ..welcome(vec![to(None)])
    };
    let nobodys = make(&owner, nobodys).await;
    let maya = meet(&owner, MAYA).await;
    for (workflow, expected) in [(mine.id, Some(sam.agent)), (nobodys.id, None)] {
        start(&owner, maya.contact_id, workflow).await;
        app.work().await;
        let opened = owner.read_conversation().conversation_id(maya.id).send();
        let opened = opened.await.expect("it opens").into_inner();
        assert_eq!(opened.conversation.assigned_agent_id, expected);
    }
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_templates_picture_is_sent_at_the_price_that_the_dry_run_tells() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let picture = crate::pictures::upload(&desk, crate::pictures::red(40, 30)).await;
    let new = CreateTemplate {
        title: "Roof".to_owned(),
        body: "Your roof".to_owned(),
        picture_id: Some(picture.id),
        ..CreateTemplate::default()
    };
    let template = desk.create_template().body(new).send().await;
    let template_id = template.expect("a template").id;
    let steps = vec![WorkflowStep::SendTemplate { template_id }];
    let workflow = make(&desk, welcome(steps.clone())).await;
    let maya = meet(&desk, MAYA).await.contact_id;
    let body = copperline_shared::workflows::DryRun {
        contact_id: maya,
        steps,
        workflow_id: Some(workflow.id),
        start_at: None,
        by_itself: false,
    };
    let plan = desk.dry_run_workflow().body(body).send().await;
    let plan = plan.expect("a plan").into_inner();
    assert_eq!(plan.steps[0].picture.as_ref(), Some(&picture));
    assert_eq!(plan.steps[0].price_micros, plan.price_micros);
    let before = desk.balance().await;
    start(&desk, maya, workflow.id).await;
    app.work().await;
    let text = desk.thread().await.remove(0);
    assert_eq!((text.body.as_str(), text.pictures.len()), ("Your roof", 1));
    assert_eq!(desk.balance().await, before - plan.price_micros.0);
    sound(&app).await;
}

#[actix_web::test]
async fn p4_a_stage_that_is_removed_is_followed_to_the_one_that_takes_its_cards() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let stages = owner.list_pipeline_stages().send().await.expect("stages");
    let (gone, into) = (stages[0].id, stages[1].id);
    let new = CreateWorkflow {
        triggers: vec![WorkflowTrigger::Stage { stage_id: gone }],
        ..welcome(vec![WorkflowStep::MoveToStage { stage_id: gone }])
    };
    let workflow = make(&owner, new).await;
    let removed = owner.delete_pipeline_stage().stage_id(gone);
    let removed = removed.target_stage_id(into).send().await;
    removed.expect("removed");
    let read = owner.read_workflow().workflow_id(workflow.id).send().await;
    let read = read.expect("it is there").into_inner();
    assert_eq!(read.revision, 2);
    assert_eq!(read.steps, [WorkflowStep::MoveToStage { stage_id: into }]);
    assert_eq!(read.triggers, [WorkflowTrigger::Stage { stage_id: into }]);
}

#[actix_web::test]
async fn p4_a_dry_run_of_unsaved_steps_tells_of_an_opt_out_and_of_a_review() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    for (phone, words, code) in [
        (MAYA, "STOP", ErrorCode::OptedOut),
        (
            "+15125550193",
            "take me off your list",
            ErrorCode::AutomationPaused,
        ),
    ] {
        desk.hear(&app, phone, words).await;
        let body = copperline_shared::workflows::DryRun {
            contact_id: meet(&desk, phone).await.contact_id,
            steps: vec![send("Hi")],
            workflow_id: None,
            start_at: None,
            by_itself: false,
        };
        let plan = desk.dry_run_workflow().body(body).send().await;
        let refusal = plan.expect("a plan").into_inner().refusal;
        assert_eq!(refusal.map(|refusal| refusal.code), Some(code));
    }
}
