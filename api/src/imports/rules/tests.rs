use copperline_shared::api_tokens::LeadDuplicates;
use uuid::Uuid;

use super::*;

fn import(columns: &[(&str, Option<ImportField>)]) -> Import {
    Import {
        id: Uuid::nil(),
        kind: ImportKind::Contacts,
        file_name: "leads.csv".to_owned(),
        state: ImportState::Checking,
        columns: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        mapping: columns.iter().map(|(_, field)| *field).collect(),
        duplicates: LeadDuplicates::Skip,
        source: "Fair".to_owned(),
        tag_ids: Vec::new(),
        total: 1,
        done: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 0,
        problems: 0,
        agent_id: None,
        created_at: DateTime::UNIX_EPOCH,
        finished_at: None,
    }
}

fn line(import: &Import, cells: &[&str]) -> Result<Said, String> {
    let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    let now = DateTime::parse_from_rfc3339("2026-11-28T12:00:00Z").expect("a moment");
    read(import, &cells, now.to_utc())
}

fn contacts() -> Import {
    import(&[
        ("Phone", Some(ImportField::Phone)),
        ("Name", Some(ImportField::FullName)),
        ("Email", Some(ImportField::Email)),
        ("DNC", Some(ImportField::OptedOut)),
        ("Tags", Some(ImportField::Tags)),
        ("Consent", Some(ImportField::ConsentAt)),
        ("Cert", Some(ImportField::ConsentCertificate)),
        ("Shoe size", Some(ImportField::Custom)),
        ("Row", None),
    ])
}

#[test]
fn p6_a_line_is_read_by_its_columns() {
    let said = line(
        &contacts(),
        &[
            "(512) 555-0192",
            "Ana María Díaz",
            "ana@example.net",
            "no",
            "Hot; Term life, ",
            "2026-11-01",
            "https://cert.example/1",
            "38",
            "1",
        ],
    );
    let said = said.expect("a line");
    assert_eq!(said.phone.as_str(), "+15125550192");
    assert_eq!(
        (
            said.details.first_name.as_str(),
            said.details.last_name.as_str()
        ),
        ("Ana María", "Díaz")
    );
    assert_eq!(said.details.email, "ana@example.net");
    assert_eq!(said.details.source, "Fair");
    assert_eq!(said.tags, ["Hot", "Term life"]);
    assert_eq!(said.opted_out, None);
    let consent = said.consent.expect("consent");
    assert_eq!(consent.certificate, "https://cert.example/1");
    assert_eq!(
        consent.at.map(|at| at.to_rfc3339()).as_deref(),
        Some("2026-11-01T00:00:00+00:00")
    );
    let custom: Vec<_> = said.details.custom_fields.0.into_iter().collect();
    assert_eq!(custom, [("Shoe size".to_owned(), Value::from("38"))]);
    assert_eq!(said.problem, "");
}

#[test]
fn p6_only_the_phone_decides_and_what_cant_be_read_is_kept_and_told() {
    let told = |cells: &[&str]| line(&contacts(), cells).expect_err("refused");
    assert!(told(&["", "Maya"]).starts_with("phone: "));
    assert!(told(&["555-0192", "Maya"]).starts_with("phone: "));
    let more = ["5125550192", "", "", "", "", "", "", "", "", "over"];
    assert!(told(&more).contains("10 cells"));
    let said = line(&contacts(), &["5125550192", "Maya", "maya at home"]).expect("a line");
    assert_eq!(said.details.email, "");
    assert!(said.problem.contains("maya at home"), "{}", said.problem);
    let kept = said.details.custom_fields.0.get("email");
    assert_eq!(kept, Some(&Value::from("maya at home")));
}

#[test]
fn p6_anything_but_a_plain_no_opts_out() {
    for (cell, out) in [
        ("", false),
        ("No", false),
        ("FALSE", false),
        ("0", false),
        ("yes", true),
        ("1", true),
        ("x", true),
        ("2026-11-01", true),
        ("ask again", true),
    ] {
        let said = line(&contacts(), &["5125550192", "", "", cell]).expect("a line");
        assert_eq!(said.opted_out.is_some(), out, "{cell}");
    }
}

