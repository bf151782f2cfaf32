//! One import, from its columns to what came of it.

use copperline_shared::events::Event;
use copperline_shared::imports::{Import, ImportState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::columns::Columns;
use super::outcome::Outcome;
use crate::api::{self, Failure};
use crate::live::{Connection, use_live};
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, EmptyState, PageHeader, SkeletonForm, use_toasts};
use crate::{paths, text};

/// What is known of the import, kept current with what happens.
#[derive(Clone, Copy)]
pub struct Opened {
    pub id: Uuid,
    pub import: RwSignal<Option<Import>>,
    /// The columns are being chosen, though a dry run is over.
    pub changing: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Opened {
    fn new(id: Uuid) -> Self {
        let opened = Self {
            id,
            import: RwSignal::new(None),
            changing: RwSignal::new(false),
            failure: RwSignal::new(None),
        };
        let (live, toasts) = (use_live(), use_toasts());
        live.on(move |event| {
            let Event::ImportChanged { import } = event else {
                return;
            };
            if import.id == id {
                let over = import.state == ImportState::Finished;
                if opened.take(import.clone()) && over {
                    toasts.done(text::imports::finished(import));
                }
            }
        });
        Effect::new(move || {
            live.resets.track();
            opened.read();
        });
        opened
    }

    fn read(self) {
        spawn_local(async move {
            let client = api::client();
            match api::call(client.read_import().import_id(self.id).send()).await {
                Ok(import) => {
                    self.take(import);
                }
                Err(failure) if self.import.try_with_untracked(Option::is_none) == Some(true) => {
                    self.failure.try_set(Some(failure));
                }
                Err(_) => {}
            }
        });
    }

    /// Takes the import as it is now; whether that is news.
    pub fn take(self, import: Import) -> bool {
        let news = self
            .import
            .try_with_untracked(|known| known.as_ref() != Some(&import));
        if news == Some(true) {
            if import.state == ImportState::Checking {
                self.changing.try_set(false);
            }
            self.import.set(Some(import));
        }
        news == Some(true)
    }

    /// Takes what a request was answered, unless events have told of something newer meanwhile;
    /// `before` is how it was when it was sent.
    pub fn take_answer(self, before: Option<Import>, import: Import) {
        if self.import.try_with_untracked(|known| *known == before) == Some(true) {
            self.take(import);
        }
    }

    pub fn state(self) -> Memo<Option<ImportState>> {
        Memo::new(move |_| {
            self.import
                .with(|import| import.as_ref().map(|import| import.state))
        })
    }
}

#[component]
pub fn OpenImport(id: Uuid) -> impl IntoView {
    let opened = Opened::new(id);
    let title = Signal::derive(move || {
        let name = |import: &Option<Import>| import.as_ref().map(text::imports::name);
        opened.import.with(name).unwrap_or_default()
    });
    let lead = MaybeProp::derive(move || {
        opened.import.with(|import| {
            let import = import.as_ref()?;
            let kind = text::imports::kind(import.kind);
            Some(format!("{kind} · {}", text::imports::lines(import.total)))
        })
    });
    view! {
        <div class="page">
            <PageHeader title lead>
                <a class="link" href=paths::IMPORTS>{text::imports::TITLE}</a>
            </PageHeader>
            <Steps opened />
        </div>
    }
}

#[component]
fn Steps(opened: Opened) -> impl IntoView {
    let state = opened.state();
    let failed = Memo::new(move |_| {
        opened
            .failure
            .with(|failure| failure.as_ref().map(Failure::when_reading))
    });
    move || match (state.get(), failed.get()) {
        (None, None) => view! { <SkeletonForm fields=4 /> }.into_any(),
        (None, lead) => view! {
            <EmptyState icon=icondata_lu::LuFileX title=text::imports::FAILED lead />
        }
        .into_any(),
        (Some(ImportState::Uploaded), _) => view! { <Columns opened /> }.into_any(),
        (Some(ImportState::Checked), _) if opened.changing.get() => {
            view! { <Columns opened /> }.into_any()
        }
        (Some(ImportState::Checking | ImportState::Running), _) => {
            view! { <Progress opened /> }.into_any()
        }
        (Some(_), _) => view! { <Outcome opened /> }.into_any(),
    }
}

/// How far it is; told aloud now and then, not with each batch.
#[component]
fn Progress(opened: Opened) -> impl IntoView {
    let figures = Memo::new(move |_| {
        opened.import.with(|import| {
            let import = import.as_ref();
            import.map_or((0, 1, String::new()), |import| {
                (
                    import.done,
                    import.total.max(1),
                    text::imports::progress(import),
                )
            })
        })
    });
    // The browser knows at once that it is offline, the stream only after a while.
    let live = use_live();
    let cut = use_cut();
    let old = move || cut.get() || live.connection.get() == Connection::Lost;
    view! {
        <section class="import-progress" aria-label=text::imports::PROGRESS>
            <p>{move || figures.get().2}</p>
            <p class="import-old" role="status">{move || old().then_some(text::imports::MAY_BE_OLD)}</p>
            <progress
                value=move || figures.get().0.to_string()
                max=move || figures.get().1.to_string()
                aria-label=move || figures.get().2
            ></progress>
            <CancelButton opened />
        </section>
    }
}

/// Whether the browser has no network.
fn use_cut() -> RwSignal<bool> {
    let cut = RwSignal::new(!window().navigator().on_line());
    for (event, is_cut) in [("offline", true), ("online", false)] {
        let listening = window_event_listener_untyped(event, move |_| {
            cut.try_set(is_cut);
        });
        on_cleanup(move || listening.remove());
    }
    cut
}

/// Stops the import where it is.
#[component]
pub fn CancelButton(opened: Opened) -> impl IntoView {
    let submission = Submission::new();
    let cancel = Callback::new(move |()| {
        let request = async move {
            let client = api::client();
            api::call(client.cancel_import().import_id(opened.id).send()).await
        };
        let before = opened.import.get_untracked();
        submission.run(request, move |import| opened.take_answer(before, import));
    });
    view! {
        <FailureBanner submission />
        <div>
            <Button busy=submission.busy on_click=cancel>{text::imports::CANCEL}</Button>
        </div>
    }
}
