//! One line of the exported record, in plain words.

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentEntry, ConsentKind, ConsentSource};
use copperline_shared::messages::{Message, SenderKind};
use copperline_shared::phone::Phone;
use serde::Serialize;
use uuid::Uuid;

use crate::stop_triggers::rules::{Reply, read, revocation};

/// What is said of consent.
pub const AGREED: &str = "Agreed to texts";

/// What happened, when, and what proves it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// When consent was given or withdrawn, or the text was received or written.
    pub at: DateTime<Utc>,
    pub what: &'static str,
    pub by: &'static str,
    /// The reply's or text's own words, or who did it.
    pub words: String,
    /// The trigger the words matched, or what they were read as.
    pub read_as: String,
    pub decided_by: String,
    pub source_url: String,
    pub certificate: String,
    pub recorded_at: DateTime<Utc>,
    /// The entry's or text's id.
    pub id: Uuid,
}

/// What was said, and which phone it is about where that is not the contact's own.
fn words(said: &str, phone: Option<&Phone>) -> String {
    let Some(phone) = phone else {
        return said.to_owned();
    };
    format!("{said} (for {phone})").trim().to_owned()
}

impl Line {
    pub fn of_entry(entry: &ConsentEntry) -> Self {
        Self {
            at: entry.given_at,
            what: match entry.kind {
                ConsentKind::Consent => AGREED,
                ConsentKind::OptOut => "Opted out",
                ConsentKind::OptIn => "Opted in again",
            },
            by: match entry.source {
                ConsentSource::Lead => "stated by the lead vendor",
                ConsentSource::Contact => "the contact",
                ConsentSource::Agent => "an agent",
                ConsentSource::Carrier => "the carrier",
                ConsentSource::Import => "an imported file",
                ConsentSource::Suppression => "the suppression list",
            },
            words: words(&entry.evidence, entry.phone.as_ref()),
            read_as: entry.trigger.clone(),
            decided_by: entry.decided_by.clone(),
            source_url: entry.source_url.clone(),
            certificate: entry.certificate.clone(),
            recorded_at: entry.created_at,
            id: entry.id,
        }
    }

    /// A text's line, if it speaks of consent.
    pub fn of_text(text: &Message, names: &[&str]) -> Option<Self> {
        let (what, by, read_as) = match text.sender {
            SenderKind::Copperline => ("Text sent", "Copperline", String::new()),
            SenderKind::Contact => {
                let read_as = match read(&text.body, &[], true) {
                    Reply::OptOut { trigger } => trigger,
                    Reply::OptIn => "a wish for texts".to_owned(),
                    Reply::Help => "a request for help".to_owned(),
                    Reply::Other => revocation::read(&text.body, names)?.phrase.to_owned(),
                };
                ("Text received", "the contact", read_as)
            }
            SenderKind::Agent | SenderKind::ApiToken | SenderKind::Workflow => return None,
        };
        Some(Self {
            at: text.created_at,
            what,
            by,
            words: words(&text.body, text.other_phone.as_ref()),
            read_as,
            decided_by: String::new(),
            source_url: String::new(),
            certificate: String::new(),
            recorded_at: text.created_at,
            id: text.id,
        })
    }
}
