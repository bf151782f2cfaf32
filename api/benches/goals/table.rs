//! The table of what was measured, and what was asked for.

use std::fmt;

use crate::contest::Figures;

/// What is printed at the end.
#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}

/// One measurement.
pub struct Line {
    pub goal: u32,
    pub what: String,
    pub copperline: Option<Figures>,
    pub floor: Option<Figures>,
    pub sql: Option<Figures>,
    pub verdicts: Vec<Verdict>,
}

/// One demand, and what came of it.
pub struct Verdict {
    /// Such as `0.71 F a second`.
    pub is: String,
    /// Such as `≥ 0.6`.
    pub asked: String,
    pub met: bool,
}

impl Verdict {
    /// Demands at least so much.
    pub fn at_least(value: f64, least: f64, unit: &str) -> Self {
        Self {
            is: format!("{value:.2} {unit}"),
            asked: format!("≥ {least}"),
            met: value >= least,
        }
    }

    /// Demands at most so much.
    pub fn at_most(value: f64, most: f64, unit: &str) -> Self {
        Self {
            is: format!("{value:.2} {unit}"),
            asked: format!("≤ {most}"),
            met: value <= most,
        }
    }

    /// Demands that something holds; says what was seen.
    pub fn holds(is: impl Into<String>, asked: impl Into<String>, met: bool) -> Self {
        Self {
            is: is.into(),
            asked: asked.into(),
            met,
        }
    }
}

impl Table {
    /// Adds a line and prints it at once, for whoever waits.
    pub fn add(&mut self, line: Line) {
        eprintln!("{line}");
        self.lines.push(line);
    }
}

const HEAD: &str = "goal  what                              | Copperline/s     p50     p95 |      F/s   F p95 |    SQL/s SQL p50 SQL p95 | goal";

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{HEAD}")?;
        for line in &self.lines {
            writeln!(formatter, "{line}")?;
        }
        let verdicts = self.lines.iter().flat_map(|line| &line.verdicts);
        let (met, all) = verdicts.fold((0, 0), |(met, all), verdict| {
            (met + u32::from(verdict.met), all + 1)
        });
        write!(formatter, "{met} of {all} met. Times in milliseconds.")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:>4}  {:<33} |", self.goal, self.what)?;
        match &self.copperline {
            Some(own) => write!(
                formatter,
                " {:>12.0} {:>7.2} {:>7.2} |",
                own.per_second, own.p50, own.p95
            )?,
            None => write!(formatter, " {:>28} |", "")?,
        }
        match &self.floor {
            Some(floor) => write!(formatter, " {:>8.0} {:>7.2} |", floor.per_second, floor.p95)?,
            None => write!(formatter, " {:>16} |", "")?,
        }
        match &self.sql {
            Some(sql) => write!(
                formatter,
                " {:>8.0} {:>7.2} {:>7.2} |",
                sql.per_second, sql.p50, sql.p95
            )?,
            None => write!(formatter, " {:>24} |", "")?,
        }
        for (index, verdict) in self.verdicts.iter().enumerate() {
            let (between, outcome) = (
                if index == 0 { " " } else { " · " },
                if verdict.met { "met" } else { "NOT MET" },
            );
            let Verdict { is, asked, .. } = verdict;
            write!(formatter, "{between}{is} ({asked}) {outcome}")?;
        }
        Ok(())
    }
}
