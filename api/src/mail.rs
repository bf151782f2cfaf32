//! Mail: through SMTP, into files while no mail server is set, or into memory for tests.

pub mod templates;

use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Mutex;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// A plain-text mail.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
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
            let transport =
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())?.build();
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
        .body(mail.body.clone())?)
}
