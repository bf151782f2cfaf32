//! The words of a step's text: its own or its template's, filled from the contact.

use copperline_shared::checks;
use copperline_shared::contacts::Contact;
use copperline_shared::templates::{Sample, fill};
use copperline_shared::workflows::WorkflowStep;
use uuid::Uuid;

use super::queries;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::{profile, templates, workspace};

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub body: String,
    /// The template's.
    pub picture: Option<Uuid>,
}

/// The text to send; or why there is none, in plain words.
pub(super) type Words = Result<Text, String>;

/// Who is written to, and who writes: who started it; else the agent of the conversation, or the owner.
///
/// # Errors
/// When the database fails.
pub(super) async fn sample(
    connection: &mut Connection,
    of: WorkspaceId,
    (contact, conversation): (&Contact, Option<Uuid>),
    agent: Option<Uuid>,
) -> Result<Sample, Error> {
    let agent = match agent {
        Some(agent) => Some(agent),
        None => queries::speaker(connection, of, conversation).await?,
    };
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
    let (body, picture) = match step {
        WorkflowStep::Send { body } => (body.clone(), None),
        WorkflowStep::SendTemplate { template_id } => {
            match templates::body(connection, of, *template_id).await? {
                Some(template) => template,
                None => return Ok(Some(Err("Its template was deleted.".to_owned()))),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(filled(&body, picture, sample)))
}

fn filled(body: &str, picture: Option<Uuid>, sample: &Sample) -> Words {
    let filled = fill(body, sample);
    match filled.unfilled.first() {
        Some(name) => Err(format!(
            "Nothing is known of the contact for {{{{{name}}}}}, and the text has no other words for it."
        )),
        None => checks::message_beside(&filled.text, picture.iter().len())
            .map(|body| Text { body, picture })
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
        let words = |body: &str| filled(body, None, &maya).map(|text| text.body);
        assert_eq!(words("Hi {{first_name}}"), Ok("Hi Maya".to_owned()));
        let told = words("Hi {{company}}").expect_err("nothing is known");
        assert!(told.contains("{{company}}"), "{told}");
        assert!(words("{{company|}}").is_err(), "nothing is left");
        let picture = Some(Uuid::nil());
        assert!(
            filled("{{company|}}", picture, &maya).is_ok(),
            "but a picture"
        );
        let long = format!("{{{{first_name}}}}{}", "x".repeat(1597));
        assert!(words(&long).is_err(), "too long once it is filled");
    }
}
