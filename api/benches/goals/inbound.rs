//! Goal 6: the carrier's callbacks with inbound texts.

use copperline_api::carriers::callbacks::INBOUND_PATH;
use copperline_api::carriers::signature::{Body, sign};
use uuid::Uuid;

use crate::Failure;
use crate::contest::{Pace, Side, alternately};
use crate::data::Pick;
use crate::pgbench::Statements;
use crate::sql::{self, written};
use crate::stage::Stage;
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const SIGNATURE: &str = "X-Twilio-Signature";
/// More than any side answers in a second.
const A_SECOND: u32 = 8_000;

/// Each text comes once, from contacts all over the workspace.
pub async fn inbound(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let folder = stage.scratch("inbound");
    let count = usize::try_from(A_SECOND * pace.seconds)?;
    let rounds: Vec<Vec<Request>> = (0..=pace.rounds)
        .map(|_| texts(stage, count).collect())
        .collect();
    let own = once(
        folder.join("copperline"),
        &stage.copperline.base_url,
        &rounds,
    )?;
    let elsewhere = |text: &Request| Request {
        path: "/inbound".to_owned(),
        ..text.clone()
    };
    let rounds: Vec<Vec<Request>> = rounds
        .iter()
        .map(|texts| texts.iter().map(elsewhere).collect())
        .collect();
    let floor = once(folder.join("floor"), stage.floor_url(), &rounds)?;
    let statements = Statements::new(folder.join("sql"), &stage.bare_url, &script(stage))?;
    let sides = [Side::Http(own), Side::Http(floor), Side::Sql(statements)];
    let [copperline, floor, sql] = alternately(sides, pace).await?;
    table.add(Line {
        goal: 6,
        what: "inbound callback".to_owned(),
        copperline: Some(copperline),
        floor: Some(floor),
        sql: Some(sql),
        verdicts: vec![
            Verdict::at_least(copperline.per_second / floor.per_second, 0.5, "F/s"),
            Verdict::at_most(copperline.p95 / floor.p95, 2.0, "F's p95"),
        ],
    });
    Ok(())
}

fn once(
    folder: std::path::PathBuf,
    base_url: &str,
    rounds: &[Vec<Request>],
) -> Result<Requests, Failure> {
    let mut requests = Requests::once(folder, base_url, rounds)?;
    requests.varying = Some(SIGNATURE);
    requests.headers = vec![("Content-Type", FORM.to_owned())];
    Ok(requests)
}

fn texts(stage: &Stage, count: usize) -> impl Iterator<Item = Request> {
    let picks = stage.picks().iter().cycle().take(count);
    picks.map(|pick| text(stage, pick, "Sounds good, can you call me after six?"))
}

/// A signed callback with a text of a contact, under an id of its own.
pub fn text(stage: &Stage, pick: &Pick, words: &str) -> Request {
    let id = format!("SM{}", Uuid::now_v7().simple());
    let fields = [
        ("MessageSid", id.as_str()),
        ("From", &pick.phone),
        ("To", &pick.number),
        ("Body", words),
        ("NumMedia", "0"),
    ];
    let form: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace('+', "%2B").replace(' ', "+")))
        .collect();
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let url = format!("{}{INBOUND_PATH}", stage.copperline.base_url);
    Request {
        method: "POST",
        path: INBOUND_PATH.to_owned(),
        body: form.join("&"),
        value: sign(&stage.carrier_token, &url, Body::Form(&fields)),
    }
}

fn script(stage: &Stage) -> String {
    let pick = |column: &str| format!("(SELECT {column} FROM bench_picks WHERE n = :n)");
    let words = "'Sounds good, can you call me after six?'";
    let (id, message) = ("'SM' || gen_random_uuid()::text", "gen_random_uuid()::text");
    let insert = written(
        sql::INBOUND,
        &[id, &pick("phone"), &pick("number"), words, message],
    );
    let workspace = sql::quoted(&stage.data.large);
    let touch = written(sql::TOUCH, &[&workspace, &pick("conversation_id"), words]);
    format!(
        "\\set n random(1, {})\nBEGIN;\n{insert}{touch}SELECT pg_notify('bare', {workspace});\nCOMMIT;\n",
        stage.picks().len()
    )
}
