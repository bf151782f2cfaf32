//! Goal 9: sending texts, all from one balance.

use copperline_shared::messages::Message;
use futures_util::StreamExt;
use serde_json::json;
use uuid::Uuid;

use crate::Failure;
use crate::contest::{CONNECTIONS, Pace, Side, alternately};
use crate::data::{self, Data, small_owner};
use crate::pgbench::Statements;
use crate::programs::Installation;
use crate::sql;
use crate::stage::{Stage, connect, http};
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

const MESSAGES: &str = "/api/v1/messages";
const KEY: &str = "Idempotency-Key";
/// More than any side sends in a second.
const A_SECOND: u32 = 4_000;
/// What a text of one segment costs by default, in micro-dollars.
const PRICE: i64 = 12_000;
/// Texts a small balance covers, and how many are tried.
const COVERED: usize = 100;
const TRIED: usize = 160;

/// Sends as quickly as they go, then what must hold of the money and of consent.
pub async fn outbound(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let folder = stage.scratch("outbound");
    let count = usize::try_from(A_SECOND * pace.seconds)?;
    let rounds: Vec<Vec<Request>> = (0..=pace.rounds).map(|_| texts(stage, count)).collect();
    let base_url = &stage.copperline.base_url;
    let mut own = Requests::once(folder.join("copperline"), base_url, &rounds)?;
    own.varying = Some(KEY);
    own.headers = stage.signed_in(Data::owner()).await?;
    let script = sql::OUTBOUND
        .replace("WORKSPACE", &stage.data.large)
        .replace("PICKS", &stage.picks().len().to_string());
    let statements = Statements::new(folder.join("sql"), &stage.bare_url, &script)?;
    let [copperline, sql] = alternately([Side::Http(own), Side::Sql(statements)], pace).await?;
    table.add(Line {
        goal: 9,
        what: "outbound, one balance".to_owned(),
        copperline: Some(copperline),
        floor: None,
        sql: Some(sql),
        verdicts: vec![
            Verdict::at_least(copperline.per_second / sql.per_second, 0.5, "SQL/s"),
            never_overdrawn(stage).await?,
            sent_once(stage).await?,
            none_to_the_opted_out(stage).await?,
            sound(stage).await?,
        ],
    });
    Ok(())
}

fn texts(stage: &Stage, count: usize) -> Vec<Request> {
    let picks = stage.picks().iter().cycle().take(count);
    let text = |conversation: &str| Request {
        method: "POST",
        path: MESSAGES.to_owned(),
        body: body(conversation, "I can call you at six. Does that still work?"),
        value: Uuid::now_v7().to_string(),
    };
    picks.map(|pick| text(&pick.conversation)).collect()
}

fn body(conversation: &str, words: &str) -> String {
    json!({ "conversation_id": conversation, "body": words }).to_string()
}

/// What came of a request to send.
struct Answered {
    accepted: bool,
    code: String,
    message: Option<Message>,
}

