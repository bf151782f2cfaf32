//! Merge fields: `{{name}}`, or `{{name|what to say where nothing is known}}`.

use crate::contacts::Contact;

/// What a merge field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeField {
    FirstName,
    LastName,
    Email,
    Phone,
    Zip,
    State,
    Company,
    Source,
    AgentFirstName,
    AgentLastName,
    Workspace,
}

/// Every merge field by the name it is written with.
pub const FIELDS: [(&str, MergeField); 11] = [
    ("first_name", MergeField::FirstName),
    ("last_name", MergeField::LastName),
    ("email", MergeField::Email),
    ("phone", MergeField::Phone),
    ("zip", MergeField::Zip),
    ("state", MergeField::State),
    ("company", MergeField::Company),
    ("source", MergeField::Source),
    ("agent_first_name", MergeField::AgentFirstName),
    ("agent_last_name", MergeField::AgentLastName),
    ("workspace", MergeField::Workspace),
];

/// Whom and what a template is filled with. Empty texts are not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub zip: String,
    /// The state's name.
    pub state: String,
    pub company: String,
    pub source: String,
    pub agent_first_name: String,
    pub agent_last_name: String,
    pub workspace: String,
}

impl Sample {
    /// What is known of a contact; who writes and for whom is for the caller to add.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        let state = crate::states::state_name(&contact.state);
        Self {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            email: contact.email.clone(),
            phone: contact.phone.formatted(),
            zip: contact.zip.clone(),
            state: state.map_or_else(|| contact.state.clone(), str::to_owned),
            company: contact.company.clone(),
            source: contact.source.clone(),
            ..Self::default()
        }
    }

    fn value(&self, field: MergeField) -> &str {
        match field {
            MergeField::FirstName => &self.first_name,
            MergeField::LastName => &self.last_name,
            MergeField::Email => &self.email,
            MergeField::Phone => &self.phone,
            MergeField::Zip => &self.zip,
            MergeField::State => &self.state,
            MergeField::Company => &self.company,
            MergeField::Source => &self.source,
            MergeField::AgentFirstName => &self.agent_first_name,
            MergeField::AgentLastName => &self.agent_last_name,
            MergeField::Workspace => &self.workspace,
        }
    }
}

/// A template with its fields filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Fields that nothing is known for stand as they were written.
    pub text: String,
    /// The names of those, each once.
    pub unfilled: Vec<String>,
}

/// A piece of a template.
enum Piece<'a> {
    Text(&'a str),
    Field {
        /// As it stands in the template.
        written: &'a str,
        name: &'a str,
        fallback: Option<&'a str>,
    },
}

