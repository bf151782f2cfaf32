//! Changing a comment in its place: what is typed of it, and how that meets what is on the server.
//! Nothing that is typed is lost: not when the server refuses, not when the comment was changed or
//! deleted elsewhere, and not by leaving.

use copperline_shared::comments::{Comment, UpdateComment};
use copperline_shared::events::Event;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::draft::CommentDraft;
use super::meeting::{Meeting, meet};
use super::writing::{self, Writing};
use crate::api::{self, Failure};
use crate::live::use_live;
use crate::text;
use crate::ui::{self, Toasts, use_toasts};

/// Changing one comment of one's own.
#[derive(Clone, Copy)]
pub struct Changing {
    id: Uuid,
    comment: Memo<Comment>,
    /// The id of its line.
    line: StoredValue<String>,
    pub draft: CommentDraft,
    /// The change is on its way to the server.
    pub busy: RwSignal<bool>,
    /// Why the last attempt failed.
    pub error: RwSignal<Option<String>>,
    /// What it was changed to elsewhere meanwhile, until the person decides.
    pub theirs: Memo<Option<Comment>>,
    /// Where a new one is written.
    writing: Writing,
    toasts: Toasts,
    on_change: Callback<Comment>,
    on_gone: Callback<()>,
}

impl Changing {
    /// Takes up a change that was left half typed. `on_change` gets the comment as the server has it,
    /// `on_gone` is called when it has none.
    pub fn open(
        comment: Memo<Comment>,
        line: &str,
        on_change: Callback<Comment>,
        on_gone: Callback<()>,
    ) -> Self {
        let id = comment.with_untracked(|comment| comment.id);
        let (draft, busy) = (CommentDraft::of_change(id), RwSignal::new(false));
        let theirs = Memo::new(move |_| {
            draft.text.track();
            let base = draft.base.get().filter(|_| !busy.get())?;
            comment.with(|now| {
                let conflict = meet(&draft.comment(), &base, now) == Meeting::Conflict;
                conflict.then(|| now.clone())
            })
        });
        let changing = Self {
            id,
            comment,
            line: StoredValue::new(line.to_owned()),
            draft,
            busy,
            error: RwSignal::new(None),
            theirs,
            writing: expect_context(),
            toasts: use_toasts(),
            on_change,
            on_gone,
        };
        changing.follow();
        changing
    }

    fn follow(self) {
        Effect::new(move |_| {
            self.comment.track();
            self.meet();
        });
        use_live().on(move |event| match event {
            Event::CommentDeleted { comment_id, .. } if *comment_id == self.id => self.lose(),
            _ => {}
        });
        let open = Memo::new(move |_| self.is_open());
        Effect::new(move |before: Option<bool>| {
            let open = open.get();
            if before == Some(true) && !open {
                self.focus_menu();
            }
            open
        });
    }

    /// Whether it is being changed, tracked.
    pub fn is_open(self) -> bool {
        self.draft.base.with(Option::is_some)
    }

    pub fn begin(self) {
        self.error.set(None);
        self.draft.begin(&self.comment.get_untracked());
        self.focus();
    }

    /// Takes in what the comment is by now.
    fn meet(self) {
        let Some(base) = self.draft.base.get_untracked() else {
            return;
        };
        let now = self.comment.get_untracked();
        match meet(&self.draft.comment(), &base, &now) {
            Meeting::Done => self.draft.end(),
            Meeting::BeginAnew => self.draft.begin(&now),
            Meeting::GoOn | Meeting::Conflict => {}
        }
    }

    /// Gives the box the focus, once it is drawn.
    fn focus(self) {
        let Some(line) = self.line.try_get_value() else {
            return;
        };
        spawn_local(async move {
            leptos::task::tick().await;
            ui::focus_first(&line, "textarea");
        });
    }

    /// Whoever was in the box goes on where they came from.
    fn focus_menu(self) {
        let menu = self
            .line
            .with_value(|line| format!("#{line} [aria-haspopup=menu]"));
        spawn_local(async move {
            leptos::task::tick().await;
            ui::focus_when_lost(&menu);
        });
    }

    /// Saves what is typed, unless it is to be decided first what becomes of theirs.
    pub fn save(self) {
        let Some(base) = self.draft.base.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() || self.theirs.with_untracked(Option::is_some) {
            return;
        }
        let (typed, text) = (self.draft.text.get_untracked(), self.draft.comment());
        if text == base.text {
            return self.draft.end();
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let body = UpdateComment {
                text,
                revision: base.revision,
            };
            let client = api::client();
            let request = client.update_comment().comment_id(self.id).body(body);
            let outcome = api::call(request.send()).await;
            if self.busy.try_set(false).is_some() {
                // The line is gone. What the browser keeps meets the answer when it is drawn again.
                return;
            }
            match outcome {
                Ok(comment) => self.saved(&typed, comment),
                Err(failure) => self.failed(&failure),
            }
        });
    }

    fn saved(self, typed: &str, comment: Comment) {
        if self.draft.text.with_untracked(|text| text == typed) {
            self.draft.end();
        } else if untrack(|| self.is_open()) {
            // What was typed meanwhile goes on from here.
            self.draft.rebase(&comment);
        }
        self.on_change.try_run(comment);
    }

    fn failed(self, failure: &Failure) {
        if failure.code() == Some(ErrorCode::NotFound) {
            self.lose();
            self.on_gone.try_run(());
            return;
        }
        if let Some(now) = current(failure) {
            self.on_change.try_run(now);
        } else {
            self.error.set(Some(writing::words(failure)));
        }
    }

    /// The comment is gone: what was typed of it goes to where a new one is written.
    fn lose(self) {
        if let Some(half) = self.draft.half_changed() {
            self.writing.draft.take_in(half);
            self.toasts.problem(text::comments::GONE);
        }
        self.draft.end();
    }

    /// Lets what is typed take the place of theirs.
    pub fn keep_mine(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.draft.rebase(&theirs);
            self.save();
            self.focus();
        }
    }

    pub fn take_theirs(self) {
        self.end(text::comments::TOOK_THEIRS);
    }

    pub fn cancel(self) {
        self.end(text::comments::DISCARDED);
    }

    /// Ends changing it. What was typed by then is brought back by Undo.
    fn end(self, words: &'static str) {
        let half = self.draft.half_changed();
        self.error.set(None);
        self.draft.end();
        if let Some(half) = half {
            self.toasts
                .undoable(format!("comment {}", self.id), words, move || {
                    self.draft.take_up(half.clone());
                    self.focus();
                });
        }
    }
}

/// The comment as it is, where a change was made to an older text.
fn current(failure: &Failure) -> Option<Comment> {
    match failure {
        Failure::Refused(problem) if problem.code == ErrorCode::CommentChanged => {
            serde_json::from_value(problem.current.clone()?).ok()
        }
        _ => None,
    }
}
