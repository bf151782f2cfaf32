//! Goals 1 and 5 for what narrows or regroups the workspace: filters of the inbox, tab counts, the
//! pipeline and the list of contacts, each beside the bare SQL.

use crate::Failure;
use crate::contest::{Pace, Side, alternately};
use crate::data::Data;
use crate::pgbench::Statements;
use crate::reading;
use crate::sql::{self, quoted, written};
use crate::stage::{Stage, connect};
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

/// A list, where it is asked for, and its SQL.
struct View {
    what: &'static str,
    path: String,
    script: String,
    /// Where the floor answers it, when it is a page of the inbox.
    floor: Option<String>,
}

/// Each view beside its SQL.
pub async fn narrowed(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let all = views(stage).await?;
    for View {
        what,
        path,
        script,
        floor,
    } in all
    {
        if let Some(floor) = floor {
            let (own, floor) = ([Request::get(path)], [Request::get(floor)]);
            let sides = reading::sides(stage, what, (&own, &floor), &script).await?;
            reading::add(table, 1, what, alternately(sides, pace).await?);
            continue;
        }
        let folder = stage.scratch("narrowed").join(what.replace(' ', "-"));
        let base_url = &stage.copperline.base_url;
        let asked = [Request::get(path)];
        let mut requests = Requests::repeated(folder.join("copperline"), base_url, &asked)?;
        requests.headers = stage.signed_in(Data::owner()).await?;
        let statements = Statements::new(folder.join("sql"), &stage.bare_url, &script)?;
        let sides = [Side::Http(requests), Side::Sql(statements)];
        let [copperline, sql] = alternately(sides, pace).await?;
        table.add(Line {
            goal: 5,
            what: what.to_owned(),
            copperline: Some(copperline),
            floor: None,
            sql: Some(sql),
            verdicts: vec![Verdict::at_most(copperline.p95 / sql.p95, 3.0, "SQL's p95")],
        });
    }
    Ok(())
}

/// The inbox as a query narrows it.
fn inbox(workspace: &str, what: &'static str, query: String, condition: &str) -> View {
    View {
        what,
        path: format!("/api/v1/conversations?{query}"),
        script: written(&sql::inbox_where(condition), &[&quoted(workspace)]),
        floor: Some(format!("/inbox?condition={}", encoded(condition))),
    }
}

/// A text as an address writes it.
fn encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |address, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => address + &char::from(byte).to_string(),
            _ => format!("{address}%{byte:02X}"),
        })
}

/// Lists and counts that nothing narrows down.
fn whole(workspace: &str) -> Vec<View> {
    let script = |statements: &str| statements.replace("WORKSPACE", workspace);
    vec![
        View {
            what: "tab counts",
            path: "/api/v1/conversations/counts".to_owned(),
            script: script(sql::COUNTS),
            floor: None,
        },
        View {
            what: "pipeline",
            path: "/api/v1/pipeline".to_owned(),
            script: script(sql::PIPELINE),
            floor: None,
        },
        View {
            what: "contacts by name",
            path: "/api/v1/contacts?sort=name".to_owned(),
            script: script(sql::CONTACTS_BY_NAME),
            floor: None,
        },
    ]
}

/// The inbox as filters narrow it down.
async fn views(stage: &Stage) -> Result<Vec<View>, Failure> {
    let workspace = &stage.data.large;
    let client = connect(&stage.bare_url).await?;
    let first = |of: &'static str| {
        let statement = of.replace("WORKSPACE", workspace);
        let client = &client;
        async move { Ok::<String, Failure>(client.query_one(&statement, &[]).await?.get(0)) }
    };
    let tag = first(sql::COMMON_TAG).await?;
    let column = first(sql::FULL_STAGE).await?;
    let owner = first(sql::OWNER).await?;
    let inbox = |what, query, condition: &str| inbox(workspace, what, query, condition);
    Ok(vec![
        inbox(
            "inbox with a tag",
            format!("tag_id={tag}"),
            &sql::tagged(&tag),
        ),
        inbox(
            "inbox in a stage",
            format!("stage_id={column}"),
            &sql::standing(&column),
        ),
        inbox(
            "inbox of nobody",
            "assignee=nobody".to_owned(),
            "c.assigned_agent_id IS NULL AND c.assigned_group_id IS NULL",
        ),
        inbox(
            "inbox of my groups",
            "assignee=my_groups".to_owned(),
            &sql::of_groups(&owner),
        ),
        inbox(
            "inbox unread",
            "unread=true".to_owned(),
            "c.unread_count > 0",
        ),
        inbox(
            "inbox due",
            "follow_up=due".to_owned(),
            "c.follow_up_due_at IS NOT NULL",
        ),
    ])
}
