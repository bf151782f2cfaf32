//! The time zones to choose from, with the browser's own one chosen.

use js_sys::{Array, Function, Intl::DateTimeFormat, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsCast;

use crate::ui::Choice;

/// The zones of the United States, which come first, as people there call them.
const FIRST: [(&str, &str); 8] = [
    ("America/New_York", "Eastern time (New York)"),
    ("America/Chicago", "Central time (Chicago)"),
    ("America/Denver", "Mountain time (Denver)"),
    (
        "America/Phoenix",
        "Mountain time, no daylight saving (Phoenix)",
    ),
    ("America/Los_Angeles", "Pacific time (Los Angeles)"),
    ("America/Anchorage", "Alaska time (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii time (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic time (Puerto Rico)"),
];

/// The IANA name of the browser's zone.
pub fn own() -> String {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok();
    zone.and_then(|zone| zone.as_string())
        .unwrap_or_else(|| FIRST[0].0.to_owned())
}

/// All zones the browser knows, and `chosen`.
pub fn choices_for(chosen: &str) -> Vec<Choice> {
    choices(chosen, &known().unwrap_or_default())
}

/// `Intl.supportedValuesOf("timeZone")`, which older browsers lack.
fn known() -> Option<Vec<String>> {
    let intl = Reflect::get(&window(), &"Intl".into()).ok()?;
    let values: Function = Reflect::get(&intl, &"supportedValuesOf".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let zones: Array = values
        .call1(&intl, &"timeZone".into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some(zones.iter().filter_map(|zone| zone.as_string()).collect())
}

/// A zone's name for people.
pub fn label(zone: &str) -> String {
    let american = FIRST.iter().find(|(first, _)| *first == zone);
    american.map_or_else(|| zone.replace('_', " "), |(_, label)| (*label).to_owned())
}

fn choices(chosen: &str, known: &[String]) -> Vec<Choice> {
    let is_first = |zone: &str| FIRST.iter().any(|(first, _)| *first == zone);
    let mut others: Vec<&str> = known
        .iter()
        .map(String::as_str)
        .chain([chosen])
        .filter(|zone| !is_first(zone))
        .collect();
    others.sort_unstable();
    others.dedup();
    let first = FIRST.iter().map(|(zone, _)| *zone);
    first
        .chain(others)
        .map(|zone| Choice::new(zone, label(zone)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::choices;

    fn values(chosen: &str, known: &[&str]) -> Vec<String> {
        let known: Vec<String> = known.iter().map(|zone| (*zone).to_owned()).collect();
        choices(chosen, &known)
            .into_iter()
            .map(|choice| choice.value)
            .collect()
    }

    #[test]
    fn american_zones_come_first_and_none_twice() {
        let values = values("America/Chicago", &["Africa/Cairo", "America/Chicago"]);
        assert_eq!(values[0], "America/New_York");
        assert_eq!(
            values
                .iter()
                .filter(|zone| *zone == "America/Chicago")
                .count(),
            1
        );
        assert_eq!(values.last().map(String::as_str), Some("Africa/Cairo"));
    }

    #[test]
    fn the_own_zone_can_be_chosen_even_where_the_browser_lists_none() {
        assert!(values("UTC", &[]).contains(&"UTC".to_owned()));
    }
}
