//! Dates in words. The names are written here: chrono's patterns bring the code for every kind of
//! pattern there is.

use chrono::{Datelike, NaiveDate, Weekday};

/// `Nov 3`
pub fn in_month(date: NaiveDate) -> String {
    format!("{} {}", short(month(date)), date.day())
}

/// `Nov 3, 2025`
pub fn in_year(date: NaiveDate) -> String {
    format!("{}, {}", in_month(date), date.year())
}

pub fn month(date: NaiveDate) -> &'static str {
    match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The first three letters, as weekdays and months are shortened.
pub fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}
