//! What a dry run showed or an import came to: figures, the report, and what is wrong with lines.

use copperline_shared::imports::{Import, ImportKind, ImportState};
use leptos::prelude::*;

use super::open::{CancelButton, Opened};
use super::problems::ProblemLines;
use crate::download::Download;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, ButtonLink, Section};
use crate::{api, format, paths, text};

#[component]
pub fn Outcome(opened: Opened) -> impl IntoView {
    let Some(import) = opened.import.get_untracked() else {
        return ().into_any();
    };
    let dry = import.state == ImportState::Checked;
    let title = if dry {
        text::imports::DRY_RUN
    } else {
        text::imports::RESULT
    };
    let lead = if dry {
        text::imports::NOTHING_YET.to_owned()
    } else {
        text::imports::over(&import)
    };
    let problems = (import.done > 0 && import.problems > 0).then(|| import.clone());
    let decide = dry.then(|| import.clone());
    let over = (!dry).then(|| import.clone());
    view! {
        <Section title lead>
            <Figures import done=!dry />
            {decide.map(|import| view! { <Decide opened import /> })}
            {over.map(|import| view! { <Over import /> })}
        </Section>
        {problems.map(|import| view! { <ProblemLines opened import /> })}
    }
    .into_any()
}

#[component]
fn Figures(import: Import, done: bool) -> impl IntoView {
    let counts = [
        import.created,
        import.updated,
        import.unchanged,
        import.refused,
    ];
    let labels = text::imports::figures(import.kind, done);
    let row = |(label, count): (&'static str, u32)| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{format::count(count)}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{labels.into_iter().zip(counts).map(row).collect_view()}</dl> }
}

/// Importing what the dry run showed, or going back to the columns.
#[component]
fn Decide(opened: Opened, import: Import) -> impl IntoView {
    let submission = Submission::new();
    let start = Callback::new(move |()| {
        let request = async move {
            let client = api::client();
            api::call(client.start_import().import_id(opened.id).send()).await
        };
        let before = opened.import.get_untracked();
        submission.run(request, move |import| opened.take_answer(before, import));
    });
    let words = text::imports::start(&import);
    let some = import.refused < import.total;
    view! {
        <FailureBanner submission />
        <div class="import-actions">
            {some
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Main busy=submission.busy on_click=start>
                            {words}
                        </Button>
                    }
                })}
            <Button on_click=Callback::new(move |()| opened.changing.set(true))>
                {text::imports::CHANGE}
            </Button>
            <CancelButton opened />
        </div>
    }
}

/// Where to go from here.
#[component]
fn Over(import: Import) -> impl IntoView {
    let (words, href) = match import.kind {
        ImportKind::Contacts => (text::imports::SHOW_CONTACTS, paths::CONTACTS),
        ImportKind::Suppressions => (text::imports::SHOW_LIST, paths::SUPPRESSIONS),
    };
    let report = paths::import_report(import.id, false);
    view! {
        <div class="import-actions">
            <ButtonLink href kind=ButtonKind::Main>{words}</ButtonLink>
            <Download href=report>{text::imports::REPORT}</Download>
        </div>
    }
}
