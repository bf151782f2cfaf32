//! Mail: through SMTP, into files while no mail server is set, or into memory for tests.

pub mod templates;

use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use crate::config::Config;

/// How long the mail server is given for each of its answers.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A plain-text mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// A mail's body may hold a link that signs in: it never stands in logs.
impl std::fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut mail = formatter.debug_struct("Mail");
        mail.field("to", &self.to)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// Where mail goes.
pub enum Mailer {
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Mailbox,
    },
    /// Each mail becomes an `.eml` file in this folder.
    Files {
        folder: PathBuf,
        from: Mailbox,
    },
    Memory(Mutex<Vec<Mail>>),
}

/// Why mail could not be set up or sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("MAIL_FROM or the recipient is not an email address: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("the mail could not be written: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("SMTP_URL can't be used, or the mail server refused: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail file could not be written: {0}")]
    File(#[from] std::io::Error),
}

impl Mailer {
    /// # Errors
    /// When the sender or the server's address can't be read, or the folder can't be made.
    pub fn new(config: &Config) -> Result<Self, MailError> {
        let from: Mailbox = config.mail_from.parse()?;
        if let Some(url) = &config.smtp_url {
            let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())?
                .timeout(Some(LONGEST_WAIT))
                .build();
            return Ok(Self::Smtp { transport, from });
        }
        let folder = config.mail_folder();
        // Links in mail are secrets: nobody else on the machine reads them.
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        Ok(Self::Files { folder, from })
    }

    /// The folder mail is written to, when no mail server is set.
    #[must_use]
    pub fn folder(&self) -> Option<String> {
        match self {
            Self::Files { folder, .. } => Some(folder.display().to_string()),
            _ => None,
        }
    }

    /// # Errors
    /// When the mail can't be handed over.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        match self {
            Self::Smtp { transport, from } => {
                transport.send(message(mail, from)?).await?;
            }
            Self::Files { folder, from } => {
                let name = format!("{}.eml", uuid::Uuid::now_v7());
                let text = message(mail, from)?.formatted();
                // Written beside and renamed, so that nobody reads half a mail.
                let unfinished = folder.join(format!("{name}.part"));
                tokio::fs::write(&unfinished, text).await?;
                tokio::fs::rename(&unfinished, folder.join(name)).await?;
            }
            Self::Memory(sent) => {
                sent.lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push(mail.clone());
            }
        }
        Ok(())
    }
}

fn message(mail: &Mail, from: &Mailbox) -> Result<Message, MailError> {
    Ok(Message::builder()
        .from(from.clone())
        .to(mail.to.parse()?)
        .subject(&mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body(&mail.body))?)
}

/// The longest line that mail may have, in bytes (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 998;

/// Plain text stands as it is wherever that is permitted, so that a person who opens the file finds
/// each link whole: lettre alone would encode lines longer than 76 characters.
fn body(text: &str) -> Body {
    if text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE) {
        let lines = text
            .lines()
            .map(|line| format!("{line}\r\n"))
            .collect::<String>();
        return Body::dangerous_pre_encoded(lines.into_bytes(), ContentTransferEncoding::SevenBit);
    }
    Body::new(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(body: &str) -> String {
        let to = "jordan@example.com".to_owned();
        let mail = Mail {
            to,
            subject: "A link".to_owned(),
            body: body.to_owned(),
        };
        let from = "Copperline <copperline@example.com>".parse().unwrap();
        String::from_utf8(message(&mail, &from).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_link_longer_than_a_line_of_mail_stands_in_it_whole() {
        let link = format!(
            "https://copperline.example/confirm-email#token={}",
            "a".repeat(43)
        );
        assert!(formatted(&format!("Open this:\n\n{link}\n")).contains(&format!("\r\n{link}\r\n")));
    }

    #[test]
    fn text_that_mail_cannot_carry_as_it_is_is_encoded() {
        let mail = formatted("Grüße\n");
        assert!(mail.is_ascii() && !mail.contains("7bit"));
    }
}
