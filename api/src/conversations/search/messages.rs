//! Messages that match a search.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use copperline_shared::conversations::{Conversation, SearchHit};
use copperline_shared::page::Page;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{AMONG_MESSAGES, COLUMNS, Plans, Search, has_signs, matches_contact, plain};
use crate::conversations::queries::Row;
use crate::conversations::rules::{self, MATCH_END, MATCH_START, Wanted};
use crate::db::{self, CacheStatement};
use crate::error::Error;
use crate::paging::{self, Position};

/// So many of the newest messages with the words are looked at first; then four times as many, and
/// so on, until the page is full.
pub(super) const CANDIDATES: i64 = 100;

#[derive(QueryableByName)]
struct Hit {
    #[diesel(embed)]
    found_in: Row,
    #[diesel(sql_type = SqlUuid)]
    message_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    message_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    sender: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    agent_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    sender_name: Option<String>,
    #[diesel(sql_type = Text)]
    headline: String,
}

/// A message with the words, before it is known whether it is shown.
#[derive(QueryableByName)]
pub(super) struct Candidate {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    conversation_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

/// Which candidates are asked for.
struct Among {
    ids: Vec<Uuid>,
    /// A newer message of a conversation may stand on an earlier page.
    earlier_pages: bool,
}

impl Search<'_> {
    /// Conversations in which a message matches, each with its newest such message, from the first
    /// candidates on.
    ///
    /// The newest messages with the words are found first, by themselves: only so does the planner
    /// walk the time index for common words and the words' index for rare ones.
    pub(super) async fn messages(
        self,
        position: Option<Position>,
        first: Vec<Candidate>,
        limit: i64,
    ) -> Result<Page<Conversation>, Error> {
        let (mut hits, mut seen) = (Vec::new(), HashSet::new());
        let (mut candidates, mut at_once) = (first, CANDIDATES);
        loop {
            // Newest first: a conversation's first is its newest.
            let ids = candidates
                .iter()
                .filter(|candidate| seen.insert(candidate.conversation_id))
                .map(|candidate| candidate.id)
                .collect();
            let room = limit + 1 - i64::try_from(hits.len()).unwrap_or(limit);
            let among = Among {
                ids,
                earlier_pages: position.is_some(),
            };
            hits.extend(self.shown(among, room).await?);
            let all = i64::try_from(candidates.len()).is_ok_and(|count| count < at_once);
            if all || i64::try_from(hits.len()).is_ok_and(|count| count > limit) {
                break;
            }
            let from = candidates.last().map(|candidate| Position {
                at: candidate.created_at,
                id: candidate.id,
            });
            at_once *= 4;
            (_, candidates) =
                tokio::try_join!(self.plan(Plans::Anew), self.candidates(from, at_once))?;
        }
        let page = paging::page(hits, limit, |hit: &Hit| Position {
            at: hit.message_at,
            id: hit.message_id,
        });
        let found = |hit| found(hit, self.wanted);
        let items = page.items.into_iter().map(found);
        Ok(Page {
            items: items.collect::<Result<_, Error>>()?,
            next: page.next.map(|next| format!("{AMONG_MESSAGES}{next}")),
        })
    }

    /// The newest messages with the words, from a place on.
    pub(super) async fn candidates(
        self,
        position: Option<Position>,
        limit: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let sql = format!(
            "SELECT id, conversation_id, created_at FROM messages \
         WHERE workspace_id = $1 AND {} \
             AND ($3 IS NULL OR (created_at, id) < ($3, $4)) \
         ORDER BY created_at DESC, id DESC LIMIT $5",
            matches(self.wanted, "messages", ["$2", "$6"])
        );
        let mut connection = self.connection;
        Ok(diesel::sql_query(sql)
            .bind::<SqlUuid, _>(self.workspace.0)
            .bind::<Nullable<Text>, _>(&self.wanted.words)
            .bind::<Nullable<Timestamptz>, _>(position.map(|position| position.at))
            .bind::<Nullable<SqlUuid>, _>(position.map(|position| position.id))
            .bind::<BigInt, _>(limit)
            .bind::<Array<Text>, _>(self.wanted.sign_patterns())
            .cached()
            .load(&mut connection)
            .await?)
    }

