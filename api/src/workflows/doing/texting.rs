//! The texts of steps: sent, waiting for what holds them, or the end of their run.

use copperline_shared::conversations::Refusal;
use copperline_shared::messages::GateAnswer;
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use copperline_shared::workflows::{RunState, WorkflowStep};

use super::{Charge, Did, Doing, Events};
use crate::db::Connection;
use crate::error::Error;
use crate::messages::queries::OfRun;
use crate::messages::{self, Outcome, StepText, Waits};
use crate::workflows::queries::Waiting;
use crate::workflows::{rules, texts};

/// So many answers of the gate are kept of a text that waits.
const ANSWERS_KEPT: usize = 20;

impl Doing<'_> {
    /// How the run waits while a review is open; nobody asked the gate.
    pub(super) fn paused(&self) -> Result<Waiting, Error> {
        Ok(Waiting {
            until: self.now + rules::LOOKED_AGAIN,
            hold: Refusal {
                code: ErrorCode::AutomationPaused,
                detail: rules::PAUSED.to_owned(),
            },
            lacking_since: self.run.lacking_since,
            slot: None,
            answers: self.run.answers()?,
        })
    }

    /// What the gate has answered to the step's text, with what it answers now.
    fn answers(&self, now: GateAnswer) -> Result<Vec<GateAnswer>, Error> {
        let mut answers = self.run.answers()?;
        answers.push(now);
        let surplus = answers.len().saturating_sub(ANSWERS_KEPT);
        answers.drain(..surplus);
        Ok(answers)
    }

    /// How the run goes on whose text was not sent.
    fn refused(&self, refusal: Refusal, answer: GateAnswer) -> Result<Did, Error> {
        let since = self.run.lacking_since.unwrap_or(self.now);
        Ok(match refusal.code {
            ErrorCode::OptedOut => Did::End(RunState::OptedOut, String::new()),
            ErrorCode::AutomationPaused => Did::Later(self.paused()?),
            code => match rules::until_it_is_there(code, since, self.now) {
                Some(until) => Did::Later(Waiting {
                    until,
                    hold: refusal,
                    lacking_since: Some(since),
                    slot: None,
                    answers: self.answers(answer)?,
                }),
                None => Did::End(RunState::Failed, refusal.detail),
            },
        })
    }

    /// Sends the text of a step, or says how the run goes on without.
    pub(super) async fn send(
        &self,
        connection: &mut Connection,
        step: &WorkflowStep,
    ) -> Result<(Did, Events, Charge), Error> {
        let (workspace, run) = (self.workspace, self.run);
        let who = (self.contact, Some(run.conversation_id));
        let sample = texts::sample(connection, workspace, who, run.agent_id).await?;
        let text = match texts::words(connection, workspace, step, &sample).await? {
            Some(Ok(text)) => text,
            Some(Err(missing)) => {
                return Ok((Did::End(RunState::Failed, missing), Events::new(), None));
            }
            None => return Ok((Did::Done { sent: 0 }, Events::new(), None)),
        };
        let of = OfRun {
            workflow_id: run.workflow_id,
            run_id: run.id,
            step: run.place,
        };
        let earlier = run.answers()?;
        let text = StepText {
            of,
            body: &text.body,
            pictures: text.picture.as_slice(),
            slot: run.slot(),
            earlier: &earlier,
        };
        let sent = messages::send_step(self.app, connection, workspace, self.of(), text, self.now);
        Ok(match sent.await? {
            Outcome::Taken(taken) => {
                let charge =
                    (taken.price > Micros::ZERO).then_some((taken.message_id, taken.price));
                (Did::Done { sent: 1 }, taken.events, charge)
            }
            Outcome::Waits(Waits { hold, slot, answer }) => {
                let waiting = Waiting {
                    until: hold.until,
                    hold: Refusal {
                        code: hold.code,
                        detail: hold.detail,
                    },
                    lacking_since: None,
                    slot,
                    answers: self.answers(answer)?,
                };
                (Did::Later(waiting), Events::new(), None)
            }
            Outcome::Refused(refusal, answer) => {
                (self.refused(refusal, answer)?, Events::new(), None)
            }
        })
    }
}
