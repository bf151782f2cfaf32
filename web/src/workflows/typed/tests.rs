use super::*;

#[test]
fn p4_each_kind_of_step_is_typed_as_it_was_read() {
    let id = Uuid::from_u128(7);
    for step in [
        WorkflowStep::Send {
            body: "Hi".to_owned(),
        },
        WorkflowStep::SendTemplate { template_id: id },
        WorkflowStep::Wait {
            amount: 3,
            unit: WaitUnit::Hours,
        },
        WorkflowStep::WaitUntil {
            time: "17:30".parse().expect("a time"),
        },
        WorkflowStep::AddTag { tag_id: id },
        WorkflowStep::RemoveTag { tag_id: id },
        WorkflowStep::MoveToStage { stage_id: id },
        WorkflowStep::MarkHot,
        assign(Some(AssignedTo::Agent(id))),
        assign(Some(AssignedTo::Group(id))),
        assign(None),
        WorkflowStep::Stop,
    ] {
        assert_eq!(typed(StepKind::of(&step), &fields(&step)), step);
    }
    for kind in StepKind::ALL {
        assert_eq!(StepKind::of(&kind.empty()), kind);
    }
}
