//! The mails' words. Nothing a stranger typed stands in them, so that nobody can have Copperline
//! send words of theirs; plain ASCII in short lines arrives as it is written.

use super::Mail;

/// Sent after signing up.
#[must_use]
pub fn confirm_email(to: &str, link: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Confirm your email for Copperline".to_owned(),
        body: format!(
            "Welcome to Copperline.\n\n\
             Open this link to confirm your email and start working:\n\n\
             {link}\n\n\
             It works once, for seven days. A newer mail like this one replaces it.\n\n\
             If you didn't create a workspace, ignore this mail: nothing happens unless the\n\
             link is opened.\n"
        ),
    }
}

/// Sent when one more person signed up with an email before it was confirmed.
#[must_use]
pub fn choose_password(to: &str, base_url: &str, link: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Choose your Copperline password".to_owned(),
        body: format!(
            "Welcome to Copperline.\n\n\
             Somebody, probably you, signed up with this email more than once and with\n\
             different passwords. So that nobody else's counts, choose one now:\n\n\
             {link}\n\n\
             It works once, for an hour. Later, ask for another one at\n\n\
             {base_url}/forgot-password\n\n\
             If you didn't create a workspace, ignore this mail: nothing happens unless the\n\
             link is opened.\n"
        ),
    }
}

/// Sent to somebody with an account who signs up again.
#[must_use]
pub fn account_exists(to: &str, base_url: &str, reset_link: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "You have a Copperline account".to_owned(),
        body: format!(
            "Somebody, probably you, asked for a new Copperline workspace with this email.\n\
             It has an account already, so no new one was made.\n\n\
             Sign in:\n\n\
             {base_url}/sign-in\n\n\
             Forgot the password? Choose a new one with this link:\n\n\
             {reset_link}\n\n\
             It works once, for an hour. If it wasn't you, ignore this mail.\n"
        ),
    }
}

/// Sent to somebody who forgot their password.
#[must_use]
pub fn reset_password(to: &str, link: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: "Choose a new Copperline password".to_owned(),
        body: format!(
            "Somebody, probably you, asked to choose a new password for this email.\n\n\
             Open this link to choose it:\n\n\
             {link}\n\n\
             It works once, for an hour, and signs you out everywhere else. If it wasn't\n\
             you, ignore this mail: your password stays as it is.\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_is_plain_ascii_so_that_its_link_arrives_whole() {
        let link = "https://copperline.example/reset-password#token=abc";
        for mail in [
            confirm_email("jordan@example.com", link),
            choose_password("jordan@example.com", "https://copperline.example", link),
            account_exists("jordan@example.com", "https://copperline.example", link),
            reset_password("jordan@example.com", link),
        ] {
            assert!(mail.body.is_ascii());
            assert!(mail.body.lines().any(|line| line == link));
            assert!(mail.body.lines().all(|line| line.len() <= 78));
        }
    }
}
