//! The consent record as it is handed over in a dispute (X6): every entry with its evidence, and the
//! texts that speak of consent. Streamed, a page of the database at a time.

mod forms;
mod line;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use copperline_shared::consent::ExportFormat;
use copperline_shared::contacts::Contact;
use futures_util::stream::{self, Stream};
use uuid::Uuid;

use super::queries;
use crate::app::{App, AppData};
use crate::caller::Identity;
use crate::db::WorkspaceId;
use crate::error::Error;
use crate::paging::Position;
use crate::{contacts, messages};
use forms::Form;
use line::Line;

/// So many rows are read at once.
const PAGE: i64 = 200;

/// Whose record is exported, by whom and when.
struct Subject {
    contact: Contact,
    workspace_name: String,
    exported_by: String,
    exported_at: DateTime<Utc>,
}

/// Begins to hand the record over.
///
/// # Errors
/// When there is no such contact or the database fails.
pub(super) async fn answer(
    app: &AppData,
    caller: &Identity,
    contact: Uuid,
    format: ExportFormat,
) -> Result<HttpResponse, Error> {
    let workspace = caller.workspace;
    let connection = &mut app.pool.get().await?;
    let contact = contacts::queries::contact(connection, workspace, contact).await?;
    let contact = contact.ok_or_else(|| Error::not_found("contact"))?;
    let conversation =
        contacts::queries::conversation_of(connection, workspace, contact.id).await?;
    let subject = Subject {
        workspace_name: messages::queries::workspace_name(connection, workspace).await?,
        exported_by: super::name_of(connection, caller).await?,
        exported_at: app.clock.now(),
        contact,
    };
    let phone = subject
        .contact
        .phone
        .as_str()
        .trim_start_matches('+')
        .to_owned();
    let mut phones =
        contacts::merging::queries::phones(connection, workspace, subject.contact.id).await?;
    phones.push(subject.contact.phone.as_str().to_owned());
    let export = Export {
        app: Arc::clone(app),
        workspace,
        phones,
        conversation,
        form: Form::new(format, subject),
        next: Some(Next::Head),
    };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(forms::content_type(format))
        .insert_header((CACHE_CONTROL, "no-store"));
    if let Some(ending) = forms::ending(format) {
        let name = format!("attachment; filename=\"consent-{phone}.{ending}\"");
        answer.insert_header((CONTENT_DISPOSITION, name));
    }
    Ok(answer.streaming(export.stream()))
}

/// What is handed over next.
enum Next {
    Head,
    /// Entries of the record after this place.
    Entries(Option<Position>),
    /// Texts after this place.
    Texts(Position),
    Foot,
}

struct Export {
    app: Arc<App>,
    workspace: WorkspaceId,
    /// The contact's, and those of contacts that were merged into it.
    phones: Vec<String>,
    conversation: Option<Uuid>,
    form: Form,
    next: Option<Next>,
}

impl Export {
    fn stream(self) -> impl Stream<Item = Result<Bytes, Error>> {
        stream::try_unfold(self, async |mut export| {
            let Some(next) = export.next.take() else {
                return Ok(None);
            };
            let piece = export.piece(next).await?;
            Ok(Some((Bytes::from(piece), export)))
        })
    }

    async fn piece(&mut self, next: Next) -> Result<String, Error> {
        match next {
            Next::Head => {
                self.next = Some(Next::Entries(None));
                self.form.head()
            }
            Next::Entries(after) => {
                let lines = self.entries(after).await?;
                self.form.lines(&lines)
            }
            Next::Texts(after) => {
                let lines = self.texts(after).await?;
                self.form.lines(&lines)
            }
            Next::Foot => self.form.foot(),
        }
    }

    async fn entries(&mut self, after: Option<Position>) -> Result<Vec<Line>, Error> {
        let mut connection = self.app.pool.get().await?;
        let mut entries =
            queries::entries_after(&mut connection, self.workspace, &self.phones, after, PAGE)
                .await?;
        let own = &self.form.subject.contact.phone;
        for entry in &mut entries {
            entry.phone = entry.phone.take().filter(|phone| phone != own);
        }
        self.next = Some(match entries.last() {
            Some(last) => Next::Entries(Some(Position {
                at: last.created_at,
                id: last.id,
            })),
            None => Next::Texts(Position {
                at: DateTime::UNIX_EPOCH,
                id: Uuid::nil(),
            }),
        });
        Ok(entries.iter().map(Line::of_entry).collect())
    }

    async fn texts(&mut self, after: Position) -> Result<Vec<Line>, Error> {
        let Some(conversation) = self.conversation else {
            self.next = Some(Next::Foot);
            return Ok(Vec::new());
        };
        let connection = self.app.pool.get().await?;
        let texts = messages::queries::messages_after(
            &connection,
            self.workspace,
            conversation,
            after,
            PAGE,
        )
        .await?;
        self.next = Some(match texts.last() {
            Some(last) => Next::Texts(Position {
                at: last.created_at,
                id: last.id,
            }),
            None => Next::Foot,
        });
        let contact = &self.form.subject.contact;
        let names = [contact.first_name.as_str(), contact.last_name.as_str()];
        Ok(texts
            .iter()
            .filter_map(|text| Line::of_text(text, &names))
            .collect())
    }
}
