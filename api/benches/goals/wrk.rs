//! Load over HTTP, by wrk.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::Failure;
use crate::contest::{CONNECTIONS, Figures};

/// Sends the requests of a file, one a line: method, path, body and the value of one more header,
/// parted by tabs. At the end it prints what was achieved, in microseconds.
const SCRIPT: &str = r#"
local requests, at = {}, 0

function init(arguments)
    for line in io.lines(arguments[1]) do
        local method, path, body, value = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
        local headers = {}
        for name, known in pairs(wrk.headers) do headers[name] = known end
        if arguments[2] then headers[arguments[2]] = value end
        requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency, _)
    local errors = summary.errors
    print(string.format("figures %d %d %d %d %d %d %d",
        summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(95), latency.max,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
"#;

/// One request of a side.
#[derive(Clone, Default)]
pub struct Request {
    pub method: &'static str,
    pub path: String,
    pub body: String,
    /// Of the header that differs from request to request.
    pub value: String,
}

impl Request {
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            ..Self::default()
        }
    }
}

/// What is asked for, again and again.
pub struct Requests {
    pub base_url: String,
    /// Headers of every request.
    pub headers: Vec<(&'static str, String)>,
    /// Name of the header that differs from request to request.
    pub varying: Option<&'static str>,
    /// One file for each round, the warming one included; a round without its own takes the last.
    files: Vec<PathBuf>,
    script: PathBuf,
    /// Requests of a file may be sent once only; a round that runs out of them is an error.
    once: Option<usize>,
}

impl Requests {
    /// The same requests in each round, over and over.
    pub fn repeated(
        folder: PathBuf,
        base_url: &str,
        requests: &[Request],
    ) -> Result<Self, Failure> {
        let mut made = Self::new(&folder, base_url)?;
        made.add(&folder, requests)?;
        Ok(made)
    }

    /// Requests of which each may be sent once: `rounds` holds those of each round, the warming
    /// one included.
    pub fn once(folder: PathBuf, base_url: &str, rounds: &[Vec<Request>]) -> Result<Self, Failure> {
        let mut made = Self::new(&folder, base_url)?;
        for requests in rounds {
            made.add(&folder, requests)?;
        }
        made.once = rounds.last().map(Vec::len);
        Ok(made)
    }

    fn new(folder: &Path, base_url: &str) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let script = folder.join("requests.lua");
        std::fs::write(&script, SCRIPT)?;
        Ok(Self {
            base_url: base_url.to_owned(),
            headers: Vec::new(),
            varying: None,
            files: Vec::new(),
            script,
            once: None,
        })
    }

    fn add(&mut self, folder: &Path, requests: &[Request]) -> Result<(), Failure> {
        let mut lines = String::new();
        for request in requests {
            let Request {
                method,
                path,
                body,
                value,
            } = request;
            writeln!(lines, "{method}\t{path}\t{body}\t{value}")?;
        }
        let file = folder.join(format!("requests-{}", self.files.len()));
        std::fs::write(&file, lines)?;
        self.files.push(file);
        Ok(())
    }

    /// Sends the requests of a round for so many seconds.
    pub async fn send(&self, round: usize, seconds: u32) -> Result<Figures, Failure> {
        let file = self.files.get(round).or(self.files.last());
        let mut command = Command::new("wrk");
        command
            .arg(format!("-c{CONNECTIONS}"))
            .args(["-t1", "--timeout", "20s"])
            .arg(format!("-d{seconds}s"))
            .arg("-s")
            .arg(&self.script);
        for (name, value) in &self.headers {
            command.arg("-H").arg(format!("{name}: {value}"));
        }
        command.arg(&self.base_url).arg("--").args(file);
        let output = command
            .args(self.varying)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .map_err(|error| format!("wrk: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let figures = read(&said).ok_or_else(|| {
            let complaint = String::from_utf8_lossy(&output.stderr);
            format!("wrk gave no figures: {said}{complaint}")
        })?;
        figures.check(&self.base_url, self.once)
    }
}

/// What [`SCRIPT`] prints.
struct Printed {
    requests: f64,
    /// Microseconds, as are the others.
    duration: f64,
    p50: f64,
    p95: f64,
    longest: f64,
    refused: f64,
    broken: f64,
}

fn read(said: &str) -> Option<Printed> {
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("figures "))?;
    let mut numbers = line.split(' ').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some(Printed {
        requests: next()?,
        duration: next()?,
        p50: next()?,
        p95: next()?,
        longest: next()?,
        refused: next()?,
        broken: next()?,
    })
}

impl Printed {
    /// Figures of requests that failed say nothing.
    fn check(&self, url: &str, once: Option<usize>) -> Result<Figures, Failure> {
        if self.refused + self.broken > 0.0 {
            let Self {
                requests,
                refused,
                broken,
                ..
            } = self;
            return Err(format!(
                "of {requests} requests to {url}, {refused} were refused and {broken} got no answer"
            )
            .into());
        }
        let prepared = once.and_then(|count| u32::try_from(count).ok());
        if prepared.is_some_and(|prepared| self.requests > f64::from(prepared)) {
            return Err(format!("{url} answered more requests than were prepared").into());
        }
        Ok(Figures {
            per_second: self.requests * 1e6 / self.duration.max(1.0),
            p50: self.p50 / 1e3,
            p95: self.p95 / 1e3,
            longest: self.longest / 1e3,
        })
    }
}
