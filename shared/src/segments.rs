//! How many SMS segments a text takes, and why.
//!
//! A text that fits the GSM 03.38 alphabet is counted in septets (160 alone, 153 in each part of
//! several); any other text in UTF-16 units (70 and 67). Source: 3GPP TS 23.038 and TS 23.040.

use serde::{Deserialize, Serialize};

/// The alphabet a text is sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Seven bits a character, the extension table's characters cost two.
    Gsm7,
    /// UTF-16 units; one character outside the GSM alphabet puts the whole text here.
    Ucs2,
}

impl Encoding {
    /// Units in a message that is sent alone.
    pub const fn alone(self) -> u32 {
        match self {
            Encoding::Gsm7 => 160,
            Encoding::Ucs2 => 70,
        }
    }

    /// Units in each part of a message of several parts, whose header takes the rest.
    pub const fn in_parts(self) -> u32 {
        match self {
            Encoding::Gsm7 => 153,
            Encoding::Ucs2 => 67,
        }
    }
}

/// What a text costs to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segments {
    pub encoding: Encoding,
    /// Segments, each charged by itself; 0 for an empty text.
    pub count: u32,
    /// Units of the text itself (septets or UTF-16 units), without what is lost at a boundary.
    pub used: u32,
    /// Units still free in the last segment.
    pub remaining: u32,
}

/// The basic table of 3GPP TS 23.038, without the escape character.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table: each of these is sent as the escape character and one more.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Counts the segments of a text exactly as it will be sent.
///
/// A two-septet character or a surrogate pair never straddles two segments: it moves to the next
/// one whole and leaves a unit unused.
pub fn count(text: &str) -> Segments {
    let encoding = match non_gsm(text) {
        None => Encoding::Gsm7,
        Some(_) => Encoding::Ucs2,
    };
    let costs = || text.chars().map(|character| units(encoding, character));
    let used = costs().fold(0u32, u32::saturating_add);
    if used <= encoding.alone() {
        return Segments {
            encoding,
            count: u32::from(used > 0),
            used,
            remaining: encoding.alone() - used,
        };
    }
    let size = encoding.in_parts();
    let (full, filled) = costs().fold((0u32, 0u32), |(full, filled), cost| {
        if filled + cost > size {
            (full + 1, cost)
        } else {
            (full, filled + cost)
        }
    });
    Segments {
        encoding,
        count: full + 1,
        used,
        remaining: size - filled,
    }
}

/// The first character that forces the costlier alphabet on the whole text, if there is one.
pub fn non_gsm(text: &str) -> Option<char> {
    text.chars().find(|character| septets(*character).is_none())
}

fn units(encoding: Encoding, character: char) -> u32 {
    match encoding {
        Encoding::Gsm7 => septets(character).unwrap_or(1),
        Encoding::Ucs2 if character.len_utf16() == 2 => 2,
        Encoding::Ucs2 => 1,
    }
}

