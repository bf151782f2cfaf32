//! The page as a whole: what everything shares, and which screen an address shows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Outlet, ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;

use crate::auth::SignInAgain;
use crate::conversations::{ConversationsScreen, tab_of_address};
use crate::layout::{AppLayout, Frame, PlainLayout, provide_theme};
use crate::live::{Connection, provide_live, use_live};
use crate::session::{Standing, provide_session, use_session};
use crate::ui::{Button, provide_toasts};
use crate::{format, paths, screens, text};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_theme();
    provide_toasts();
    provide_live();
    provide_session();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/sign-in") view=screens::SignIn />
                <Route path=path!("/sign-up") view=screens::SignUp />
                <Route path=path!("/forgot-password") view=screens::ForgotPassword />
                <Route path=path!("/reset-password") view=screens::ResetPassword />
                <Route path=path!("/confirm-email") view=screens::ConfirmEmail />
                <ParentRoute path=path!("") view=SignedIn>
                    <Route path=path!("/") view=|| view! { <Redirect path=paths::HOME /> } />
                    <Route path=path!("/conversations/:tab?/:id?") view=ConversationsScreen />
                    <Route path=path!("/numbers") view=screens::Numbers />
                    <Route path=path!("/billing") view=screens::Billing />
                    <Route path=path!("/handset/:phone?") view=screens::Handset />
                    <Route path=path!("/settings") view=|| view! { <Redirect path=paths::PROFILE /> } />
                    <Route path=path!("/settings/profile") view=screens::Profile />
                    <Route path=path!("/settings/api-tokens") view=screens::ApiTokens />
                    <Route path=path!("/settings/stop-triggers") view=screens::StopTriggers />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Everything behind the sign-in. A session that ends leaves the screen where it is.
#[component]
fn SignedIn() -> impl IntoView {
    let (session, live) = (use_session(), use_live());
    let location = use_location();
    let open = move || {
        let tab = tab_of_address(&location.pathname.get_untracked());
        spawn_local(async move {
            let _ = session.open(live, tab).await;
        });
    };
    if session.standing.get_untracked() != Standing::SignedIn {
        open();
    }
    session.follow_events();
    let navigate = use_navigate();
    Effect::new(move || {
        if session.standing.get() == Standing::SignedOut {
            navigate(paths::SIGN_IN, leptos_router::NavigateOptions::default());
        }
    });
    Effect::new(move || {
        let unread = session.counts.with(|counts| counts.unread);
        document().set_title(&text::layout::title(
            &format::capped_count(unread),
            unread > 0,
        ));
    });
    let inside =
        Memo::new(move |_| matches!(session.standing.get(), Standing::SignedIn | Standing::Ended));
    view! {
        <Show when=move || inside.get()>
            <AppLayout frame=frame()>
                <Outlet />
            </AppLayout>
            <SignInAgain />
        </Show>
        <Show when=move || session.standing.get() == Standing::Unreachable>
            <PlainLayout title=text::common::UNREACHABLE lead=text::common::UNREACHABLE_LEAD>
                <Button on_click=Callback::new(move |_| open())>{text::common::TRY_AGAIN}</Button>
            </PlainLayout>
        </Show>
    }
}

/// What the frame around every screen shows.
fn frame() -> Frame {
    let (session, live) = (use_session(), use_live());
    let of_profile = move |read: fn(&copperline_shared::profile::Profile) -> String| {
        Signal::derive(move || {
            session
                .profile
                .with(|profile| profile.as_ref().map(read).unwrap_or_default())
        })
    };
    Frame {
        person: of_profile(copperline_shared::profile::Profile::full_name),
        workspace: of_profile(|profile| profile.workspace.name.clone()),
        unread: Signal::derive(move || session.counts.with(|counts| counts.unread)),
        owner: Signal::derive(move || session.is_owner()),
        simulator: session.simulated.into(),
        offline: Signal::derive(move || live.connection.get() == Connection::Lost),
        sign_out: Callback::new(move |()| session.sign_out(live)),
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <PlainLayout title=text::common::NOT_FOUND lead=text::common::NOT_FOUND_LEAD>
            <a class="link" href=paths::HOME>
                {text::common::GO_HOME}
            </a>
        </PlainLayout>
    }
}
