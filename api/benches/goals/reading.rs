//! Goals 1 to 3: pages of the inbox and of threads, at any depth and in a workspace of any size.

use copperline_api::paging::Position;

use crate::Failure;
use crate::contest::{Figures, Pace, Side, alternately};
use crate::data::{Data, small_owner};
use crate::pgbench::Statements;
use crate::sql::{self, quoted, written};
use crate::stage::{Stage, connect};
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

const LIST: &str = "/api/v1/conversations";
/// How far down the deep page of goal 3 lies.
const DEEP_ROW: i64 = 60_000;

/// Goal 1: the first page of the inbox.
pub async fn inbox(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let statement = written(sql::INBOX, &[&quoted(&stage.data.large)]);
    let (own, floor) = ([Request::get(LIST)], [Request::get("/inbox")]);
    let sides = sides(stage, "inbox", (&own, &floor), &statement).await?;
    add(table, 1, "inbox page", alternately(sides, pace).await?);
    Ok(())
}

/// Goal 2: the newest page of threads all over the workspace.
pub async fn thread(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let picked = "(SELECT conversation_id FROM bench_picks WHERE n = :n)";
    let statement = written(sql::THREAD, &[&quoted(&stage.data.large), picked]);
    let count = stage.picks().len();
    let statement = format!("\\set n random(1, {count})\n{statement}");
    let paths = |before: &str, after: &str| -> Vec<Request> {
        let conversations = stage.picks().iter().map(|pick| &pick.conversation);
        conversations
            .map(|id| Request::get(format!("{before}{id}{after}")))
            .collect()
    };
    let own = paths("/api/v1/conversations/", "/thread");
    let floor = paths("/thread/", "");
    let sides = sides(stage, "thread", (&own, &floor), &statement).await?;
    add(table, 2, "thread page", alternately(sides, pace).await?);
    Ok(())
}

/// Requests to Copperline and to the floor, and the SQL.
///
/// # Errors
/// When nobody can sign in.
pub async fn sides(
    stage: &Stage,
    name: &str,
    (own, floor): (&[Request], &[Request]),
    statement: &str,
) -> Result<[Side; 3], Failure> {
    let folder = stage.scratch(name);
    let mut copperline =
        Requests::repeated(folder.join("copperline"), &stage.copperline.base_url, own)?;
    copperline.headers = stage.signed_in(Data::owner()).await?;
    let floor = Requests::repeated(folder.join("floor"), stage.floor_url(), floor)?;
    let statements = Statements::new(folder.join("sql"), &stage.bare_url, statement)?;
    Ok([
        Side::Http(copperline),
        Side::Http(floor),
        Side::Sql(statements),
    ])
}

/// What was measured of [`sides`], with the verdict of goals 1 and 2.
pub fn add(table: &mut Table, goal: u32, what: &str, [copperline, floor, sql]: [Figures; 3]) {
    table.add(Line {
        goal,
        what: what.to_owned(),
        copperline: Some(copperline),
        floor: Some(floor),
        sql: Some(sql),
        verdicts: vec![
            Verdict::at_least(copperline.per_second / floor.per_second, 0.6, "F/s"),
            Verdict::at_most(copperline.p95 / floor.p95, 2.0, "F's p95"),
        ],
    });
}

/// Goal 3: a page far down, and the first page of the largest workspace beside a small one's.
pub async fn depth_and_size(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let (row, cursors) = deep_cursors(stage).await?;
    let deep: Vec<Request> = cursors
        .iter()
        .map(|cursor| Request::get(format!("{LIST}?after={cursor}")))
        .collect();
    let first = [Request::get(LIST)];
    let owner = Data::owner();
    let small = small_owner(1);
    let sides = [
        as_agent(stage, "deep", owner, &deep).await?,
        as_agent(stage, "first", owner, &first).await?,
        as_agent(stage, "small", &small, &first).await?,
    ];
    let [deep, first, small] = alternately(sides, pace).await?;
    let mut compare = |what: String, figures: Figures, with: Figures, unit: &str| {
        table.add(Line {
            goal: 3,
            what,
            copperline: Some(figures),
            floor: None,
            sql: None,
            verdicts: vec![Verdict::at_most(figures.p95 / with.p95, 2.5, unit)],
        });
    };
    compare(
        format!("inbox from row {row}"),
        deep,
        first,
        "first page's p95",
    );
    let unit = "small workspace's p95";
    compare("largest workspace's inbox".to_owned(), first, small, unit);
    Ok(())
}

async fn as_agent(
    stage: &Stage,
    name: &str,
    email: &str,
    requests: &[Request],
) -> Result<Side, Failure> {
    let folder = stage.scratch(name);
    let mut requests = Requests::repeated(folder, &stage.copperline.base_url, requests)?;
    requests.headers = stage.signed_in(email).await?;
    Ok(Side::Http(requests))
}

/// Cursors around the deep row, and which one that is: a smaller inbox's two thirds.
async fn deep_cursors(stage: &Stage) -> Result<(i64, Vec<String>), Failure> {
    let client = connect(&stage.database_url).await?;
    let inbox = format!(
        "FROM conversations WHERE workspace_id = '{}' AND archived_at IS NULL",
        stage.data.large
    );
    let all: i64 = client
        .query_one(&format!("SELECT count(*) {inbox}"), &[])
        .await?
        .get(0);
    let row = DEEP_ROW.min(all * 2 / 3);
    let places = format!(
        "SELECT (extract(epoch FROM last_activity_at) * 1000000)::bigint, id::text {inbox} \
         ORDER BY last_activity_at DESC, id DESC OFFSET $1 LIMIT 50"
    );
    let rows = client.query(&places, &[&row]).await?;
    let cursors = rows.iter().map(|place| {
        let (micros, id): (i64, &str) = (place.get(0), place.get(1));
        let at = chrono::DateTime::from_timestamp_micros(micros).ok_or("a time out of range")?;
        let id = id.parse()?;
        Ok::<_, Failure>(Position { at, id }.cursor())
    });
    Ok((row, cursors.collect::<Result<_, _>>()?))
}
