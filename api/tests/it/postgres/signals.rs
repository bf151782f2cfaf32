//! What the program does with its server when it is asked to end.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::{data_folder, is_stopped};

fn copperline(command: &str, data: &Path) -> Command {
    let mut copperline = Command::new(env!("CARGO_BIN_EXE_copperline"));
    copperline.arg(command).env("COPPERLINE_DATA", data);
    copperline.env_remove("DATABASE_URL").stdout(Stdio::piped());
    copperline
}

#[test]
fn work_stops_its_server_when_it_is_interrupted_or_terminated() {
    let data = data_folder();
    let migrated = copperline("migrate", data.path()).status().unwrap();
    assert!(migrated.success());

    for signal in [Signal::INT, Signal::TERM] {
        let mut process = copperline("work", data.path()).spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let works = said.find(|line| line.as_ref().unwrap() == "Working on background jobs.");
        assert!(works.is_some(), "it says that it works");

        kill_process(Pid::from_child(&process), signal).unwrap();
        assert!(process.wait().unwrap().success(), "{signal:?}");
        assert!(is_stopped(data.path()), "{signal:?}");
    }
}
