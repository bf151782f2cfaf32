//! Words of the texting hours' screen.

pub const LEAD: &str = "When contacts may be texted, on their own clocks: by their state, else their ZIP, else their area code. What is written outside these hours waits for them.";
pub const TABLE: &str = "Texting hours by state";
pub const STATE: &str = "State";
pub const WEEKDAYS: &str = "Mon–Fri";
pub const SATURDAYS: &str = "Saturday";
pub const SUNDAYS: &str = "Sunday";
pub const SOURCE: &str = "Source";
pub const ELSEWHERE: &str = "Every other state";
pub const NONE: &str = "No texts";
pub const UNKNOWN: &str = "Unknown places";
pub const UNKNOWN_LEAD: &str = "Of a contact whose state is not known, it must be an hour for texts in every US time zone, from Hawaii to New York.";
pub const EXEMPT: &str = "What goes at any hour";
pub const EXEMPT_LEAD: &str = "The answers to STOP, START and HELP. A person’s reply to somebody who wrote in the last 24 hours, unless your workspace decides otherwise.";
pub const CHANGING_TITLE: &str = "Who changes the hours";
pub const CHANGING: &str = "They hold for every workspace, so nobody changes them on this page. Whoever runs this installation does, on its machine, with a command:";
pub const COMMAND_LABEL: &str = "command";
pub const COMMAND: &str = "copperline texting-hours set TX --every-day 9:00-21:00 --sundays 12:00-21:00 --source \"Tex. Bus. & Com. Code 301.051\"";
