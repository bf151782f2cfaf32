//! Saying what a file's columns are, and what becomes of phones that are known.

use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::imports::{CheckImport, Import, ImportField, ImportKind, ImportRow};
use leptos::{ev::SubmitEvent, prelude::*};
use uuid::Uuid;

use super::open::{CancelButton, Opened};
use crate::loaded::Loaded;
use crate::submission::{FailureBanner, Submission};
use crate::tags::Picker;
use crate::ui::{Banner, Button, ButtonKind, Column, DataTable, Section, TextField, Tone};
use crate::{api, text};

/// Lines from which cells are shown.
const SAMPLES: u32 = 3;

#[derive(Clone, Copy)]
struct Choices {
    mapping: RwSignal<Vec<Option<ImportField>>>,
    update: RwSignal<bool>,
    source: RwSignal<String>,
    tags: RwSignal<Vec<Uuid>>,
}

#[component]
pub fn Columns(opened: Opened) -> impl IntoView {
    let Some(import) = opened.import.get_untracked() else {
        return ().into_any();
    };
    let choices = Choices {
        mapping: RwSignal::new(import.mapping.clone()),
        update: RwSignal::new(import.duplicates == LeadDuplicates::Update),
        source: RwSignal::new(import.source.clone()),
        tags: RwSignal::new(import.tag_ids.clone()),
    };
    let submission = Submission::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = CheckImport {
            mapping: choices.mapping.get_untracked(),
            duplicates: match choices.update.get_untracked() {
                true => LeadDuplicates::Update,
                false => LeadDuplicates::Skip,
            },
            source: choices.source.get_untracked(),
            tag_ids: choices.tags.get_untracked(),
        };
        let request = async move {
            let client = api::client();
            let request = client.check_import().import_id(opened.id).body(body);
            api::call(request.send()).await
        };
        let before = opened.import.get_untracked();
        submission.run(request, move |import| opened.take_answer(before, import));
    };
    let contacts = import.kind == ImportKind::Contacts;
    let problem = submission.error_of("mapping", choices.mapping);
    view! {
        <form class="import-form" on:submit=submit novalidate>
            <FailureBanner submission fields=&["mapping", "source"] />
            <Section title=text::imports::COLUMNS lead=text::imports::COLUMNS_LEAD>
                {move || {
                    problem
                        .get()
                        .map(|problem| view! { <Banner tone=Tone::Bad><p>{problem}</p></Banner> })
                }}
                <Mapping import=import.clone() mapping=choices.mapping />
            </Section>
            {contacts.then(|| view! { <Options choices submission /> })}
            <div class="import-actions">
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::imports::CHECK}
                </Button>
                <CancelButton opened />
            </div>
        </form>
    }
    .into_any()
}

/// The columns with what stands in them, each with what it is taken for.
#[component]
fn Mapping(import: Import, mapping: RwSignal<Vec<Option<ImportField>>>) -> impl IntoView {
    let id = import.id;
    let samples = Loaded::new(Vec::<ImportRow>::new(), move || async move {
        let client = api::client();
        let request = client.list_import_rows().import_id(id).limit(SAMPLES);
        Ok(api::call(request.send()).await?.items)
    });
    let kind = import.kind;
    let row = move |(at, name): (usize, String)| {
        let sample = move || {
            samples.value.with(|rows| {
                let cells = rows.iter().filter_map(|row| row.cells.get(at));
                let cells = cells.filter(|cell| !cell.is_empty()).cloned();
                cells.collect::<Vec<_>>().join(" · ")
            })
        };
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="import-sample">{sample}</td>
                <td>
                    <FieldChoice at name mapping kind />
                </td>
            </tr>
        }
    };
    let columns = vec![
        Column::text(text::imports::COLUMN),
        Column::text(text::imports::SAMPLE),
        Column::text(text::imports::TAKEN_FOR),
    ];
    view! {
        <DataTable caption=text::imports::COLUMNS columns>
            {import.columns.into_iter().enumerate().map(row).collect_view()}
        </DataTable>
    }
}

#[component]
fn FieldChoice(
    at: usize,
    name: String,
    mapping: RwSignal<Vec<Option<ImportField>>>,
    kind: ImportKind,
) -> impl IntoView {
    let chosen = Memo::new(move |_| mapping.with(|mapping| mapping.get(at).copied().flatten()));
    let offered = ImportField::ALL
        .into_iter()
        .filter(move |field| kind == ImportKind::Contacts || *field == ImportField::Phone);
    let option = move |field: Option<ImportField>| {
        let words = field.map_or(text::imports::LEFT_OUT, text::imports::field);
        view! {
            <option value=value(field) prop:selected=move || chosen.get() == field>
                {words}
            </option>
        }
    };
    let change = move |text: String| {
        let field = ImportField::ALL
            .into_iter()
            .find(|field| value(Some(*field)) == text);
        mapping.update(|mapping| {
            // Each but the custom one belongs to one column: the other gives it up.
            if field.is_some_and(|field| field != ImportField::Custom) {
                for other in mapping.iter_mut().filter(|other| **other == field) {
                    *other = None;
                }
            }
            if let Some(own) = mapping.get_mut(at) {
                *own = field;
            }
        });
    };
    view! {
        <select
            class="select"
            class:is-left-out=move || chosen.get().is_none()
            aria-label=text::imports::column_is(&name)
            on:change=move |event| change(event_target_value(&event))
        >
            {std::iter::once(None).chain(offered.map(Some)).map(option).collect_view()}
        </select>
    }
}

fn value(field: Option<ImportField>) -> String {
    field.map_or_else(String::new, |field| format!("{field:?}"))
}

#[component]
fn Options(choices: Choices, submission: Submission) -> impl IntoView {
    let radio = move |update: bool, words: &'static str| {
        view! {
            <label class="check-row">
                <input
                    type="radio"
                    class="radio radio-primary radio-sm"
                    name="duplicates"
                    prop:checked=move || choices.update.get() == update
                    on:change=move |_| choices.update.set(update)
                />
                <span class="check-label">{words}</span>
            </label>
        }
    };
    view! {
        <Section title=text::imports::KNOWN lead=text::imports::KNOWN_HELP>
            <fieldset class="check-list">
                <legend class="sr-only">{text::imports::KNOWN}</legend>
                {radio(false, text::imports::SKIP)}
                {radio(true, text::imports::UPDATE)}
            </fieldset>
        </Section>
        <Section title=text::imports::OPTIONS lead=text::imports::OPTIONS_LEAD>
            <TextField
                label=text::imports::SOURCE
                value=choices.source
                error=submission.error_of("source", choices.source)
                placeholder=text::imports::SOURCE_EXAMPLE
                optional_field=true
                name="source"
            />
            <fieldset class="check-list">
                <legend class="field-label">{text::imports::TAGS}</legend>
                <Picker ticked=choices.tags />
            </fieldset>
        </Section>
    }
}
