//! What the screen concludes from the numbers.

use copperline_shared::numbers::{Number, NumberState};

/// Whether a number that was being rented has just been refused by the carrier.
pub fn was_refused(known: &[Number], changed: &Number) -> bool {
    let before = known.iter().find(|number| number.id == changed.id);
    changed.state == NumberState::Refused
        && before.is_some_and(|number| number.state == NumberState::Renting)
}

/// The number from which replies leave once `leaving` is released: the default one, or the oldest
/// when the default goes.
pub fn heir<'a>(numbers: &'a [Number], leaving: &Number) -> Option<&'a Number> {
    let staying = || {
        numbers
            .iter()
            .filter(|number| number.id != leaving.id && number.state == NumberState::Active)
    };
    staying()
        .find(|number| number.is_default)
        .or_else(|| staying().min_by_key(|number| number.rented_at))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;

    fn number(id: u128, state: NumberState, is_default: bool) -> Number {
        let age = i64::try_from(id).unwrap_or_default();
        Number {
            id: Uuid::from_u128(id),
            phone: "+15125550100".parse().expect("a phone"),
            name: String::new(),
            state,
            refusal: None,
            is_default,
            conversations: 0,
            rented_at: DateTime::UNIX_EPOCH + TimeDelta::days(age),
        }
    }

    #[test]
    fn s12_a_refusal_is_told_when_it_comes_and_not_again() {
        let renting = [number(1, NumberState::Renting, false)];
        let active = [number(1, NumberState::Active, false)];
        let refused = number(1, NumberState::Refused, false);
        assert!(was_refused(&renting, &refused));
        assert!(!was_refused(std::slice::from_ref(&refused), &refused));
        assert!(!was_refused(&[], &refused));
        assert!(!was_refused(&renting, &active[0]));
    }

    #[test]
    fn s12_replies_go_on_from_the_default_or_the_oldest_number() {
        let [default, old, young] = [
            number(3, NumberState::Active, true),
            number(1, NumberState::Active, false),
            number(2, NumberState::Active, false),
        ];
        let all = [default.clone(), young.clone(), old.clone()];
        assert_eq!(heir(&all, &young).map(|n| n.id), Some(default.id));
        assert_eq!(heir(&all, &default).map(|n| n.id), Some(old.id));
        assert_eq!(heir(std::slice::from_ref(&default), &default), None);
    }
}
