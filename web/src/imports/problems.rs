//! What is wrong with an import's lines: kind by kind, those that can't be imported first, and tags to
//! make that lines name.

use copperline_shared::imports::{
    CheckImport, Import, ImportProblem, ImportProblems, ImportRow, ImportState, RowOutcome,
    UnknownTag,
};
use copperline_shared::palette::Colour;
use copperline_shared::tags::CreateTag;
use leptos::prelude::*;

use super::open::Opened;
use crate::api::{self, Outcome};
use crate::download::Download;
use crate::loaded::Loaded;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Column, DataTable, Section};
use crate::{format, paths, text};

/// Lines with problems that are shown; the report holds them all.
const SHOWN: u32 = 50;

/// Which of the lines with problems are looked at; all of them by default.
#[derive(Clone, Debug, Default, PartialEq)]
struct Choice {
    kind: Option<String>,
    refused: Option<bool>,
}

impl Choice {
    /// What can't be imported comes first: the rest is only told.
    fn first(import: &Import) -> Self {
        Self {
            kind: None,
            refused: (import.refused > 0).then_some(true),
        }
    }

    fn of(problem: &ImportProblem) -> Self {
        Self {
            kind: Some(problem.kind.clone()),
            refused: Some(problem.refused),
        }
    }
}

#[component]
pub fn ProblemLines(opened: Opened, import: Import) -> impl IntoView {
    let (id, done) = (import.id, import.state != ImportState::Checked);
    let problems = Loaded::new(ImportProblems::default(), move || async move {
        api::call(api::client().list_import_problems().import_id(id).send()).await
    });
    let choice = RwSignal::new(Choice::first(&import));
    let rows = Loaded::new(Vec::<ImportRow>::new(), move || async move {
        let Choice { kind, refused } = choice.get_untracked();
        let client = api::client();
        let request = client.list_import_rows().import_id(id).problems(true);
        let request = match kind {
            Some(kind) => request.kind(kind),
            None => request,
        };
        let request = match refused {
            Some(refused) => request.refused(refused),
            None => request,
        };
        Ok(api::call(request.limit(SHOWN).send()).await?.items)
    });
    Effect::new(move |before: Option<()>| {
        choice.track();
        if before.is_some() {
            rows.reload();
        }
    });
    let columns = vec![
        Column::text(text::imports::LINE),
        Column::text(text::imports::OUTCOME),
        Column::text(text::imports::PROBLEM),
    ];
    let missing = {
        let import = import.clone();
        move || {
            let tags = problems
                .value
                .with(|problems| problems.unknown_tags.clone());
            let offered = !done && !tags.is_empty();
            offered.then(|| view! { <MissingTags opened import=import.clone() tags /> })
        }
    };
    view! {
        <Section title=text::imports::PROBLEMS lead=text::imports::PROBLEMS_LEAD>
            {missing}
            <Kinds import problems choice />
            <DataTable caption=text::imports::PROBLEMS columns>
                {move || rows.value.get().into_iter().map(|row| line(row, done)).collect_view()}
            </DataTable>
            <div>
                <Download href=paths::import_report(id, true)>{text::imports::PROBLEM_REPORT}</Download>
            </div>
        </Section>
    }
}

fn line(row: ImportRow, done: bool) -> impl IntoView {
    let outcome = row
        .outcome
        .map(|outcome| text::imports::outcome(outcome, done));
    let refused = row.outcome == Some(RowOutcome::Refused);
    view! {
        <tr>
            <th scope="row">{row.line}</th>
            <td class:import-refused=refused>{outcome}</td>
            <td>
                {row.problem}
                <p class="cell-note">{row.cells.join(" · ")}</p>
            </td>
        </tr>
    }
}

/// The kinds of problems to choose from, each with how many lines have it.
#[component]
fn Kinds(
    import: Import,
    problems: Loaded<ImportProblems>,
    choice: RwSignal<Choice>,
) -> impl IntoView {
    let done = import.state != ImportState::Checked;
    let item = move |of: Choice, words: String, count: u32| {
        let chosen = of.clone();
        view! {
            <li>
                <Button
                    kind=ButtonKind::Ghost
                    class="btn-small"
                    pressed=Signal::derive(move || choice.with(|choice| *choice == chosen))
                    on_click=move || choice.set(of.clone())
                >
                    {words} " " <span class="inbox-count">{format::count(count)}</span>
                </Button>
            </li>
        }
    };
    let refused = (import.refused > 0).then(|| {
        let words = text::imports::outcome(RowOutcome::Refused, done).to_owned();
        item(Choice::first(&import), words, import.refused)
    });
    let all = item(
        Choice::default(),
        text::imports::ALL_PROBLEMS.to_owned(),
        import.problems,
    );
    let kinds = move || {
        let kinds = problems.value.with(|problems| problems.kinds.clone());
        let kinds = kinds.into_iter();
        kinds
            .map(|problem| item(Choice::of(&problem), problem.kind, problem.lines))
            .collect_view()
    };
    view! {
        <ul class="import-kinds" aria-label=text::imports::KINDS>
            {refused} {all} {kinds}
        </ul>
    }
}

/// Makes the tags, then looks through the file anew. One that somebody else has made meanwhile is
/// told of by its name.
async fn make(import: Import, names: Vec<String>) -> Outcome<Import> {
    let client = api::client();
    for name in names {
        let colour = Colour::Stone;
        let body = CreateTag { name, colour };
        api::call(client.create_tag().body(body).send()).await?;
    }
    let body = CheckImport {
        mapping: import.mapping,
        duplicates: import.duplicates,
        source: import.source,
        tag_ids: import.tag_ids,
    };
    api::call(client.check_import().import_id(import.id).body(body).send()).await
}

/// The tags that lines name and the workspace doesn't have, each once, to be made or left out.
#[component]
fn MissingTags(opened: Opened, import: Import, tags: Vec<UnknownTag>) -> impl IntoView {
    let submission = Submission::new();
    let import = StoredValue::new(import);
    let make = move |names: Vec<String>| {
        let before = opened.import.get_untracked();
        let request = make(import.get_value(), names);
        submission.run(request, move |now| opened.take_answer(before, now));
    };
    let all: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
    let several = (all.len() > 1).then(|| {
        let words = text::imports::make_tags(all.len());
        view! {
            <div>
                <Button busy=submission.busy on_click=move || make(all.clone())>{words}</Button>
            </div>
        }
    });
    let row = move |tag: UnknownTag| {
        let (words, lines) = (
            text::imports::make_tag(&tag.name),
            text::imports::named_on(tag.lines),
        );
        let name = tag.name;
        view! {
            <li class="item">
                <div class="item-words">
                    <p class="item-title">{name.clone()}</p>
                    <p class="item-facts">{lines}</p>
                </div>
                <Button busy=submission.busy on_click=move || make(vec![name.clone()])>{words}</Button>
            </li>
        }
    };
    view! {
        <FailureBanner submission />
        <p>{text::imports::UNKNOWN_TAGS_LEAD}</p>
        <ul class="items" aria-label=text::imports::UNKNOWN_TAGS>
            {tags.into_iter().map(row).collect_view()}
        </ul>
        {several}
    }
}
