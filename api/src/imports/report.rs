//! What became of each line, as a file that is sent as it is read.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use copperline_shared::imports::{Import, ImportRow, RowOutcome};

use super::queries;
use crate::app::AppData;
use crate::db::WorkspaceId;
use crate::error::Error;
use crate::spreadsheet::{self, Lines, defused};

/// Lines that are read at once.
const STRETCH: i64 = 1_000;

struct Report {
    app: AppData,
    workspace: WorkspaceId,
    import: Import,
    only_problems: bool,
    after: i32,
}

/// # Errors
/// Never: memory takes everything.
pub fn report(
    app: AppData,
    workspace: WorkspaceId,
    import: Import,
    only_problems: bool,
) -> Result<HttpResponse, Error> {
    let name = format!("import-{}.csv", import.created_at.date_naive());
    let columns: Vec<String> = import.columns.iter().map(|name| defused(name)).collect();
    let heading = ["line", "outcome", "problem"].into_iter();
    let heading: Vec<&str> = heading.chain(columns.iter().map(String::as_str)).collect();
    let first = Lines::first(&heading)?;
    let report = Report {
        app,
        workspace,
        import,
        only_problems,
        after: 0,
    };
    let rest = futures_util::stream::try_unfold(Some(report), |report| async move {
        let Some(mut report) = report else {
            return Ok(None);
        };
        let (bytes, more) = report.next().await?;
        Ok(Some((bytes, more.then_some(report))))
    });
    let first = futures_util::stream::once(std::future::ready(Ok(first)));
    let body = futures_util::StreamExt::chain(first, rest);
    Ok(spreadsheet::download(&name, body))
}

impl Report {
    /// The next lines, and whether there may be more.
    async fn next(&mut self) -> Result<(Bytes, bool), Error> {
        let wanted = queries::Stretch {
            only_problems: self.only_problems,
            kind: None,
            refused: None,
            after: self.after,
            limit: STRETCH,
        };
        let mut connection = self.app.pool.get().await?;
        let id = self.import.id;
        let rows = queries::rows(&mut connection, self.workspace, id, wanted).await?;
        drop(connection);
        let mut lines = Lines::new();
        for (place, row) in &rows {
            lines.add(line(row))?;
            self.after = *place;
        }
        let more = i64::try_from(rows.len()).is_ok_and(|count| count == STRETCH);
        Ok((lines.finish()?, more))
    }
}

fn line(row: &ImportRow) -> Vec<String> {
    let outcome = match row.outcome {
        None => "",
        Some(RowOutcome::Created) => "created",
        Some(RowOutcome::Updated) => "updated",
        Some(RowOutcome::Unchanged) => "unchanged",
        Some(RowOutcome::Refused) => "refused",
    };
    let own = [
        row.line.to_string(),
        outcome.to_owned(),
        defused(&row.problem),
    ];
    let cells = row.cells.iter().map(|cell| defused(cell));
    own.into_iter().chain(cells).collect()
}
