//! Who is signed in, and what the whole page knows of their workspace.

mod following;
mod names;

use copperline_shared::agents::Agent;
use copperline_shared::api_tokens::CreatedApiToken;
use copperline_shared::billing::Prices;
use copperline_shared::bulk_actions::BulkAction;
use copperline_shared::conversations::{Conversation, Counts, Start, Tab};
use copperline_shared::filters::{Filter, SavedFilter};
use copperline_shared::groups::Group;
use copperline_shared::numbers::{Number, NumberState};
use copperline_shared::page::Page;
use copperline_shared::problem::ErrorCode;
use copperline_shared::profile::{Profile, Role};
use copperline_shared::tags::Tag;
use copperline_shared::workspace::Workspace;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::{self, Failure, Outcome};
use crate::conversations::Address;
use crate::filtered;
use crate::layout;
use crate::live::Live;
use crate::soon::Soon;
use crate::text;
use crate::ui::Toasts;
use crate::workflows::KnownWorkflows;

/// Who uses the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not asked yet.
    Unknown,
    SignedOut,
    SignedIn,
    /// Signed in until just now: the screen stays, and asks to sign in again.
    Ended,
    /// The server did not answer when the page opened, or could not.
    Unreachable,
}

/// Which list a page of conversations is of.
type ListOf = (Tab, Filter);

/// The first page of a list, and how many of each tab its filter lets through.
pub type FirstPage = (Page<Conversation>, Option<Counts>);

/// The session, shared by the whole page.
#[derive(Clone, Copy)]
pub struct Session {
    pub standing: RwSignal<Standing>,
    /// Why the page could not open, where the server said so.
    pub trouble: RwSignal<Option<String>>,
    /// Somebody was signed in here, and their session ended while the page was closed.
    pub lapsed: RwSignal<bool>,
    /// Absent while nobody is signed in.
    pub profile: RwSignal<Option<Profile>>,
    pub prices: RwSignal<Option<Prices>>,
    pub numbers: RwSignal<Vec<Number>>,
    /// By name.
    pub tags: RwSignal<Vec<Tag>>,
    /// Everybody in the workspace, by name.
    pub agents: RwSignal<Vec<Agent>>,
    /// By name.
    pub groups: RwSignal<Vec<Group>>,
    /// One's own filters and those of everybody, by name.
    pub saved_filters: RwSignal<Vec<SavedFilter>>,
    pub workflows: KnownWorkflows,
    pub counts: RwSignal<Counts>,
    /// How many notifications the signed-in agent has not read.
    pub unread_notifications: RwSignal<u32>,
    pub simulated: RwSignal<bool>,
    /// The API token just made, until the person says that its secret is copied.
    pub new_token: RwSignal<Option<CreatedApiToken>>,
    /// The bulk actions that were started here and are under way.
    pub bulk_actions: RwSignal<Vec<BulkAction>>,
    /// The conversations that came with the opening of the page, until a list takes them.
    first_page: StoredValue<Option<(ListOf, FirstPage)>>,
    counting: Soon,
}

/// Makes the session known to everything below.
pub fn provide_session() -> Session {
    let session = Session {
        standing: RwSignal::new(Standing::Unknown),
        trouble: RwSignal::new(None),
        lapsed: RwSignal::new(false),
        profile: RwSignal::new(None),
        prices: RwSignal::new(None),
        numbers: RwSignal::new(Vec::new()),
        tags: RwSignal::new(Vec::new()),
        agents: RwSignal::new(Vec::new()),
        groups: RwSignal::new(Vec::new()),
        saved_filters: RwSignal::new(Vec::new()),
        workflows: KnownWorkflows::default(),
        counts: RwSignal::new(Counts::default()),
        unread_notifications: RwSignal::new(0),
        simulated: RwSignal::new(false),
        new_token: RwSignal::new(None),
        bulk_actions: RwSignal::new(Vec::new()),
        first_page: StoredValue::new(None),
        counting: Soon::default(),
    };
    provide_context(session);
    session
}

pub fn use_session() -> Session {
    expect_context()
}

/// Notes that the api no longer knows the session.
pub fn note_ended() {
    if let Some(session) = use_context::<Session>().or_else(remembered)
        && session.standing.get_untracked() == Standing::SignedIn
    {
        session.standing.set(Standing::Ended);
    }
}

thread_local! {
    static SESSION: std::cell::Cell<Option<Session>> = const { std::cell::Cell::new(None) };
}

/// Awaited calls run outside of any component; the session is the same one there.
fn remembered() -> Option<Session> {
    SESSION.with(std::cell::Cell::get)
}

impl Session {
    /// Opens the page: one request for all it needs, then the live stream from there.
    pub async fn open(self, live: Live, address: &Address) -> Outcome<()> {
        SESSION.with(|cell| cell.set(Some(self)));
        let (tab, filter) = (address.tab, address.filter);
        let client = api::client();
        let request = filtered!(client.read_start().tab(tab), filter);
        let start = match api::call(request.send()).await {
            Ok(start) => start,
            Err(failure) => {
                self.note_unopened(&failure);
                return Err(failure);
            }
        };
        self.take(start, (tab, filter), live);
        Ok(())
    }

