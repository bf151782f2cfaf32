//! The page as a whole: what everything shares, and which screen an address shows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{Outlet, ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::path;

use crate::auth::SignInAgain;
use crate::conversations::{Address, ConversationsScreen};
use crate::keyboard::{self, Shortcut, ShortcutsDialog, provide_commands, use_commands};
use crate::layout::{
    AppLayout, Frame, PlainLayout, follow_title, provide_theme, provide_title, remembers_signed_in,
};
use crate::live::{Connection, provide_live, use_live};
use crate::notifications::{self, NotificationsDialog};
use crate::palette::PaletteDialog;
use crate::part::fetch_overlays;
use crate::session::{Standing, provide_session, use_session};
use crate::ui::{Button, ButtonLink, EmptyState, provide_toasts, use_toasts};
use crate::{paths, screens, text};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_theme();
    provide_toasts();
    provide_live();
    provide_session();
    provide_title();
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
                    <Route path=path!("/pipeline/:id?") view=screens::Pipeline />
                    <Route path=path!("/contacts/imports/:id?") view=screens::Imports />
                    <Route path=path!("/contacts/suppressions") view=screens::Suppressions />
                    <Route path=path!("/contacts/:id?") view=screens::Contacts />
                    <Route path=path!("/templates") view=screens::Templates />
                    <Route path=path!("/workflows/:id?") view=screens::Workflows />
                    <Route path=path!("/held") view=screens::Held />
                    <Route path=path!("/reviews") view=screens::Reviews />
                    <Route path=path!("/numbers") view=screens::Numbers />
                    <Route path=path!("/billing") view=screens::Billing />
                    <Route path=path!("/handset/:phone?") view=screens::Handset />
                    <Route path=path!("/settings") view=|| view! { <Redirect path=paths::PROFILE /> } />
                    <Route path=path!("/settings/profile") view=screens::Profile />
                    <Route path=path!("/settings/workspace") view=screens::Workspace />
                    <Route path=path!("/settings/groups") view=screens::Groups />
                    <Route path=path!("/settings/api-tokens") view=screens::ApiTokens />
                    <Route path=path!("/settings/tags") view=screens::Tags />
                    <Route path=path!("/settings/stop-triggers") view=screens::StopTriggers />
                    <Route path=path!("/settings/texting-hours") view=screens::TextingHours />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Everything behind the sign-in.
#[component]
fn SignedIn() -> impl IntoView {
    view! {
        <Inside>
            <Outlet />
        </Inside>
    }
}

/// A screen in its frame, for whoever is signed in. A session that ends leaves it where it is.
#[component]
fn Inside(children: ChildrenFn) -> impl IntoView {
    let (session, live) = (use_session(), use_live());
    let (location, query) = (use_location(), use_query_map());
    let open = move || {
        let (path, query) = (location.pathname.get_untracked(), query.get_untracked());
        let address = Address::read(&path, |name| query.get(name));
        spawn_local(async move {
            let _ = session.open(live, &address).await;
        });
    };
    if session.standing.get_untracked() != Standing::SignedIn {
        open();
    }
    let commands = provide_commands();
    session.follow_events();
    notifications::tell();
    let overlays = Overlays::new();
    let frame = frame(overlays);
    keyboard::listen(commands);
    lead_to_sign_in();
    follow_title(Signal::derive(move || {
        session.counts.with(|counts| counts.unread)
    }));
    let trouble = MaybeProp::derive(move || {
        let said = session.trouble.get();
        said.or_else(|| Some(text::common::UNREACHABLE_LEAD.to_owned()))
    });
    let children = StoredValue::new(children);
    let inside =
        Memo::new(move |_| matches!(session.standing.get(), Standing::SignedIn | Standing::Ended));
    Effect::new(move || {
        if inside.get() {
            fetch_overlays();
        }
    });
    view! {
        <Show when=move || inside.get()>
            <AppLayout frame>
                {children.with_value(|children| children())}
            </AppLayout>
            <NotificationsDialog open=overlays.notifications />
            <ShortcutsDialog open=overlays.shortcuts />
            <PaletteDialog open=overlays.palette sign_out=frame.sign_out />
            <SignInAgain />
        </Show>
        <Show when=move || session.standing.get() == Standing::Unreachable>
            <PlainLayout title=text::common::UNREACHABLE lead=trouble>
                <Button on_click=Callback::new(move |_| open())>{text::common::TRY_AGAIN}</Button>
            </PlainLayout>
        </Show>
    }
}

