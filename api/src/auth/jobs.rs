//! Sending the mails that carry a link.

use serde::{Deserialize, Serialize};

use super::links::{self, Purpose};
use super::{passwords, queries};
use crate::app::App;
use crate::db::{Atomic, Connection};
use crate::error::Error;
use crate::mail::{Mail, templates};

/// A mail that carries a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// To somebody who signed up.
    ConfirmEmail,
    /// To somebody who signed up before the mail of another sign-up was opened, with another
    /// password: whoever reads this mail chooses one.
    ChoosePassword,
    /// To somebody with an account who signed up again.
    AccountExists,
    /// To somebody who forgot their password.
    ResetPassword,
}

/// Makes the link and sends the mail, if the email has an account that it still concerns. Sent
/// again after a failure, it carries a new link.
///
/// # Errors
/// When the mail can't be handed over or the database fails.
pub async fn send(app: &App, letter: Letter, email: &str) -> Result<(), Error> {
    let mail = {
        let mut connection = app.pool.get().await?;
        connection
            .atomically(async |connection| write(app, connection, letter, email).await)
            .await?
    };
    match mail {
        Some(mail) => Ok(app.mailer.send(&mail).await?),
        None => Ok(()),
    }
}

async fn write(
    app: &App,
    connection: &mut Connection,
    letter: Letter,
    email: &str,
) -> Result<Option<Mail>, Error> {
    // Held until the link is stored: of two mails at once, the second replaces the first's link.
    let Some(account) = queries::lock_sign_in(connection, email).await? else {
        return Ok(None);
    };
    // Of two sign-ups, the later one's password may have taken this letter's meaning away.
    let letter = match letter {
        Letter::ConfirmEmail if account.password_hash == passwords::NOBODYS => {
            Letter::ChoosePassword
        }
        other => other,
    };
    let purpose = match letter {
        Letter::ConfirmEmail | Letter::ChoosePassword if account.confirmed_at.is_some() => {
            return Ok(None);
        }
        Letter::ConfirmEmail => Purpose::ConfirmEmail,
        Letter::ChoosePassword | Letter::AccountExists | Letter::ResetPassword => {
            Purpose::ResetPassword
        }
    };
    if purpose == Purpose::ConfirmEmail {
        links::end_all(connection, email).await?;
    }
    let (base_url, now) = (app.config.base_url(), app.clock.now());
    let link = links::make(connection, base_url, purpose, email, now).await?;
    Ok(Some(match letter {
        Letter::ConfirmEmail => templates::confirm_email(email, &link),
        Letter::ChoosePassword => templates::choose_password(email, base_url, &link),
        Letter::AccountExists => templates::account_exists(email, base_url, &link),
        Letter::ResetPassword => templates::reset_password(email, &link),
    }))
}
