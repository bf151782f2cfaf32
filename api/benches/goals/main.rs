//! `just bench`: how quick Copperline is beside bare SQL. Figures, ratios and what is asked of them
//! are printed; nothing about time is asserted.
//!
//! The goals: 1 inbox, 2 thread, 3 any depth and size, 4 search, 5 opening the app, with filters,
//! tab counts, the pipeline and contacts beside it, 6 inbound callbacks, 8 callback to the last
//! browser, 9 outbound from one balance, 12 memory and first load. (7, 10 and 11, about kills, the
//! job queue and analytics, are not measured here.)
//!
//! Each goal is measured on Copperline over HTTP, signed in (wrk), on the floor F, a bare actix
//! handler with hand-written SQL that asks nobody who they are (wrk), and on the SQL alone
//! (pgbench), alternately and for a few rounds, of which the median counts: a machine that drifts
//! meanwhile then drifts for all of them.

mod contest;
mod data;
mod floor;
mod footprint;
mod inbound;
mod live;
mod narrowed;
mod opening;
mod outbound;
mod pgbench;
mod programs;
mod reading;
mod search;
mod sql;
mod stage;
mod table;
mod wrk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use contest::Pace;
use stage::Stage;
use table::Table;

/// What went wrong, in words for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The goals in the order they are measured: those that change the data come last.
const GOALS: [u32; 9] = [1, 2, 3, 4, 5, 6, 8, 9, 12];

/// How quick Copperline is beside bare SQL.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    /// Conversations of the largest workspace; each has about ten messages.
    #[arg(default_value_t = 100_000)]
    conversations: u32,
    /// Measure these goals only, such as `--only 1,2`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<u32>,
    /// How often each side is measured; the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round.
    #[arg(long, default_value_t = 4)]
    seconds: u32,
    /// Keep the data in this folder and use it again the next time.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// The program to measure; the one that was built with this bench when absent.
    #[arg(long, default_value = env!("CARGO_BIN_EXE_copperline"))]
    program: PathBuf,
    /// What `cargo bench` always adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Role {
    /// Serves the floor F instead of measuring.
    #[command(hide = true)]
    Floor(floor::Settings),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.role {
        Some(Role::Floor(settings)) => floor::serve(settings).await,
        None => tokio::select! {
            outcome = measure(&arguments) => outcome,
            outcome = stopped() => outcome,
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Fails once somebody presses Ctrl-C or wants this process to end: what it started ends with it.
async fn stopped() -> Result<(), Failure> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Err("stopped".into())
}

async fn measure(arguments: &Arguments) -> Result<(), Failure> {
    let pace = Pace {
        rounds: arguments.rounds.max(1),
        seconds: arguments.seconds.max(1),
    };
    let stage = Stage::set(
        &arguments.program,
        arguments.keep.as_deref(),
        arguments.conversations,
    )
    .await?;
    let mut table = Table::default();
    let outcome = run(&stage, &arguments.only, pace, &mut table).await;
    stage.strike().await;
    println!("\n{table}");
    outcome
}

async fn run(stage: &Stage, only: &[u32], pace: Pace, table: &mut Table) -> Result<(), Failure> {
    for goal in GOALS {
        if !only.is_empty() && !only.contains(&goal) {
            continue;
        }
        eprintln!("bench: goal {goal}");
        match goal {
            1 => reading::inbox(stage, pace, table).await?,
            2 => reading::thread(stage, pace, table).await?,
            3 => reading::depth_and_size(stage, pace, table).await?,
            4 => search::search(stage, pace, table).await?,
            5 => {
                opening::opening(stage, pace, table).await?;
                narrowed::narrowed(stage, pace, table).await?;
            }
            6 => inbound::inbound(stage, pace, table).await?,
            8 => live::live(stage, table).await?,
            9 => outbound::outbound(stage, pace, table).await?,
            _ => footprint::footprint(stage, table)?,
        }
    }
    Ok(())
}
