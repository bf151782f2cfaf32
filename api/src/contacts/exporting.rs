//! Contacts as a CSV file (P6), sent as it is read.
//!
//! A stretch at a time, with a connection only while it is read: whoever downloads slowly holds
//! nothing up. The order they were added in never changes, so that each contact comes once.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use copperline_shared::contacts::{ContactSort, SortOrder};
use uuid::Uuid;

use super::filter::Filter;
use super::queries::exporting::{self as queries, Beyond};
use super::queries::listing::{self, Placed, Stretch};
use crate::app::AppData;
use crate::db::WorkspaceId;
use crate::error::Error;
use crate::spreadsheet::{self, Lines, defused};

/// Contacts that are read at once.
const STRETCH: u32 = 1_000;

/// The columns, by the names that an import knows.
pub const COLUMNS: [&str; 19] = [
    "phone",
    "first_name",
    "last_name",
    "email",
    "date_of_birth",
    "zip",
    "state",
    "company",
    "source",
    "tags",
    "stage",
    "amount",
    "opted_out_at",
    "consent_at",
    "consent_source_url",
    "consent_certificate",
    "note",
    "custom_fields",
    "created_at",
];

struct Export {
    app: AppData,
    workspace: WorkspaceId,
    filter: Filter,
    after: Option<(String, Uuid)>,
}

/// The file, named by the day.
pub fn export(app: AppData, workspace: WorkspaceId, filter: Filter) -> Result<HttpResponse, Error> {
    let name = format!("contacts-{}.csv", app.clock.now().date_naive());
    let first = Lines::first(&COLUMNS)?;
    let export = Export {
        app,
        workspace,
        filter,
        after: None,
    };
    let rest = futures_util::stream::try_unfold(Some(export), |export| async move {
        let Some(mut export) = export else {
            return Ok(None);
        };
        let (bytes, more) = export.next().await?;
        Ok(Some((bytes, more.then_some(export))))
    });
    let first = futures_util::stream::once(std::future::ready(Ok(first)));
    let body = futures_util::StreamExt::chain(first, rest);
    Ok(spreadsheet::download(&name, body))
}

impl Export {
    /// The next lines, and whether there may be more.
    async fn next(&mut self) -> Result<(Bytes, bool), Error> {
        let stretch = Stretch {
            sort: ContactSort::Created,
            order: SortOrder::Ascending,
            after: self.after.take(),
            limit: STRETCH,
        };
        let mut connection = self.app.pool.get().await?;
        let (workspace, filter) = (self.workspace, &self.filter);
        let placed = listing::list(&mut connection, workspace, filter, &stretch).await?;
        let ids: Vec<Uuid> = placed.iter().map(|one| one.listed.contact.id).collect();
        let mut beyond = queries::beyond(&mut connection, workspace, &ids).await?;
        drop(connection);
        let mut lines = Lines::new();
        for one in &placed {
            let beyond = beyond.remove(&one.listed.contact.id).unwrap_or_default();
            lines.add(line(one, beyond))?;
        }
        let last = placed.into_iter().last();
        self.after = last.map(|last| (last.key, last.listed.contact.id));
        let more = u32::try_from(ids.len()).is_ok_and(|count| count == STRETCH);
        Ok((lines.finish()?, more))
    }
}

fn line(placed: &Placed, beyond: Beyond) -> [String; COLUMNS.len()] {
    let contact = &placed.listed.contact;
    let custom_fields = if contact.custom_fields.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&contact.custom_fields).unwrap_or_default()
    };
    [
        // Digits after a plus: a number to any spreadsheet, and nothing to calculate.
        contact.phone.as_str().to_owned(),
        defused(&contact.first_name),
        defused(&contact.last_name),
        defused(&contact.email),
        contact
            .date_of_birth
            .map_or_else(String::new, |date| date.to_string()),
        contact.zip.clone(),
        contact.state.clone(),
        defused(&contact.company),
        defused(&contact.source),
        defused(&beyond.tags.unwrap_or_default()),
        defused(&beyond.stage.unwrap_or_default()),
        beyond.amount_micros.map_or_else(String::new, dollars),
        moment(contact.opted_out_at),
        moment(beyond.consent_at),
        defused(&beyond.consent_source_url.unwrap_or_default()),
        defused(&beyond.consent_certificate.unwrap_or_default()),
        defused(&beyond.note.unwrap_or_default()),
        custom_fields,
        moment(Some(contact.created_at)),
    ]
}

fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| {
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    })
}

/// Whole cents, as a spreadsheet reads them.
fn dollars(micros: i64) -> String {
    let cents = micros / 10_000;
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    #[test]
    fn p6_amounts_are_dollars_and_cents() {
        assert_eq!(super::dollars(1_234_560_000), "1234.56");
        assert_eq!(super::dollars(70_000), "0.07");
    }
}