    /// Those of the candidates that are shown. One plan serves all words: how many messages there are to
    /// look at is known.
    async fn shown(self, among: Among, limit: i64) -> Result<Vec<Hit>, Error> {
        let wanted = self.wanted;
        if among.ids.is_empty() {
            return Ok(Vec::new());
        }
        let newest = if among.earlier_pages {
            format!(
                "NOT EXISTS (SELECT 1 FROM messages AS newer \
             WHERE newer.workspace_id = $1 AND newer.conversation_id = found.conversation_id \
             AND (newer.created_at, newer.id) > (found.created_at, found.id) AND {})",
                matches(wanted, "newer", ["$4", "$8"])
            )
        } else {
            "true".to_owned()
        };
        // All of it: PostgreSQL's own excerpts begin and end without the signs around their words.
        let headline = if wanted.words.is_some() {
            "ts_headline('simple', found.body, to_tsquery('simple', $4), $5)"
        } else {
            "found.body"
        };
        let sql = format!(
            "SELECT {COLUMNS}, found.id AS message_id, found.created_at AS message_at, \
             found.sender, found.agent_id, \
             coalesce(agents.first_name, api_tokens.name, workflows.name) AS sender_name, \
             {headline} AS headline \
         FROM messages AS found \
         JOIN conversations ON conversations.workspace_id = found.workspace_id \
             AND conversations.id = found.conversation_id \
         JOIN contacts ON contacts.workspace_id = conversations.workspace_id \
             AND contacts.id = conversations.contact_id \
         LEFT JOIN agents ON agents.workspace_id = found.workspace_id \
             AND agents.id = found.agent_id \
         LEFT JOIN api_tokens ON api_tokens.workspace_id = found.workspace_id \
             AND api_tokens.id = found.api_token_id \
         LEFT JOIN workflows ON workflows.workspace_id = found.workspace_id \
             AND workflows.id = found.workflow_id \
         WHERE found.workspace_id = $1 AND found.id = ANY ($6) \
             AND NOT {} AND {} AND {newest} \
         ORDER BY found.created_at DESC, found.id DESC LIMIT $7",
            matches_contact(wanted),
            self.narrowed.condition()
        );
        let marks =
            format!("StartSel=\"{MATCH_START}\", StopSel=\"{MATCH_END}\", HighlightAll=true");
        let mut connection = self.connection;
        let hits = diesel::sql_query(sql)
            .bind::<SqlUuid, _>(self.workspace.0)
            .bind::<Array<Text>, _>(&wanted.text_patterns)
            .bind::<Nullable<Text>, _>(&wanted.phone_pattern)
            .bind::<Nullable<Text>, _>(&wanted.words)
            .bind::<Text, _>(marks)
            .bind::<Array<SqlUuid>, _>(among.ids)
            .bind::<BigInt, _>(limit)
            .bind::<Array<Text>, _>(wanted.sign_patterns())
            .cached_if(self.narrowed.names_nothing())
            .load(&mut connection);
        let ((), hits) = tokio::try_join!(self.plan(Plans::Kept), async { Ok(hits.await?) })?;
        Ok(hits)
    }
}

/// The message has the words and the signs that are looked for; each name stands for the parameter
/// that holds them.
pub(super) fn matches(wanted: &Wanted, message: &str, [words, signs]: [&str; 2]) -> String {
    let mut all = Vec::new();
    if wanted.words.is_some() {
        all.push(format!("{message}.search @@ to_tsquery('simple', {words})"));
    }
    if !wanted.signs.is_empty() {
        let body = format!("{message}.body");
        all.push(has_signs(&body, &format!("array_to_string({signs}, '')")));
        // One that stands by itself needs no more. Without this condition the planner guesses better
        // how many there are, and walks the time index for a common one.
        if wanted.signs.iter().any(|run| run.chars().nth(1).is_some()) {
            all.push(format!("{} LIKE ALL ({signs})", plain(&body)));
        }
    }
    all.join(" AND ")
}

fn found(hit: Hit, wanted: &Wanted) -> Result<Conversation, Error> {
    let parts = rules::excerpt(&rules::mark(&hit.headline, &wanted.signs));
    let mut conversation = Conversation::try_from(hit.found_in)?;
    conversation.hit = Some(SearchHit {
        message_id: hit.message_id,
        created_at: hit.message_at,
        sender: db::from_text(hit.sender)?,
        agent_id: hit.agent_id,
        sender_name: hit.sender_name,
        parts,
    });
    Ok(conversation)
}
