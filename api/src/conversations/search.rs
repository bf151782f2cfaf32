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

pub use matching::{count, matching};

/// Prefix of a cursor that lies among the messages found.
const AMONG_MESSAGES: &str = "m.";

/// What a row of the list shows, as plain SQL.
pub(super) const COLUMNS: &str = "conversations.id, conversations.contact_id, contacts.first_name, \
    contacts.last_name, contacts.phone, conversations.hot, \
    conversations.archived_at IS NOT NULL AS archived, \
    EXISTS (SELECT 1 FROM opt_outs WHERE opt_outs.workspace_id = contacts.workspace_id \
        AND opt_outs.phone = contacts.phone) AS opted_out, \
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
    let limit = paging.limit();
    connection
        .atomically(async |connection| {
            // A plan made for any word would walk the time index for a rare one.
            diesel::sql_query("SET LOCAL plan_cache_mode = force_custom_plan")
                .cached()
                .execute(connection)
                .await?;
            let among_messages = paging
                .after
                .as_deref()
                .and_then(|after| after.strip_prefix(AMONG_MESSAGES));
            let mut items = Vec::new();
            if among_messages.is_none() {
                let found = contacts(
                    connection,
                    workspace,
                    narrowed,
                    &wanted,
                    paging.position()?,
                    limit,
                )
                .await?;
                if found.next.is_some() {
                    return Ok(found);
                }
                items = found.items;
            }
            let position = match among_messages {
                None | Some("") => None,
                Some(cursor) => Some(Position::read(cursor, "after")?),
            };
            let room = limit - i64::try_from(items.len()).unwrap_or(limit);
            if room == 0 {
                let next = Some(AMONG_MESSAGES.to_owned());
                return Ok(Page { items, next });
            }
            let mut found =
                messages::page(connection, workspace, narrowed, &wanted, position, room).await?;
            items.append(&mut found.items);
            Ok(Page {
                items,
                next: found.next.map(|next| format!("{AMONG_MESSAGES}{next}")),
            })
        })
        .await
}

/// Conversations whose contact matches.
async fn contacts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    narrowed: &Narrowed,
    wanted: &Wanted,
    position: Option<Position>,
    limit: i64,
) -> Result<Page<Conversation>, Error> {
    // Diesel can't write the row comparison and the alternatives so that both indexes are used.
    let sql = format!(
        "SELECT {COLUMNS} FROM conversations \
         JOIN contacts ON contacts.workspace_id = conversations.workspace_id \
             AND contacts.id = conversations.contact_id \
         WHERE conversations.workspace_id = $1 AND contacts.workspace_id = $1 \
             AND {} AND {} \
             AND ($4 IS NULL OR (conversations.last_activity_at, conversations.id) < ($4, $5)) \
         ORDER BY conversations.last_activity_at DESC, conversations.id DESC LIMIT $6",
        matches_contact(wanted),
        narrowed.condition()
    );
    let rows: Vec<Row> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(workspace.0)
        .bind::<Array<Text>, _>(&wanted.text_patterns)
        .bind::<Nullable<Text>, _>(&wanted.phone_pattern)
        .bind::<Nullable<Timestamptz>, _>(position.map(|position| position.at))
        .bind::<Nullable<SqlUuid>, _>(position.map(|position| position.id))
        .bind::<BigInt, _>(limit + 1)
        .cached()
        .load(connection)
        .await?;
    let page = paging::page(rows, limit, |row| Position {
        at: row.last_activity_at,
        id: row.id,
    });
    let items = page
        .items
        .into_iter()
        .map(Conversation::try_from)
        .collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}
