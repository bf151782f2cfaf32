//! `copperline texting-hours`: reading and changing the hours from the command line, for whoever runs
//! the installation.

use std::fmt::Write;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use clap::Args;
use copperline_shared::states;
use copperline_shared::texting_hours::{TextingHours, TimeOfDay, Window};

use super::queries;
use crate::db::Connection;
use crate::error::Error;

/// Which hours to set; days that aren't named keep theirs.
#[derive(Args, Clone, Debug)]
// The subcommand's own group has this name already.
#[group(skip)]
pub struct Set {
    /// The states, as `TX` or by name; `default` is every state without hours of its own.
    #[arg(required = true)]
    states: Vec<String>,
    /// The hours of each day, such as `8:00-20:00`, or `none`.
    #[arg(long)]
    every_day: Option<Day>,
    /// Monday to Friday.
    #[arg(long)]
    weekdays: Option<Day>,
    #[arg(long)]
    saturdays: Option<Day>,
    #[arg(long)]
    sundays: Option<Day>,
    /// Where the hours come from, such as the law's section.
    #[arg(long)]
    source: String,
}

/// A day's hours as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day(Option<Window>);

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self(None));
        }
        let wrong = || format!("write hours like 8:00-20:00, or none, not {text}");
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let time = |text: &str| text.parse::<TimeOfDay>().ok().ok_or_else(wrong);
        let (from, to) = (time(from)?, time(to)?);
        if from < to {
            Ok(Self(Some(Window { from, to })))
        } else {
            Err(format!("the hours {text} end before they begin"))
        }
    }
}

/// Why hours can't be set.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    #[error("{0} is no state; write it like TX or Texas, or write default")]
    NoState(String),
    #[error("name the hours: --every-day, --weekdays, --saturdays or --sundays")]
    NoHours,
    #[error("{0} would have no hours on any day: texts would wait for ever")]
    NeverOpen(String),
    #[error("say in 1 to 500 characters where the hours come from (--source)")]
    Source,
    #[error(transparent)]
    Database(#[from] Error),
}

/// The hours as a table for people.
///
/// # Errors
/// When the database fails.
pub async fn list(connection: &mut Connection) -> Result<String, Error> {
    let all = queries::all(connection).await?;
    Ok(table(&all))
}

/// Sets the hours and gives what holds now, as [`list`] does.
///
/// # Errors
/// When what is asked for makes no sense; nothing was changed then. When the database fails.
pub async fn set(
    connection: &mut Connection,
    set: &Set,
    now: DateTime<Utc>,
) -> Result<String, SetError> {
    if !(1..=500).contains(&set.source.trim().chars().count()) {
        return Err(SetError::Source);
    }
    let mut changed = Vec::with_capacity(set.states.len());
    for state in &set.states {
        let state = read_state(state)?;
        let standing = queries::of(connection, state.as_deref()).await?;
        changed.push(set.applied(state, standing, now)?);
    }
    for hours in &changed {
        queries::set(connection, hours).await?;
    }
    Ok(table(&changed))
}

fn read_state(text: &str) -> Result<Option<String>, SetError> {
    if text.eq_ignore_ascii_case("default") {
        return Ok(None);
    }
    let state = states::state(text).ok();
    state
        .map(Some)
        .ok_or_else(|| SetError::NoState(text.to_owned()))
}

impl Set {
    fn applied(
        &self,
        state: Option<String>,
        standing: TextingHours,
        now: DateTime<Utc>,
    ) -> Result<TextingHours, SetError> {
        let days = [self.every_day, self.weekdays, self.saturdays, self.sundays];
        if days.iter().all(Option::is_none) {
            return Err(SetError::NoHours);
        }
        let day = |own: Option<Day>, stands: Option<Window>| {
            own.or(self.every_day).map_or(stands, |Day(window)| window)
        };
        let hours = TextingHours {
            state,
            weekdays: day(self.weekdays, standing.weekdays),
            saturdays: day(self.saturdays, standing.saturdays),
            sundays: day(self.sundays, standing.sundays),
            source: self.source.trim().to_owned(),
            updated_at: now,
        };
        let open = [hours.weekdays, hours.saturdays, hours.sundays];
        if open.iter().all(Option::is_none) {
            let name = hours.state.unwrap_or_else(|| "default".to_owned());
            return Err(SetError::NeverOpen(name));
        }
        Ok(hours)
    }
}

fn table(all: &[TextingHours]) -> String {
    let mut lines = format!(
        "{:<8} {:<12} {:<12} {:<12} source",
        "state", "Mon-Fri", "Sat", "Sun"
    );
    for hours in all {
        let day = |window: Option<Window>| {
            window.map_or_else(
                || "none".to_owned(),
                |window| format!("{}-{}", window.from, window.to),
            )
        };
        write!(
            lines,
            "\n{:<8} {:<12} {:<12} {:<12} {}",
            hours.state.as_deref().unwrap_or("default"),
            day(hours.weekdays),
            day(hours.saturdays),
            day(hours.sundays),
            hours.source
        )
        .expect("a string takes everything");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x5_a_days_hours_are_read_as_typed() {
        let window = Window {
            from: "8:00".parse().expect("a time"),
            to: "20:30".parse().expect("a time"),
        };
        assert_eq!("8:00-20:30".parse(), Ok(Day(Some(window))));
        assert_eq!("None".parse(), Ok(Day(None)));
        for wrong in ["", "8-20", "20:00-8:00", "8:00-8:00", "8:00-25:00"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
