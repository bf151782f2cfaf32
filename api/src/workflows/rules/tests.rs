use super::*;

const NOW: &str = "2026-11-28T18:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().expect("a moment")
}

fn workflow(kind: WorkflowKind) -> Workflow {
    let redrip = kind == WorkflowKind::Redrip;
    Workflow {
        id: Uuid::nil(),
        kind,
        name: "Welcome".to_owned(),
        revision: 1,
        steps: vec![WorkflowStep::MarkHot],
        tag_id: None,
        ez: false,
        ends_on_reply: true,
        silent_days: redrip.then_some(30),
        cooldown_days: redrip.then_some(30),
        triggers: Vec::new(),
        created_at: now(),
        updated_at: now(),
    }
}

fn silent(days: i64) -> Standing {
    Standing {
        opted_out: false,
        paused: false,
        running: false,
        silent_since: now() - TimeDelta::days(days),
        last_redrip: None,
    }
}

fn refused(kind: WorkflowKind, of: Standing) -> Option<ErrorCode> {
    may_start(&workflow(kind), of, now())
        .err()
        .map(|refusal| refusal.code)
}

#[test]
fn p4_a_workflow_starts_for_whoever_may_be_texted_and_is_not_in_it() {
    let kind = WorkflowKind::Workflow;
    assert_eq!(refused(kind, silent(0)), None);
    let running = Standing {
        running: true,
        ..silent(0)
    };
    assert_eq!(refused(kind, running), Some(ErrorCode::AlreadyRunning));
    let opted_out = Standing {
        opted_out: true,
        running: true,
        ..silent(0)
    };
    assert_eq!(refused(kind, opted_out), Some(ErrorCode::OptedOut));
}

#[test]
fn x4_nothing_starts_while_a_review_is_open() {
    let paused = Standing {
        paused: true,
        ..silent(90)
    };
    for kind in [WorkflowKind::Workflow, WorkflowKind::Redrip] {
        assert_eq!(refused(kind, paused), Some(ErrorCode::AutomationPaused));
    }
}

#[test]
fn p4_what_the_workspace_lacks_is_waited_for_a_day_long() {
    let until = |code, hours| until_it_is_there(code, now() - TimeDelta::hours(hours), now());
    let soon = Some(now() + TRIED_AGAIN);
    for code in [
        ErrorCode::BalanceTooLow,
        ErrorCode::NumberInactive,
        ErrorCode::NoNumber,
    ] {
        assert_eq!(until(code, 0), soon);
        assert_eq!(until(code, 23), soon);
        assert_eq!(until(code, 24), None);
    }
    assert_eq!(until(ErrorCode::NotTextable, 0), None);
}

#[test]
fn p5_a_redrip_starts_for_those_who_were_silent_and_had_none_lately() {
    let kind = WorkflowKind::Redrip;
    assert_eq!(refused(kind, silent(29)), Some(ErrorCode::NotSilent));
    assert_eq!(refused(kind, silent(30)), None);
    let had = |days| Standing {
        last_redrip: Some(now() - TimeDelta::days(days)),
        ..silent(90)
    };
    assert_eq!(refused(kind, had(29)), Some(ErrorCode::Cooldown));
    assert_eq!(refused(kind, had(30)), None);
    // A workflow asks for neither.
    assert_eq!(refused(WorkflowKind::Workflow, had(0)), None);
}

fn fields(new: &CreateWorkflow) -> Vec<String> {
    match check_new(new) {
        Ok(_) => Vec::new(),
        Err(Error::Refused(refused)) => {
            let named = refused.fields.iter().map(|field| field.field.clone());
            named.collect()
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn p4_each_field_that_needs_correcting_is_named() {
    let good = CreateWorkflow {
        name: "Welcome".to_owned(),
        steps: vec![WorkflowStep::MarkHot],
        ..CreateWorkflow::default()
    };
    assert_eq!(fields(&good), [] as [&str; 0]);
    let bad = CreateWorkflow {
        name: " ".to_owned(),
        steps: vec![
            WorkflowStep::MarkHot,
            WorkflowStep::Send {
                body: String::new(),
            },
        ],
        silent_days: Some(3),
        ..CreateWorkflow::default()
    };
    assert_eq!(fields(&bad), ["name", "steps[1]", "silent_days"]);
}

#[test]
fn p5_a_redrip_says_how_long_silence_is_and_its_cooldown_is_30_days_unless_it_says_so() {
    let mut redrip = CreateWorkflow {
        kind: WorkflowKind::Redrip,
        name: "Still there?".to_owned(),
        steps: vec![WorkflowStep::MarkHot],
        ..CreateWorkflow::default()
    };
    assert_eq!(fields(&redrip), ["silent_days"]);
    redrip.silent_days = Some(14);
    let checked = check_new(&redrip).expect("it is fine");
    assert_eq!(checked.cooldown_days, Some(30));
    redrip.silent_days = Some(0);
    assert_eq!(fields(&redrip), ["silent_days"]);
}
