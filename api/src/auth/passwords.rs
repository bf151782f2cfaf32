//! Passwords: argon2id, on a thread of its own, one after the other, because each takes 19 MiB.

use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;

type Work = Box<dyn FnOnce() + Send>;

/// The thread that hashes. On a pool's threads, each would keep the memory of its last hash for
/// good; this one's is used again. It does some 40 a second.
static HASHING: LazyLock<Sender<Work>> = LazyLock::new(|| {
    let (sender, waiting) = channel::<Work>();
    std::thread::spawn(move || waiting.into_iter().for_each(|work| work()));
    sender
});

/// Verified when an email has no account, so that the answer takes as long as for one that has;
/// and stored while nobody's password counts for an account. It has the parameters of [`Argon2::default`], and no password is known to match it.
pub const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y29wcGVybGluZS1ub2JvZHk\
    $b25seS1oZXJlLXRvLXRha2UtYXMtbG9uZy1hcy1yZWE";

/// The hash to store, a PHC string with its own salt.
///
/// # Errors
/// When there is no memory or randomness left.
pub async fn hash(password: String) -> Result<String, Error> {
    apart(move || {
        let hash = Argon2::default().hash_password(normal(&password).as_bytes())?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is the one that was stored; takes as long when nothing was.
///
/// # Errors
/// When the stored hash can't be read.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, Error> {
    apart(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODYS.to_owned());
        let hash = PasswordHash::new(&stored).map_err(|_cause| HashError::EncodingInvalid)?;
        match Argon2::default().verify_password(normal(&password).as_bytes(), &hash) {
            Ok(()) => Ok(known),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(other) => Err(other),
        }
    })
    .await
}

/// One spelling of what different keyboards send for the same characters (NIST SP 800-63B, 5.1.1.2).
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
) -> Result<T, Error> {
    let (answer, outcome) = oneshot::channel();
    // Whoever asked may have gone meanwhile.
    let work: Work = Box::new(move || drop(answer.send(work())));
    HASHING
        .send(work)
        .map_err(|cause| Error::Internal(cause.to_string().into()))?;
    let outcome = outcome
        .await
        .map_err(|cause| Error::Internal(Box::new(cause)))?;
    outcome.map_err(|cause| Error::Internal(Box::new(cause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let stored = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            verify("correct horse battery".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify("correct horse batterz".to_owned(), Some(stored))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn the_same_letters_from_another_keyboard_match() {
        let stored = hash("caf\u{e9} cr\u{e8}me br\u{fb}l\u{e9}e".to_owned())
            .await
            .unwrap();
        let decomposed = "cafe\u{301} cre\u{300}me bru\u{302}le\u{301}e".to_owned();
        assert!(verify(decomposed, Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobodys_hash_is_computed_like_others_and_matches_nothing() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let own = hash("x".to_owned()).await.unwrap();
        let own = PasswordHash::new(&own).unwrap();
        assert_eq!(nobodys.params.to_string(), own.params.to_string());
        assert_eq!(nobodys.algorithm, own.algorithm);
        assert!(!verify("x".to_owned(), None).await.unwrap());
    }
}
