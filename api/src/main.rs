//! The `copperline` command.

use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use actix_web::web;
use clap::{Parser, Subcommand};
use copperline_api::app::{App, Clock};
use copperline_api::carriers::simulated::SimulatedCarrier;
use copperline_api::config::{Config, Secrets};
use copperline_api::events::Hub;
use copperline_api::files::Files;
use copperline_api::mail::Mailer;
use copperline_api::payments::simulated::SimulatedPayments;
use copperline_api::presence::Presences;
use copperline_api::{
    check, db, demo, events, jobs, openapi, pictures, postgres, router, telemetry, texting_hours,
};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

/// Gives back what was freed. The system's allocator keeps it for each thread, as much as the largest
/// search or password hash ever took there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Texting and calling for people who sell on the phone.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the api and the page, and work on background jobs.
    Serve {
        #[command(flatten)]
        config: Config,
        /// Make the demo workspace first, unless it is there, and print how to sign in.
        #[arg(long)]
        demo: bool,
    },
    /// Work on background jobs only; any number of these may run beside `serve`.
    Work {
        #[command(flatten)]
        config: Config,
    },
    /// Bring the database's schema up to date.
    Migrate {
        #[command(flatten)]
        config: Config,
    },
    /// Fill a demo workspace of believable size.
    Demo {
        #[command(flatten)]
        config: Config,
        /// How many conversations.
        #[arg(long, default_value_t = 200)]
        conversations: u32,
    },
    /// Verify the ledger and everything else that must be true of the database.
    Check {
        #[command(flatten)]
        config: Config,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Read or change the hours at which contacts may be texted, by state.
    #[command(subcommand)]
    TextingHours(TextingHours),
}

#[derive(Subcommand)]
enum TextingHours {
    /// List the hours of every state.
    List {
        #[command(flatten)]
        config: Config,
    },
    /// Change the hours of one or more states.
    Set {
        #[command(flatten)]
        set: texting_hours::command::Set,
        #[command(flatten)]
        config: Config,
    },
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::start();
    match run(Arguments::parse().command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("copperline: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve { config, demo } => serve(config, demo).await?,
        Command::Work { config } => {
            let stopped = asked_to_stop()?;
            let database = Database::open(&config).await?;
            db::check_schema(&database.url).await?;
            let app = app(config, &database, false).await?;
            println!("Working on background jobs.");
            tokio::select! {
                () = jobs::work(app) => {}
                () = stopped => {}
            }
            database.close().await;
        }
        Command::Migrate { config } => {
            let database = Database::open(&config).await?;
            let applied = db::migrate(&database.url).await?;
            println!("{applied} schema changes applied; the database is up to date.");
            database.close().await;
        }
        Command::Demo {
            config,
            conversations,
        } => {
            let database = Database::open(&config).await?;
            db::migrate(&database.url).await?;
            let made = demo::run(
                &database.url,
                conversations,
                &config,
                Clock::default().now(),
            )
            .await?;
            println!("{made}");
            database.close().await;
        }
        Command::Check { config } => {
            let database = Database::open(&config).await?;
            db::check_schema(&database.url).await?;
            let pool = db::pool(&database.url, 1)?;
            let mut connection = pool.get().await?;
            let mut report = check::run(&mut connection).await?;
            let files = Files::open(&config.files_place())?;
            let pictures = pictures::audit(&mut connection, &files).await?;
            report.findings.push(pictures);
            drop(connection);
            println!("{report}");
            database.close().await;
            return Ok(if report.is_sound() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Command::Openapi => print!("{}", openapi::json()?),
        Command::TextingHours(command) => texting_hours(command).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn texting_hours(command: TextingHours) -> Result<(), Failure> {
    let (config, set) = match command {
        TextingHours::List { config } => (config, None),
        TextingHours::Set { set, config } => (config, Some(set)),
    };
    let database = Database::open(&config).await?;
    db::check_schema(&database.url).await?;
    let pool = db::pool(&database.url, 1)?;
    let mut connection = pool.get().await?;
    let now = Clock::default().now();
    let hours = match set {
        Some(set) => texting_hours::command::set(&mut connection, &set, now).await?,
        None => texting_hours::command::list(&mut connection).await?,
    };
    println!("{hours}");
    drop(connection);
    database.close().await;
    Ok(())
}

/// Ends when somebody presses Ctrl-C, or a service manager wants this process to end. It listens from
/// now on, whenever it is waited for: what was started meanwhile is then stopped in order.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// One's own PostgreSQL, or the private one of the data folder.
struct Database {
    url: String,
    private: Option<postgres::Cluster>,
}

impl Database {
    async fn open(config: &Config) -> Result<Self, Failure> {
        config.check()?;
        std::fs::create_dir_all(&config.data)
            .map_err(|error| format!("the data folder {}: {error}", config.data.display()))?;
        if let Some(url) = &config.database_url {
            return Ok(Self {
                url: url.clone(),
                private: None,
            });
        }
        let cluster = postgres::start(&config.data).await?;
        Ok(Self {
            url: cluster.url(),
            private: Some(cluster),
        })
    }

    async fn close(self) {
        if let Some(cluster) = self.private {
            cluster.stop().await;
        }
    }
}

/// `listens` when this process serves requests itself.
async fn app(config: Config, database: &Database, listens: bool) -> Result<Arc<App>, Failure> {
    let secrets = Secrets::load(&config.secrets_file(), config.production)?;
    let fingerprint = secrets.fingerprint();
    db::check_secrets(&database.url, fingerprint, config.replace_secrets).await?;
    let provider = config.simulator_url(listens);
    Ok(Arc::new(App {
        pool: db::pool_with_key(
            &database.url,
            config.database_connections,
            if listens { threads() } else { 0 },
            &secrets.phone_key(),
        )?,
        clock: Clock::default(),
        carrier: Arc::new(SimulatedCarrier::new(
            &provider,
            &secrets.carrier_auth_token,
        )?),
        payments: Arc::new(SimulatedPayments::new(
            &provider,
            &secrets.payments_callback_secret,
        )?),
        mailer: Mailer::new(&config)?,
        files: Files::open(&config.files_place())?,
        hub: Hub::default(),
        presence: Presences::default(),
        job_added: Notify::new(),
        secrets,
        config,
    }))
}

/// How many threads serve requests.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

async fn serve(config: Config, demo: bool) -> Result<(), Failure> {
    let listener = TcpListener::bind(config.listen).map_err(|error| {
        format!(
            "can't listen on {}: {error}. Another Copperline may be running; stop it or set COPPERLINE_LISTEN.",
            config.listen
        )
    })?;
    let database = Database::open(&config).await?;
    db::migrate(&database.url).await?;
    let app = app(config, &database, true).await?;
    if demo {
        println!(
            "{}",
            demo::run(&database.url, 200, &app.config, app.clock.now()).await?
        );
    }
    println!(
        "Copperline is at {}  (the API explorer at {0}/api/docs)",
        app.config.base_url()
    );
    if let Some(folder) = app.mailer.folder() {
        println!("No mail server is set: mail is written to {folder}");
    }
    let workers = tokio::spawn(jobs::work(Arc::clone(&app)));
    let listening = tokio::spawn(events::listen(Arc::clone(&app), database.url.clone()));
    let served = router::serve(web::Data::from(app), listener, threads())?.await;
    listening.abort();
    workers.abort();
    database.close().await;
    Ok(served?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
