//! The words of a step's text: its own or its template's, filled from the contact.

use copperline_shared::checks;
use copperline_shared::contacts::Contact;
use copperline_shared::templates::{Sample, fill};
use copperline_shared::workflows::WorkflowStep;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::{profile, templates, workspace};

/// The words to send; or why there are none, in plain words.
pub(super) type Words = Result<String, String>;

/// Who is written to, and who writes.
///
/// # Errors
/// When the database fails.
pub(super) async fn sample(
    connection: &mut Connection,
    of: WorkspaceId,
    contact: &Contact,
    agent: Option<Uuid>,
) -> Result<Sample, Error> {
    let workspace = workspace::queries::workspace(connection, of).await?;
    let names = match agent {
        Some(agent) => Some(profile::queries::names(connection, of, agent).await?),
        None => None,
    };
    let (agent_first_name, agent_last_name) = names.unwrap_or_default();
    Ok(Sample {
        agent_first_name,
        agent_last_name,
        workspace: workspace.name,
        ..Sample::of(contact)
    })
}

/// What a step says to a contact; `None` for a step that says nothing.
///
/// # Errors
/// When the database fails.
pub(super) async fn words(
    connection: &mut Connection,
    of: WorkspaceId,
    step: &WorkflowStep,
    sample: &Sample,
) -> Result<Option<Words>, Error> {
    let body = match step {
        WorkflowStep::Send { body } => body.clone(),
        WorkflowStep::SendTemplate { template_id } => {
            match templates::body(connection, of, *template_id).await? {
                Some(body) => body,
                None => return Ok(Some(Err("Its template was deleted.".to_owned()))),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(filled(&body, sample)))
}

fn filled(body: &str, sample: &Sample) -> Words {
    let filled = fill(body, sample);
    match filled.unfilled.first() {
        Some(name) => Err(format!(
            "Nothing is known of the contact for {{{{{name}}}}}, and the text has no other words for it."
        )),
        None => checks::message_body(&filled.text)
            .map_err(|error| format!("The text can't be sent as it is: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_a_text_is_filled_or_says_what_is_missing() {
        let maya = Sample {
            first_name: "Maya".to_owned(),
            ..Sample::default()
        };
        assert_eq!(filled("Hi {{first_name}}", &maya), Ok("Hi Maya".to_owned()));
        let told = filled("Hi {{company}}", &maya).expect_err("nothing is known");
        assert!(told.contains("{{company}}"), "{told}");
        assert!(filled("{{company|}}", &maya).is_err(), "nothing is left");
        let long = format!("{{{{first_name}}}}{}", "x".repeat(1597));
        assert!(filled(&long, &maya).is_err(), "too long once it is filled");
    }
}
