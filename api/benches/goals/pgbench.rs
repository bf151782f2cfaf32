//! Load on PostgreSQL alone, by pgbench with prepared statements.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::Failure;
use crate::contest::{CONNECTIONS, Figures, percentile};

/// A script of statements, run again and again.
pub struct Statements {
    program: PathBuf,
    database_url: String,
    folder: PathBuf,
    /// Settings of the session, such as `plan_cache_mode=force_custom_plan`.
    settings: Option<&'static str>,
    /// Texts the script names as `:name`.
    variables: Vec<(&'static str, String)>,
}

impl Statements {
    /// Writes the script into a folder of its own.
    pub fn new(folder: PathBuf, database_url: &str, script: &str) -> Result<Self, Failure> {
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("script.sql"), script)?;
        Ok(Self {
            program: program()?,
            database_url: database_url.to_owned(),
            folder,
            settings: None,
            variables: Vec::new(),
        })
    }

    /// With settings of the session, and texts for the script's variables.
    pub fn with(mut self, settings: &'static str, variables: Vec<(&'static str, String)>) -> Self {
        self.settings = Some(settings);
        self.variables = variables;
        self
    }

    /// Runs the script for so many seconds.
    pub async fn run(&self, seconds: u32) -> Result<Figures, Failure> {
        let mut command = Command::new(&self.program);
        command
            .args(["-n", "-M", "prepared", "-j", "1", "-f", "script.sql"])
            .args(["-l", "--log-prefix", "log"])
            .arg(format!("-c{CONNECTIONS}"))
            .arg(format!("-T{seconds}"))
            .arg(&self.database_url)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        for (name, value) in &self.variables {
            command.arg("-D").arg(format!("{name}={value}"));
        }
        if let Some(settings) = self.settings {
            command.env("PGOPTIONS", format!("-c {settings}"));
        }
        let output = command
            .output()
            .await
            .map_err(|error| format!("pgbench: {error}"))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        self.read_log(f64::from(seconds))
    }

    /// Reads and removes what pgbench wrote down of each transaction.
    fn read_log(&self, seconds: f64) -> Result<Figures, Failure> {
        let mut millis = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let is_log = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("log."));
            if !is_log {
                continue;
            }
            for line in std::fs::read_to_string(&path)?.lines() {
                // client, transaction, microseconds, script, when
                let micros: f64 = line.split(' ').nth(2).unwrap_or_default().parse()?;
                millis.push(micros / 1e3);
            }
            std::fs::remove_file(&path)?;
        }
        millis.sort_by(f64::total_cmp);
        Ok(Figures {
            per_second: f64::from(u32::try_from(millis.len())?) / seconds,
            p50: percentile(&millis, 50),
            p95: percentile(&millis, 95),
            longest: percentile(&millis, 100),
        })
    }
}

/// The newest installed PostgreSQL's own, as Debian lays them out, or the one on the path.
fn program() -> Result<PathBuf, Failure> {
    let mut versions: Vec<u32> = match std::fs::read_dir("/usr/lib/postgresql") {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .collect(),
        Err(_) => Vec::new(),
    };
    versions.sort_unstable();
    let newest_first = versions.iter().rev();
    let mut installed =
        newest_first.map(|version| format!("/usr/lib/postgresql/{version}/bin/pgbench"));
    Ok(installed
        .find(|path| Path::new(path).exists())
        .unwrap_or_else(|| "pgbench".to_owned())
        .into())
}
