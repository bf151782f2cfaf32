//! A running Copperline for each test, and the people and programs that use it.

mod database;
mod held;
mod owner;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use clap::Parser;
use copperline_api::app::{App, AppData, Clock};
use copperline_api::auth::{self, NewWorkspace};
use copperline_api::carriers::simulated::SimulatedCarrier;
use copperline_api::config::{Config, Secrets};
use copperline_api::db;
use copperline_api::events::Hub;
use copperline_api::files::Files;
use copperline_api::mail::{Mail, Mailer};
use copperline_api::payments::simulated::SimulatedPayments;
use copperline_api::presence::Presences;
use copperline_api::{jobs, router};
use copperline_client::{Client, Error, Session, connect};
use copperline_shared::problem::Problem;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use tokio::sync::{Notify, OnceCell};
use uuid::Uuid;

pub use database::{database, empty_database};
pub use held::{Held, in_time, others_wait};
pub use owner::Owner;

/// A password that passes every check.
pub const PASSWORD: &str = "correct horse battery";

/// When texts may go to every state, on any day, in minutes after midnight UTC: 8:05 in Hawaii, 12:05
/// in Chicago.
const DAY: i64 = 18 * 60 + 5;

/// How long it is until the next time it is this late, in minutes after midnight UTC.
fn until(now: DateTime<Utc>, minutes: i64) -> TimeDelta {
    let day = TimeDelta::days(1);
    let midnight = now.duration_trunc(day).expect("a day has a beginning");
    let today = midnight + TimeDelta::minutes(minutes);
    if today > now {
        today - now
    } else {
        today + day - now
    }
}

#[derive(Parser)]
struct Settings {
    #[command(flatten)]
    config: Config,
}

