//! From a link or a form to the first screen.

use copperline_shared::conversations::Tab;
use copperline_shared::profile::Profile;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::Outcome;
use crate::live::use_live;
use crate::paths;
use crate::session::use_session;
use crate::submission::Submission;
use crate::text;

/// Names the browser's tab.
pub fn set_title(screen: &str) {
    document().set_title(&text::auth::title(screen));
}

/// The secret in the address of a mail's link (`#token=…`). It stands in the fragment, which
/// browsers don't send, so that no server or proxy writes it down.
pub fn token_of_address() -> Option<String> {
    token(&window().location().hash().unwrap_or_default())
}

fn token(fragment: &str) -> Option<String> {
    let fields = fragment.strip_prefix('#')?;
    let found = fields
        .split('&')
        .find_map(|field| field.strip_prefix("token="))?;
    (!found.is_empty()).then(|| found.to_owned())
}

/// The call that gives a session.
pub type SigningIn = std::pin::Pin<Box<dyn Future<Output = Outcome<Profile>>>>;

/// What a form runs to sign somebody in: the call that gives a session, then all the page needs to
/// open, so that the first screen is drawn at once.
pub fn use_entering(submission: Submission) -> impl Fn(SigningIn, Option<&'static str>) + Clone {
    let (session, live, navigate) = (use_session(), use_live(), use_navigate());
    let toasts = crate::ui::use_toasts();
    move |signing_in, told| {
        let navigate = navigate.clone();
        let request = async move {
            signing_in.await?;
            session.open(live, Tab::Recents).await
        };
        submission.run(request, move |()| {
            navigate(
                paths::HOME,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
            if let Some(words) = told {
                toasts.done(words);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn the_links_secret_is_found_in_the_fragment_only() {
        assert_eq!(token("#token=abc-_1"), Some("abc-_1".to_owned()));
        assert_eq!(token("#from=mail&token=abc"), Some("abc".to_owned()));
        assert_eq!(token("#token="), None);
        assert_eq!(token("#tokens=abc"), None);
        assert_eq!(token(""), None);
    }
}
