//! What narrows the list of contacts down: search, tag, stage, source, opted out.

use copperline_shared::contacts::ContactFilter;
use copperline_shared::events::Event;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use uuid::Uuid;

use super::address::Address;
use super::filter_dialog::FilterButton;
use super::listing::Listing;
use crate::live::{Live, use_live};
use crate::loaded::Loaded;
use crate::session::{Session, use_session};
use crate::ui::{Choice, SearchField};
use crate::{api, text};

/// What is typed starts to count on Enter or →; what is searched for stands in the address.
#[component]
pub fn Search(address: Memo<Address>, listing: Listing) -> impl IntoView {
    let active = Memo::new(move |_| {
        address.with(|address| address.filter.search.clone().unwrap_or_default())
    });
    let typed = RwSignal::new(String::new());
    Effect::new(move || typed.set(active.get()));
    let change = use_change(address);
    let search = move |wanted: String| {
        if active.get_untracked() == wanted {
            // Asked again: what was found may have changed.
            listing.load();
        } else {
            let wanted = Some(wanted).filter(|wanted| !wanted.is_empty());
            change.run(Box::new(move |filter: &mut ContactFilter| {
                filter.search = wanted
            }));
        }
    };
    view! {
        <SearchField
            label=text::contact_list::SEARCH_LABEL
            placeholder=text::contact_list::SEARCH_PLACEHOLDER
            value=typed
            active
            on_search=search
        />
    }
}

fn id_text(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// A source as a choice's value: the empty source is not the same as any.
fn source_value(source: &str) -> String {
    format!("={source}")
}

/// What is chosen from, and where it stands in a filter; the empty choice narrows nothing.
pub struct Field {
    pub label: &'static str,
    any: &'static str,
    pub read: fn(&ContactFilter) -> String,
    pub write: fn(&mut ContactFilter, &str),
}

static FIELDS: [Field; 4] = [
    Field {
        label: text::contact_list::TAG,
        any: text::contact_list::ANY_TAG,
        read: |filter| id_text(filter.tag_id),
        write: |filter, chosen| filter.tag_id = chosen.parse().ok(),
    },
    Field {
        label: text::contact_list::STAGE,
        any: text::contact_list::ANY_STAGE,
        read: |filter| id_text(filter.stage_id),
        write: |filter, chosen| filter.stage_id = chosen.parse().ok(),
    },
    Field {
        label: text::contact_list::SOURCE,
        any: text::contact_list::ANY_SOURCE,
        read: |filter| {
            let source = filter.source.as_deref();
            source.map(source_value).unwrap_or_default()
        },
        write: |filter, chosen| filter.source = chosen.strip_prefix('=').map(str::to_owned),
    },
    Field {
        label: text::contact_list::OPT_OUT,
        any: text::contact_list::ANY_OPT_OUT,
        read: |filter| {
            let out = filter.opted_out;
            out.map(|out| out.to_string()).unwrap_or_default()
        },
        write: |filter, chosen| filter.opted_out = chosen.parse().ok(),
    },
];

/// How many of them narrow the list.
pub fn count(filter: &ContactFilter) -> usize {
    let narrows = |field: &&Field| !(field.read)(filter).is_empty();
    FIELDS.iter().filter(narrows).count()
}

type Change = Box<dyn FnOnce(&mut ContactFilter)>;

/// Goes to the list with another filter.
pub fn use_change(address: Memo<Address>) -> UnsyncCallback<Change> {
    let navigate = use_navigate();
    UnsyncCallback::new(move |change: Change| {
        let now = address.get_untracked();
        let mut filter = now.filter.clone();
        change(&mut filter);
        navigate(&now.with_filter(filter).href(), NavigateOptions::default());
    })
}

/// A field with what there is to choose from.
pub type Choosing = (&'static Field, Signal<Vec<Choice>>);

/// The four choices beside the search; where there is no room for them, a button leads to them.
#[component]
pub fn Filters(address: Memo<Address>) -> impl IntoView {
    let (session, live, change) = (use_session(), use_live(), use_change(address));
    let opted = Signal::stored(vec![
        Choice::new("true", text::contact_list::OPTED_OUT),
        Choice::new("false", text::contact_list::NOT_OPTED_OUT),
    ]);
    let choices = [
        tag_choices(session),
        stage_choices(live),
        source_choices(live),
        opted,
    ];
    let all = StoredValue::new(FIELDS.iter().zip(choices).collect::<Vec<Choosing>>());
    let filter = move |(field, choices): Choosing| {
        let value = Memo::new(move |_| address.with(|address| (field.read)(&address.filter)));
        let on_change = UnsyncCallback::new(move |chosen: String| {
            let write = field.write;
            change.run(Box::new(move |filter: &mut ContactFilter| {
                write(filter, &chosen)
            }));
        });
        view! { <FilterChoice choosing=(field, choices) value on_change /> }
    };
    view! {
        <div class="contact-filters" role="group" aria-label=text::contact_list::FILTERS>
            {all.get_value().into_iter().map(filter).collect_view()}
        </div>
        <FilterButton address all />
    }
}

fn tag_choices(session: Session) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        session.tags.with(|tags| {
            let choices = tags
                .iter()
                .map(|tag| Choice::new(tag.id.to_string(), &*tag.name));
            choices.collect::<Vec<_>>()
        })
    })
}

