//! What the simulated carrier does with a text, and which wishes it accepts.

use chrono::TimeDelta;
use copperline_shared::checks::{self, FieldError};
use copperline_shared::simulator::NextDelivery;

/// A state that the carrier reports, some time after it accepted the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub after: TimeDelta,
    /// The carrier's word.
    pub status: &'static str,
    pub error_code: Option<String>,
}

/// The reports of one text, in the order in which they leave; none when it is refused.
#[must_use]
pub fn reports(behaviour: &NextDelivery) -> Vec<Report> {
    let report = |seconds: i64, status| Report {
        after: TimeDelta::seconds(seconds),
        status,
        error_code: None,
    };
    match behaviour {
        NextDelivery::Deliver => vec![report(0, "sent"), report(1, "delivered")],
        NextDelivery::Fail { error_code } => {
            let error_code = Some(error_code.clone());
            vec![
                report(0, "sent"),
                Report {
                    error_code,
                    ..report(1, "undelivered")
                },
            ]
        }
        NextDelivery::Refuse { .. } => Vec::new(),
        NextDelivery::Lag { seconds } => {
            vec![report(0, "sent"), report(i64::from(*seconds), "delivered")]
        }
        NextDelivery::Twice => vec![
            report(0, "sent"),
            report(0, "sent"),
            report(1, "delivered"),
            report(1, "delivered"),
        ],
        NextDelivery::OutOfOrder => vec![report(0, "delivered"), report(1, "sent")],
    }
}

/// Checks what a person asks to happen; an error comes with the field's name.
///
/// # Errors
/// When a code isn't one a carrier could give, or the lag isn't 1 to 60 seconds.
pub fn check_wish(wish: &NextDelivery) -> Result<(), (&'static str, FieldError)> {
    match wish {
        NextDelivery::Fail { error_code } | NextDelivery::Refuse { error_code } => {
            let sound =
                error_code.len() == 5 && error_code.bytes().all(|byte| byte.is_ascii_digit());
            let message = "Enter a carrier error of five digits, like 30003";
            if sound {
                Ok(())
            } else {
                Err(("error_code", FieldError::new("error_code", message)))
            }
        }
        NextDelivery::Lag { seconds } if !(1..=60).contains(seconds) => Err((
            "seconds",
            FieldError::new("seconds", "Enter 1 to 60 seconds"),
        )),
        _ => Ok(()),
    }
}

/// A text that a handset's owner wrote, as they wrote it: 1 to 1600 characters, not only space unless
/// pictures go with it.
///
/// # Errors
/// What to do about it.
pub fn handset_body(text: &str, pictures: usize) -> Result<&str, FieldError> {
    if pictures > 0 && text.trim().is_empty() {
        return Ok("");
    }
    checks::message_text(text)?;
    Ok(text)
}

/// How many times the carrier reports a text from a handset, 1 to 5.
///
/// # Errors
/// What to do about it.
pub fn copies(copies: u8) -> Result<u8, FieldError> {
    let sound = (1..=5).contains(&copies);
    if sound {
        Ok(copies)
    } else {
        Err(FieldError::new("copies", "Choose 1 to 5 copies"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(behaviour: &NextDelivery) -> Vec<(i64, &'static str)> {
        reports(behaviour)
            .iter()
            .map(|r| (r.after.num_seconds(), r.status))
            .collect()
    }

    #[test]
    fn x1_a_delivery_can_go_well_fail_lag_come_twice_or_out_of_order() {
        let code = || "30003".to_owned();
        assert_eq!(
            told(&NextDelivery::Deliver),
            [(0, "sent"), (1, "delivered")]
        );
        let fail = NextDelivery::Fail { error_code: code() };
        assert_eq!(told(&fail), [(0, "sent"), (1, "undelivered")]);
        assert_eq!(reports(&fail)[1].error_code.as_deref(), Some("30003"));
        assert_eq!(
            told(&NextDelivery::Lag { seconds: 9 }),
            [(0, "sent"), (9, "delivered")]
        );
        assert_eq!(
            told(&NextDelivery::OutOfOrder),
            [(0, "delivered"), (1, "sent")]
        );
        assert_eq!(told(&NextDelivery::Refuse { error_code: code() }), []);
        let twice = [(0, "sent"), (0, "sent"), (1, "delivered"), (1, "delivered")];
        assert_eq!(told(&NextDelivery::Twice), twice);
    }

    #[test]
    fn x1_wishes_no_carrier_could_fulfil_are_refused_naming_the_field() {
        let fail = |code: &str| NextDelivery::Fail {
            error_code: code.to_owned(),
        };
        assert!(check_wish(&fail("21610")).is_ok());
        for code in ["", "3000", "300034", "3000x", "３０００３"] {
            assert_eq!(
                check_wish(&fail(code)).map_err(|e| e.0),
                Err("error_code"),
                "{code}"
            );
        }
        for seconds in [0, 61, 255] {
            let lag = NextDelivery::Lag { seconds };
            assert_eq!(check_wish(&lag).map_err(|e| e.0), Err("seconds"));
        }
        assert!(check_wish(&NextDelivery::Lag { seconds: 60 }).is_ok());
    }

    #[test]
    fn x1_a_handset_sends_what_was_typed_but_not_nothing() {
        assert_eq!(handset_body("  Stop All ", 0), Ok("  Stop All "));
        assert!(handset_body(" \n ", 0).is_err());
        assert_eq!(handset_body(" \n ", 1), Ok(""));
        assert!(handset_body(&"x".repeat(1601), 1).is_err());
        assert!(copies(0).is_err() && copies(6).is_err() && copies(5) == Ok(5));
    }
}
