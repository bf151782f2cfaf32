//! Public link shorteners: carriers filter texts that use them.

/// Domains that anybody can make short links on, which carriers therefore distrust (CTIA,
/// Messaging Principles and Best Practices, 5.3.4; the list is ours).
const SHORTENERS: [&str; 26] = [
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bl.ink",
    "buff.ly",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "ow.ly",
    "qr.ae",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "shorte.st",
    "shorturl.at",
    "snip.ly",
    "soo.gd",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
    "urlz.fr",
    "v.gd",
];

/// The first public link shortener in a text.
#[must_use]
pub fn link_shortener(text: &str) -> Option<&'static str> {
    let of_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    text.to_ascii_lowercase()
        .split(|c: char| !of_host(c))
        .map(|host| host.trim_matches('.').trim_start_matches("www."))
        .find_map(|host| SHORTENERS.iter().find(|shortener| **shortener == host))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p3_public_shorteners_are_seen_and_other_words_are_not() {
        for (text, found) in [
            ("See https://bit.ly/3xYz", Some("bit.ly")),
            ("See WWW.TinyURL.com/a.", Some("tinyurl.com")),
            ("t.co", Some("t.co")),
            ("(is.gd/x)", Some("is.gd")),
            ("habit.ly/x", None),
            ("Start.co is ours", None),
            ("Don't.Like it at.cool", None),
            ("", None),
        ] {
            assert_eq!(link_shortener(text), found, "{text}");
        }
    }
}
