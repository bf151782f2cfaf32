//! What lines say of consent, kept whatever is done with the rest of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use copperline_shared::consent::{ConsentKind, ConsentSource};
use copperline_shared::contacts::Contact;
use copperline_shared::events::Event;
use copperline_shared::phone::Phone;

use super::file;
use super::lines::Lines;
use crate::consent::queries::NewEntry;
use crate::consent::{self, Asked, Given};
use crate::conversations::records::By;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::leads::rules::StatedConsent;
use crate::outbox::Audience;

/// Adds what lines say of consent to the phones' records.
///
/// # Errors
/// When the database fails.
pub async fn consent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    lines: &Lines<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let stated: Vec<(&Phone, &StatedConsent, String)> = lines
        .said()
        .filter_map(|(kept, said)| {
            let stated = said.consent.as_ref()?;
            let mut evidence = format!("{}, line {}", file(lines.import), kept.line);
            if let Some(words) = &stated.words {
                evidence = format!("{evidence}; consent_at: {words}");
            }
            Some((&said.phone, stated, evidence))
        })
        .collect();
    let given: Vec<(&Phone, Given<'_>)> = stated
        .iter()
        .map(|(phone, stated, evidence)| {
            let given = Given {
                source: ConsentSource::Import,
                at: stated.at.unwrap_or(now),
                source_url: &stated.source_url,
                certificate: &stated.certificate,
                evidence,
            };
            (*phone, given)
        })
        .collect();
    consent::record_consents_once(connection, workspace, &given, now).await
}

/// Opts out whom the file says has opted out, unless they are already; gives the events. Whoever
/// uploaded it is `by`.
///
/// # Errors
/// When the database fails.
pub async fn opt_outs(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (lines, by): (&Lines<'_>, By),
    known: &HashMap<String, Contact>,
    now: DateTime<Utc>,
) -> Result<Vec<(Audience, Event)>, Error> {
    // The line's phone, and the contact's own where that is another: one person has both, and the
    // line's is no contact any more.
    let asked: Vec<_> = lines
        .said()
        .filter_map(|(kept, said)| {
            let words = said.opted_out.as_ref()?;
            let evidence = format!("{}, line {}: {words}", file(lines.import), kept.line);
            let own = known.get(said.phone.as_str()).map(|contact| &contact.phone);
            Some((&said.phone, own.unwrap_or(&said.phone), evidence))
        })
        .collect();
    let phones: Vec<&str> = asked
        .iter()
        .flat_map(|(phone, own, _)| [phone.as_str(), own.as_str()])
        .collect();
    let mut standing = consent::queries::opted_out(connection, workspace, &phones).await?;
    let mut events = Vec::new();
    for (phone, own, evidence) in asked {
        if standing.insert(own.as_str().to_owned()) {
            let asked = Asked {
                conversation: None,
                source: ConsentSource::Import,
                evidence: &evidence,
                trigger: "",
                by,
                decided_by: "",
            };
            let opted_out = consent::opt_out_with_thread(connection, workspace, own, asked, now);
            events.extend(opted_out.await?);
        }
        if standing.insert(phone.as_str().to_owned()) {
            follow(connection, workspace, phone, &evidence, now).await?;
        }
    }
    Ok(events)
}

/// Opts out a phone whose contact was merged into another.
async fn follow(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    evidence: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let source = ConsentSource::Import;
    let entry = NewEntry {
        kind: ConsentKind::OptOut,
        source,
        given_at: now,
        source_url: "",
        certificate: "",
        evidence,
        trigger: "",
        decided_by: "",
    };
    consent::queries::opt_out(connection, workspace, phone, source, now).await?;
    consent::queries::add_entry(connection, workspace, phone, entry, now).await
}