async fn send(
    stage: &Stage,
    headers: &[(&'static str, String)],
    key: &str,
    body: String,
) -> Result<Answered, Failure> {
    let url = format!("{}{MESSAGES}", stage.copperline.base_url);
    let mut request = http()?.post(url).header(KEY, key).body(body);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let answer = request.send().await?;
    let accepted = answer.status().is_success();
    let text = answer.text().await?;
    let problem: serde_json::Value = serde_json::from_str(&text)?;
    Ok(Answered {
        accepted,
        code: problem["code"].as_str().unwrap_or_default().to_owned(),
        message: serde_json::from_str(&text).ok(),
    })
}

/// A balance that covers some texts pays for exactly those, however many are sent at once.
async fn never_overdrawn(stage: &Stage) -> Result<Verdict, Failure> {
    let client = connect(&stage.database_url).await?;
    let email = small_owner(2);
    let workspace: String = client
        .query_one(
            "SELECT workspace_id::text FROM sign_ins WHERE email = $1",
            &[&email],
        )
        .await?
        .get(0);
    let funds = PRICE * i64::try_from(COVERED)?;
    let empty = "SELECT balance_micros FROM balances WHERE workspace_id = $1::text::uuid";
    let left: i64 = client.query_one(empty, &[&workspace]).await?.get(0);
    data::top_up(&client, &workspace, funds - left).await?;
    let conversations = client
        .query(sql::MAY_BE_TEXTED, &[&workspace])
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect::<Vec<String>>();
    let headers = stage.signed_in(&email).await?;
    let answers: Vec<Result<Answered, Failure>> =
        futures_util::stream::iter(conversations.iter().cycle().take(TRIED))
            .map(|conversation| {
                let body = body(conversation, "Is now a good time?");
                let (headers, key) = (&headers, Uuid::now_v7().to_string());
                async move { send(stage, headers, &key, body).await }
            })
            .buffer_unordered(usize::try_from(CONNECTIONS)?)
            .collect()
            .await;
    let answers: Vec<Answered> = answers.into_iter().collect::<Result<_, _>>()?;
    let sent = answers.iter().filter(|answer| answer.accepted).count();
    let refused = answers
        .iter()
        .filter(|answer| answer.code == "balance_too_low")
        .count();
    let left: i64 = client.query_one(empty, &[&workspace]).await?.get(0);
    Ok(Verdict::holds(
        format!("{sent} of {TRIED} sent, {left} micro-dollars left"),
        format!("{COVERED} covered"),
        sent == COVERED && refused == TRIED - COVERED && left == 0,
    ))
}

/// Five identical requests at once, with one key, send one text.
async fn sent_once(stage: &Stage) -> Result<Verdict, Failure> {
    let headers = stage.signed_in(Data::owner()).await?;
    let (key, words) = (
        Uuid::now_v7().to_string(),
        format!("Once only: {}", Uuid::now_v7()),
    );
    let conversation = &stage.picks()[0].conversation;
    let five = (0..5).map(|_| send(stage, &headers, &key, body(conversation, &words)));
    let answers = futures_util::future::try_join_all(five).await?;
    let mut ids: Vec<_> = answers
        .iter()
        .map(|answer| answer.message.as_ref().map(|message| message.id))
        .collect();
    ids.dedup();
    let client = connect(&stage.database_url).await?;
    let written = "SELECT count(*) FROM messages WHERE workspace_id = $1::text::uuid AND body = $2";
    let written: i64 = client
        .query_one(written, &[&stage.data.large, &words])
        .await?
        .get(0);
    Ok(Verdict::holds(
        format!("5 identical requests made {written}"),
        "1",
        written == 1 && ids.len() == 1 && ids[0].is_some(),
    ))
}

/// Nobody who opted out is texted.
async fn none_to_the_opted_out(stage: &Stage) -> Result<Verdict, Failure> {
    let client = connect(&stage.database_url).await?;
    let headers = stage.signed_in(Data::owner()).await?;
    let opted_out = client
        .query(sql::OPTED_OUT, &[&stage.data.large])
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect::<Vec<String>>();
    let mut sent = 0;
    let mut refused = 0;
    for conversation in &opted_out {
        let key = Uuid::now_v7().to_string();
        let answer = send(stage, &headers, &key, body(conversation, "Still there?")).await?;
        sent += usize::from(answer.accepted);
        refused += usize::from(answer.code == "opted_out");
    }
    Ok(Verdict::holds(
        format!("{sent} of {} to opted-out contacts", opted_out.len()),
        "none",
        sent == 0 && refused == opted_out.len(),
    ))
}

/// `copperline check` finds nothing wrong.
async fn sound(stage: &Stage) -> Result<Verdict, Failure> {
    let installation = Installation {
        program: &stage.program,
        data: &stage.folder,
        database_url: &stage.database_url,
    };
    let met = match installation.run("check", &[]).await {
        Ok(()) => true,
        Err(failure) => {
            eprintln!("bench: {failure}");
            false
        }
    };
    let is = if met { "sound" } else { "wrong" };
    Ok(Verdict::holds(
        format!("copperline check: {is}"),
        "ledger equals balance",
        met,
    ))
}
