//! `copperline demo`: a believable workspace of any size (X11).
//!
//! Everything is made in one transaction: a demo that was interrupted leaves nothing behind. What
//! the ledger says of it is as true as anywhere, and `copperline check` verifies it.

mod groups;
mod load;
mod money;
mod pipeline;
mod places;
mod rows;
mod scripts;
mod sign_in;
mod standing;
mod tags;
mod threads;
mod workflows;

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::money::Micros;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::auth;
use crate::config::Config;
use crate::db::{Atomic, Connection, DbError};
use crate::error::Error;
use crate::schema::{conversations, sign_ins};
use load::Demo;
pub use sign_in::SignIn;

/// The owner of the demo workspace.
pub const EMAIL: &str = "demo@copperline.example";
pub const WORKSPACE: &str = "Lone Star Home & Life";
pub const AGENT: (&str, &str) = ("Dana", "Whitfield");

/// More would need phones outside the range that belongs to nobody.
const MOST: u32 = 400_000;
/// So many conversations are written at once.
const BATCH: u32 = 500;

/// The tables that grow.
const TABLES: &str = "contacts, conversations, messages, thread_records, leads, consent_entries, \
    opt_outs, pipeline_cards, pipeline_stages, ledger_transactions, ledger_entries, contact_tags";

/// The demo workspace and how to sign in to it.
#[derive(Clone, Debug)]
pub struct DemoWorkspace {
    /// Whether this run made it; it is never made twice.
    pub created: bool,
    pub conversations: i64,
    /// Known where the demo was made with this data folder.
    pub sign_in: Option<SignIn>,
}

impl fmt::Display for DemoWorkspace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created,
            conversations,
            sign_in,
        } = self;
        let state = if *created {
            "is ready"
        } else {
            "is there already"
        };
        writeln!(
            formatter,
            "The demo workspace {state}: {conversations} conversations."
        )?;
        write!(formatter, "  Email      {EMAIL}")?;
        match sign_in {
            Some(SignIn {
                password,
                api_token,
            }) => write!(
                formatter,
                "\n  Password   {password}\n  API token  {api_token}  (for leads)"
            ),
            None => write!(
                formatter,
                "\n  Its password was printed when it was made; it can be reset by mail."
            ),
        }
    }
}

/// Makes the demo workspace, or says that it is there.
///
/// # Errors
/// When there are too many conversations to make, or the database fails.
pub async fn run(
    url: &str,
    conversations: u32,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<DemoWorkspace, Error> {
    if conversations > MOST {
        return Err(Error::field(
            "conversations",
            format!("Ask for at most {MOST}."),
        ));
    }
    let mut connection = AsyncPgConnection::establish(url)
        .await
        .map_err(DbError::from)?;
    // Of two at once, the second waits here and finds the first one's. The lock goes with the
    // connection.
    diesel::sql_query("SELECT pg_advisory_lock(hashtext('copperline demo'))")
        .execute(&mut connection)
        .await?;
    if let Some(conversations) = existing(&mut connection).await? {
        let sign_in = SignIn::read(&config.data);
        return Ok(DemoWorkspace {
            created: false,
            conversations,
            sign_in,
        });
    }
    let sign_in = SignIn::random();
    let password_hash = auth::hash_password(sign_in.password.clone()).await?;
    connection
        .atomically(async |connection| {
            let opened = now - TimeDelta::days(threads::DAYS + 1);
            let new = auth::NewWorkspace {
                name: WORKSPACE.to_owned(),
                time_zone: "America/Chicago".to_owned(),
                first_name: AGENT.0.to_owned(),
                last_name: AGENT.1.to_owned(),
                email: EMAIL.to_owned(),
                password_hash: password_hash.clone(),
            };
            let (workspace, owner) =
                auth::create_workspace_confirmed(connection, new, opened).await?;
            let standing =
                standing::make(connection, (workspace, owner), &sign_in, config, opened).await?;
            let price = config.prices().outbound_segment_micros;
            fill(connection, Demo::new(standing), conversations, (price, now)).await?;
            tags::put_on(connection, workspace, now).await?;
            workflows::make(connection, workspace, now).await?;
            sign_in.write(&config.data)
        })
        .await?;
    // Fresh statistics, and indexes that are quick from the first search on.
    connection
        .batch_execute(&format!("VACUUM (ANALYZE) {TABLES}"))
        .await?;
    Ok(DemoWorkspace {
        created: true,
        conversations: i64::from(conversations),
        sign_in: Some(sign_in),
    })
}

/// How many conversations the demo workspace has, if there is one.
async fn existing(connection: &mut Connection) -> Result<Option<i64>, Error> {
    let workspace: Option<uuid::Uuid> = sign_ins::table
        .find(EMAIL)
        .select(sign_ins::workspace_id)
        .first(connection)
        .await
        .optional()?;
    let Some(workspace) = workspace else {
        return Ok(None);
    };
    let held = conversations::table
        .filter(conversations::workspace_id.eq(workspace))
        .count();
    Ok(Some(held.get_result(connection).await?))
}

async fn fill(
    connection: &mut Connection,
    mut demo: Demo,
    conversations: u32,
    (segment_price, now): (Micros, DateTime<Utc>),
) -> Result<(), Error> {
    // The same people say the same things in every demo.
    let mut random = StdRng::seed_from_u64(20_260_101);
    let mut made = 0;
    while made < conversations {
        let batch = BATCH.min(conversations - made);
        let threads: Vec<_> = (made..made + batch)
            .map(|index| threads::thread(&mut random, (index, conversations), segment_price, now))
            .collect();
        demo.write(connection, threads).await?;
        if made == 0 {
            // Plans made for empty tables would read them whole for each reference they check.
            connection
                .batch_execute(&format!("ANALYZE {TABLES}"))
                .await?;
        }
        made += batch;
        if made % 10_000 == 0 {
            tracing::info!("{made} of {conversations} conversations");
        }
    }
    demo.finish(connection).await
}
