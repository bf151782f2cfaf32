//! Goal 5: opening the page with one request.

use crate::Failure;
use crate::contest::{Pace, Side, alternately};
use crate::data::Data;
use crate::pgbench::Statements;
use crate::sql::{self, quoted, written};
use crate::stage::Stage;
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

/// The profile, numbers, counts and first page of conversations, beside the sum of their SQL.
pub async fn opening(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let folder = stage.scratch("opening");
    let start = [Request::get("/api/v1/conversations/start")];
    let base_url = &stage.copperline.base_url;
    let mut requests = Requests::repeated(folder.join("copperline"), base_url, &start)?;
    requests.headers = stage.signed_in(Data::owner()).await?;
    let workspace = &stage.data.large;
    let script = sql::OPENING
        .replace("WORKSPACE", workspace)
        .replace("EMAIL", Data::owner())
        + &sql::COUNTS.replace("WORKSPACE", workspace)
        + &written(sql::INBOX, &[&quoted(workspace)]);
    let statements = Statements::new(folder.join("sql"), &stage.bare_url, &script)?;
    let sides = [Side::Http(requests), Side::Sql(statements)];
    let [copperline, sql] = alternately(sides, pace).await?;
    table.add(Line {
        goal: 5,
        what: "opening the app, one request".to_owned(),
        copperline: Some(copperline),
        floor: None,
        sql: Some(sql),
        verdicts: vec![Verdict::at_most(copperline.p95 / sql.p95, 3.0, "SQL's p95")],
    });
    Ok(())
}