/// Takes a template apart. Braces without a name inside are text.
fn pieces(body: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find("{{") {
        let inside = &rest[at + 2..];
        let Some(length) = inside.find("}}") else {
            break;
        };
        let (name, fallback) = match inside[..length].split_once('|') {
            Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
            None => (inside[..length].trim(), None),
        };
        // Of "{{{{name}}" the inner pair counts.
        if is_name(name) {
            let (before, from) = rest.split_at(at);
            pieces.push(Piece::Text(before));
            let (written, after) = from.split_at(length + 4);
            pieces.push(Piece::Field {
                written,
                name,
                fallback,
            });
            rest = after;
        } else {
            let (before, after) = rest.split_at(at + 1);
            pieces.push(Piece::Text(before));
            rest = after;
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn is_name(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !text.is_empty() && text.bytes().all(letter)
}

fn known(name: &str) -> Option<MergeField> {
    FIELDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, field)| *field)
}

fn add_once(names: &mut Vec<String>, name: &str) {
    if names.iter().all(|known| known != name) {
        names.push(name.to_owned());
    }
}

/// Fills a template's fields with what is known, else with their fallbacks.
#[must_use]
pub fn fill(body: &str, sample: &Sample) -> Filled {
    let mut filled = Filled {
        text: String::with_capacity(body.len()),
        unfilled: Vec::new(),
    };
    for piece in pieces(body) {
        let (written, name, fallback) = match piece {
            Piece::Text(text) => {
                filled.text.push_str(text);
                continue;
            }
            Piece::Field {
                written,
                name,
                fallback,
            } => (written, name, fallback),
        };
        let value = known(name).map(|field| sample.value(field).trim());
        match value.filter(|value| !value.is_empty()).or(fallback) {
            // What a contact's field holds is text, never a field of its own.
            Some(value) => filled.text.push_str(value),
            None => {
                filled.text.push_str(written);
                add_once(&mut filled.unfilled, name);
            }
        }
    }
    filled
}

/// The names of the merge fields that stand in a text, each once: none may be left in a text that
/// is sent.
#[must_use]
pub fn unfilled(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in pieces(text) {
        if let Piece::Field { name, .. } = piece {
            add_once(&mut names, name);
        }
    }
    names
}

/// The names in a template that are no merge field, each once.
#[must_use]
pub fn unknown(body: &str) -> Vec<String> {
    let mut names = unfilled(body);
    names.retain(|name| known(name).is_none());
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn maya() -> Sample {
        Sample {
            first_name: "Maya".to_owned(),
            workspace: "Lonestar Life".to_owned(),
            ..Sample::default()
        }
    }

    #[test]
    fn c9_fields_are_filled_from_the_contact_or_by_their_fallback() {
        let filled = fill(
            "Hi {{first_name}}, {{ Last_Name | friend }} of {{workspace}}: {{company|}}!",
            &maya(),
        );
        assert_eq!(filled.text, "Hi Maya, friend of Lonestar Life: !");
        assert_eq!(filled.unfilled, [] as [&str; 0]);
    }

    #[test]
    fn c9_a_field_that_nothing_is_known_for_stays_and_is_named_once() {
        let filled = fill("{{email}} {{zip}} {{email}} {{shoe_size}}", &maya());
        assert_eq!(filled.text, "{{email}} {{zip}} {{email}} {{shoe_size}}");
        assert_eq!(filled.unfilled, ["email", "zip", "shoe_size"]);
        assert_eq!(unfilled(&filled.text), filled.unfilled);
    }

    #[test]
    fn c9_braces_that_name_nothing_are_text() {
        for text in [
            "{{}}",
            "{{ }}",
            "{first_name}",
            "}} {{",
            "{{a b}}",
            "{{|there}}",
            "{{",
        ] {
            assert_eq!(fill(text, &maya()).text, text);
            assert_eq!(unfilled(text), [] as [&str; 0], "{text}");
        }
        assert_eq!(fill("{{{{first_name}}}}", &maya()).text, "{{Maya}}");
        assert_eq!(fill("{{{first_name}}}", &maya()).text, "{Maya}");
    }

    #[test]
    fn c9_a_contact_named_like_a_field_fills_nothing_else() {
        let odd = Sample {
            first_name: "{{email}}".to_owned(),
            email: "secret@example.com".to_owned(),
            ..Sample::default()
        };
        assert_eq!(fill("Hi {{first_name}}", &odd).text, "Hi {{email}}");
    }

    #[test]
    fn p3_unknown_fields_are_named() {
        assert_eq!(unknown("{{first_name}} {{frist_name|x}}"), ["frist_name"]);
    }

    proptest! {
        #[test]
        fn c9_text_without_fields_comes_out_as_it_was(text in "[^{]{0,80}") {
            prop_assert_eq!(fill(&text, &maya()).text, text);
        }

        #[test]
        fn c9_the_pieces_of_a_template_are_all_of_it(text in "[{}|a-z_ é]{0,60}") {
            let whole: String = pieces(&text)
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => *text,
                    Piece::Field { written, .. } => *written,
                })
                .collect();
            prop_assert_eq!(whole, text);
        }
    }
}
