//! Taking a chosen file to the server.

use copperline_shared::problem::ErrorCode;
use uuid::Uuid;
use web_sys::File;

use super::attaching::{Held, Kind};
use super::chosen;
use crate::api::{self, Failure, Outcome};
use crate::text;

/// Uploads a file; how it stands then. The same key gives the same picture.
pub async fn upload(kind: Kind, file: &File, once: String) -> Held {
    let Some(bytes) = chosen::read(file).await else {
        return Held::Failed {
            words: text::pictures::UNREADABLE.to_owned(),
            again: false,
        };
    };
    match send(kind, bytes, once).await {
        Ok(id) => Held::Ready(id),
        Err(failure) => failed(&failure),
    }
}

async fn send(kind: Kind, bytes: Vec<u8>, once: String) -> Outcome<Uuid> {
    let client = api::client();
    match kind {
        Kind::Ours => {
            let request = client.upload_picture().idempotency_key(once).body(bytes);
            Ok(api::call(request.send()).await?.id)
        }
        Kind::Handset => {
            let request = client.upload_simulated_picture().body(bytes);
            Ok(api::call(request.send()).await?.id)
        }
    }
}

fn failed(failure: &Failure) -> Held {
    let words = match failure {
        Failure::Offline => text::pictures::NOT_UPLOADED.to_owned(),
        Failure::Refused(problem) if problem.code == ErrorCode::Unauthenticated => {
            text::pictures::SIGNED_OUT.to_owned()
        }
        Failure::Refused(problem) => problem.detail.clone(),
    };
    let of_file = [ErrorCode::NotAPicture, ErrorCode::TooLarge];
    let again = failure.code().is_none_or(|code| !of_file.contains(&code));
    Held::Failed { words, again }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::problem::Problem;

    fn refused(code: ErrorCode) -> Failure {
        Failure::Refused(Problem {
            kind: "about:blank".to_owned(),
            title: String::new(),
            status: 400,
            detail: "Choose another file.".to_owned(),
            code,
            fields: Vec::new(),
            current: None,
            request_id: String::new(),
        })
    }

    #[test]
    fn c8_what_may_yet_succeed_can_be_tried_again() {
        let again = |failure: &Failure| match failed(failure) {
            Held::Failed { words, again } => (words, again),
            Held::Uploading | Held::Ready(_) => panic!("it failed"),
        };
        assert!(again(&Failure::Offline).1);
        let signed_out = again(&refused(ErrorCode::Unauthenticated));
        assert_eq!(signed_out, (text::pictures::SIGNED_OUT.to_owned(), true));
        let other = again(&refused(ErrorCode::NotAPicture));
        assert_eq!(other, ("Choose another file.".to_owned(), false));
    }
}
