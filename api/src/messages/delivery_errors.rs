//! Carriers' error codes in plain words, with what to do (C7).
//!
//! Source: Twilio's error dictionary (twilio.com/docs/api/errors). Carriers may change a message's
//! code later, so nothing is decided by it but an opt-out and, until a text comes from it, that a
//! phone takes none.

use copperline_shared::messages::DeliveryError;

/// Codes, what happened, and what to do about it.
const KNOWN: [(&[&str], &str, &str); 22] = [
    (
        &["21610", "40300"],
        "This person unsubscribed with the carrier.",
        "They can't be texted unless they text START. Call them instead.",
    ),
    (
        &["21211"],
        "The carrier doesn't know this phone number.",
        "Check the number with the contact.",
    ),
    (
        &["21614"],
        "This number is no mobile phone.",
        "Call instead, or ask for a mobile number.",
    ),
    (
        &["21635", "40001"],
        "This number is a landline.",
        "Call instead, or ask for a mobile number.",
    ),
    (
        &["21408"],
        "Texting to this region is not switched on with the carrier.",
        "Ask whoever runs this installation to enable the region.",
    ),
    (
        &["21601", "21603", "21606"],
        "The carrier does not let this number send texts.",
        "Choose another number as the default, or ask whoever runs this installation.",
    ),
    (
        &["21602"],
        "The carrier got a text without words.",
        "Write something and send it again.",
    ),
    (
        &["21617"],
        "The text is longer than the carrier takes.",
        "Shorten it and send it again.",
    ),
    (
        &["21620", "21623"],
        "The carrier could not read the attachment.",
        "Send the text without it, or in another format.",
    ),
    (
        &["21611", "30001", "20429", "14107"],
        "The carrier was too busy to take the text.",
        "Wait a moment and send it again.",
    ),
    (
        &["20003", "30002"],
        "The carrier has suspended or does not accept this installation's account.",
        "Ask whoever runs this installation to look at the carrier account.",
    ),
    (
        &["30003"],
        "The phone could not be reached: it is off, out of coverage or no longer in use.",
        "Try again later, or call.",
    ),
    (
        &["30004"],
        "The carrier or the recipient blocks texts from this number.",
        "Don't send it again. Call instead.",
    ),
    (
        &["30005", "40008"],
        "The carrier does not know this phone any more.",
        "Check the number with the contact.",
    ),
    (
        &["30006"],
        "This phone can't receive texts; it may be a landline.",
        "Call instead, or ask for a mobile number.",
    ),
    (
        &["30007", "40002", "40003"],
        "The carrier filtered the text as unwanted.",
        "Don't send it again as it is. Leave out shortened links and words that sound like advertising.",
    ),
    (
        &["30008", "40005"],
        "The carrier could not deliver the text and does not say why.",
        "Try once more; if it fails again, call.",
    ),
    (
        &["30022", "30023", "30027"],
        "The number has reached the carrier's limit for now.",
        "Send it again tomorrow; a registered campaign has higher limits.",
    ),
    (
        &["30032"],
        "This toll-free number is not verified yet.",
        "Verify it with the carrier, or send from another number.",
    ),
    (
        &["30034", "30035"],
        "This number is not registered for business texting (10DLC) yet.",
        "Register it, or wait until the registration is approved.",
    ),
    (
        &["30610"],
        "The carrier does not deliver at this hour at the recipient's place.",
        "Send it again during the day.",
    ),
    (
        &["30640"],
        "The carrier warns that texting this person may lead to a lawsuit.",
        "Don't text this person.",
    ),
];

/// What a carrier's error code says.
#[must_use]
pub(super) fn explain(code: &str) -> DeliveryError {
    let known = KNOWN.iter().find(|(codes, ..)| codes.contains(&code));
    let (reason, advice) = match known {
        Some((_, reason, advice)) => ((*reason).to_owned(), (*advice).to_owned()),
        None => (
            format!("The carrier could not deliver the text (error {code})."),
            "Try once more; if it fails again, call.".to_owned(),
        ),
    };
    DeliveryError {
        code: code.to_owned(),
        reason,
        advice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_every_known_code_has_its_own_words_once() {
        let codes: Vec<_> = KNOWN.iter().flat_map(|(codes, ..)| codes.iter()).collect();
        let distinct: std::collections::HashSet<_> = codes.iter().collect();
        assert_eq!(codes.len(), distinct.len());
        for code in codes {
            let error = explain(code);
            assert!(error.reason.ends_with('.') && error.advice.ends_with('.'));
            assert!(
                !error.reason.contains(&error.code),
                "{code} is said in words"
            );
        }
    }

    #[test]
    fn c7_an_unknown_code_is_named_with_advice() {
        let error = explain("63999");
        assert!(error.reason.contains("63999"));
        assert!(!error.advice.is_empty());
    }
}
