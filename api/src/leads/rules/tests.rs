use chrono::TimeZone;
use copperline_shared::leads::CreateLead;
use copperline_shared::problem::ErrorCode;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 16, 0, 0)
        .single()
        .expect("a moment")
}

fn read_json(body: Value) -> Result<Lead, Error> {
    let Value::Object(body) = body else {
        panic!("not an object")
    };
    read(&clean(body), now())
}

fn lead(body: Value) -> Lead {
    read_json(body).expect("accepted")
}

fn refused(body: Value) -> Vec<String> {
    let Err(Error::Refused(refused)) = read_json(body) else {
        panic!("not refused")
    };
    assert_eq!(refused.code, ErrorCode::Invalid);
    refused
        .fields
        .into_iter()
        .map(|problem| problem.field)
        .collect()
}

#[test]
fn s4_every_field_of_the_document_is_known() {
    let text = |text: &str| text.to_owned();
    let sent = CreateLead {
        phone: text("(512) 555-0192"),
        first_name: text("Maya"),
        last_name: text("Robinson"),
        email: text("Maya@Example.com"),
        date_of_birth: text("03/14/1988"),
        zip: text("78704"),
        state: text("Texas"),
        company: text("Lonestar"),
        source: text("SmartQuotes"),
        external_id: text("A-17"),
        consent_at: text("2026-11-20T10:00:00-06:00"),
        consent_source_url: text("https://example.com/quote"),
        consent_certificate: text("cert-1"),
        note: text("Call after 5"),
        token: String::new(),
        custom_fields: BTreeMap::new(),
    };
    let lead = lead(serde_json::to_value(&sent).expect("JSON"));
    let expected = Details {
        first_name: text("Maya"),
        last_name: text("Robinson"),
        email: text("maya@example.com"),
        date_of_birth: NaiveDate::from_ymd_opt(1988, 3, 14),
        zip: text("78704"),
        state: text("TX"),
        company: text("Lonestar"),
        source: text("SmartQuotes"),
        custom_fields: CustomFields(BTreeMap::from([(text("note"), json!("Call after 5"))])),
    };
    assert_eq!(lead.phone.as_str(), "+15125550192");
    assert_eq!(lead.details, expected);
    assert_eq!(lead.external_id.as_deref(), Some("A-17"));
    let consent = StatedConsent {
        at: Utc.with_ymd_and_hms(2026, 11, 20, 16, 0, 0).single(),
        words: None,
        source_url: text("https://example.com/quote"),
        certificate: text("cert-1"),
    };
    assert_eq!(lead.consent, Some(consent));
}

#[test]
fn s4_only_the_phone_is_required() {
    let lead = lead(json!({"phone": "5125550192", "email": "", "zip": null, "note": "  "}));
    assert_eq!(lead.details, Details::default());
    assert_eq!((lead.external_id, lead.consent), (None, None));
    for body in [
        json!({}),
        json!({"phone": ""}),
        json!({"phone": null}),
        json!({"phone": [1]}),
    ] {
        assert_eq!(refused(body), ["phone"]);
    }
    assert_eq!(
        refused(json!({"phone": "555-0192", "email": "no"})),
        ["phone"]
    );
}

#[test]
fn s4_numbers_are_read_as_the_text_they_were() {
    let lead = lead(json!({"phone": 5_125_550_192_i64, "zip": 2139, "external_id": 17}));
    assert_eq!(lead.phone.as_str(), "+15125550192");
    assert_eq!(lead.details.zip, "02139");
    assert_eq!(lead.external_id.as_deref(), Some("17"));
    let spreadsheet = read_json(json!({"phone": 5_125_550_192.0, "zip": 78704.0}));
    assert_eq!(spreadsheet.expect("accepted").details.zip, "78704");
}

#[test]
fn s4_what_cannot_be_read_is_kept_as_it_came() {
    let lead = lead(json!({
        "phone": "512-555-0192",
        "email": "maya at example",
        "date_of_birth": "14.3.88",
        "zip": "K1A 0B1",
        "state": "Ontario",
        "first_name": {"given": "Maya"},
        "household_size": 4,
        "smoker": false,
        "custom_fields": {"carrier": "Acme", "zip": "overruled"},
    }));
    let kept = json!({
        "email": "maya at example",
        "date_of_birth": "14.3.88",
        "zip": "K1A 0B1",
        "state": "Ontario",
        "first_name": {"given": "Maya"},
        "household_size": 4,
        "smoker": false,
        "carrier": "Acme",
    });
    assert_eq!(json!(lead.details.custom_fields.0), kept);
    let rest = Details {
        custom_fields: CustomFields::default(),
        ..lead.details
    };
    assert_eq!(rest, Details::default());
}

#[test]
fn s4_what_is_too_long_to_keep_is_named() {
    let long = |length| "x".repeat(length);
    let body = json!({
        "phone": "512-555-0192",
        "first_name": long(101),
        "source": long(101),
        "external_id": long(201),
        "consent_source_url": long(2001),
        "note": long(10_001),
    });
    let expected = [
        "first_name",
        "source",
        "external_id",
        "consent_source_url",
        "note",
    ];
    assert_eq!(refused(body), expected);
}