fn septets(character: char) -> Option<u32> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENSION.contains(character) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(text: &str) -> (Encoding, u32, u32, u32) {
        let segments = count(text);
        (
            segments.encoding,
            segments.count,
            segments.used,
            segments.remaining,
        )
    }

    #[test]
    fn an_empty_text_takes_no_segment() {
        assert_eq!(counted(""), (Encoding::Gsm7, 0, 0, 160));
    }

    #[test]
    fn the_tables_hold_127_and_10_characters() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
    }

    #[test]
    fn one_segment_holds_160_gsm_characters_and_two_hold_306() {
        assert_eq!(counted(&"a".repeat(160)), (Encoding::Gsm7, 1, 160, 0));
        assert_eq!(counted(&"a".repeat(161)), (Encoding::Gsm7, 2, 161, 145));
        assert_eq!(counted(&"a".repeat(306)), (Encoding::Gsm7, 2, 306, 0));
        assert_eq!(counted(&"a".repeat(307)), (Encoding::Gsm7, 3, 307, 152));
    }

    #[test]
    fn one_segment_holds_70_ucs_2_characters_and_two_hold_134() {
        assert_eq!(counted(&"ж".repeat(70)), (Encoding::Ucs2, 1, 70, 0));
        assert_eq!(counted(&"ж".repeat(71)), (Encoding::Ucs2, 2, 71, 63));
        assert_eq!(counted(&"ж".repeat(134)), (Encoding::Ucs2, 2, 134, 0));
        assert_eq!(counted(&"ж".repeat(135)), (Encoding::Ucs2, 3, 135, 66));
    }

    #[test]
    fn an_extension_character_costs_two() {
        assert_eq!(counted("€5"), (Encoding::Gsm7, 1, 3, 157));
        assert_eq!(counted(&"€".repeat(80)), (Encoding::Gsm7, 1, 160, 0));
        assert_eq!(counted(&"€".repeat(81)), (Encoding::Gsm7, 2, 162, 153 - 10));
    }

    #[test]
    fn an_extension_character_moves_whole_to_the_next_segment() {
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(151));
        assert_eq!(counted(&text), (Encoding::Gsm7, 2, 305, 0));
        assert_eq!(counted(&(text + "a")), (Encoding::Gsm7, 3, 306, 152));
    }

    #[test]
    fn a_surrogate_pair_moves_whole_to_the_next_segment() {
        assert_eq!(counted("😀"), (Encoding::Ucs2, 1, 2, 68));
        let text = format!("{}😀{}", "ж".repeat(66), "ж".repeat(65));
        assert_eq!(counted(&text), (Encoding::Ucs2, 2, 133, 0));
        assert_eq!(counted(&(text + "ж")), (Encoding::Ucs2, 3, 134, 66));
    }

    #[test]
    fn the_character_that_forces_ucs_2_is_named() {
        assert_eq!(non_gsm("Hi there, it's $5 [today]"), None);
        assert_eq!(non_gsm("it’s “today”"), Some('’'));
        assert_eq!(non_gsm("ça va"), Some('ç'));
        assert_eq!(non_gsm("a\u{1b}b"), Some('\u{1b}'));
    }

    /// The naive model: lay every unit out in a row, cut the row into segments, and move a cut
    /// back by one wherever it would fall inside a character.
    fn model(text: &str) -> Segments {
        let gsm = text
            .chars()
            .all(|c| BASIC.contains(c) || EXTENSION.contains(c));
        let mut row = Vec::new();
        for (place, character) in text.chars().enumerate() {
            let wide = if gsm {
                EXTENSION.contains(character)
            } else {
                character as u32 > 0xFFFF
            };
            row.extend(std::iter::repeat_n(place, if wide { 2 } else { 1 }));
        }
        let (alone, part) = if gsm { (160, 153) } else { (70, 67) };
        let used = row.len();
        let size = if used <= alone { alone } else { part };
        let (mut parts, mut last) = (0, 0);
        let mut rest = &row[..];
        while !rest.is_empty() {
            let mut cut = size.min(rest.len());
            if cut < rest.len() && rest[cut - 1] == rest[cut] {
                cut -= 1;
            }
            (parts, last) = (parts + 1, cut);
            rest = &rest[cut..];
        }
        let number = |n: usize| u32::try_from(n).expect("a test's text is short");
        Segments {
            encoding: if gsm { Encoding::Gsm7 } else { Encoding::Ucs2 },
            count: number(parts),
            used: number(used),
            remaining: number(size - last),
        }
    }

    proptest! {
        #[test]
        fn any_gsm_text_counts_as_the_model_does(text in "[a-zé\n€^{}~@ß]{0,500}") {
            prop_assert_eq!(count(&text).encoding, Encoding::Gsm7);
            prop_assert_eq!(count(&text), model(&text));
        }

        #[test]
        fn any_text_with_emoji_counts_as_the_model_does(text in "[ab€ж’😀🎉]{0,300}") {
            prop_assert_eq!(count(&text), model(&text));
        }

        #[test]
        fn any_text_at_all_counts_as_the_model_does(text in any::<String>()) {
            prop_assert_eq!(count(&text), model(&text));
        }
    }
}
