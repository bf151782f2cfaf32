//! What a template may hold.

use copperline_shared::checks::{self, FieldError};
use copperline_shared::problem::ErrorCode;
use copperline_shared::templates::{self, CreateTemplate, MOST_TEMPLATES, UpdateTemplate};
use uuid::Uuid;

use crate::error::Error;
use crate::input::Fields;

/// A template that passed its checks.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    pub title: String,
    pub body: String,
    pub shortcut: Option<String>,
    pub picture_id: Option<Uuid>,
}

/// Checked changes; an absent one leaves what is there.
#[derive(Clone, Debug)]
pub struct Change {
    pub title: Option<String>,
    pub body: Option<String>,
    pub shortcut: Option<Option<String>>,
    pub picture_id: Option<Option<Uuid>>,
}

fn shortcut(text: &str) -> Result<Option<String>, FieldError> {
    checks::optional(text, templates::shortcut)
}

/// # Errors
/// [`ErrorCode::Invalid`], naming each field to correct.
pub fn check_new(new: &CreateTemplate) -> Result<NewTemplate, Error> {
    let mut fields = Fields::default();
    let title = fields.check("title", checks::name(&new.title));
    let body = fields.check("body", checks::message_text(&new.body));
    let shortcut = fields.check("shortcut", shortcut(&new.shortcut));
    let (title, body, shortcut) = fields.finish((title, body, shortcut))?;
    Ok(NewTemplate {
        title,
        body,
        shortcut,
        picture_id: new.picture_id,
    })
}

/// # Errors
/// [`ErrorCode::Invalid`], naming each field to correct.
pub fn check_change(change: &UpdateTemplate) -> Result<Change, Error> {
    let mut fields = Fields::default();
    let title = fields.check_some("title", change.title.as_deref(), checks::name);
    let body = fields.check_some("body", change.body.as_deref(), checks::message_text);
    let shortcut = fields.check_some("shortcut", change.shortcut.as_deref(), shortcut);
    let picture_id = match (change.picture_id, change.without_picture) {
        (Some(_), true) => {
            let message = "Name a picture, or take it away, not both.";
            fields.refuse("without_picture", message);
            None
        }
        (Some(id), false) => Some(Some(id)),
        (None, true) => Some(None),
        (None, false) => None,
    };
    fields.finish(())?;
    Ok(Change {
        title,
        body,
        shortcut,
        picture_id,
    })
}

/// # Errors
/// When the workspace has all the templates it may have.
pub fn check_room(count: i64) -> Result<(), Error> {
    if count < MOST_TEMPLATES {
        return Ok(());
    }
    let detail = format!(
        "This workspace has {MOST_TEMPLATES} templates, which is all it may have. Delete one that nobody uses."
    );
    Err(Error::new(ErrorCode::Invalid, detail))
}
