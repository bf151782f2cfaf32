//! What a workspace may be called and set to.

use copperline_shared::checks::{self, FieldError};
use copperline_shared::workspace::UpdateWorkspace;
use diesel::AsChangeset;

use crate::db;
use crate::error::Error;
use crate::input::Fields;
use crate::schema::workspaces;

/// Changes that are fit to be stored; an absent one leaves the setting as it is.
#[derive(AsChangeset, Debug, PartialEq)]
#[diesel(table_name = workspaces)]
pub struct Changes {
    pub name: Option<String>,
    pub time_zone: Option<String>,
    pub consent_required: Option<bool>,
    pub live_replies: Option<String>,
}

/// # Errors
/// [`Error::invalid`], naming each field to correct.
pub fn check(body: UpdateWorkspace) -> Result<Changes, Error> {
    let mut fields = Fields::default();
    let changes = Changes {
        name: fields.check_some("name", body.name, |name| checks::name(&name)),
        time_zone: fields.check_some("time_zone", body.time_zone, |zone| time_zone(&zone)),
        consent_required: body.consent_required,
        live_replies: body.live_replies.map(db::to_text).transpose()?,
    };
    fields.finish(())?;
    Ok(changes)
}

/// An IANA time zone name, as the database of time zones spells it.
///
/// # Errors
/// What to enter instead.
pub fn time_zone(name: &str) -> Result<String, FieldError> {
    match name.trim().parse::<chrono_tz::Tz>() {
        Ok(zone) => Ok(zone.name().to_owned()),
        Err(_) => Err(FieldError::new(
            "time_zone",
            "Choose a time zone by its IANA name, like America/Chicago",
        )),
    }
}

#[cfg(test)]
mod tests {
    use copperline_shared::texting_hours::LiveReplies;

    use super::*;

    #[test]
    fn s1_a_time_zone_is_known_by_its_iana_name_and_by_no_other() {
        let known = time_zone(" America/Chicago ");
        assert_eq!(known.as_deref(), Ok("America/Chicago"));
        for unknown in ["", "Chicago", "CST6", "America/Dallas", "+05:00"] {
            assert!(time_zone(unknown).is_err(), "{unknown}");
        }
    }

    #[test]
    fn s1_what_is_not_named_stays_as_it_is() {
        let changes = check(UpdateWorkspace {
            name: Some(" Lonestar  Life ".to_owned()),
            live_replies: Some(LiveReplies::Ask),
            ..UpdateWorkspace::default()
        });
        let expected = Changes {
            name: Some("Lonestar Life".to_owned()),
            time_zone: None,
            consent_required: None,
            live_replies: Some("ask".to_owned()),
        };
        assert_eq!(changes.ok(), Some(expected));
    }
}
