use chrono::TimeDelta;
use copperline_shared::consent::ConsentSource;
use copperline_shared::numbers::NumberState;
use copperline_shared::places::Place;
use copperline_shared::texting_hours::{LiveReplies, TextingHours, Window};
use uuid::Uuid;

use super::*;
use crate::messages::queries::{GateSettings, Untextable};

/// A Friday at noon in Austin.
const NOON: &str = "2026-11-27T18:00:00Z";
/// The evening after, half past ten there.
const NIGHT: &str = "2026-11-28T04:30:00Z";

struct Case {
    to: Addressee,
    from: Option<Number>,
    at: DateTime<Utc>,
    by_person: bool,
    anyway: bool,
    later: bool,
    countries: Vec<u16>,
    opted_out: bool,
    paused: bool,
    untextable: bool,
    settings: GateSettings,
    sundays: Window,
    balance: i64,
}

/// A part of a day: `9:00` to `21:00`.
fn window(from: &str, to: &str) -> Window {
    Window {
        from: from.parse().expect("a time"),
        to: to.parse().expect("a time"),
    }
}

impl Case {
    fn at(moment: &str) -> Self {
        Self {
            to: Addressee {
                phone: "+15125550192".parse().expect("a phone"),
                state: String::new(),
                zip: String::new(),
                last_inbound_at: None,
                follow_up_due: false,
            },
            from: Some(Number {
                id: Uuid::nil(),
                phone: "+15125550100".parse().expect("a phone"),
                state: NumberState::Active,
            }),
            at: moment.parse().expect("a moment"),
            by_person: true,
            anyway: false,
            later: false,
            countries: vec![1],
            opted_out: false,
            paused: false,
            untextable: false,
            settings: GateSettings {
                consent_required: false,
                live_replies: LiveReplies::Send,
            },
            sundays: window("9:00", "21:00"),
            balance: 12_000,
        }
    }

    /// The contact wrote so many hours ago.
    fn heard(mut self, hours: i64) -> Self {
        self.to.last_inbound_at = Some(self.at - TimeDelta::hours(hours));
        self
    }

    fn decide(&self) -> Decision {
        let asked = Asked {
            to: &self.to,
            from: self.from.as_ref(),
            by_person: self.by_person,
            anyway: self.anyway,
            segments: 1,
            price: Micros(12_000),
            now: self.at,
            later: self.later.then_some(self.at),
            slot: None,
            pace: 0,
            countries: &self.countries,
        };
        let window = window("9:00", "21:00");
        let hours = TextingHours {
            state: Some("TX".to_owned()),
            weekdays: Some(window),
            saturdays: Some(window),
            sundays: Some(self.sundays),
            source: "a test".to_owned(),
            updated_at: DateTime::UNIX_EPOCH,
        };
        let untextable = self.untextable.then(|| Untextable {
            error_code: "30006".to_owned(),
        });
        decide(&Facts {
            asked: &asked,
            opted_out: self.opted_out.then_some(ConsentSource::Contact),
            paused_since: self.paused.then_some(DateTime::UNIX_EPOCH),
            untextable,
            settings: self.settings,
            consented: false,
            place: Place::of(&self.to.state, &self.to.zip, &self.to.phone),
            hours,
            balance: Micros(self.balance),
        })
    }

    fn refusal(&self) -> Option<ErrorCode> {
        self.decide().refusal().map(|refusal| refusal.code)
    }

    fn held(&self) -> Option<ErrorCode> {
        self.decide().hold().map(|hold| hold.code)
    }
}

#[test]
fn x3_the_gate_checks_in_the_order_of_the_rules() {
    let mut case = Case::at(NIGHT);
    case.opted_out = true;
    case.untextable = true;
    case.settings.consent_required = true;
    case.from = None;
    case.balance = 11_999;
    assert_eq!(case.refusal(), Some(ErrorCode::OptedOut));
    assert_eq!(case.decide().checks.len(), 1);
    case.opted_out = false;
    assert_eq!(case.refusal(), Some(ErrorCode::NotTextable));
    case.untextable = false;
    assert_eq!(case.refusal(), Some(ErrorCode::ConsentMissing));
    case.settings.consent_required = false;
    // It would be held, but what can't go at all is said at once.
    assert_eq!(case.refusal(), Some(ErrorCode::NoNumber));
    assert_eq!(case.held(), None);
    case.from = Case::at(NIGHT).from;
    assert_eq!(case.refusal(), Some(ErrorCode::BalanceTooLow));
    case.balance = 12_000;
    assert_eq!(
        (case.refusal(), case.held()),
        (None, Some(ErrorCode::QuietHours))
    );
}

#[test]
fn x3_a_text_passes_when_every_check_does() {
    let passed = Case::at(NOON).decide();
    let checks: Vec<_> = passed.checks.iter().map(|check| check.check).collect();
    let order = [
        Check::OptOut,
        Check::Destination,
        Check::Textable,
        Check::Consent,
        Check::QuietHours,
        Check::Number,
        Check::Balance,
    ];
    assert_eq!(checks, order);
    assert!(passed.check().is_ok() && passed.hold().is_none());
}