/// Whoever is not signed in goes to the sign-in, and from there to where they wanted.
fn lead_to_sign_in() {
    let (session, navigate, location) = (use_session(), use_navigate(), use_location());
    Effect::new(move |before: Option<Standing>| {
        let standing = session.standing.get();
        if standing == Standing::SignedOut {
            // Who has just signed out wants to be nowhere.
            let left = matches!(before, Some(Standing::SignedIn | Standing::Ended));
            let wanted = format!(
                "{}{}",
                location.pathname.get_untracked(),
                asked(&location.search.get_untracked())
            );
            let to = if left {
                paths::SIGN_IN.to_owned()
            } else {
                paths::sign_in_for(&wanted)
            };
            // An address that only led here is no place to go back to.
            let options = leptos_router::NavigateOptions {
                replace: !left,
                ..Default::default()
            };
            navigate(&to, options);
        }
        standing
    });
}

/// A query as it stands in an address, with its question mark.
fn asked(query: &str) -> String {
    match query.trim_start_matches('?') {
        "" => String::new(),
        query => format!("?{query}"),
    }
}

/// What can be laid over every screen.
#[derive(Clone, Copy)]
struct Overlays {
    notifications: RwSignal<bool>,
    shortcuts: RwSignal<bool>,
    palette: RwSignal<bool>,
}

impl Overlays {
    /// All away, each shown by its key.
    fn new() -> Self {
        let overlays = Self {
            notifications: RwSignal::new(false),
            shortcuts: RwSignal::new(false),
            palette: RwSignal::new(false),
        };
        let commands = use_commands();
        commands.on(Shortcut::Notifications, move || {
            overlays.notifications.set(true);
        });
        commands.on(Shortcut::Help, move || overlays.shortcuts.set(true));
        commands.on(Shortcut::Palette, move || overlays.palette.set(true));
        overlays
    }
}

/// What the frame around every screen shows.
fn frame(overlays: Overlays) -> Frame {
    let (session, live, toasts) = (use_session(), use_live(), use_toasts());
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
        unread_notifications: session.unread_notifications.into(),
        show_notifications: Callback::new(move |()| overlays.notifications.set(true)),
        show_shortcuts: Callback::new(move |()| overlays.shortcuts.set(true)),
        show_palette: Callback::new(move |()| overlays.palette.set(true)),
        reviews: Signal::derive(move || session.counts.with(|counts| counts.reviews)),
        owner: Signal::derive(move || session.is_owner()),
        simulator: session.simulated.into(),
        // Whose session has ended is asked to sign in, which is all there is to it.
        offline: Signal::derive(move || {
            let lost = live.connection.get() == Connection::Lost;
            lost && session.standing.get() != Standing::Ended
        }),
        sign_out: Callback::new(move |()| session.sign_out(live, toasts)),
    }
}

/// An address that leads nowhere; whoever is signed in keeps the navigation.
#[component]
fn NotFound() -> impl IntoView {
    if remembers_signed_in() {
        return view! {
            <Inside>
                <EmptyState
                    icon=icondata_lu::LuCompass
                    title=text::common::NOT_FOUND
                    lead=text::common::NOT_FOUND_LEAD
                >
                    <ButtonLink href=paths::HOME>{text::common::GO_HOME}</ButtonLink>
                </EmptyState>
            </Inside>
        }
        .into_any();
    }
    view! {
        <PlainLayout title=text::common::NOT_FOUND lead=text::common::NOT_FOUND_LEAD>
            <a class="link" href=paths::HOME>
                {text::common::GO_HOME}
            </a>
        </PlainLayout>
    }
    .into_any()
}
