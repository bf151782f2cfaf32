//! Searching a tab (C3): contacts first, newest activity first, then messages, newest first.

mod matching;
mod messages;

use copperline_shared::conversations::Conversation;
use copperline_shared::page::Page;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::filtering::Narrowed;
use super::queries::Row;
use super::rules::{self, Wanted};
use crate::db::{Atomic, CacheStatement, Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::{self, Paging, Position};

use messages::CANDIDATES;

pub use matching::{count, matching};

/// Prefix of a cursor that lies among the messages found.
const AMONG_MESSAGES: &str = "m.";

/// What a row of the list shows, as plain SQL. Asking whether an opt-out `EXISTS` would read all that
/// there are, for the few rows of a page.
pub(super) const COLUMNS: &str = "conversations.id, conversations.contact_id, contacts.first_name, \
    contacts.last_name, contacts.phone, conversations.hot, \
    conversations.archived_at IS NOT NULL AS archived, \
    (SELECT opt_outs.opted_out_at FROM opt_outs WHERE opt_outs.workspace_id = contacts.workspace_id \
        AND opt_outs.phone = contacts.phone) IS NOT NULL AS opted_out, \
    conversations.unread_count, conversations.excerpt, conversations.excerpt_by, \
    conversations.excerpt_agent_id, conversations.excerpt_name, conversations.last_activity_at, \
    contacts.tag_id, conversations.assigned_agent_id, conversations.assigned_group_id, \
    conversations.put_off_until, conversations.follow_up_due_at, conversations.put_off_by";

/// Every word stands somewhere in the contact's fields, or the whole is part of the phone. Each
/// word is a condition of its own, because the index serves no `ILIKE ALL`; signs have an index of
/// their own. The patterns of the words are bound to `$2`, that of the phone to `$3`.
#[must_use]
pub fn matches_contact(wanted: &Wanted) -> String {
    let text = "contacts.search_text";
    let matches = |(pattern, word): (&String, usize)| {
        let place = format!("($2)[{word}]");
        if pattern.contains(rules::is_sign) {
            let signs = has_signs(text, &place);
            format!("{signs} AND {} ILIKE {place}", plain(text))
        } else {
            format!("{text} ILIKE {place}")
        }
    };
    let words: Vec<String> = wanted.text_patterns.iter().zip(1..).map(matches).collect();
    format!(
        "(({}) OR ($3 IS NOT NULL AND contacts.search_text LIKE $3))",
        words.join(" AND ")
    )
}

/// A text as its signs are compared: without the character that asks for their coloured picture.
fn plain(text: &str) -> String {
    format!("replace({text}, chr(65039), '')")
}

/// The text holds each sign of the other. The indexes hold only texts with any: the first condition
/// tells the planner that they serve.
fn has_signs(text: &str, other: &str) -> String {
    format!("signs({text}) <> '{{}}' AND signs({text}) @> signs({other})")
}

/// One page of what was found.
///
/// # Errors
/// When the cursor is none of ours or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
    text: &str,
    paging: &Paging,
) -> Result<Page<Conversation>, Error> {
    let Some(wanted) = rules::read(text) else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let place = paging
        .after
        .as_deref()
        .and_then(|after| after.strip_prefix(AMONG_MESSAGES));
    connection
        .atomically(async |connection| {
            let search = Search {
                connection,
                workspace,
                narrowed,
                wanted: &wanted,
                limit: paging.limit(),
            };
            match place {
                None => search.among_contacts(paging.position()?).await,
                Some("") => search.among_messages(None).await,
                Some(cursor) => {
                    let position = Position::read(cursor, "after")?;
                    search.among_messages(Some(position)).await
                }
            }
        })
        .await
}

/// A search that is under way, in a transaction. What needs nothing of one another is on its way to
/// PostgreSQL at once.
#[derive(Clone, Copy)]
struct Search<'a> {
    connection: &'a Connection,
    workspace: WorkspaceId,
    narrowed: &'a Narrowed,
    wanted: &'a Wanted,
    limit: i64,
}

/// How PostgreSQL plans the statements to come.
#[derive(Clone, Copy)]
enum Plans {
    /// For the very words: a plan made for any would walk the time index for a rare one.
    Anew,
    /// Once for all.
    Kept,
}

impl Search<'_> {
    async fn plan(self, plans: Plans) -> Result<(), Error> {
        let statement = match plans {
            Plans::Anew => "SET LOCAL plan_cache_mode = force_custom_plan",
            Plans::Kept => "SET LOCAL plan_cache_mode = auto",
        };
        let mut connection = self.connection;
        let set = diesel::sql_query(statement).cached();
        set.execute(&mut connection).await?;
        Ok(())
    }

    async fn among_contacts(self, position: Option<Position>) -> Result<Page<Conversation>, Error> {
        let (_, contacts, candidates) = tokio::try_join!(
            self.plan(Plans::Anew),
            self.contacts(position),
            self.candidates(None, CANDIDATES),
        )?;
        let mut found = contacts;
        if found.next.is_some() {
            return Ok(found);
        }
        let room = self.limit - i64::try_from(found.items.len()).unwrap_or(self.limit);
        if room == 0 {
            found.next = Some(AMONG_MESSAGES.to_owned());
            return Ok(found);
        }
        let in_messages = self.messages(None, candidates, room).await?;
        found.items.extend(in_messages.items);
        found.next = in_messages.next;
        Ok(found)
    }

    async fn among_messages(self, position: Option<Position>) -> Result<Page<Conversation>, Error> {
        let (_, candidates) = tokio::try_join!(
            self.plan(Plans::Anew),
            self.candidates(position, CANDIDATES),
        )?;
        self.messages(position, candidates, self.limit).await
    }

    /// Conversations whose contact matches.
    async fn contacts(self, position: Option<Position>) -> Result<Page<Conversation>, Error> {
        // Diesel can't write the row comparison and the alternatives so that both indexes are used.
        let sql = format!(
            "SELECT {COLUMNS} FROM conversations \
             JOIN contacts ON contacts.workspace_id = conversations.workspace_id \
                 AND contacts.id = conversations.contact_id \
             WHERE conversations.workspace_id = $1 AND contacts.workspace_id = $1 \
                 AND {} AND {} \
                 AND ($4 IS NULL OR (conversations.last_activity_at, conversations.id) < ($4, $5)) \
             ORDER BY conversations.last_activity_at DESC, conversations.id DESC LIMIT $6",
            matches_contact(self.wanted),
            self.narrowed.condition()
        );
        let mut connection = self.connection;
        let rows: Vec<Row> = diesel::sql_query(sql)
            .bind::<SqlUuid, _>(self.workspace.0)
            .bind::<Array<Text>, _>(&self.wanted.text_patterns)
            .bind::<Nullable<Text>, _>(&self.wanted.phone_pattern)
            .bind::<Nullable<Timestamptz>, _>(position.map(|position| position.at))
            .bind::<Nullable<SqlUuid>, _>(position.map(|position| position.id))
            .bind::<BigInt, _>(self.limit + 1)
            .cached_if(self.narrowed.names_nothing())
            .load(&mut connection)
            .await?;
        let page = paging::page(rows, self.limit, |row| Position {
            at: row.last_activity_at,
            id: row.id,
        });
        let items = page.items.into_iter().map(Conversation::try_from);
        Ok(Page {
            items: items.collect::<Result<_, _>>()?,
            next: page.next,
        })
    }
}
