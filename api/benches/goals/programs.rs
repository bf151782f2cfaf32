//! The programs the bench starts: Copperline, and itself as the floor.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::Failure;

/// How long a program may take to begin listening, or to end when asked.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that serves HTTP on loopback. It is killed when dropped.
pub struct Served {
    pub base_url: String,
    port: u16,
    child: Child,
}

/// Where Copperline keeps its things, and its database.
pub struct Installation<'a> {
    pub program: &'a Path,
    pub data: &'a Path,
    pub database_url: &'a str,
}

impl Installation<'_> {
    fn command(&self, command: &str) -> Result<Command, Failure> {
        let mut started = Command::new(self.program);
        started
            .arg(command)
            .env("COPPERLINE_DATA", self.data)
            .env("DATABASE_URL", self.database_url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log(self.data, command)?)
            .kill_on_drop(true);
        Ok(started)
    }

    /// Runs a command of the program to its end.
    pub async fn run(&self, command: &str, arguments: &[String]) -> Result<(), Failure> {
        let status = self.command(command)?.args(arguments).status().await?;
        if status.success() {
            return Ok(());
        }
        let log = self.data.join(format!("{command}.log"));
        let said = std::fs::read_to_string(log).unwrap_or_default();
        Err(format!("copperline {command} failed: {said}").into())
    }

    /// Starts `copperline serve`, which works on so many background jobs at once.
    pub async fn serve(&self, workers: u32) -> Result<Served, Failure> {
        let port = free_port()?;
        let base_url = format!("http://127.0.0.1:{port}");
        let child = self
            .command("serve")?
            .env("COPPERLINE_LISTEN", format!("127.0.0.1:{port}"))
            .env("COPPERLINE_PUBLIC_URL", &base_url)
            .env("COPPERLINE_WORKERS", workers.to_string())
            // What is measured is the program, not how long it makes texts wait.
            .env("COPPERLINE_SEGMENTS_PER_MINUTE", "0")
            .spawn()?;
        Served::listening(base_url, port, child).await
    }
}

/// Starts this program as the floor.
pub async fn floor(data: &Path, database_url: &str, workspace: &str) -> Result<Served, Failure> {
    let port = free_port()?;
    let child = Command::new(std::env::current_exe()?)
        .arg("floor")
        .args(["--port", &port.to_string()])
        .args(["--database-url", database_url])
        .args(["--workspace", workspace])
        .stdin(Stdio::null())
        .stderr(log(data, "floor")?)
        .kill_on_drop(true)
        .spawn()?;
    Served::listening(format!("http://127.0.0.1:{port}"), port, child).await
}

impl Served {
    async fn listening(base_url: String, port: u16, mut child: Child) -> Result<Self, Failure> {
        let connected = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                if let Some(status) = child.try_wait()? {
                    return Err(Failure::from(format!("a program ended at once ({status})")));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, connected).await??;
        Ok(Self {
            base_url,
            port,
            child,
        })
    }

    /// The process's id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(mut self) {
        let id = self.pid().and_then(|id| i32::try_from(id).ok());
        if let Some(process) = id.and_then(rustix::process::Pid::from_raw) {
            // One that has ended needs no asking.
            let _ = rustix::process::kill_process(process, rustix::process::Signal::TERM);
        }
        if tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .is_err()
        {
            eprintln!("bench: the program at port {} had to be killed", self.port);
        }
    }
}

fn log(folder: &Path, name: &str) -> Result<File, Failure> {
    Ok(File::create(folder.join(format!("{name}.log")))?)
}

fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