fn stage_choices(live: Live) -> Signal<Vec<Choice>> {
    let stages = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_pipeline_stages().send()).await
    });
    live.on(move |event| {
        if let Event::PipelineStagesChanged { .. } = event {
            stages.reload_soon();
        }
    });
    Signal::derive(move || {
        stages.value.with(|stages| {
            let choices = stages
                .iter()
                .map(|stage| Choice::new(stage.id.to_string(), &*stage.name));
            choices.collect::<Vec<_>>()
        })
    })
}

fn source_choices(live: Live) -> Signal<Vec<Choice>> {
    let sources = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_contact_sources().send()).await
    });
    let is_known = move |source: &str| {
        let same = |known: &String| known.eq_ignore_ascii_case(source);
        sources
            .value
            .with_untracked(|known: &Vec<String>| known.iter().any(same))
    };
    live.on(move |event| {
        // Somebody may have come from elsewhere.
        if let Event::ContactChanged { contact } = event
            && !contact.source.is_empty()
            && !is_known(&contact.source)
        {
            sources.reload_soon();
        }
    });
    Signal::derive(move || {
        let without = Choice::new(source_value(""), text::contact_list::WITHOUT_SOURCE);
        let named = sources.value.get().into_iter();
        let named = named.map(|source| Choice::new(source_value(&source), source));
        std::iter::once(without).chain(named).collect::<Vec<_>>()
    })
}

/// One choice; its first entry narrows nothing.
#[component]
pub fn FilterChoice(
    choosing: Choosing,
    value: Memo<String>,
    on_change: UnsyncCallback<String>,
) -> impl IntoView {
    let (field, choices) = choosing;
    // What is chosen stays readable while its name isn't known yet, or is gone.
    let entries = Memo::new(move |_| {
        let mut entries = vec![Choice::new("", field.any)];
        entries.extend(choices.get());
        let chosen = value.get();
        let same = |entry: &Choice| entry.value.eq_ignore_ascii_case(&chosen);
        if !entries.iter().any(same) {
            entries.push(Choice::new(chosen, text::contact_list::UNKNOWN));
        }
        entries
    });
    let entry = move |entry: Choice| {
        let own = entry.value.clone();
        view! {
            <option value=entry.value prop:selected=move || value.get().eq_ignore_ascii_case(&own)>
                {entry.label}
            </option>
        }
    };
    view! {
        <select
            class="select filter-select"
            class:is-set=move || value.with(|value| !value.is_empty())
            aria-label=field.label
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {move || entries.get().into_iter().map(entry).collect_view()}
        </select>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_each_filter_is_set_counted_and_taken_away_by_itself() {
        let id = Uuid::from_u128(7).to_string();
        let mut filter = ContactFilter::default();
        let chosen = [id.as_str(), id.as_str(), "=", "false"];
        for (at, (field, chosen)) in FIELDS.iter().zip(chosen).enumerate() {
            assert_eq!((field.read)(&filter), "", "{}", field.label);
            (field.write)(&mut filter, chosen);
            assert_eq!((field.read)(&filter), chosen);
            assert_eq!(count(&filter), at + 1);
        }
        for (at, field) in FIELDS.iter().enumerate() {
            (field.write)(&mut filter, "");
            assert_eq!(count(&filter), 3 - at);
        }
        assert_eq!(filter, ContactFilter::default());
    }
}
