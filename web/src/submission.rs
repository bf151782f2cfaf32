//! A request that a person starts with a form or a button: one at a time, and its outcome.

use std::future::Future;

use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use crate::api::{self, Failure, Outcome};
use crate::attempt::Attempts;
use crate::ui::{Banner, Tone, focus_first_invalid, standing};

/// Whether a request is under way, and why the last one failed.
#[derive(Clone, Copy)]
pub struct Submission {
    pub busy: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
    attempts: Attempts,
}

impl Default for Submission {
    fn default() -> Self {
        Self::new()
    }
}

impl Submission {
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            attempts: Attempts::after(None),
        }
    }

    /// The idempotency key for this body: the one it was sent with before, as long as nobody knows
    /// whether that took effect.
    pub fn key(self, body: &impl Serialize) -> String {
        if self.busy.get_untracked() {
            // Nothing is sent meanwhile, and the key of what is under way must not be lost.
            return api::idempotency_key();
        }
        self.attempts.key(body)
    }

    /// Sends the request unless one is under way; `done` gets the answer if the screen still
    /// stands. A failure is kept in `failure`, and the focus goes to the first field to correct.
    pub fn run<T: 'static>(
        self,
        request: impl Future<Output = Outcome<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let (answer, failure) = match request.await {
                Ok(answer) => (Some(answer), None),
                Err(failure) => (None, Some(failure)),
            };
            let stands = self.end(failure);
            if let Some(answer) = answer.filter(|_| stands) {
                done(answer);
            }
        });
    }

    /// Tells of the failure, if there is one; whether the screen still stands.
    fn end(self, failure: Option<Failure>) -> bool {
        if self.busy.try_set(false).is_some() {
            // The screen has gone: `try_set` hands the value back.
            return false;
        }
        self.attempts.end(failure.as_ref());
        // The page asks to sign in again, which says it better than a banner here.
        let told = failure.filter(|failure| failure.code() != Some(ErrorCode::Unauthenticated));
        let correct = told.is_some();
        self.failure.set(told);
        if correct {
            focus_first_invalid();
        }
        true
    }

    /// What is wrong with one field, until what was typed there is changed.
    pub fn error_of<T>(self, field: &'static str, typed: RwSignal<T>) -> MaybeProp<String>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        self.error_while(field, move || typed.get())
    }

    /// As [`error_of`](Self::error_of), of what stands in several places.
    pub fn error_while<T>(
        self,
        field: &'static str,
        typed: impl Fn() -> T + Clone + Send + Sync + 'static,
    ) -> MaybeProp<String>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let told = move || self.failure.with(|failure| failure.as_ref()?.field(field));
        standing(told, typed)
    }
}

/// What the form as a whole says of a failure: everything that none of its fields shows.
fn general(failure: &Failure, shown: &[&str]) -> Option<String> {
    let Failure::Refused(problem) = failure else {
        return Some(failure.message());
    };
    if problem.fields.is_empty() {
        return Some(failure.message());
    }
    // "steps[" stands for each of the steps.
    let is_shown = |field: &str| {
        let mut names = shown.iter();
        names.any(|name| *name == field || (name.ends_with('[') && field.starts_with(*name)))
    };
    let elsewhere: Vec<&str> = problem
        .fields
        .iter()
        .filter(|field| !is_shown(&field.field))
        .map(|field| field.message.as_str())
        .collect();
    (!elsewhere.is_empty()).then(|| elsewhere.join(" "))
}

/// That a mail was sent once more is what the person waits for; nothing went wrong.
fn tone(failure: &Failure) -> Tone {
    match failure.code() {
        Some(ErrorCode::EmailNotConfirmed) => Tone::Neutral,
        _ => Tone::Bad,
    }
}

/// The last failure, unless the fields below show it.
#[component]
pub fn FailureBanner(
    submission: Submission,
    /// The fields that show their own error.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    let told = Memo::new(move |_| {
        submission.failure.with(|failure| {
            let failure = failure.as_ref()?;
            Some((tone(failure), general(failure, fields)?))
        })
    });
    move || {
        told.get().map(|(tone, message)| {
            view! {
                <Banner tone>
                    <p>{message}</p>
                </Banner>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use copperline_shared::problem::{FieldProblem, Problem};

    use super::*;

    fn refused(fields: &[(&str, &str)]) -> Failure {
        let fields = fields.iter().map(|(field, message)| FieldProblem {
            field: (*field).to_owned(),
            message: (*message).to_owned(),
        });
        Failure::Refused(Problem {
            kind: "about:blank".to_owned(),
            title: "Invalid".to_owned(),
            status: 422,
            detail: "Correct the fields.".to_owned(),
            code: ErrorCode::Invalid,
            fields: fields.collect(),
            current: None,
            request_id: String::new(),
        })
    }

    #[test]
    fn the_form_as_a_whole_says_what_none_of_its_fields_shows() {
        let shown = ["email"];
        assert_eq!(general(&refused(&[("email", "Enter one")]), &shown), None);
        let both = refused(&[("email", "Enter one"), ("token", "The link is over.")]);
        assert_eq!(general(&both, &shown).as_deref(), Some("The link is over."));
        assert_eq!(
            general(&refused(&[]), &shown).as_deref(),
            Some("Correct the fields.")
        );
        assert!(general(&Failure::Offline, &shown).is_some());
        let second = refused(&[("steps[1]", "Write a message")]);
        assert_eq!(general(&second, &["steps["]), None);
        assert!(general(&second, &["steps"]).is_some());
    }
}
