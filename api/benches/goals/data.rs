//! The data set: the demo workspace as the largest of 20, and what the measurements ask for in it.

use copperline_api::demo;
use tokio_postgres::Client;

use crate::Failure;
use crate::programs::Installation;
use crate::sql;
use crate::stage::{connect, with_database};

/// Workspaces beside the largest one.
const SMALL_WORKSPACES: u32 = 19;
/// Conversations and contacts that the measurements pick from, at the most.
const PICKS: i64 = 5_000;
/// What the largest workspace gets for goal 9, in micro-dollars.
const FUNDS: i64 = 50_000_000_000;

/// What the measurements need to know of it.
pub struct Data {
    /// The id of the workspace of the demo.
    pub large: String,
    pub picks: Vec<Pick>,
}

/// A conversation of the largest workspace that may be texted in.
pub struct Pick {
    pub conversation: String,
    pub phone: String,
    /// The number the contact writes to.
    pub number: String,
}

impl Data {
    /// The owner of the largest workspace.
    pub fn owner() -> &'static str {
        demo::EMAIL
    }
}

/// The owner of a small workspace, 1 to 19.
pub fn small_owner(number: u32) -> String {
    format!("small-{number}@copperline.example")
}

/// Makes the data set and its copy, unless they are there.
pub async fn load(
    installation: &Installation<'_>,
    bare_url: &str,
    conversations: u32,
) -> Result<Data, Failure> {
    let server = connect(&with_database(bare_url, "postgres")).await?;
    let copied = "SELECT 1 FROM pg_database WHERE datname = 'bare'";
    if server.query_opt(copied, &[]).await?.is_none() {
        eprintln!("bench: making {conversations} conversations");
        let wanted = ["--conversations".to_owned(), conversations.to_string()];
        installation.run("demo", &wanted).await?;
        // The bench runs at any hour.
        let all_day = "UPDATE texting_hours SET weekdays_from = 0, weekdays_to = 1440, \
             saturdays_from = 0, saturdays_to = 1440, sundays_from = 0, sundays_to = 1440";
        let own = connect(installation.database_url).await?;
        own.batch_execute(all_day).await?;
        fill(&own).await?;
        // A database that somebody uses can't be copied.
        drop(own);
        wait_until_alone(&server).await?;
        server
            .batch_execute("CREATE DATABASE bare TEMPLATE copperline")
            .await?;
    }
    let bare = connect(bare_url).await?;
    pick(&bare).await?;
    Ok(Data {
        large: large(&bare).await?,
        picks: picks(&bare).await?,
    })
}

async fn large(client: &Client) -> Result<String, Failure> {
    let of_owner = "SELECT workspace_id::text FROM sign_ins WHERE email = $1";
    Ok(client.query_one(of_owner, &[&Data::owner()]).await?.get(0))
}

/// Adds what the demo lacks: small workspaces, words few people use, and money.
async fn fill(client: &Client) -> Result<(), Failure> {
    let large = large(client).await?;
    for number in 1..=SMALL_WORKSPACES {
        let statements = sql::SMALL_WORKSPACE
            .replace("LARGE", &large)
            .replace("EMAIL", &small_owner(number))
            .replace("NUMBER", &format!("{number:02}"));
        client.batch_execute(&statements).await?;
    }
    let rare = sql::RARE_MESSAGES.replace("LARGE", &large);
    client.batch_execute(&rare).await?;
    top_up(client, &large, FUNDS).await?;
    client.batch_execute("VACUUM (ANALYZE)").await?;
    Ok(())
}

/// Pays into a workspace's balance so many micro-dollars.
pub async fn top_up(client: &Client, workspace: &str, micros: i64) -> Result<(), Failure> {
    let payment = sql::TOP_UP
        .replace("WORKSPACE", workspace)
        .replace("AMOUNT", &micros.to_string());
    client.batch_execute(&payment).await?;
    Ok(())
}

/// A database can be copied while nobody is connected to it.
async fn wait_until_alone(server: &Client) -> Result<(), Failure> {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'copperline'";
    for _ in 0..100 {
        if server.query_one(others, &[]).await?.get::<_, i64>(0) == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Numbers some conversations, so that pgbench, which knows numbers only, can ask for them.
async fn pick(bare: &Client) -> Result<(), Failure> {
    let large = large(bare).await?;
    let statements = sql::PICKS
        .replace("LARGE", &large)
        .replace("COUNT", &PICKS.to_string());
    bare.batch_execute(&statements).await?;
    Ok(())
}

async fn picks(bare: &Client) -> Result<Vec<Pick>, Failure> {
    let all = "SELECT conversation_id::text, phone, number FROM bench_picks ORDER BY n";
    let picks: Vec<Pick> = bare
        .query(all, &[])
        .await?
        .iter()
        .map(|row| Pick {
            conversation: row.get(0),
            phone: row.get(1),
            number: row.get(2),
        })
        .collect();
    if picks.is_empty() {
        return Err("the data set is too small to measure anything".into());
    }
    Ok(picks)
}
