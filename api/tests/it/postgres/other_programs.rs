//! Several programs on one data folder, at once or one after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use copperline_api::postgres;

use super::{connect, data_folder, is_stopped, server_of, text};

/// Tells the other program which data folder to use.
const DATA: &str = "COPPERLINE_TEST_DATA";

/// A program of its own that uses a cluster, until it is told to stop or killed.
pub struct OtherProgram {
    process: Child,
    /// Kept open, because it still writes when it ends.
    _output: BufReader<ChildStdout>,
    /// The address of its database, or why there is none.
    pub outcome: Result<String, String>,
}

impl OtherProgram {
    /// Runs this very test program again, as `user` where one is given.
    pub fn start(program: &Path, data: &Path, user: Option<(u32, u32)>) -> Self {
        let mut command = Command::new(program);
        command
            .args(["--exact", "postgres::other_programs::the_other_program"])
            .args(["--ignored", "--nocapture"])
            .env(DATA, data)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let outcome = output
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, answer) = line.split_once("the other program: ")?;
                Some(match answer.split_once("failed: ") {
                    Some((_, why)) => Err(why.to_owned()),
                    None => Ok(answer.to_owned()),
                })
            })
            .expect("it says how it went");
        Self {
            process,
            _output: output,
            outcome,
        }
    }

    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn stop(mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

fn this_program() -> std::path::PathBuf {
    std::env::current_exe().unwrap()
}

#[tokio::test]
#[ignore = "run by other tests, as a program of its own"]
async fn the_other_program() {
    let data = std::env::var_os(DATA).expect("the data folder");
    let cluster = postgres::start(Path::new(&data)).await;
    match &cluster {
        Ok(cluster) => println!("\nthe other program: {}", cluster.url()),
        Err(error) => println!("\nthe other program: failed: {error}"),
    }
    std::io::stdout().flush().unwrap();
    std::io::stdin()
        .lock()
        .read_line(&mut String::new())
        .unwrap();
    if let Ok(cluster) = cluster {
        cluster.stop().await;
    }
}

#[tokio::test]
async fn the_server_of_a_killed_program_is_adopted() {
    let data = data_folder();
    let other = OtherProgram::start(&this_program(), data.path(), None);
    let url = other.outcome.clone().unwrap();
    let server = server_of(data.path());
    other.kill();

    let cluster = postgres::start(data.path()).await.unwrap();
    assert_eq!(server_of(data.path()), server);
    assert_eq!(cluster.url(), url);
    assert_eq!(
        text(&connect(&cluster).await, "SELECT 'works'").await,
        "works"
    );
    cluster.stop().await;
    assert!(is_stopped(data.path()));
}

#[tokio::test]
async fn a_cluster_that_was_dropped_is_adopted() {
    let data = data_folder();
    drop(postgres::start(data.path()).await.unwrap());
    let server = server_of(data.path());
    let cluster = postgres::start(data.path()).await.unwrap();
    assert_eq!(server_of(data.path()), server);
    cluster.stop().await;
    assert!(is_stopped(data.path()));
}

#[tokio::test]
async fn two_programs_share_the_server_and_the_last_one_stops_it() {
    let data = data_folder();
    let other = OtherProgram::start(&this_program(), data.path(), None);
    let cluster = postgres::start(data.path()).await.unwrap();
    assert_eq!(other.outcome.as_ref().unwrap(), &cluster.url());

    let client = connect(&cluster).await;
    other.stop();
    assert_eq!(text(&client, "SELECT 'works'").await, "works");
    cluster.stop().await;
    assert!(is_stopped(data.path()));
}

#[tokio::test]
async fn two_first_starts_at_once_make_one_cluster() {
    let data = data_folder();
    let (one, two) = tokio::join!(postgres::start(data.path()), postgres::start(data.path()));
    let (one, two) = (one.unwrap(), two.unwrap());
    connect(&one)
        .await
        .batch_execute("CREATE TABLE lead AS SELECT 'Zoé' AS name")
        .await
        .unwrap();
    one.stop().await;
    assert_eq!(
        text(&connect(&two).await, "SELECT name FROM lead").await,
        "Zoé"
    );
    two.stop().await;
    assert!(is_stopped(data.path()));
}

/// A machine or a container that was switched off leaves the file of its server behind, and the
/// process number in it may be somebody else's now.
#[tokio::test]
async fn a_leftover_file_with_the_number_of_another_process_does_not_hinder() {
    let data = data_folder();
    let cluster = postgres::start(data.path()).await.unwrap();
    let folder = data.path().join("postgres");
    let files = ["postmaster.pid", ".s.PGSQL.5432.lock"].map(|name| folder.join(name));
    let texts = files
        .clone()
        .map(|file| std::fs::read_to_string(file).unwrap());
    cluster.stop().await;

    let owner = folder.metadata().unwrap();
    let mut stranger = Command::new("cat");
    stranger.stdin(Stdio::piped());
    if super::is_root() {
        stranger.uid(owner.uid()).gid(owner.gid());
    }
    let mut stranger = stranger.spawn().unwrap();
    for (file, text) in files.iter().zip(texts) {
        let (_, rest) = text.split_once('\n').unwrap();
        std::fs::write(file, format!("{}\n{rest}", stranger.id())).unwrap();
        std::os::unix::fs::chown(file, Some(owner.uid()), Some(owner.gid())).unwrap();
    }

    let cluster = postgres::start(data.path()).await.unwrap();
    assert_eq!(
        text(&connect(&cluster).await, "SELECT 'works'").await,
        "works"
    );
    cluster.stop().await;
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}