#[test]
fn x3_a_country_that_is_not_served_is_refused_naming_those_that_are() {
    let mut case = Case::at(NOON);
    case.to.phone = "+442079460958".parse().expect("a phone");
    case.untextable = true;
    assert_eq!(case.refusal(), Some(ErrorCode::DestinationNotServed));
    let detail = case.decide().refusal().expect("refused").detail;
    assert!(detail.contains("+44") && detail.contains("+1."), "{detail}");
    case.untextable = false;
    case.countries = vec![1, 44];
    assert_eq!(case.refusal(), None);
    case.opted_out = true;
    case.countries = vec![1];
    assert_eq!(case.refusal(), Some(ErrorCode::OptedOut));
}

#[test]
fn x5_a_text_waits_until_the_hours_at_the_recipients_place_begin() {
    let hold = Case::at(NIGHT).decide().hold().expect("held");
    let until: DateTime<Utc> = "2026-11-28T15:00:00Z".parse().expect("a moment");
    assert_eq!((hold.code, hold.until), (ErrorCode::QuietHours, until));
    assert_eq!(
        hold.detail,
        "10:30 pm is within quiet hours in Texas. Texts go there from 9:00 am to 9:00 pm."
    );
    assert!(!hold.may_send_anyway);
}

#[test]
fn x5_what_holds_a_text_says_the_hours_of_the_day_it_leaves_on_in_words_that_stay_true() {
    // A Sunday, half past nine in the morning there.
    let mut case = Case::at("2026-11-29T15:30:00Z");
    case.sundays = window("12:00", "21:00");
    let hold = case.decide().hold().expect("held");
    let until: DateTime<Utc> = "2026-11-29T18:00:00Z".parse().expect("a moment");
    assert_eq!(hold.until, until);
    assert_eq!(
        hold.detail,
        "9:30 am is within quiet hours in Texas. Texts go there from noon to 9:00 pm on Sundays."
    );
    case.at = NIGHT.parse().expect("a moment");
    let hold = case.decide().hold().expect("held");
    assert!(
        hold.detail.ends_with("9:00 am to 9:00 pm on Saturdays."),
        "{}",
        hold.detail
    );
}

#[test]
fn x5_a_persons_reply_in_a_live_conversation_goes_at_any_hour() {
    assert_eq!(Case::at(NIGHT).heard(24).held(), None);
    assert_eq!(
        Case::at(NIGHT).heard(25).held(),
        Some(ErrorCode::QuietHours)
    );
    let mut program = Case::at(NIGHT).heard(1);
    program.by_person = false;
    assert_eq!(program.held(), Some(ErrorCode::QuietHours));
}

#[test]
fn x5_the_workspace_can_let_replies_wait_or_let_the_writer_choose() {
    let mut case = Case::at(NIGHT).heard(1);
    case.settings.live_replies = LiveReplies::Ask;
    assert!(case.decide().hold().expect("held").may_send_anyway);
    case.anyway = true;
    assert_eq!(case.held(), None);
    case.settings.live_replies = LiveReplies::Wait;
    let held = case.decide().hold().expect("held");
    assert!(!held.may_send_anyway);
    // Without a reply to answer, nobody may choose.
    let mut stranger = Case::at(NIGHT);
    stranger.settings.live_replies = LiveReplies::Ask;
    stranger.anyway = true;
    let held = stranger.decide().hold().expect("held");
    assert!(!held.may_send_anyway);
}

#[test]
fn c8_what_is_chosen_for_later_is_asked_about_its_own_moment_and_not_about_money() {
    let mut case = Case::at(NIGHT);
    case.later = true;
    case.balance = 0;
    let decision = case.decide();
    assert_eq!(decision.refusal(), None);
    assert!(decision.hold().is_some());
    assert!(
        decision
            .checks
            .iter()
            .all(|check| check.check != Check::Balance)
    );
}

#[test]
fn x3_only_an_active_number_can_be_sent_from() {
    for state in [
        NumberState::Renting,
        NumberState::Refused,
        NumberState::Releasing,
        NumberState::Released,
    ] {
        let mut case = Case::at(NOON);
        case.from = case.from.map(|number| Number { state, ..number });
        assert_eq!(case.refusal(), Some(ErrorCode::NumberInactive), "{state:?}");
    }
}

#[test]
fn s10_the_words_of_a_refusal_never_tell_the_balance() {
    let mut case = Case::at(NOON);
    case.balance = 7_777;
    let detail = case.decide().refusal().expect("a refusal").detail;
    assert!(detail.contains("$0.012") && !detail.contains("7777") && !detail.contains("0.0077"));
}

#[test]
fn x4_a_pause_stops_programs_right_after_the_opt_out_and_no_person() {
    let mut case = Case::at(NOON);
    case.paused = true;
    let person = case.decide();
    assert_eq!(person.refusal(), None);
    let asked = |decision: &Decision| {
        let mut checks = decision.checks.iter();
        checks.any(|check| check.check == Check::Automation)
    };
    assert!(!asked(&person));
    case.by_person = false;
    case.untextable = true;
    assert_eq!(case.refusal(), Some(ErrorCode::AutomationPaused));
    assert_eq!(case.decide().checks.len(), 2);
    case.opted_out = true;
    assert_eq!(case.refusal(), Some(ErrorCode::OptedOut));
    case.opted_out = false;
    case.untextable = false;
    case.paused = false;
    assert_eq!(case.refusal(), None);
    assert!(asked(&case.decide()));
}
