//! When contacts may be texted, by state (X5).

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A time of day to the minute, `00:00` to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(
        value_type = String,
        description = "A time of day to the minute, 00:00 to 24:00",
        pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$",
        examples("20:00")
    )
)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

/// The text isn't a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimeOfDay;

impl TimeOfDay {
    /// So many minutes after midnight; `None` beyond the end of the day.
    #[must_use]
    pub const fn of_minutes(minutes: u16) -> Option<Self> {
        if minutes <= 24 * 60 {
            Some(Self(minutes))
        } else {
            None
        }
    }

    /// Minutes after midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// For people: `8:00 am`, `noon`, `midnight`.
    #[must_use]
    pub fn spoken(self) -> String {
        let (hour, minute) = (self.0 / 60, self.0 % 60);
        match (hour, minute) {
            (0 | 24, 0) => "midnight".to_owned(),
            (12, 0) => "noon".to_owned(),
            _ => {
                let half = if hour < 12 { "am" } else { "pm" };
                format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
            }
        }
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    /// Reads `8:00` and `08:00`.
    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let (hour, minute) = text.trim().split_once(':').ok_or(NotATimeOfDay)?;
        let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        if minute.len() != 2 || !digits(hour) || !digits(minute) {
            return Err(NotATimeOfDay);
        }
        let number = |part: &str| part.parse::<u16>().ok().ok_or(NotATimeOfDay);
        let (hour, minute) = (number(hour)?, number(minute)?);
        if minute > 59 {
            return Err(NotATimeOfDay);
        }
        Self::of_minutes(hour * 60 + minute).ok_or(NotATimeOfDay)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATimeOfDay;

    fn try_from(text: String) -> Result<Self, NotATimeOfDay> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for NotATimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a time of day, like 20:00")
    }
}

impl std::error::Error for NotATimeOfDay {}

/// A part of a day: from its beginning until just before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    pub from: TimeOfDay,
    /// Later than `from`.
    pub to: TimeOfDay,
}

impl Window {
    #[must_use]
    pub fn contains(self, time: TimeOfDay) -> bool {
        (self.from..self.to).contains(&time)
    }

    /// For people: `8:00 am to 8:00 pm`.
    #[must_use]
    pub fn spoken(self) -> String {
        format!("{} to {}", self.from.spoken(), self.to.spoken())
    }
}

/// The hours of one state, on its own clocks. A day without hours takes no texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextingHours {
    /// Two-letter code; absent for the hours of every state that has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Monday to Friday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saturdays: Option<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sundays: Option<Window>,
    /// Where the hours come from.
    pub source: String,
    pub updated_at: DateTime<Utc>,
}

impl TextingHours {
    /// The hours of a day of the week.
    #[must_use]
    pub fn on(&self, day: chrono::Weekday) -> Option<Window> {
        match day {
            chrono::Weekday::Sat => self.saturdays,
            chrono::Weekday::Sun => self.sundays,
            _ => self.weekdays,
        }
    }
}

/// What quiet hours do to a person's reply in a live conversation: one whose contact wrote within
/// the last 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LiveReplies {
    /// It goes at once.
    #[default]
    Send,
    /// It waits, unless whoever writes it says that it shall go anyway.
    Ask,
    /// It waits like any other text.
    Wait,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeOfDay {
        text.parse().expect("a time of day")
    }

    #[test]
    fn x5_a_time_of_day_is_read_and_written() {
        assert_eq!(time("8:00"), time("08:00"));
        assert_eq!(time("24:00").to_string(), "24:00");
        assert_eq!(time("00:05").minutes(), 5);
        for wrong in [
            "", "8", "8:0", "24:01", "12:60", "-1:00", "+8:00", "a:bc", "008:00",
        ] {
            assert_eq!(wrong.parse::<TimeOfDay>(), Err(NotATimeOfDay), "{wrong}");
        }
    }

    #[test]
    fn x5_people_read_times_as_they_say_them() {
        for (text, spoken) in [
            ("00:00", "midnight"),
            ("00:30", "12:30 am"),
            ("08:00", "8:00 am"),
            ("12:00", "noon"),
            ("12:01", "12:01 pm"),
            ("21:15", "9:15 pm"),
            ("24:00", "midnight"),
        ] {
            assert_eq!(time(text).spoken(), spoken);
        }
    }

    #[test]
    fn x5_a_window_ends_just_before_its_end() {
        let window = Window {
            from: time("8:00"),
            to: time("20:00"),
        };
        assert!(window.contains(time("8:00")) && window.contains(time("19:59")));
        assert!(!window.contains(time("7:59")) && !window.contains(time("20:00")));
    }
}
