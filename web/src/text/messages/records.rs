//! Words of the records in a thread. Whoever did what one tells is named as the sender of a message is:
//! an agent, a token or a workflow.

/// A record of a workflow or redrip that was started or ended; an ended one says how.
pub fn workflow_changed(what: &str, by: Option<&str>, detail: &str) -> String {
    match by {
        Some(by) => format!("{what}: {detail}, by {by}"),
        None => format!("{what}: {detail}"),
    }
}

/// A record: a lead came in. `detail` is its source and what else is known of it.
pub fn lead_received(detail: &str) -> String {
    match detail.strip_prefix(" · ") {
        Some(rest) => format!("New lead · {rest}"),
        None if detail.is_empty() => "New lead".to_owned(),
        None => match detail.split_once(" · ") {
            Some((source, rest)) => format!("Lead from {} · {rest}", cut(source)),
            None => format!("Lead from {}", cut(detail)),
        },
    }
}

/// The beginning of a name that is too long for a line.
fn cut(name: &str) -> String {
    const LETTERS: usize = 40;
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A record: a contact was opted out here, or opted out by their own words, with their carrier or by a
/// merge. `detail` is the trigger their words matched, or the evidence that is none of theirs.
pub fn contact_opted_out(name: &str, by: Option<&str>, detail: &str) -> String {
    let own = format!("{name} opted out of texts");
    if let Some(by) = by {
        return format!("{by} opted {name} out of texts");
    }
    if let Some(code) = detail.strip_prefix("carrier error ") {
        return format!("{own} with the carrier (error {code})");
    }
    match detail {
        "" => own,
        merged if merged.starts_with("Merged with ") => format!("{own}. {merged}"),
        trigger => format!("{own} (“{trigger}”)"),
    }
}

/// A record: a contact wants texts again.
pub fn contact_opted_in(name: &str, trigger: &str) -> String {
    if trigger.is_empty() {
        format!("{name} wants texts again")
    } else {
        format!("{name} wants texts again (“{trigger}”)")
    }
}

/// A record: a reply reads like a request to stop, or somebody took its dismissal back.
pub fn automation_paused(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} paused automation again"),
        None => "Automation paused: the reply reads like a request to stop".to_owned(),
    }
}

/// A record: somebody read the reply otherwise.
pub fn automation_resumed(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} dismissed the reply: automation goes on"),
        None => "The reply was dismissed: automation goes on".to_owned(),
    }
}

/// A record: the conversation was put away.
pub fn archived(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} archived this conversation"),
        None => "Archived".to_owned(),
    }
}

/// A record: the conversation was taken out of the archive.
pub fn unarchived(by: Option<&str>) -> String {
    match by {
        Some(by) => format!("{by} took this conversation out of the archive"),
        None => "Taken out of the archive".to_owned(),
    }
}

/// A record: the contact wrote, and the conversation was in the archive.
pub fn unarchived_by_message(name: &str) -> String {
    format!("Out of the archive: {name} wrote")
}

/// A record: the contact was put in a stage of the pipeline, or taken off it. `detail` is the stage
/// and the quoted amount: `Quoted · $1,140.00`.
pub fn stage_moved(name: &str, by: Option<&str>, detail: &str) -> String {
    let detail = detail.strip_suffix(".00").unwrap_or(detail);
    match by {
        Some(by) if detail.is_empty() => format!("{by} took {name} off the pipeline"),
        Some(by) => format!("{by} moved {name} to {detail}"),
        None if detail.is_empty() => "Taken off the pipeline".to_owned(),
        None => format!("Moved to {detail}"),
    }
}

/// Who assigned the conversation with the contact called `name` to whom; to nobody where `detail`
/// names none.
pub fn assigned(name: &str, by: Option<&str>, detail: &str) -> String {
    match by {
        Some(by) if detail.is_empty() => format!("{by} assigned {name} to nobody"),
        Some(by) if by == detail => format!("{by} took {name} on"),
        Some(by) => format!("{by} assigned {name} to {detail}"),
        None if detail.is_empty() => "Assigned to nobody".to_owned(),
        None => format!("Assigned to {detail}"),
    }
}

/// A record: another contact was merged into this one.
pub fn contacts_merged(by: Option<&str>, detail: &str) -> String {
    match by {
        Some(by) => format!("{by} merged {detail} into this contact"),
        None => format!("{detail} was merged into this contact"),
    }
}

/// What happened and when: "Lead from `SmartQuotes` · 4:02 pm".
pub fn at(what: &str, time: &str) -> String {
    // "pm" alone on a line reads like nothing.
    format!("{what} · {}", time.replace(' ', "\u{a0}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn c12_a_move_is_told_with_who_made_it_and_the_amount() {
        let moved = |agent, detail| super::stage_moved("Maya", agent, detail);
        assert_eq!(
            moved(Some("Jordan"), "Quoted · $1,140.00"),
            "Jordan moved Maya to Quoted · $1,140"
        );
        assert_eq!(moved(None, "Quoted · $0.50"), "Moved to Quoted · $0.50");
        assert_eq!(
            moved(Some("Jordan"), ""),
            "Jordan took Maya off the pipeline"
        );
    }

    #[test]
    fn c7_x6_an_opt_out_says_who_recorded_it_and_quotes_nobody_but_the_contact() {
        let opted_out = |by, detail| super::contact_opted_out("Maya", by, detail);
        assert_eq!(
            opted_out(Some("SmartQuotes (API token)"), ""),
            "SmartQuotes (API token) opted Maya out of texts"
        );
        assert_eq!(
            opted_out(None, "Stop All"),
            "Maya opted out of texts (“Stop All”)"
        );
        assert_eq!(
            opted_out(None, "carrier error 21610"),
            "Maya opted out of texts with the carrier (error 21610)"
        );
        assert_eq!(
            opted_out(
                None,
                "Merged with (512) 555-0193, opted out since 2026-11-28"
            ),
            "Maya opted out of texts. Merged with (512) 555-0193, opted out since 2026-11-28"
        );
        assert_eq!(opted_out(None, ""), "Maya opted out of texts");
    }

    #[test]
    fn c18_an_assignment_says_who_gave_what_to_whom() {
        let assigned = |agent, detail| super::assigned("Maya", agent, detail);
        let jordan = Some("Jordan Diaz");
        assert_eq!(
            assigned(jordan, "Sam Lee"),
            "Jordan Diaz assigned Maya to Sam Lee"
        );
        assert_eq!(assigned(jordan, "Jordan Diaz"), "Jordan Diaz took Maya on");
        assert_eq!(assigned(jordan, ""), "Jordan Diaz assigned Maya to nobody");
        assert_eq!(
            assigned(jordan, "Sales"),
            "Jordan Diaz assigned Maya to Sales"
        );
        assert_eq!(assigned(None, "Sam Lee"), "Assigned to Sam Lee");
    }

    #[test]
    fn c7_a_lead_without_a_source_is_still_told() {
        assert_eq!(super::lead_received("SmartQuotes"), "Lead from SmartQuotes");
        assert_eq!(
            super::lead_received(" · consent recorded"),
            "New lead · consent recorded"
        );
        assert_eq!(super::lead_received(""), "New lead");
    }

    #[test]
    fn c7_a_leads_long_source_does_not_fill_the_thread() {
        let source = "Quotes ".repeat(12);
        let words = super::lead_received(&format!("{source} · consent recorded"));
        assert!(words.ends_with("… · consent recorded"), "{words}");
        assert!(words.chars().count() < 75, "{words}");
    }
}
