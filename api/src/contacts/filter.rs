//! What a list of contacts is narrowed down to, read from what was asked for.

use copperline_shared::checks;
use copperline_shared::contacts::ContactFilter;
use uuid::Uuid;

use crate::conversations::rules::{self, Wanted};
use crate::conversations::search::matches_contact;
use crate::error::Error;

/// A filter as the statements of `queries/listing.rs` take it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    wanted: Option<Wanted>,
    pub tag_id: Option<Uuid>,
    pub stage_id: Option<Uuid>,
    /// Trimmed.
    pub source: Option<String>,
    opted_out: Option<bool>,
}

impl Filter {
    /// # Errors
    /// When the search can't be read.
    pub fn read(asked: &ContactFilter) -> Result<Self, Error> {
        let checked = |field: &str, text: &Option<String>| {
            let text = text.as_deref().map(str::trim);
            let text = text.map(checks::without_control).transpose();
            text.map(|text| text.map(str::to_owned))
                .map_err(|error| Error::field(field, error.message))
        };
        Ok(Self {
            wanted: checked("search", &asked.search)?
                .as_deref()
                .and_then(rules::read),
            tag_id: asked.tag_id,
            stage_id: asked.stage_id,
            source: checked("source", &asked.source)?,
            opted_out: asked.opted_out,
        })
    }

    /// What is true of the contacts that match, in a statement that has the workspace as `$1` and
    /// binds [`words`](Self::words), [`phone`](Self::phone), tag, stage and source as `$2` to `$6`.
    #[must_use]
    pub fn condition(&self) -> String {
        let mut conditions = vec!["true".to_owned()];
        conditions.extend(self.wanted.as_ref().map(matches_contact));
        if self.tag_id.is_some() {
            conditions.push(
                "EXISTS (SELECT 1 FROM contact_tags WHERE contact_tags.workspace_id = $1 \
                 AND contact_tags.contact_id = contacts.id AND contact_tags.tag_id = $4)"
                    .to_owned(),
            );
        }
        if self.stage_id.is_some() {
            conditions.push(
                "EXISTS (SELECT 1 FROM pipeline_cards AS card WHERE card.workspace_id = $1 \
                 AND card.contact_id = contacts.id AND card.stage_id = $5)"
                    .to_owned(),
            );
        }
        if self.source.is_some() {
            conditions
                .push("lower(contacts.source) COLLATE \"C\" = lower($6) COLLATE \"C\"".to_owned());
        }
        if let Some(opted_out) = self.opted_out {
            let not = if opted_out { "" } else { "NOT " };
            conditions.push(format!(
                "{not}EXISTS (SELECT 1 FROM opt_outs AS out WHERE out.workspace_id = $1 \
                 AND out.phone = contacts.phone)"
            ));
        }
        conditions.join(" AND ")
    }

    /// Whether the condition binds nothing: it then has few forms.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        let named = self.tag_id.is_some() || self.stage_id.is_some() || self.source.is_some();
        self.wanted.is_none() && !named
    }

    #[must_use]
    pub fn words(&self) -> &[String] {
        self.wanted
            .as_ref()
            .map_or(&[], |wanted| &wanted.text_patterns)
    }

    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.wanted.as_ref()?.phone_pattern.as_deref()
    }
}