    /// Only an answer that nobody is signed in leads to the sign-in: a server that is too busy or
    /// starting is asked again.
    fn note_unopened(self, failure: &Failure) {
        if failure.code() == Some(ErrorCode::Unauthenticated) {
            self.lapsed.set(layout::remembers_signed_in());
            layout::remember_signed_in(false);
        }
        self.trouble.set(match failure {
            Failure::Refused(problem) => Some(problem.detail.clone()),
            Failure::Offline => None,
        });
        let standing = after_failure(self.standing.get_untracked(), failure.code());
        self.standing.set(standing);
    }

    fn take(self, start: Start, list: ListOf, live: Live) {
        self.prices.set(Some(start.prices));
        self.numbers.set(start.numbers);
        self.tags.set(start.tags);
        self.agents.set(start.agents);
        self.groups.set(start.groups);
        self.saved_filters.set(start.saved_filters);
        self.counts.set(start.counts);
        self.unread_notifications.set(start.unread_notifications);
        self.simulated.set(start.simulated);
        let first = (start.conversations, start.filtered_counts);
        self.first_page.set_value(Some((list, first)));
        let id = |profile: &Option<Profile>| profile.as_ref().map(|profile| profile.agent_id);
        if self.profile.with_untracked(id) != id(&start.profile) {
            self.profile.set(start.profile);
        }
        self.lapsed.set(false);
        self.standing.set(Standing::SignedIn);
        self.workflows.outdate();
        layout::remember_signed_in(true);
        live.follow(start.cursor);
    }

    /// The list that came with the opening, once.
    pub fn take_first_page(self, tab: Tab, filter: Filter) -> Option<FirstPage> {
        let kept = self.first_page.try_update_value(Option::take).flatten();
        kept.filter(|(of, _)| *of == (tab, filter))
            .map(|(_, first)| first)
    }

    pub fn is_owner(self) -> bool {
        self.profile
            .with(|profile| profile.as_ref().is_some_and(|p| p.role == Role::Owner))
    }

    /// Owner or admin.
    pub fn is_admin(self) -> bool {
        self.profile
            .with(|profile| profile.as_ref().is_some_and(|p| p.role >= Role::Admin))
    }

    pub fn has_active_number(self) -> bool {
        self.numbers.with(|numbers| {
            numbers
                .iter()
                .any(|number| number.state == NumberState::Active)
        })
    }

    /// The signed-in agent.
    pub fn agent_id(self) -> Option<Uuid> {
        self.profile
            .with(|profile| profile.as_ref().map(|profile| profile.agent_id))
    }

    /// Something of the workspace; absent while nobody is signed in.
    pub fn workspace<T>(self, read: impl FnOnce(&Workspace) -> T) -> Option<T> {
        self.profile
            .with(|profile| Some(read(&profile.as_ref()?.workspace)))
    }

    /// Takes in how the workspace is now.
    pub fn take_workspace(self, workspace: &Workspace) {
        let news = |profile: &Profile| profile.workspace != *workspace;
        if !self
            .profile
            .with_untracked(|profile| profile.as_ref().is_some_and(news))
        {
            return;
        }
        self.profile.update(|profile| {
            if let Some(profile) = profile {
                profile.workspace = workspace.clone();
            }
        });
    }

    /// The IANA name of the workspace's time zone.
    pub fn time_zone(self) -> String {
        self.workspace(|workspace| workspace.time_zone.clone())
            .unwrap_or_else(|| "UTC".to_owned())
    }

    /// Signs out on the server and then here; a notice says when that did not succeed.
    pub fn sign_out(self, live: Live, toasts: Toasts) {
        spawn_local(async move {
            match api::call(api::client().end_session().send()).await {
                Ok(()) => {
                    live.stop();
                    self.forget();
                }
                // The page asks to sign in again, and offers to do so as somebody else.
                Err(failure) if failure.code() == Some(ErrorCode::Unauthenticated) => {}
                Err(failure) => toasts.problem(text::layout::still_signed_in(&failure)),
            }
        });
    }

    /// Keeps nothing of whoever was signed in.
    pub fn forget(self) {
        layout::remember_signed_in(false);
        self.profile.set(None);
        self.numbers.set(Vec::new());
        self.tags.set(Vec::new());
        self.unread_notifications.set(0);
        self.agents.set(Vec::new());
        self.groups.set(Vec::new());
        self.saved_filters.set(Vec::new());
        self.workflows.forget();
        self.new_token.set(None);
        self.bulk_actions.set(Vec::new());
        self.standing.set(Standing::SignedOut);
    }
}

/// How the session stands when the page could not be opened for this reason. A screen whose session
/// ended stays, with everything written in it.
const fn after_failure(standing: Standing, code: Option<ErrorCode>) -> Standing {
    match (standing, code) {
        (Standing::Ended, _) => Standing::Ended,
        (_, Some(ErrorCode::Unauthenticated)) => Standing::SignedOut,
        _ => Standing::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_only_an_answer_that_nobody_is_signed_in_leads_to_the_sign_in() {
        let after = |code| after_failure(Standing::Unknown, code);
        assert_eq!(after(Some(ErrorCode::Unauthenticated)), Standing::SignedOut);
        for busy in [
            ErrorCode::TooManyAttempts,
            ErrorCode::Internal,
            ErrorCode::Unavailable,
        ] {
            assert_eq!(after(Some(busy)), Standing::Unreachable);
        }
        assert_eq!(after(None), Standing::Unreachable);
    }

    #[test]
    fn x9_a_screen_whose_session_ended_stays_when_the_server_fails() {
        let after = after_failure(Standing::Ended, Some(ErrorCode::Unavailable));
        assert_eq!(after, Standing::Ended);
    }
}
