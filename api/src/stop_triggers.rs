//! Words by which a contact opts out (S7). Every workspace has the same ones and can't remove
//! them. Replies that ask for it in other words are for a person to decide (X4).

pub mod rules;

use actix_web::{get, post, web};
use copperline_shared::stop_triggers::{ReplyEffect, StopTrigger, TestReply, TestedReply};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::caller::{Caller, ReadSettings};
use crate::error::{Answer, Error};
use crate::input::Passing;
use crate::openapi::Problems;
use rules::Reply;

/// The longest sample reply, in characters: as many as a text may have.
const SAMPLE_LENGTH: usize = 1600;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_stop_triggers).service(test_reply);
}

/// List the stop triggers
///
/// A reply that is one of these as a whole, in any case and whatever punctuation stands around
/// it, opts the contact out. The default ones are the same in every workspace.
#[utoipa::path(
    tag = "stop_triggers",
    operation_id = "list_stop_triggers",
    responses((status = 200, description = "The triggers", body = Vec<StopTrigger>), Problems)
)]
#[get("/api/v1/stop_triggers")]
pub async fn list_stop_triggers(_caller: Caller<ReadSettings>) -> Answer<Vec<StopTrigger>> {
    let phrases = rules::DEFAULT_TRIGGERS.into_iter().chain(rules::ALWAYS_ON);
    let triggers = phrases
        .map(|phrase| StopTrigger {
            phrase: phrase.to_owned(),
            is_default: true,
        })
        .collect();
    Ok(web::Json(triggers))
}

/// Try a sample reply
///
/// Says what the reply would do; nothing is sent or changed.
#[utoipa::path(
    tag = "stop_triggers",
    operation_id = "test_reply",
    request_body = TestReply,
    responses((status = 200, description = "What it would do", body = TestedReply), Problems)
)]
#[post("/api/v1/stop_triggers/test")]
pub async fn test_reply(
    _caller: Caller<ReadSettings>,
    body: Passing<TestReply>,
) -> Answer<TestedReply> {
    let text = &body.0.text;
    if text.chars().count() > SAMPLE_LENGTH {
        let message = format!("Use at most {SAMPLE_LENGTH} characters, as a text does.");
        return Err(Error::field("text", message));
    }
    Ok(web::Json(tested(text)))
}

/// What the reply would do; "Yes" counts as it does from an opted-out contact.
fn tested(text: &str) -> TestedReply {
    let (effect, trigger) = match rules::read(text, &[], true) {
        Reply::OptOut { trigger } => (ReplyEffect::OptOut, Some(trigger)),
        Reply::OptIn => (ReplyEffect::OptIn, None),
        Reply::Help => (ReplyEffect::Help, None),
        Reply::Other => match rules::revocation::read(text, &[]) {
            Some(found) => (ReplyEffect::Review, Some(found.phrase.to_owned())),
            None => (ReplyEffect::None, None),
        },
    };
    TestedReply { effect, trigger }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s7_the_tester_names_the_trigger_and_the_effect() {
        for (text, effect, trigger) in [
            ("stop all!", ReplyEffect::OptOut, Some("Stop All")),
            ("Start", ReplyEffect::OptIn, None),
            ("yes", ReplyEffect::OptIn, None),
            ("HELP", ReplyEffect::Help, None),
            (
                "pls stop txting me",
                ReplyEffect::Review,
                Some("stop texting me"),
            ),
            ("stop by at 5", ReplyEffect::None, None),
            ("", ReplyEffect::None, None),
        ] {
            let expected = TestedReply {
                effect,
                trigger: trigger.map(str::to_owned),
            };
            assert_eq!(tested(text), expected, "{text}");
        }
    }
}
