//! The demo's workflows and redrips, which nobody is in yet.

use chrono::{DateTime, Utc};
use copperline_shared::texting_hours::TimeOfDay;
use copperline_shared::workflows::{WaitUnit, WorkflowKind, WorkflowStep};

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::tags;
use crate::workflows::queries;
use crate::workflows::rules::Definition;

fn send(body: &str) -> WorkflowStep {
    WorkflowStep::Send {
        body: body.to_owned(),
    }
}

fn days(amount: u32) -> WorkflowStep {
    WorkflowStep::Wait {
        amount,
        unit: WaitUnit::Days,
    }
}

/// Makes one of each kind, marked EZ.
///
/// # Errors
/// When the database fails.
pub async fn make(
    connection: &mut Connection,
    workspace: WorkspaceId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let tags = tags::queries::tags(connection, workspace).await?;
    let tag = |name: &str| tags.iter().find(|tag| tag.name == name).map(|tag| tag.id);
    let welcome = Definition {
        kind: WorkflowKind::Workflow,
        name: "First days".to_owned(),
        steps: vec![
            send(
                "Hi {{first_name|there}}, {{agent_first_name|your agent}} with {{workspace}}. Thanks for asking us! When is a good time to talk?",
            ),
            days(1),
            WorkflowStep::WaitUntil {
                time: TimeOfDay::of_minutes(10 * 60 + 30)
                    .ok_or_else(|| Error::internal("no time of day"))?,
            },
            send("Good morning {{first_name|there}}, do you have five minutes for me today?"),
            days(3),
            send("I don't want to miss you, {{first_name|there}}. Is a text easier than a call?"),
        ],
        tag_id: tag("New lead"),
        ez: true,
        ends_on_reply: true,
        silent_days: None,
        cooldown_days: None,
        triggers: Vec::new(),
    };
    let silent = Definition {
        kind: WorkflowKind::Redrip,
        name: "Still interested?".to_owned(),
        steps: vec![
            send(
                "Hi {{first_name|there}}, prices changed this month. Shall I look at yours again?",
            ),
            days(7),
            send("Last one from me, {{first_name|there}}: just say yes and I'll send new numbers."),
        ],
        tag_id: tag("Call back"),
        ez: true,
        ends_on_reply: true,
        silent_days: Some(30),
        cooldown_days: Some(60),
        triggers: Vec::new(),
    };
    for new in [welcome, silent] {
        queries::insert(connection, workspace, &new, now).await?;
    }
    Ok(())
}
