//! What a save of a note does.

use chrono::{DateTime, TimeDelta, Utc};
use copperline_shared::notes::{SaveNote, TEXT_LENGTH};
use uuid::Uuid;

use super::queries::Standing;

/// Saves of one author within this time are one version.
const ONE_VERSION: TimeDelta = TimeDelta::minutes(10);
/// A save that takes out more characters than this begins a version of its own, so that they can
/// be read back.
const FEW: usize = 30;

/// The text of two notepads that become one. `None` where the first one can stay as it is: it says
/// all, or both together are longer than a notepad takes; then the other is read back among the
/// versions.
#[must_use]
pub fn joined(mine: &str, theirs: &str) -> Option<String> {
    if theirs.trim().is_empty() || mine.contains(theirs.trim()) {
        return None;
    }
    if mine.trim().is_empty() {
        return Some(theirs.to_owned());
    }
    let text = format!("{}\n\n{}", mine.trim_end(), theirs);
    (text.chars().count() <= TEXT_LENGTH).then_some(text)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The text stands there already: nothing to do, whatever was edited.
    Unchanged,
    /// Somebody saved another text since.
    Stale,
    /// Goes on with this version.
    Continues(Uuid),
    /// Begins a version.
    Begins,
}

/// Judges a save by `author`, an agent or a token, of a note that is `standing` there.
pub fn judge(
    standing: Option<&Standing>,
    save: &SaveNote,
    author: Uuid,
    now: DateTime<Utc>,
) -> Verdict {
    let Some(standing) = standing else {
        return match (save.text.is_empty(), save.revision) {
            (true, _) => Verdict::Unchanged,
            (false, 0) => Verdict::Begins,
            (false, _) => Verdict::Stale,
        };
    };
    if standing.text == save.text {
        return Verdict::Unchanged;
    }
    if standing.revision() != save.revision {
        return Verdict::Stale;
    }
    let continues = !save.new_version
        && standing.author() == Some(author)
        && now - standing.began_at < ONE_VERSION
        && taken_out(&standing.text, &save.text) <= FEW;
    if continues {
        Verdict::Continues(standing.version_id)
    } else {
        Verdict::Begins
    }
}

/// How many characters of the old text are gone, from the first difference to the last.
fn taken_out(old: &str, new: &str) -> usize {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let same = |pair: &(&char, &char)| pair.0 == pair.1;
    let ahead = old.iter().zip(&new).take_while(same).count();
    let behind = old[ahead..].iter().rev().zip(new[ahead..].iter().rev());
    old.len() - ahead - behind.take_while(same).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const VERSION: Uuid = Uuid::from_u128(9);

    fn standing(text: &str, minutes_ago: i64) -> Standing {
        Standing {
            version_id: VERSION,
            revision: 3,
            text: text.to_owned(),
            agent_id: Some(ME),
            api_token_id: None,
            began_at: DateTime::UNIX_EPOCH - TimeDelta::minutes(minutes_ago),
            saved_at: DateTime::UNIX_EPOCH,
            first_name: None,
            last_name: None,
            token_name: None,
        }
    }

    fn save(text: &str, revision: u32) -> SaveNote {
        SaveNote {
            text: text.to_owned(),
            revision,
            new_version: false,
        }
    }

    fn judged(standing: &Standing, save: &SaveNote, author: Uuid) -> Verdict {
        judge(Some(standing), save, author, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn p6_two_notepads_become_one_and_none_says_anything_twice() {
        let both = joined("Call after six.\n", "Prefers texts.");
        assert_eq!(both.as_deref(), Some("Call after six.\n\nPrefers texts."));
        assert_eq!(
            joined("", "Prefers texts.").as_deref(),
            Some("Prefers texts.")
        );
        assert_eq!(joined("Prefers texts. Twice.", "Prefers texts."), None);
        assert_eq!(joined("Call.", " "), None);
        assert_eq!(joined(&"x".repeat(TEXT_LENGTH), "y"), None);
    }

    #[test]
    fn c11_one_authors_saves_within_ten_minutes_are_one_version() {
        let fresh = standing("Husband Andre", 9);
        let more = save("Husband Andre, non-smoker", 3);
        assert_eq!(judged(&fresh, &more, ME), Verdict::Continues(VERSION));
        assert_eq!(judged(&fresh, &more, Uuid::from_u128(2)), Verdict::Begins);
        let old = standing("Husband Andre", 10);
        assert_eq!(judged(&old, &more, ME), Verdict::Begins);
        let restored = SaveNote {
            new_version: true,
            ..more
        };
        assert_eq!(judged(&fresh, &restored, ME), Verdict::Begins);
    }

    #[test]
    fn c11_what_takes_out_more_than_a_few_words_can_be_read_back() {
        let text = "Closing on a house in June, wants it in force before.";
        let long = standing(text, 1);
        assert_eq!(judged(&long, &save("", 3), ME), Verdict::Begins);
        let other = "x".repeat(text.len());
        assert_eq!(judged(&long, &save(&other, 3), ME), Verdict::Begins);
        let without_june = save("Closing on a house, wants it in force before.", 3);
        assert_eq!(
            judged(&long, &without_june, ME),
            Verdict::Continues(VERSION)
        );
        assert_eq!(taken_out("abcdef", "abXef"), 2);
        assert_eq!(taken_out("aaaa", "aa"), 2);
        assert_eq!(taken_out("", "new"), 0);
    }

    #[test]
    fn c11_a_stale_save_is_refused_unless_it_says_what_stands_there() {
        let now = standing("Theirs", 1);
        assert_eq!(judged(&now, &save("Mine", 2), ME), Verdict::Stale);
        assert_eq!(judged(&now, &save("Theirs", 2), ME), Verdict::Unchanged);
        let first = |save| judge(None, &save, ME, DateTime::UNIX_EPOCH);
        assert_eq!(first(save("Mine", 0)), Verdict::Begins);
        assert_eq!(first(save("Mine", 1)), Verdict::Stale);
        assert_eq!(first(save("", 0)), Verdict::Unchanged);
    }
}