#[test]
fn control_characters_are_dropped_wherever_they_stand() {
    let lead = lead(json!({
        "phone": "512-555-0192\u{0}",
        "first_name": "Ma\u{0}ya\u{7}",
        "nested": {"a\u{0}b": ["c\u{0}", {"d": "\u{0}"}]},
    }));
    assert_eq!(lead.details.first_name, "Maya");
    let expected = json!({"nested": {"ab": ["c", {"d": ""}]}});
    assert_eq!(json!(lead.details.custom_fields.0), expected);
}

#[test]
fn s4_consent_is_dated_as_the_vendor_states_it() {
    let moment = |hour| Utc.with_ymd_and_hms(2026, 11, 20, hour, 0, 0).single();
    for (stated, at, words) in [
        ("2026-11-20T16:00:00Z", moment(16), None),
        ("2026-11-20T10:00:00-06:00", moment(16), None),
        // As a form sends 2026-11-20T16:00:00+00:00 when the plus is not encoded.
        ("2026-11-20T16:00:00 00:00", moment(16), None),
        (
            "2026-11-20 16:00:00",
            moment(16),
            Some("2026-11-20 16:00:00"),
        ),
        ("11/20/2026", moment(0), Some("11/20/2026")),
        ("last Friday", None, Some("last Friday")),
        ("2027-11-20T16:00:00Z", None, Some("2027-11-20T16:00:00Z")),
    ] {
        let lead = lead(json!({"phone": "512-555-0192", "consent_at": stated}));
        let consent = lead.consent.expect("stated");
        assert_eq!(
            (consent.at, consent.words.as_deref()),
            (at, words),
            "{stated}"
        );
    }
}

#[test]
fn s4_a_lead_that_says_no_to_consent_has_none_whatever_page_it_names() {
    for no in [json!("no"), json!("Not given"), json!(0)] {
        let lead = lead(json!({
            "phone": "512-555-0192",
            "consent_at": no,
            "consent_source_url": "https://quotes.example",
            "consent_certificate": "https://cert.example/1",
        }));
        assert_eq!(lead.consent, None, "{no}");
    }
}

fn maya() -> Contact {
    Contact {
        id: Uuid::nil(),
        phone: "+15125550192".parse().expect("a phone"),
        first_name: "Maya".to_owned(),
        last_name: String::new(),
        email: "old@example.com".to_owned(),
        date_of_birth: None,
        zip: String::new(),
        state: String::new(),
        company: String::new(),
        source: "First".to_owned(),
        custom_fields: BTreeMap::from([("smoker".to_owned(), json!(true))]),
        opted_out_at: None,
        created_at: now(),
        updated_at: now(),
    }
}

#[test]
fn s4_a_known_contact_is_left_alone_or_filled_in() {
    let lead = lead(json!({
        "phone": "512-555-0192",
        "first_name": "Maya",
        "last_name": "Robinson",
        "email": "new@example.com",
        "pets": 2,
    }));
    let skipped = changes(LeadDuplicates::Skip, &lead.details, &maya());
    assert_eq!(skipped, Changes::default());
    let expected = Changes {
        last_name: Some("Robinson".to_owned()),
        email: Some("new@example.com".to_owned()),
        custom_fields: Some(CustomFields(BTreeMap::from([
            ("pets".to_owned(), json!(2)),
            ("smoker".to_owned(), json!(true)),
        ]))),
        ..Changes::default()
    };
    assert_eq!(
        changes(LeadDuplicates::Update, &lead.details, &maya()),
        expected
    );
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

fn any_name() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "first_name",
        "last_name",
        "email",
        "date_of_birth",
        "zip",
        "state",
        "company",
        "source",
        "consent_at",
        "consent_source_url",
        "consent_certificate",
        "note",
        "custom_fields",
    ]);
    prop_oneof![known.prop_map(str::to_owned), any::<String>()]
}

proptest! {
    #[test]
    fn s4_a_good_phone_is_accepted_whatever_comes_with_it(
        fields in prop::collection::btree_map(any_name(), any_value(), 0..6),
    ) {
        let mut body: Map<String, Value> = fields.into_iter().collect();
        body.remove("external_id");
        body.insert("phone".to_owned(), json!("512-555-0192"));
        match read(&clean(body), now()) {
            Ok(lead) => {
                prop_assert_eq!(lead.phone.as_str(), "+15125550192");
                let kept = json!(lead.details.custom_fields.0).to_string();
                prop_assert!(!kept.contains("\\u0000"), "{}", kept);
            }
            // Names and notes that are too long to keep.
            Err(Error::Refused(refused)) => {
                prop_assert!(refused.fields.iter().all(|field| field.message.contains("at most")));
            }
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
    }
}

#[test]
fn s4_a_consent_of_an_impossible_year_is_kept_as_it_came_and_loses_no_lead() {
    for stated in [
        "-5000-01-01",
        "01/01/-9000",
        "0001-01-01T00:00:00Z",
        "1989-12-31",
    ] {
        let lead = lead(json!({"phone": "512-555-0192", "consent_at": stated}));
        let consent = lead.consent.expect("a consent was stated");
        assert_eq!((consent.at, consent.words.as_deref()), (None, Some(stated)));
    }
}