#[test]
fn p6_a_plain_no_is_no_consent_whatever_certificate_stands_beside_it() {
    let certificate = "https://cert.example/1";
    let said = |consent: &str, certificate: &str| {
        let cells = ["5125550192", "", "", "", "", consent, certificate];
        line(&contacts(), &cells).expect("a line")
    };
    for no in ["No", "FALSE", "0", "n/a", "not given"] {
        let said = said(no, certificate);
        assert_eq!(said.consent, None, "{no}");
        assert_eq!(
            said.problem,
            format!("“{no}” under Consent: no consent is recorded.")
        );
    }
    let yes = said("yes", certificate);
    assert!(yes.consent.is_some());
    assert_eq!(yes.problem, "");
    // A certificate that is none proves nothing by itself.
    assert_eq!(said("", "none").consent, None);
    assert!(said("", certificate).consent.is_some());
}

#[test]
fn p6_each_tag_of_a_line_counts_once_and_so_many_at_the_most() {
    let said = |tags: &str| line(&contacts(), &["5125550192", "", "", "", tags]).expect("a line");
    assert_eq!(said("Hot; warm, HOT,").tags, ["warm", "HOT"]);
    let many: Vec<String> = (0..=MOST_AT_ONCE).map(|n| format!("t{n}")).collect();
    let said = said(&many.join(";"));
    assert_eq!(said.tags, many[..MOST_AT_ONCE]);
    assert!(said.problem.contains("at most 20 tags"), "{}", said.problem);
}

#[test]
fn p6_a_name_of_its_own_column_counts_more_than_a_full_one() {
    let full = ("Name", Some(ImportField::FullName));
    let first = ("First", Some(ImportField::FirstName));
    let phone = ("Phone", Some(ImportField::Phone));
    for (columns, cells) in [
        (
            [phone, full, first],
            ["5125550192", "Ana María Díaz", "Anita"],
        ),
        (
            [phone, first, full],
            ["5125550192", "Anita", "Ana María Díaz"],
        ),
    ] {
        let details = line(&import(&columns), &cells).expect("a line").details;
        let name = (details.first_name.as_str(), details.last_name.as_str());
        assert_eq!(name, ("Anita", "Díaz"));
    }
    let cells = ["5125550192", "", "Ana María Díaz"];
    let said = line(&import(&[phone, first, full]), &cells).expect("a line");
    assert_eq!(said.details.first_name, "Ana María");
}

#[test]
fn p6_a_note_is_for_the_notepad_and_no_custom_field() {
    let import = import(&[
        ("Phone", Some(ImportField::Phone)),
        ("Note", Some(ImportField::Note)),
    ]);
    let said = line(&import, &["5125550192", "Call\nafter six"]).expect("a line");
    assert_eq!(said.note, "Call\nafter six");
    assert!(said.details.custom_fields.0.is_empty());
    assert_eq!(said.problem, "");
}

#[test]
fn p6_x6_a_line_that_was_forgotten_says_nothing() {
    assert_eq!(line(&contacts(), &[]), Err(ERASED.to_owned()));
}

#[test]
fn p6_what_an_export_wrote_of_custom_fields_is_taken_apart_again() {
    let import = import(&[
        ("phone", Some(ImportField::Phone)),
        ("custom_fields", Some(ImportField::Custom)),
        ("email", Some(ImportField::Custom)),
    ]);
    let cells = [
        "5125550192",
        r#"{"age": 41, "note": "Roof"}"#,
        "old@example.net",
    ];
    let said = line(&import, &cells).expect("a line");
    let custom = &said.details.custom_fields.0;
    assert_eq!(custom.get("age"), Some(&Value::from(41)));
    assert_eq!(custom.get("note"), Some(&Value::from("Roof")));
    assert_eq!(custom.get("email"), Some(&Value::from("old@example.net")));
    assert_eq!(said.problem, "");
}

#[test]
fn p6_an_import_needs_its_phone_once_and_every_field_at_most_once() {
    let import = contacts();
    let asked = |mapping: Vec<Option<ImportField>>| CheckImport {
        mapping,
        duplicates: LeadDuplicates::Skip,
        source: String::new(),
        tag_ids: Vec::new(),
    };
    assert_eq!(
        check(&asked(import.mapping.clone()), &import)
            .ok()
            .as_deref(),
        Some("")
    );
    assert!(check(&asked(vec![None; 9]), &import).is_err());
    assert!(check(&asked(vec![Some(ImportField::Phone)]), &import).is_err());
    let mut twice = import.mapping.clone();
    twice[8] = Some(ImportField::Email);
    assert!(check(&asked(twice.clone()), &import).is_err());
    twice[8] = Some(ImportField::Custom);
    assert!(check(&asked(twice), &import).is_ok());
    let mut over = import.clone();
    over.state = ImportState::Finished;
    assert!(check(&asked(import.mapping), &over).is_err());
}
