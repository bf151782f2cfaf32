//! From a link or a form to the first screen.

use copperline_shared::profile::Profile;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::Outcome;
use crate::conversations::Address;
use crate::layout;
use crate::live::use_live;
use crate::paths;
use crate::session::{Standing, use_session};
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

/// The screen that the sign-in was asked for on the way to, else the first one.
pub fn use_destination() -> String {
    let wanted = use_query_map().with_untracked(|query| query.get("to"));
    paths::return_address(wanted.as_deref()).to_owned()
}

/// Whoever is signed in already needs no form: leads on to where they want. The answer tells
/// whether that is still being found out.
pub fn lead_on_when_signed_in() -> Memo<bool> {
    let (session, live, navigate) = (use_session(), use_live(), use_navigate());
    let destination = use_destination();
    let remembered = layout::remembers_signed_in();
    if remembered && session.standing.get_untracked() != Standing::SignedIn {
        let address = Address::of_href(&destination);
        spawn_local(async move {
            // Why it failed is told once the form is sent, and by then it may be different.
            let _ = session.open(live, &address).await;
        });
    }
    Effect::new(move || {
        if session.standing.get() == Standing::SignedIn {
            navigate(&destination, replacing());
        }
    });
    Memo::new(move |_| remembered && session.standing.get() == Standing::Unknown)
}

fn replacing() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    }
}

/// What a form runs to sign somebody in: the call that gives a session, then all the page needs to
/// open, so that the first screen is drawn at once.
pub fn use_entering(submission: Submission) -> impl Fn(SigningIn, Option<&'static str>) + Clone {
    let (session, live, navigate) = (use_session(), use_live(), use_navigate());
    let toasts = crate::ui::use_toasts();
    let destination = use_destination();
    move |signing_in, told| {
        let (navigate, destination) = (navigate.clone(), destination.clone());
        let address = Address::of_href(&destination);
        let request = async move {
            signing_in.await?;
            session.open(live, &address).await
        };
        submission.run(request, move |()| {
            navigate(&destination, replacing());
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
