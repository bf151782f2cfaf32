//! Inserting a template into what is being written: by its shortcut, or chosen from the list.

use copperline_shared::contacts::Contact;
use copperline_shared::templates::{Template, fill, typed};
use leptos::{html, prelude::*};

use super::filling;
use crate::loaded::Loaded;
use crate::pictures::Attachments;
use crate::session::{Session, use_session};
use crate::ui::Written;

/// A text being written, and the templates that may be put into it.
#[derive(Clone, Copy)]
pub struct Inserting {
    pub templates: Loaded<Vec<Template>>,
    text: RwSignal<String>,
    pictures: Attachments,
    node: NodeRef<html::Textarea>,
    contact: Signal<Option<Contact>>,
    session: Session,
    /// What is typed of a shortcut, while its suggestions may be shown.
    pub typing: RwSignal<Option<String>>,
    /// What has just taken the place of a shortcut, until more is typed.
    expanded: StoredValue<Option<Expanded>>,
}

/// A template that took the place of its shortcut at the last letter, with a field left open and
/// selected. Whoever types the shortcut to its end types a space after it: that space ends the
/// shortcut, it isn't what the field shall say.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Expanded {
    text: String,
    /// Where the open field begins and ends, in bytes.
    open: (usize, usize),
}

impl Expanded {
    /// Whether this text is what a space or line break makes of it that takes the field's place.
    fn was_ended(&self, text: &str) -> bool {
        let (before, after) = (&self.text[..self.open.0], &self.text[self.open.1..]);
        let rest = text.strip_prefix(before);
        let typed = rest.and_then(|rest| rest.strip_suffix(after));
        matches!(typed, Some(" " | "\n"))
    }
}

impl Inserting {
    pub fn new(
        (text, pictures): (RwSignal<String>, Attachments),
        node: NodeRef<html::Textarea>,
        contact: Signal<Option<Contact>>,
    ) -> Self {
        Self {
            templates: super::load(),
            text,
            pictures,
            node,
            contact,
            session: use_session(),
            typing: RwSignal::new(None),
            expanded: StoredValue::new(None),
        }
    }

    fn filled(self, template: &Template) -> String {
        let contact = self.contact.get_untracked();
        fill(
            &template.body,
            &untrack(|| filling::of(contact.as_ref(), self.session)),
        )
        .text
    }

    /// The template's picture goes with its words.
    fn attach(self, template: &Template) {
        if let Some(picture) = &template.picture {
            self.pictures.add(picture.id);
        }
    }

    /// Looks at what was just typed: a whole shortcut is replaced, a beginning is suggested for.
    pub fn look(self) {
        let Some(written) = self.written() else {
            return;
        };
        let expanded = self.expanded.try_update_value(Option::take).flatten();
        if let Some(expanded) = expanded.filter(|expanded| expanded.was_ended(&written.text)) {
            self.put_back(expanded);
            return;
        }
        let before = &written.text[..written.caret];
        let Some(shortcut) = typed(before) else {
            self.typing.set(None);
            return;
        };
        let whole = self.templates.value.with_untracked(|templates| {
            whole(templates, shortcut.shortcut, shortcut.ended).cloned()
        });
        match whole {
            Some(template) => {
                let end = if shortcut.ended {
                    &before[before.len() - 1..]
                } else {
                    ""
                };
                let words = self.filled(&template) + end;
                self.attach(&template);
                let open = self.replace(&written, shortcut.at, &words);
                self.expanded.set_value(open.filter(|_| !shortcut.ended));
            }
            None if shortcut.ended => self.typing.set(None),
            None => self
                .typing
                .set(Some(shortcut.shortcut.to_ascii_lowercase())),
        }
    }