/// A running Copperline. Its clock is moved and its jobs are run by the test.
pub struct TestApp {
    pub app: AppData,
    pub base_url: String,
    pub database_url: String,
    server: actix_web::dev::ServerHandle,
    data: PathBuf,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts with a changed App, such as one with another carrier.
    pub async fn start_with(change: impl FnOnce(&mut App)) -> Self {
        let database_url = database().await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be listened on");
        let address = listener.local_addr().expect("a listener has an address");
        let base_url = format!("http://{address}");
        let data = std::env::temp_dir().join(format!("copperline-{}", Uuid::now_v7()));
        let mut config = Settings::parse_from(["test"]).config;
        config.public_url.clone_from(&base_url);
        config.listen = address;
        config.data.clone_from(&data);
        // Tests that are about something else send as much as they like.
        config.segments_per_minute = 0;
        let clock = Clock::default();
        clock.advance(until(clock.now(), DAY));
        let secrets = Secrets::random();
        let mut app = App {
            pool: db::pool_with_key(&database_url, 12, 1, &secrets.phone_key())
                .expect("a pool can be made"),
            clock,
            carrier: Arc::new(
                SimulatedCarrier::new(&base_url, &secrets.carrier_auth_token).expect("a client"),
            ),
            payments: Arc::new(
                SimulatedPayments::new(&base_url, &secrets.payments_callback_secret)
                    .expect("a client"),
            ),
            mailer: Mailer::Memory(std::sync::Mutex::default()),
            files: Files::in_memory(),
            hub: Hub::default(),
            presence: Presences::default(),
            job_added: Notify::new(),
            secrets,
            config,
        };
        change(&mut app);
        let app = AppData::new(app);
        let server = router::serve(app.clone(), listener, 1).expect("the server starts");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            app,
            base_url,
            database_url,
            server: handle,
            data,
        }
    }

    /// Follows the database's notifications, as `serve` does.
    pub fn listen(&self) {
        let app = self.app.clone().into_inner();
        actix_web::rt::spawn(copperline_api::events::listen(
            app,
            self.database_url.clone(),
        ));
    }

    /// Runs jobs until none is due.
    pub async fn work(&self) {
        let app = self.app.clone().into_inner();
        while jobs::run_due(&app, 4).await.expect("jobs can be run") > 0 {}
    }

    /// Moves the clock and runs what falls due.
    pub async fn pass(&self, time: TimeDelta) {
        self.work().await;
        self.app.clock.advance(time);
        self.work().await;
    }

    /// Moves the clock to the next time it is this late, in minutes after midnight UTC, and runs what
    /// falls due then.
    pub async fn pass_until(&self, minutes: i64) {
        self.pass(until(self.app.clock.now(), minutes)).await;
    }

    /// The mails sent so far.
    pub fn emails(&self) -> Vec<Mail> {
        match &self.app.mailer {
            Mailer::Memory(sent) => sent
                .lock()
                .expect("no test panics while holding it")
                .clone(),
            _ => panic!("this test sends mail elsewhere"),
        }
    }

    /// The newest mail to an address.
    pub fn email_to(&self, address: &str) -> Mail {
        let mails = self.emails().into_iter().rev();
        mails
            .into_iter()
            .find(|mail| mail.to == address)
            .expect("a mail was sent there")
    }

    pub async fn connection(&self) -> AsyncPgConnection {
        AsyncPgConnection::establish(&self.database_url)
            .await
            .expect("the database answers")
    }

    /// A program with a token.
    pub fn token(&self, secret: &str) -> Client {
        connect(
            &self.base_url,
            Session {
                bearer: Some(secret.to_owned()),
                ..Session::default()
            },
        )
    }

    /// A browser with cookies.
    pub fn browser(&self, cookies: &str) -> Client {
        let headers = vec![
            ("cookie".to_owned(), cookies.to_owned()),
            ("origin".to_owned(), self.base_url.clone()),
        ];
        connect(
            &self.base_url,
            Session {
                headers,
                ..Session::default()
            },
        )
    }

    /// The owner of a new, confirmed workspace, signed in.
    pub async fn owner(&self) -> Owner {
        let email = format!("owner-{}@example.com", Uuid::now_v7().simple());
        let mut connection = self.connection().await;
        let new = NewWorkspace {
            name: "Lonestar Life".to_owned(),
            time_zone: "America/Chicago".to_owned(),
            first_name: "Jordan".to_owned(),
            last_name: "Diaz".to_owned(),
            email: email.clone(),
            password_hash: password_hash().await,
        };
        let now = self.app.clock.now();
        let (workspace, agent) = auth::create_workspace_confirmed(&mut connection, new, now)
            .await
            .expect("a workspace can be made");
        let cookies = self.sign_in(&email, PASSWORD).await;
        Owner {
            client: self.browser(&cookies),
            workspace,
            agent,
            email,
            cookies,
        }
    }

    /// Signs in over HTTP and returns the cookies.
    pub async fn sign_in(&self, email: &str, password: &str) -> String {
        let answer = reqwest::Client::builder()
            .build()
            .expect("a client")
            .post(format!("{}/api/v1/auth/sessions", self.base_url))
            .header("origin", &self.base_url)
            .json(&serde_json::json!({ "email": email, "password": password }))
            .send()
            .await
            .expect("the server answers");
        assert_eq!(answer.status(), 200, "signing in as {email}");
        let cookies = answer.headers().get_all("set-cookie").iter();
        let pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// An agent with less than the owner's rights, in the workspace's first group, signed in.
    pub async fn colleague(&self, owner: &Owner, role: &str) -> Owner {
        let email = format!("{role}-{}@example.com", Uuid::now_v7().simple());
        let agent = Uuid::now_v7();
        let mut connection = self.connection().await;
        // Adding agents comes with its own noun; until then tests write the rows.
        diesel::sql_query(
            "WITH a AS (INSERT INTO agents (workspace_id, id, role, first_name, last_name, created_at) \
             VALUES ($1, $2, $3, 'Sam', 'Lee', now())), \
             m AS (INSERT INTO group_members (workspace_id, group_id, agent_id) \
             SELECT $1, id, $2 FROM groups WHERE workspace_id = $1 AND ending_at IS NULL \
             ORDER BY created_at, id LIMIT 1) \
             INSERT INTO sign_ins (email, workspace_id, agent_id, password_hash, confirmed_at) \
             VALUES ($4, $1, $2, $5, now())",
        )
        .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
        .bind::<diesel::sql_types::Uuid, _>(agent)
        .bind::<diesel::sql_types::Text, _>(role)
        .bind::<diesel::sql_types::Text, _>(&email)
        .bind::<diesel::sql_types::Text, _>(password_hash().await)
        .execute(&mut connection)
        .await
        .expect("an agent can be added");
        let cookies = self.sign_in(&email, PASSWORD).await;
        Owner {
            client: self.browser(&cookies),
            workspace: owner.workspace,
            agent,
            email,
            cookies,
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Dropping can't wait; the server ends with the test's runtime.
        drop(self.server.stop(false));
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Hashing is slow on purpose; the tests do it once.
async fn password_hash() -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async {
        auth::hash_password(PASSWORD.to_owned())
            .await
            .expect("a password can be hashed")
    })
    .await
    .clone()
}

/// The problem an unsuccessful call answered with.
pub fn problem<T>(outcome: Result<copperline_client::ResponseValue<T>, Error<Problem>>) -> Problem {
    match outcome {
        Err(Error::ErrorResponse(answer)) => answer.into_inner(),
        other => panic!("expected a problem, got {:?}", other.map(|_| "an answer")),
    }
}
