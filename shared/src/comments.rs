//! Comments: what the people of a workspace say to each other in a conversation, and never to the
//! contact (C21). They share no type with messages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::checks::{self, FieldError};

/// Characters a comment may have; a mention counts as it is stored.
pub const TEXT_LENGTH: usize = 4_000;

/// How many people one comment may mention.
pub const MOST_MENTIONS: usize = 50;

/// A comment in a conversation's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    pub id: Uuid,
    pub conversation_id: Uuid,
    /// Mentions stand in it as `<@` and the agent's id and `>`.
    pub text: String,
    /// Whom it mentions, with their names as they are now.
    pub mentions: Vec<Mention>,
    /// The agent who wrote it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    /// The agent's or token's name.
    pub author_name: String,
    pub created_at: DateTime<Utc>,
    /// Grows by one with each change; 0 while it stands as it was written.
    #[serde(default)]
    pub revision: u32,
    /// When it was changed last; absent while it stands as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<DateTime<Utc>>,
}

/// Somebody whom a comment mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mention {
    pub agent_id: Uuid,
    pub name: String,
}

/// A comment to write. It has no field of a message's in common but the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateComment {
    pub conversation_id: Uuid,
    /// 1 to 4,000 characters. `<@` and an agent's id and `>` mentions them: they are notified.
    pub text: String,
}

/// Another text for a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateComment {
    /// 1 to 4,000 characters, as for a new one. Who is mentioned in it and wasn't before is notified.
    pub text: String,
    /// The revision that was edited.
    pub revision: u32,
}

/// A piece of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Words(&'a str),
    /// An agent's id.
    Mention(Uuid),
}

const OPEN: &str = "<@";
const CLOSE: char = '>';

/// How a mention stands in a comment's text.
#[must_use]
pub fn mention(agent: Uuid) -> String {
    format!("{OPEN}{agent}{CLOSE}")
}

/// A comment's words and mentions, in order.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text[at..].find(OPEN).map(|found| at + found) {
        at = found + OPEN.len();
        let id = text[at..].split_once(CLOSE).map(|(id, _)| id);
        // As `mention` writes it, and no other of a UUID's spellings.
        let Some((id, agent)) = id.and_then(|id| Some((id, id.parse::<Uuid>().ok()?))) else {
            continue;
        };
        if id != agent.to_string() {
            continue;
        }
        if found > from {
            parts.push(Part::Words(&text[from..found]));
        }
        parts.push(Part::Mention(agent));
        at += id.len() + CLOSE.len_utf8();
        from = at;
    }
    if from < text.len() {
        parts.push(Part::Words(&text[from..]));
    }
    parts
}

/// Whom a comment mentions, each once, in the order in which they stand there.
#[must_use]
pub fn mentioned(text: &str) -> Vec<Uuid> {
    let mut found = Vec::new();
    for part in parts(text) {
        if let Part::Mention(agent) = part
            && !found.contains(&agent)
        {
            found.push(agent);
        }
    }
    found
}

impl Comment {
    /// The comment as a person reads it: with names for mentions.
    #[must_use]
    pub fn plain(&self) -> String {
        parts(&self.text)
            .into_iter()
            .map(|part| match part {
                Part::Words(words) => words.to_owned(),
                Part::Mention(agent) => format!("@{}", self.name_of(agent)),
            })
            .collect()
    }

    /// When it got the text it has.
    #[must_use]
    pub fn written_at(&self) -> DateTime<Utc> {
        self.edited_at.unwrap_or(self.created_at)
    }

    /// The name of somebody it mentions.
    #[must_use]
    pub fn name_of(&self, agent: Uuid) -> &str {
        self.mentions
            .iter()
            .find(|mention| mention.agent_id == agent)
            .map_or("", |mention| mention.name.as_str())
    }
}

/// A comment's text as it is stored: without spaces around it.
///
/// # Errors
/// When nothing can be seen of it, or it is too long, or mentions too many.
pub fn check_text(typed: &str) -> Result<String, FieldError> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    let text = checks::without_control(text.trim())?;
    if !checks::has_visible(text) {
        return Err(FieldError::new("required", "Write a comment"));
    }
    let length = text.chars().count();
    if length > TEXT_LENGTH {
        let over = length - TEXT_LENGTH;
        let message = format!("Shorten the comment by {over} of its {length} characters");
        return Err(FieldError::new("too_long", message));
    }
    if mentioned(text).len() > MOST_MENTIONS {
        let message = format!("Mention at most {MOST_MENTIONS} people");
        return Err(FieldError::new("too_many", message));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAM: Uuid = Uuid::from_u128(7);
    const ANA: Uuid = Uuid::from_u128(8);

    #[test]
    fn c21_mentions_are_told_from_words() {
        let (sam, ana) = (mention(SAM), mention(ANA));
        let text = format!("{sam} and {ana}, look: 3 <@ 4, <@nobody>");
        let found = parts(&text);
        let expected = [
            Part::Mention(SAM),
            Part::Words(" and "),
            Part::Mention(ANA),
            Part::Words(", look: 3 <@ 4, <@nobody>"),
        ];
        assert_eq!(found, expected);
        assert_eq!(mentioned(&format!("{ana}{sam}{ana}")), [ANA, SAM]);
        assert_eq!(parts(""), []);
    }

    #[test]
    fn c21_only_one_spelling_of_an_id_is_a_mention() {
        let braced = format!("<@{{{SAM}}}>");
        assert_eq!(parts(&braced), [Part::Words(&braced)]);
        let simple = format!("<@{}>", SAM.simple());
        assert!(mentioned(&simple).is_empty());
        assert_eq!(mentioned(&format!("<@<@{SAM}>")), [SAM]);
    }

    #[test]
    fn c21_a_comment_reads_with_names() {
        let comment = Comment {
            id: Uuid::nil(),
            conversation_id: Uuid::nil(),
            text: format!("Ask {} first", mention(SAM)),
            mentions: vec![Mention {
                agent_id: SAM,
                name: "Sam Lee".to_owned(),
            }],
            agent_id: None,
            author_name: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            revision: 0,
            edited_at: None,
        };
        assert_eq!(comment.plain(), "Ask @Sam Lee first");
    }

    #[test]
    fn c21_a_comment_kept_before_there_were_changes_was_never_changed() {
        let kept = serde_json::json!({
            "id": Uuid::nil(), "conversation_id": Uuid::nil(), "text": "Hi", "mentions": [],
            "author_name": "Sam Lee", "created_at": "2026-11-28T00:00:00Z",
        });
        let comment: Comment = serde_json::from_value(kept).expect("a comment");
        assert_eq!((comment.revision, comment.edited_at), (0, None));
        assert_eq!(comment.written_at(), comment.created_at);
    }

    #[test]
    fn c21_a_comment_is_neither_empty_nor_endless() {
        assert_eq!(check_text(" Ask\r\nSam \n").as_deref(), Ok("Ask\nSam"));
        for nothing in ["", " \n ", "\u{200b}"] {
            assert_eq!(check_text(nothing).expect_err("empty").code, "required");
        }
        assert!(check_text(&"é".repeat(TEXT_LENGTH)).is_ok());
        let error = check_text(&"é".repeat(TEXT_LENGTH + 2)).expect_err("too long");
        assert_eq!(
            error.message,
            "Shorten the comment by 2 of its 4002 characters"
        );
        let crowd: String = (0..=50).map(|id| mention(Uuid::from_u128(id))).collect();
        assert_eq!(check_text(&crowd).expect_err("a crowd").code, "too_many");
    }
}