    /// Puts a template where the caret stands, in place of a shortcut that is being typed there.
    pub fn insert(self, template: &Template) {
        let words = self.filled(template);
        self.attach(template);
        let written = self.written().unwrap_or_else(|| {
            let text = self.text.get_untracked();
            Written {
                caret: text.len(),
                text,
            }
        });
        let before = &written.text[..written.caret];
        let at = match typed(before) {
            Some(shortcut) if !shortcut.ended => shortcut.at,
            _ => written.caret,
        };
        let joined = at > 0 && !before[..at].ends_with(char::is_whitespace);
        let words = if joined { format!(" {words}") } else { words };
        self.replace(&written, at, &words);
    }

    /// Replaces what stands between `at` and the caret; the first field left open is selected, and
    /// the text given with it.
    fn replace(self, written: &Written, at: usize, words: &str) -> Option<Expanded> {
        let after = written.replaced(at, words);
        let open = after.text[at..after.caret].find("{{").map(|open| at + open);
        let open = open.map(|open| {
            let length = after.text[open..].find("}}").map_or(2, |end| end + 2);
            (open, open + length)
        });
        self.typing.set(None);
        after.select(self.node, open.unwrap_or((after.caret, after.caret)));
        self.text.set(after.text.clone());
        open.map(|open| Expanded {
            text: after.text,
            open,
        })
    }

    /// Shows what stood before a space took the place of its open field, which is selected again.
    fn put_back(self, expanded: Expanded) {
        let before = Written {
            caret: expanded.open.1,
            text: expanded.text,
        };
        before.select(self.node, expanded.open);
        self.text.set(before.text);
    }

    fn written(self) -> Option<Written> {
        Written::of(self.node)
    }
}

/// The template whose shortcut this is, if no longer shortcut begins with it or a space ended it.
fn whole<'a>(templates: &'a [Template], shortcut: &str, ended: bool) -> Option<&'a Template> {
    let shortcut = shortcut.to_ascii_lowercase();
    let has = |template: &&Template| template.shortcut.as_deref() == Some(shortcut.as_str());
    let found = templates.iter().find(has)?;
    let longer = templates.iter().any(|template| {
        let other = template.shortcut.as_deref().unwrap_or_default();
        other.len() > shortcut.len() && other.starts_with(&shortcut)
    });
    (ended || !longer).then_some(found)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn template(shortcut: &str) -> Template {
        Template {
            id: Uuid::nil(),
            title: shortcut.to_owned(),
            body: "Hello".to_owned(),
            shortcut: Some(shortcut.to_owned()),
            picture: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn c9_the_space_that_ends_a_shortcut_is_not_what_its_open_field_says() {
        let text = "Hi 👋 {{first_name}}, bye {{zip}}";
        let at = text.find("{{").expect("a field");
        let expanded = Expanded {
            text: text.to_owned(),
            open: (at, at + "{{first_name}}".len()),
        };
        for ended in ["Hi 👋  , bye {{zip}}", "Hi 👋 \n, bye {{zip}}"] {
            assert!(expanded.was_ended(ended), "{ended}");
        }
        for other in [
            text,
            "Hi 👋 M, bye {{zip}}",
            "Hi 👋   , bye {{zip}}",
            "Hi 👋 , bye {{zip}}",
            "Hi 👋 {{first_name}} , bye {{zip}}",
            "Hi 👋  , bye ",
            "",
        ] {
            assert!(!expanded.was_ended(other), "{other}");
        }
    }

    #[test]
    fn c9_a_shortcut_expands_as_it_is_typed_unless_a_longer_one_may_be_meant() {
        let templates = [template("hi"), template("hi-again"), template("bye")];
        let found = |typed, ended| whole(&templates, typed, ended).map(|t| t.title.as_str());
        assert_eq!(found("bye", false), Some("bye"));
        assert_eq!(found("BYE", false), Some("bye"));
        assert_eq!(found("hi", false), None);
        assert_eq!(found("hi", true), Some("hi"));
        assert_eq!(found("hi-again", false), Some("hi-again"));
        assert_eq!(found("h", true), None);
    }
}
