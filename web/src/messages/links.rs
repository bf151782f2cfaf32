//! Addresses in a text that lead to a page.
//!
//! A contact or a vendor may have written anything, so what becomes a link is what leads where it
//! says and nowhere else: a plain host by its letters, over HTTP(S).

use copperline_shared::checks::{is_domain, is_invisible};
use linkify::{LinkFinder, LinkKind};

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Words(String),
    Link {
        /// As it was written.
        words: String,
        /// Where it leads.
        href: String,
    },
}

/// Endings of domains that people write without `https://`. Other words with a dot in the middle
/// are more often a missing space than an address.
const ENDINGS: [&str; 34] = [
    "agency",
    "ai",
    "app",
    "biz",
    "ca",
    "cc",
    "co",
    "com",
    "dev",
    "edu",
    "energy",
    "finance",
    "fyi",
    "gov",
    "health",
    "homes",
    "house",
    "info",
    "insurance",
    "io",
    "link",
    "ly",
    "me",
    "mil",
    "mortgage",
    "net",
    "online",
    "org",
    "realtor",
    "realty",
    "site",
    "solar",
    "us",
    "xyz",
];

/// Signs that stand around an address and that the finder takes for a part of it.
const AROUND: [char; 10] = ['“', '”', '„', '‘', '’', '«', '»', '…', '–', '—'];

/// The text as words and links, in order; put together it is the text again.
pub fn parts(text: &str) -> Vec<Part> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    let mut parts = Vec::new();
    for span in finder.spans(text) {
        let written = span.as_str();
        let (before, address, after) = bare(written);
        match span.kind().and_then(|_| href(address)) {
            Some(href) => {
                push_words(&mut parts, before);
                let words = address.to_owned();
                parts.push(Part::Link { words, href });
                push_words(&mut parts, after);
            }
            None => push_words(&mut parts, written),
        }
    }
    parts
}

fn push_words(parts: &mut Vec<Part>, words: &str) {
    match parts.last_mut() {
        _ if words.is_empty() => {}
        Some(Part::Words(before)) => before.push_str(words),
        _ => parts.push(Part::Words(words.to_owned())),
    }
}

/// An address without the signs around it, which come before and after.
fn bare(written: &str) -> (&str, &str, &str) {
    let address = written.trim_start_matches(AROUND);
    let (before, address) = written.split_at(written.len() - address.len());
    let end = address.find(AROUND).unwrap_or(address.len());
    let (address, after) = address.split_at(end);
    (before, address, after)
}

/// Where the written address leads; nowhere when it isn't plain to see.
fn href(written: &str) -> Option<String> {
    let odd = |letter: char| letter == '\\' || is_invisible(letter);
    if written.contains(odd) {
        return None;
    }
    match written.split_once("://") {
        Some((scheme, rest)) => {
            let web = ["http", "https"]
                .into_iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            (web && is_host(host(rest))).then(|| written.to_owned())
        }
        None => {
            let host = host(written);
            let ending = host.rsplit('.').next().unwrap_or_default();
            let known = ENDINGS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(ending));
            (known && is_host(host)).then(|| format!("https://{written}"))
        }
    }
}

/// What stands before the path, the query and the fragment.
fn host(address: &str) -> &str {
    address.split(['/', '?', '#']).next().unwrap_or_default()
}

/// A domain, perhaps with a port. Not one with a user in front, which passes for a domain itself
/// (`bank.com@evil.example`), nor one in letters that look like others.
fn is_host(host: &str) -> bool {
    let (domain, port) = host.split_once(':').unwrap_or((host, "443"));
    is_domain(domain) && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of a text, with where they lead.
    fn links(text: &str) -> Vec<(String, String)> {
        let links = parts(text).into_iter().filter_map(|part| match part {
            Part::Link { words, href } => Some((words, href)),
            Part::Words(_) => None,
        });
        links.collect()
    }

    fn hrefs(text: &str) -> Vec<String> {
        links(text).into_iter().map(|(_, href)| href).collect()
    }

    #[test]
    fn c7_addresses_are_links_and_the_words_around_them_are_not() {
        let text = "Your quote: https://example.com/q/7?for=two#terms (see also Example.com/faq).";
        let expected = [
            Part::Words("Your quote: ".to_owned()),
            Part::Link {
                words: "https://example.com/q/7?for=two#terms".to_owned(),
                href: "https://example.com/q/7?for=two#terms".to_owned(),
            },
            Part::Words(" (see also ".to_owned()),
            Part::Link {
                words: "Example.com/faq".to_owned(),
                href: "https://Example.com/faq".to_owned(),
            },
            Part::Words(").".to_owned()),
        ];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn c7_an_address_ends_before_the_sentence_does() {
        for text in [
            "See example.com.",
            "example.com, then call me",
            "“example.com”",
            "Is it example.com?",
            "<example.com>",
        ] {
            assert_eq!(hrefs(text), ["https://example.com"], "{text}");
        }
        assert_eq!(
            hrefs("https://example.com/a_(b) and HTTP://EXAMPLE.COM:8080/x"),
            ["https://example.com/a_(b)", "HTTP://EXAMPLE.COM:8080/x"]
        );
    }

    #[test]
    fn c7_words_that_only_look_like_addresses_stay_words() {
        for text in [
            "Thanks.See you at 5",
            "That is $12.50 a month",
            "e.g. at noon",
            "Ok...great",
            "maya@example.com",
            "readme.txt",
            "1.2.3.4",
            "http://",
            "https://localhost/x",
            "://example.com",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
    }

    #[test]
    fn x6_nothing_is_smuggled_into_a_link() {
        for text in [
            "javascript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "JaVaScRiPt:alert(document.domain)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:msgbox(1)",
            "file:///etc/passwd",
            "blob:https://example.com/1",
            "tel:5125550192",
            "ftp://example.com/x",
            // Another page than the eye reads.
            "https://bank.com@evil.com/",
            "https://bank.com:pass@evil.com/",
            "https://bank.com\\@evil.com/",
            "https://b\u{430}nk.com/",
            "https://example.com\u{202e}moc.live/",
            "https://exam\u{200b}ple.com/",
            "https://[::1]/",
            "https://example..com/",
            "https://-example.com/",
            "https://example.com:99999999/",
            "https://exa%6dple.com/",
        ] {
            for (words, href) in links(text) {
                let plain = href == words || href == format!("https://{words}");
                let (_, rest) = href.split_once("://").expect("a link over HTTP(S)");
                assert!(plain && is_host(host(rest)), "{text}: {href}");
                let bad = ["evil.com", "javascript", "data:", "\u{202e}", "\u{200b}"];
                assert!(!bad.iter().any(|bad| href.contains(bad)), "{text}: {href}");
            }
        }
        for text in [
            "https://bank.com@evil.com/",
            "javascript://example.com/%0aalert(1)",
            "https://example.com/\u{202e}x",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
    }

    #[test]
    fn c7_put_together_the_parts_are_the_text() {
        for text in [
            "",
            "🙂 example.com 🙂\n\nhttps://example.com/é?x=[1]",
            "a\u{0301}.com b.com/\u{202e}x https://x.io",
            "<b>example.com</b>&amp;\"https://example.com/'x'\"",
        ] {
            let joined: String = parts(text)
                .into_iter()
                .map(|part| match part {
                    Part::Words(words) | Part::Link { words, .. } => words,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
