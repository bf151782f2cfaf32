//! Mentions while they are written: `@` and a name, which become ids when the comment is sent.

use copperline_shared::agents::Agent;
use copperline_shared::comments::{self, Comment, Part, parts};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names of people are no longer than this, in characters.
const LONGEST_NAME: usize = 201;

/// Suggestions shown at once.
const MOST: usize = 6;

/// Somebody who was chosen from the list after `@`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub agent_id: Uuid,
    pub name: String,
}

/// A name that is being typed before the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Where its `@` stands, in bytes.
    pub at: usize,
    /// What is typed of it.
    pub name: String,
}

/// The name that is being typed at the end of `before`, if one is. An `@` inside a word, as in an
/// email address, begins none.
pub fn typed(before: &str) -> Option<Typed> {
    let at = before.rfind('@')?;
    let joined = before[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    let name = &before[at + 1..];
    let ends = name.contains('\n')
        || name.starts_with(char::is_whitespace)
        || name.chars().count() > LONGEST_NAME;
    (!joined && !ends).then(|| Typed {
        at,
        name: name.to_owned(),
    })
}

/// The people whose name, or a word of it, begins with what is typed.
pub fn matching(people: &[Agent], typed: &str) -> Vec<Agent> {
    let wanted = typed.to_lowercase();
    let begins = |agent: &&Agent| {
        let name = agent.full_name().to_lowercase();
        let words = name.match_indices(' ').map(|(at, _)| &name[at + 1..]);
        name.starts_with(&wanted) || words.into_iter().any(|rest| rest.starts_with(&wanted))
    };
    people.iter().filter(begins).take(MOST).cloned().collect()
}

/// The first of these people whom a text names after an `@`, by their whole or first name.
pub fn named<'a>(text: &str, people: impl Iterator<Item = &'a Agent> + Clone) -> Option<&'a Agent> {
    let text = text.to_lowercase();
    let stands = |after: &str, name: &str| stands_at_beginning(after, &name.to_lowercase());
    text.match_indices('@').find_map(|(at, _)| {
        let joined = text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        let after = &text[at + 1..];
        let by_name =
            |agent: &&Agent| stands(after, &agent.full_name()) || stands(after, &agent.first_name);
        people.clone().find(by_name).filter(|_| !joined)
    })
}

/// Those of these people whose whole names stand after an `@` in a text.
pub fn chosen_in(text: &str, people: &[Agent]) -> Vec<Chosen> {
    let stands = |agent: &&Agent| {
        let name = agent.full_name();
        let after = |(at, _): (usize, &str)| stands_at_beginning(&text[at + 1..], &name);
        text.match_indices('@').any(after)
    };
    let chosen = |agent: &Agent| Chosen {
        agent_id: agent.id,
        name: agent.full_name(),
    };
    people.iter().filter(stands).map(chosen).collect()
}

/// A comment as it stands in a box to be changed: with names for mentions, and whom each of them
/// means.
pub fn editable(comment: &Comment) -> (String, Vec<Chosen>) {
    let chosen = parts(&comment.text)
        .into_iter()
        .filter_map(|part| match part {
            Part::Words(_) => None,
            Part::Mention(agent_id) => Some(Chosen {
                agent_id,
                name: comment.name_of(agent_id).to_owned(),
            }),
        });
    (comment.plain(), chosen.collect())
}

/// What is written, with the ids of those who were chosen in place of their names. A name that was
/// changed by hand mentions nobody. Of people with the same name, the first chosen comes first.
pub fn with_ids(text: &str, chosen: &[Chosen]) -> String {
    let (mut written, mut rest) = (String::new(), text);
    let mut used: Vec<(&str, usize)> = Vec::new();
    while let Some(at) = rest.find('@') {
        written.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let longest = chosen
            .iter()
            .filter(|person| stands_at_beginning(rest, &person.name))
            .max_by_key(|person| person.name.len());
        let Some(longest) = longest else {
            written.push('@');
            continue;
        };
        let name = longest.name.as_str();
        let before = used.iter().filter(|(of, _)| *of == name).count();
        used.push((name, at));
        let namesakes: Vec<&Chosen> = chosen.iter().filter(|person| person.name == name).collect();
        let person = namesakes.get(before).or(namesakes.last());
        written.push_str(&comments::mention(
            person.map_or(longest.agent_id, |person| person.agent_id),
        ));
        rest = &rest[name.len()..];
    }
    written.push_str(rest);
    written
}

