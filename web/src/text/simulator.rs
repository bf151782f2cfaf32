//! Words of the handset screen: the simulated contact's phone.

use copperline_shared::simulator::NextDelivery;

use crate::format;

pub const TITLE: &str = "Handset";
pub const LEAD: &str = "Play the contact: this is their phone, not yours.";
pub const SIMULATED: &str = "Simulated phone";
pub const OFF: &str = "There is no handset here";
pub const OFF_LEAD: &str =
    "This installation uses a real carrier: contacts answer from their own phones.";

pub const PHONES: &str = "Phones";
pub const ANY_PHONE: &str = "Any phone number";
pub const ANY_PHONE_EXAMPLE: &str = "(512) 555-0192";
pub const ANY_PHONE_WRONG: &str = "Enter a phone number, like (512) 555-0192";
pub const OPEN: &str = "Open";
pub const NO_PHONES: &str = "Nobody here yet";
pub const NO_PHONES_LEAD: &str = "Enter any number above to write as a new contact.";
pub const CHOOSE: &str = "Choose a phone";
pub const CHOOSE_LEAD: &str = "You will see what that contact sees, and can answer as them.";
pub const OTHER_PHONE: &str = "All phones";

pub const TEXTS: &str = "Texts on this phone";
pub const NO_TEXTS: &str = "No texts yet";
pub const NO_TEXTS_LEAD: &str = "What the workspace sends to this phone arrives here.";
pub const WRITE: &str = "Write as the contact";
pub const SEND: &str = "Send as the contact";
pub const TO: &str = "To";
pub const NO_NUMBER: &str = "The workspace has no number to write to";
pub const RENT_NUMBER: &str = "Rent a number";

pub const NEXT: &str = "The next text to this phone";
pub const NEXT_LEAD: &str = "Holds for one text; then texts are delivered again.";
pub const DELIVER: &str = "Is delivered";
pub const FAIL: &str = "Is accepted, then not delivered";
pub const REFUSE: &str = "Is refused by the carrier at once";
pub const LAG: &str = "Arrives late";
pub const TWICE: &str = "Is reported twice";
pub const OUT_OF_ORDER: &str = "Is reported out of order";
pub const CARRIER_ERROR: &str = "Carrier error";
pub const SECONDS: &str = "Seconds";
pub const SECONDS_WRONG: &str = "Enter 1 to 60 seconds";
pub const MINE: &str = "What this phone sends";
pub const COPIES: &str = "The carrier reports each text";

/// Errors a carrier gives, in plain words; the first is the usual one.
pub const ERRORS: [(&str, &str); 12] = [
    ("30003", "Phone off or out of coverage"),
    ("30004", "Blocked by the carrier or the recipient"),
    ("30005", "Phone unknown"),
    ("30006", "Landline, can't receive texts"),
    ("30007", "Filtered as unwanted"),
    ("30008", "No reason given"),
    ("30034", "Number not registered for business texting"),
    ("21610", "Unsubscribed with the carrier"),
    ("21211", "Not a phone number"),
    ("21614", "Not a mobile phone"),
    ("21408", "Region not switched on"),
    ("30001", "Carrier too busy"),
];

/// How often the carrier reports a text from the handset.
pub const COPY_COUNTS: [(u8, &str); 4] = [
    (1, "once"),
    (2, "twice"),
    (3, "three times"),
    (5, "five times"),
];

/// A carrier error to choose.
pub fn error_choice(code: &str, words: &str) -> String {
    format!("{code} · {words}")
}

/// What is going to happen, read out when it changes.
pub fn will_happen(next: &NextDelivery) -> String {
    match next {
        NextDelivery::Deliver => "The next text is delivered.".to_owned(),
        NextDelivery::Fail { error_code } => {
            format!("The next text is not delivered (error {error_code}).")
        }
        NextDelivery::Refuse { error_code } => {
            format!("The next text is refused (error {error_code}).")
        }
        NextDelivery::Lag { seconds: 1 } => "The next text arrives after 1 second.".to_owned(),
        NextDelivery::Lag { seconds } => format!("The next text arrives after {seconds} seconds."),
        NextDelivery::Twice => "Each state of the next text is reported twice.".to_owned(),
        NextDelivery::OutOfOrder => {
            "“Delivered” is reported before “sent” for the next text.".to_owned()
        }
    }
}

/// Whose phone it is.
pub fn phone_of(name: Option<&str>, phone: &str) -> String {
    match name {
        Some(name) => format!("{name}’s phone"),
        None => format!("Phone of {phone}"),
    }
}

/// The workspace's number a text came from or went to.
pub fn with_number(number: &str) -> String {
    format!("with {}", format::phone(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x1_what_happens_next_is_a_sentence() {
        let fail = NextDelivery::Fail {
            error_code: "30003".to_owned(),
        };
        assert_eq!(
            will_happen(&fail),
            "The next text is not delivered (error 30003)."
        );
        let lag = NextDelivery::Lag { seconds: 1 };
        assert_eq!(will_happen(&lag), "The next text arrives after 1 second.");
    }
}
