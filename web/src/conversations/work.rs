//! The open conversation: header, thread, composer, and the contact beside them.

mod again;
mod assigning;
mod context;
mod drawer;
mod foot;
mod former;
mod head;
mod opened;
mod rules;
mod shortcuts;
mod toggles;
mod visible;

use copperline_shared::conversations::Conversation;
use copperline_shared::presence::Doing;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use uuid::Uuid;

use crate::clock::use_clock;
use crate::comments::{Mode, Writing};
use crate::contacts::lead_on;
use crate::follow_ups::{FollowUpBar, last_due, unseen_return};
use crate::live::{Connection, use_live};
use crate::messages::{
    Clocks, Draft, MessageDialogArea, MessageDialogs, Sending, Thread, ThreadStore,
};
use crate::notifications::mark_seen;
use crate::presence::be_here;
use crate::session::use_session;
use crate::ui::{Button, ButtonLink, EmptyState};
use crate::{layout, text};
use again::on_signed_in_again;
use context::Context;
use drawer::Drawer;
use foot::{WorkFoot, write_when_asked};
use former::FormerContact;
use head::{WorkHead, putting_off};
use opened::Opened;
use shortcuts::follow_keys;
use visible::{mark_read_while_visible, use_visible};

/// What one conversation's parts share.
#[derive(Clone, Copy)]
struct Parts {
    opened: Opened,
    thread: ThreadStore,
    sending: Sending,
    draft: Draft,
    /// A comment, which shares nothing with the text.
    commenting: Writing,
    mode: RwSignal<Mode>,
    /// On a narrow screen: the contact is drawn over the thread.
    drawer: Drawer,
}

/// The work and context regions of an open conversation. Place it in a `.inbox`.
#[component]
pub fn Work(
    /// The conversation.
    #[prop(into)]
    id: Signal<Uuid>,
    /// The message to show, when a search led to one.
    #[prop(into)]
    message: Signal<Option<Uuid>>,
    /// Where Back leads on a phone.
    #[prop(into)]
    back: Signal<String>,
) -> impl IntoView {
    let id = Memo::new(move |_| id.get());
    // Another conversation is another screen: nothing of this one may remain.
    move || view! { <OneConversation id=id.get() message back /> }
}

#[component]
fn OneConversation(id: Uuid, message: Signal<Option<Uuid>>, back: Signal<String>) -> impl IntoView {
    let work = open(id, message);
    let Parts { opened, .. } = work;
    // A comment that is deleted while it is changed leaves there what was typed of it.
    provide_context(work.commenting);
    follow_keys(work);
    write_when_asked(work);
    let dialogs = MessageDialogs::provide();
    let clock = use_clock();
    let clocks = Clocks::of(opened.contact(), clock);
    opened.ask_again_by(clock);
    lead_on(opened.failure, id, |into| into.conversation_id);
    layout::use_subject(opened.name());
    let putting_off = putting_off(opened, back);
    view! {
        <section
            class="inbox-work"
            aria-label=text::conversations::CONVERSATION
            aria-busy=move || opened.loading.get().then_some("true")
        >
            <Show when=move || opened.failure.get().is_none() fallback=move || view! { <Missing opened back /> }>
                <WorkHead opened putting_off back drawer=work.drawer />
                <FollowUpBar putting_off />
                <FormerContact opened />
                <Thread
                    store=work.thread
                    sending=work.sending
                    review=opened.review()
                    name=opened.name()
                    clock
                    clocks
                    hold=opened.hold()
                />
                <WorkFoot work clocks />
                <MessageDialogArea dialogs />
            </Show>
        </section>
        <Context opened drawer=work.drawer />
    }
}