fn stands_at_beginning(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: u128, first: &str, last: &str) -> Agent {
        Agent {
            id: Uuid::from_u128(id),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
        }
    }

    fn chosen(id: u128, name: &str) -> Chosen {
        Chosen {
            agent_id: Uuid::from_u128(id),
            name: name.to_owned(),
        }
    }

    fn mention(id: u128) -> String {
        comments::mention(Uuid::from_u128(id))
    }

    #[test]
    fn c21_a_name_begins_with_an_at_of_its_own() {
        let name = |before: &str| typed(before).map(|typed| (typed.at, typed.name));
        assert_eq!(name("@"), Some((0, String::new())));
        assert_eq!(name("Ask @Sam L"), Some((4, "Sam L".to_owned())));
        assert_eq!(name("(@sa"), Some((1, "sa".to_owned())));
        assert_eq!(name("maya@example"), None);
        assert_eq!(name("5 @ 3"), None);
        assert_eq!(name("@Sam\nand"), None);
    }

    #[test]
    fn c21_people_are_found_by_any_of_their_names() {
        let people = [
            agent(1, "Sam", "Lee"),
            agent(2, "Ana", "Samson"),
            agent(3, "Élodie", "de la Cruz"),
        ];
        let found = |typed: &str| {
            let ids = matching(&people, typed).into_iter();
            ids.map(|agent| agent.id.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(found(""), [1, 2, 3]);
        assert_eq!(found("SAM"), [1, 2]);
        assert_eq!(found("sam l"), [1]);
        assert_eq!(found("él"), [3]);
        assert_eq!(found("la cr"), [3]);
        assert_eq!(found("Sam Lee "), []);
    }

    #[test]
    fn c21_a_text_that_names_a_colleague_is_noticed() {
        let people = [agent(1, "Sam", "Lee"), agent(2, "Élodie", "Cruz")];
        let found = |text: &str| named(text, people.iter()).map(|agent| agent.id.as_u128());
        assert_eq!(found("@sam can you take her?"), Some(1));
        assert_eq!(found("Ask @ÉLODIE CRUZ"), Some(2));
        assert_eq!(found("Write to office@sam.example"), None);
        assert_eq!(found("@samuel, 5 @ 3, @"), None);
        let chosen = chosen_in("@Sam Lee and @Élodie", &people);
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].name, "Sam Lee");
    }

    #[test]
    fn c21_chosen_names_become_ids_and_others_stay_words() {
        let people = [chosen(1, "Sam"), chosen(2, "Sam Lee")];
        let text = "@Sam Lee and @Sam, not @Sammy or @Ana; sam@example.com";
        let expected = format!(
            "{} and {}, not @Sammy or @Ana; sam@example.com",
            mention(2),
            mention(1)
        );
        assert_eq!(with_ids(text, &people), expected);
        assert_eq!(with_ids("@Sam Lee", &[]), "@Sam Lee");
    }

    #[test]
    fn c21_namesakes_are_told_apart_by_the_order_in_which_they_were_chosen() {
        let people = [chosen(1, "Sam Lee"), chosen(2, "Sam Lee")];
        let written = with_ids("@Sam Lee @Sam Lee", &people);
        assert_eq!(written, format!("{} {}", mention(1), mention(2)));
    }

    #[test]
    fn c21_a_comment_that_is_opened_to_be_changed_mentions_whom_it_did() {
        let comment = |text: String| Comment {
            id: Uuid::nil(),
            conversation_id: Uuid::nil(),
            text,
            mentions: [(1, "Sam Lee"), (2, "Sam Lee"), (3, "Ana")]
                .map(|(id, name)| comments::Mention {
                    agent_id: Uuid::from_u128(id),
                    name: name.to_owned(),
                })
                .to_vec(),
            agent_id: None,
            author_name: String::new(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            revision: 0,
            edited_at: None,
        };
        let (sam, other, ana) = (mention(1), mention(2), mention(3));
        for text in [
            format!("{sam} and {ana}: look, {ana}\n5 @ 3"),
            format!("{sam}, {sam} and {other}"),
            "Nobody".to_owned(),
        ] {
            let (shown, chosen) = editable(&comment(text.clone()));
            assert!(!shown.contains('<'), "{shown}");
            assert_eq!(with_ids(&shown, &chosen), text);
        }
    }
}
