//! Making proof of consent speak of nobody.

use copperline_shared::contacts::Contact;

/// What stands in the place of what told who it was.
const GONE: &str = "[erased]";

/// What tells who a contact is: their phone however it is written, names and email.
pub struct Identifying {
    /// In lower case, the longest first.
    words: Vec<String>,
    /// The phone's national digits.
    digits: String,
}

impl Identifying {
    pub fn of(contact: &Contact) -> Self {
        let mut words: Vec<String> = [&contact.first_name, &contact.last_name, &contact.email]
            .into_iter()
            .map(|word| word.trim().to_lowercase())
            .filter(|word| word.chars().count() > 1)
            .collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let digits = contact.phone.as_str().trim_start_matches('+');
        let digits = digits
            .strip_prefix('1')
            .filter(|rest| rest.len() == 10)
            .unwrap_or(digits);
        Self {
            words,
            digits: digits.to_owned(),
        }
    }

    /// The text without what tells who it was.
    pub fn remove_from(&self, text: &str) -> String {
        let mut text = self.without_phone(text);
        for word in &self.words {
            text = without_word(&text, word);
        }
        text
    }

    /// Without any run of the phone's digits, whatever signs stand between them.
    fn without_phone(&self, text: &str) -> String {
        let digits: Vec<(usize, u8)> = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_digit())
            .collect();
        let wanted = self.digits.as_bytes();
        let found = digits.windows(wanted.len()).find(|run| {
            run.iter()
                .map(|(_, digit)| *digit)
                .eq(wanted.iter().copied())
                && run.windows(2).all(|two| two[1].0 - two[0].0 <= 4)
        });
        match found {
            Some(run) => {
                let (start, end) = (run[0].0, run[run.len() - 1].0 + 1);
                let rest = self.without_phone(&text[end..]);
                format!("{}{GONE}{rest}", &text[..start])
            }
            None => text.to_owned(),
        }
    }
}

/// Without a word, in whatever case it is written.
fn without_word(text: &str, word: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match length_of(rest, word) {
            Some(length) => {
                kept.push_str(GONE);
                rest = &rest[length..];
            }
            None => {
                kept.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    kept
}

/// How many bytes the lower-case word takes at the head of the text, if it stands there.
fn length_of(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    for (at, letter) in text.char_indices() {
        if wanted.as_str().is_empty() {
            return Some(at);
        }
        if !letter
            .to_lowercase()
            .all(|letter| wanted.next() == Some(letter))
        {
            return None;
        }
    }
    wanted.as_str().is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x6_proof_keeps_its_words_and_loses_who_said_them() {
        let maya = Identifying {
            words: vec![
                "maya@example.net".to_owned(),
                "robinson".to_owned(),
                "maya".to_owned(),
            ],
            digits: "5125550192".to_owned(),
        };
        for (text, expected) in [
            ("stop texting me", "stop texting me"),
            ("This is MAYA, stop", "This is [erased], stop"),
            ("Mayas friend", "[erased]s friend"),
            (
                "call +1 (512) 555-0192 no more",
                "call +1 ([erased] no more",
            ),
            (
                "https://q.example/f?p=5125550192&n=Maya+Robinson",
                "https://q.example/f?p=[erased]&n=[erased]+[erased]",
            ),
            ("5125550192 5125550192", "[erased] [erased]"),
            ("512 555 0193", "512 555 0193"),
            ("maya@example.net", "[erased]"),
            ("", ""),
        ] {
            assert_eq!(maya.remove_from(text), expected);
        }
    }
}