/// Reads a conversation and follows it.
fn open(id: Uuid, message: Signal<Option<Uuid>>) -> Parts {
    let opened = Opened::open(id);
    let at_first = message.get_untracked();
    let thread = ThreadStore::open(id, at_first);
    let sending = Sending::new(
        id,
        opened.can_send(),
        Callback::new(move |message| thread.take_sent(message)),
        Callback::new(move |()| opened.read()),
    );
    // Another hit in the same conversation, or the first one: of an address, the router tells the
    // path before the query.
    Effect::new(move |before: Option<Option<Uuid>>| {
        let wanted = message.get();
        if let Some(wanted) = wanted
            && before.unwrap_or(at_first) != Some(wanted)
        {
            thread.show_message(wanted);
        }
        wanted
    });
    on_signed_in_again(move || {
        opened.read();
        thread.retry();
        sending.error.set(None);
    });
    forget_silence(sending);
    follow_place(opened, thread);
    let draft = Draft::open(id);
    let commenting = Writing::open(
        id,
        Callback::new(move |comment| thread.take_written(comment)),
    );
    let written = commenting.draft.text;
    let mode = Mode::at_first(&draft.text.get_untracked(), &written.get_untracked());
    let visible = use_visible();
    let me = untrack(|| use_session().agent_id());
    // A return that nobody has seen yet tells nothing and marks nothing as read.
    let (conversation, news) = (opened.conversation(), opened.news());
    let unseen = unseen_return(conversation);
    let (mentioned, due) = (thread.last_mention(me), last_due(conversation));
    let assigned = thread.last_assignment();
    let told = Memo::new(move |_| {
        let due = due.get().filter(|at| unseen.get() != Some(*at));
        mentioned.get().max(assigned.get()).max(due)
    });
    let news = Memo::new(move |_| news.get().filter(|(_, at)| unseen.get() != Some(*at)));
    mark_seen(id, told, visible);
    let saying = be_here(id, visible);
    saying.follow(draft.text, Doing::Replying);
    saying.follow(written, Doing::Commenting);
    mark_read_while_visible(id, news, visible);
    opened.ask_again_when(visible);
    Parts {
        opened,
        thread,
        sending,
        draft,
        commenting,
        mode: RwSignal::new(mode),
        drawer: Drawer::of_address(),
    }
}

/// Where the contact is decides when texts leave that wait for a moment.
fn follow_place(opened: Opened, thread: ThreadStore) {
    let contact = opened.contact();
    let place = Memo::new(move |_| {
        contact.with(|contact| {
            let contact = contact.as_ref()?;
            Some((contact.state.clone(), contact.zip.clone()))
        })
    });
    Effect::new(move |before: Option<Option<(String, String)>>| {
        let place = place.get();
        if before.flatten().is_some_and(|before| place != Some(before)) {
            thread.ask_when_texts_leave();
        }
        place
    });
}

/// That the server did not answer is no longer worth saying once it does.
fn forget_silence(sending: Sending) {
    let forget = move || {
        let silence = sending
            .error
            .try_with_untracked(|error| error.as_deref() == Some(text::common::OFFLINE));
        if silence == Some(true) {
            sending.error.set(None);
        }
    };
    let live = use_live();
    Effect::new(move |before: Option<Connection>| {
        let connection = live.connection.get();
        if before == Some(Connection::Lost) && connection == Connection::Open {
            forget();
        }
        connection
    });
    // A stream that outlasted the gap says nothing of it.
    let online = window_event_listener_untyped("online", move |_| forget());
    on_cleanup(move || online.remove());
}

/// Why the conversation isn't there, and what can be done.
#[component]
fn Missing(opened: Opened, back: Signal<String>) -> impl IntoView {
    move || {
        let failure = opened.failure.get()?;
        let gone = matches!(
            failure.code(),
            Some(ErrorCode::NotFound | ErrorCode::Merged)
        );
        let step = if gone {
            view! { <ButtonLink href=back.get()>{text::conversations::TO_THE_LIST}</ButtonLink> }
                .into_any()
        } else {
            view! { <Button on_click=move || opened.read()>{text::common::TRY_AGAIN}</Button> }
                .into_any()
        };
        Some(view! {
            <EmptyState
                icon=icondata_lu::LuMessageSquareOff
                title=text::conversations::MISSING_TITLE
                lead=failure.when_reading()
            >
                {step}
            </EmptyState>
        })
    }
}

/// The name a conversation goes by; empty until it is read.
fn name_of(conversation: Option<&Conversation>) -> String {
    conversation
        .map(|conversation| conversation.name.clone())
        .unwrap_or_default()
}
