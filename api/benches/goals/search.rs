//! Goal 4: searching, with words of every kind.

use copperline_api::conversations::rules;

use crate::Failure;
use crate::contest::{Pace, Side, alternately};
use crate::data::Data;
use crate::pgbench::Statements;
use crate::sql;
use crate::stage::Stage;
use crate::table::{Line, Table, Verdict};
use crate::wrk::{Request, Requests};

/// How long any search may take, in milliseconds.
const LONGEST: f64 = 250.0;

/// Classes of what people look for.
fn classes(phone: &str) -> [(&'static str, String); 6] {
    let end = phone.len().saturating_sub(6);
    [
        ("rare word", "xylophone".to_owned()),
        ("absent word", "quetzalcoatl".to_owned()),
        ("two words", "solar roof".to_owned()),
        ("common word", "thanks".to_owned()),
        ("beginning of a word", "insur".to_owned()),
        ("part of a phone", phone[end..].to_owned()),
    ]
}

/// Goal 4: each class beside its SQL.
pub async fn search(stage: &Stage, pace: Pace, table: &mut Table) -> Result<(), Failure> {
    let phone = stage.picks().first().map(|pick| pick.phone.as_str());
    for (class, words) in classes(phone.unwrap_or_default()) {
        let folder = stage.scratch("search").join(class.replace(' ', "-"));
        let path = format!("/api/v1/conversations?search={}", words.replace(' ', "%20"));
        let mut requests = Requests::repeated(
            folder.join("copperline"),
            &stage.copperline.base_url,
            &[Request::get(path)],
        )?;
        requests.headers = stage.signed_in(Data::owner()).await?;
        let sides = [
            Side::Http(requests),
            Side::Sql(statements(stage, folder.join("sql"), &words)?),
        ];
        let [copperline, sql] = alternately(sides, pace).await?;
        table.add(Line {
            goal: 4,
            what: format!("search: {class} ({words})"),
            copperline: Some(copperline),
            floor: None,
            sql: Some(sql),
            verdicts: vec![
                Verdict::at_most(copperline.p95 / sql.p95, 1.5, "SQL's p95"),
                Verdict::at_most(copperline.longest, LONGEST, "ms the longest"),
            ],
        });
    }
    Ok(())
}

/// A search's two statements, planned anew for each text as they must be.
fn statements(
    stage: &Stage,
    folder: std::path::PathBuf,
    words: &str,
) -> Result<Statements, Failure> {
    let wanted = rules::read(words).ok_or("there is nothing to search for")?;
    let names = ["text1", "text2", "text3", "text4"];
    let mut variables: Vec<_> = names.into_iter().zip(wanted.text_patterns).collect();
    let texts = variables.len();
    let with_phone = wanted.phone_pattern.is_some();
    variables.extend(wanted.phone_pattern.map(|phone| ("phone", phone)));
    let words = wanted.words.ok_or("there are no words to search for")?;
    variables.push(("words", words));
    let script = sql::search_contacts(&stage.data.large, texts, with_phone)
        + &sql::search_messages(&stage.data.large, texts, with_phone);
    let statements = Statements::new(folder, &stage.bare_url, &script)?;
    Ok(statements.with("plan_cache_mode=force_custom_plan", variables))
}
