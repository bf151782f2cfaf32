//! The table of contacts: its columns, which sort, and its rows, of which those in view are drawn.

use copperline_shared::contacts::{ContactSort, ListedContact, SortOrder, display_name};
use copperline_shared::pipeline::PipelineStage;
use leptos::task::spawn_local;
use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::screen::Screen;
use crate::format;
use crate::session::use_session;
use crate::text;
use crate::ui::{self, ActionBubble, Button, Icon, Tag, WindowedRows, fill};

/// Under this width, in CSS pixels, a row has two lines and no columns.
const NARROW: f64 = 640.0;

/// The id of a contact's link in the page.
pub fn row_id(contact: Uuid) -> String {
    format!("contact-{contact}")
}

/// A row's height in CSS pixels, as `styles/contact_rows.css` draws it.
fn row_height(narrow: bool) -> f64 {
    if narrow { 62.0 } else { 48.0 }
}

#[component]
pub fn Rows(screen: Screen) -> impl IntoView {
    let Screen {
        listing, windowed, ..
    } = screen;
    let narrow = Memo::new(move |_| windowed.is_narrower(NARROW));
    let ids = Memo::new(move |_| {
        let id = |listed: &ListedContact| listed.contact.id;
        listing
            .contacts
            .with(|list| list.iter().map(id).collect::<Vec<_>>())
    });
    let count = move || listing.count.get().map(|count| (count + 1).to_string());
    let height = Signal::derive(move || row_height(narrow.get()));
    view! {
        <div
            class="contact-table"
            class:is-narrow=narrow
            role="table"
            aria-label=text::contact_list::LIST
            aria-rowcount=count
            on:keydown=move |event| act_on_key(&event, screen, height)
        >
            <Heads screen />
            <WindowedRows
                windowed
                items=ids
                row_height=height
                held=Signal::derive(move || screen.stop().and_then(|id| listing.place(id)))
                draw=move |id, style, place| view! { <Row screen id style place /> }.into_any()
                on_end=move || listing.more()
            >
                <Further screen />
            </WindowedRows>
        </div>
    }
}

/// The columns' names; those by which the list can be sorted are buttons.
#[component]
fn Heads(screen: Screen) -> impl IntoView {
    let address = screen.address;
    let sorted = move |sort: ContactSort| {
        address.with(|address| (address.sort == sort).then_some(address.order()))
    };
    let head = move |label: &'static str, sort: ContactSort, class: &'static str| {
        let aria = move || match sorted(sort) {
            None => "none",
            Some(SortOrder::Ascending) => "ascending",
            Some(SortOrder::Descending) => "descending",
        };
        let arrow = move || match sorted(sort)? {
            SortOrder::Ascending => Some(icondata_lu::LuArrowUp),
            SortOrder::Descending => Some(icondata_lu::LuArrowDown),
        };
        view! {
            <div class=class role="columnheader" aria-sort=aria>
                <a
                    class="contact-sort"
                    href=move || address.with(|address| address.sorted_by(sort).href())
                    title=text::contact_list::sort_by(label)
                >
                    {label}
                    {move || arrow().map(|icon| view! { <Icon icon size=14 /> })}
                </a>
            </div>
        }
    };
    let plain = |label: &'static str, class: &'static str| {
        view! { <div class=class role="columnheader">{label}</div> }
    };
    view! {
        <div class="contact-heads" role="rowgroup">
            <div class="contact-row" role="row" aria-rowindex="1">
                <div class="contact-cell-bubble" role="columnheader">
                    <span class="sr-only">{text::contact_list::SELECT}</span>
                </div>
                {head(text::contact_list::NAME, ContactSort::Name, "contact-cell-name")}
                {head(text::contact_list::PHONE, ContactSort::Phone, "contact-cell-phone")}
                {plain(text::contact_list::TAGS, "contact-cell-tags")}
                {plain(text::contact_list::STAGE, "contact-cell-stage")}
                {head(text::contact_list::SOURCE, ContactSort::Source, "contact-cell-source")}
                {head(text::contact_list::ADDED, ContactSort::Created, "contact-cell-added")}
            </div>
        </div>
    }
}

/// The arrows move from row to row, Enter opens one, x selects it, Esc clears the selection.
fn act_on_key(event: &KeyboardEvent, screen: Screen, height: Signal<f64>) {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    let Some(here) = screen.focused.get_untracked().filter(|_| plain) else {
        return;
    };
    let count = screen.listing.contacts.with_untracked(Vec::len);
    let Some(at) = screen.listing.place(here) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowDown" => (at + 1).min(count.saturating_sub(1)),
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => count.saturating_sub(1),
        "x" => {
            event.prevent_default();
            return screen.selection.toggle(here, false);
        }
        "Escape" if screen.selection.active.get_untracked() => {
            event.prevent_default();
            return screen.selection.clear();
        }
        _ => return,
    };
    event.prevent_default();
    screen.windowed.show(to, height.get_untracked());
    let next = screen
        .listing
        .contacts
        .with_untracked(|list| list.get(to).map(|listed| listed.contact.id));
    if let Some(next) = next {
        screen.focused.set(Some(next));
        spawn_local(async move {
            // The row is drawn first.
            leptos::task::tick().await;
            ui::focus_in_place(&row_id(next));
        });
    }
}

#[component]
fn Row(screen: Screen, id: Uuid, style: Signal<String>, place: Signal<usize>) -> impl IntoView {
    let (session, navigate) = (use_session(), use_navigate());
    let Screen {
        address,
        listing,
        selection,
        ..
    } = screen;
    let listed = Memo::new(move |last: Option<&Option<ListedContact>>| {
        listing.find(id).or_else(|| last.cloned().flatten())
    });
    let name = Memo::new(move |_| {
        listed.with(|listed| {
            let contact = listed.as_ref().map(|listed| &listed.contact);
            contact.map_or_else(String::new, |contact| {
                display_name(&contact.first_name, &contact.last_name, &contact.phone)
            })
        })
    });
    let current = Memo::new(move |_| address.with(|address| address.open == Some(id)));
    let selected = Memo::new(move |_| selection.selected.with(|selected| selected.holds(id)));
    let stop = Memo::new(move |_| screen.stop() == Some(id));
    let href = Memo::new(move |_| address.with(|address| address.with_open(id).href()));
    let colour = Memo::new(move |_| {
        let first = listed.with(|listed| listed.as_ref()?.tag_ids.first().copied());
        first.and_then(|tag| session.tag(tag)).map(|tag| tag.colour)
    });
    let open = move |_| navigate(&href.get_untracked(), NavigateOptions::default());
    view! {
        <div
            class="contact-row"
            class:is-current=current
            class:is-selected=selected
            role="row"
            style=style
            aria-rowindex=move || (place.get() + 2).to_string()
            on:click=open
            on:focusin=move |_| screen.focused.set(Some(id))
        >
            <div class="contact-cell-bubble" role="cell" on:click=|event| event.stop_propagation()>
                <ActionBubble
                    name
                    colour
                    label=Signal::derive(move || text::contact_list::select(&name.get()))
                    selected
                    stop
                    on_toggle=Callback::new(move |extends| selection.toggle(id, extends))
                />
            </div>
            <div class="contact-cell-name" role="cell" on:click=|event| event.stop_propagation()>
                <a
                    id=row_id(id)
                    href=href
                    tabindex=move || if stop.get() { "0" } else { "-1" }
                    aria-current=move || current.get().then_some("true")
                >
                    {name}
                </a>
            </div>
            <Cells screen listed />
        </div>
    }
}

#[component]
fn Cells(screen: Screen, listed: Memo<Option<ListedContact>>) -> impl IntoView {
    let session = use_session();
    let of = move |read: fn(&ListedContact) -> String| {
        Memo::new(move |_| listed.with(|listed| listed.as_ref().map(read).unwrap_or_default()))
    };
    let phone = of(|listed| listed.contact.phone.formatted());
    let opted_out = Memo::new(move |_| {
        listed.with(|listed| {
            let contact = listed.as_ref().map(|listed| &listed.contact);
            contact.is_some_and(|contact| contact.opted_out_at.is_some())
        })
    });
    let tags = Memo::new(move |_| {
        let ids = listed.with(|listed| listed.as_ref().map(|listed| listed.tag_ids.clone()));
        let known = ids.unwrap_or_default().into_iter();
        known.filter_map(|id| session.tag(id)).collect::<Vec<_>>()
    });
    let stage = Memo::new(move |_| {
        let id = listed.with(|listed| listed.as_ref()?.stage_id)?;
        let stage =
            |stages: &Vec<PipelineStage>| stages.iter().find(|stage| stage.id == id).cloned();
        screen.stages.with(stage)
    });
    let added = Memo::new(move |_| {
        let at = listed.with(|listed| Some(listed.as_ref()?.contact.created_at))?;
        let zone = session.time_zone();
        let now = format::in_zone(screen.clock.get(), &zone);
        Some(format::date(format::in_zone(at, &zone), now))
    });
    let shown_tags = move || {
        let tags = tags.get();
        let more = tags.len().saturating_sub(2);
        let shown = tags.into_iter().take(2);
        let shown = shown.map(|tag| view! { <Tag colour=tag.colour>{tag.name}</Tag> });
        let more = (more > 0).then(
            || view! { <span class="text-muted">{text::contact_list::more_tags(more)}</span> },
        );
        (shown.collect_view(), more)
    };
    view! {
        <div class="contact-cell-phone" role="cell">
            {phone}
            <Show when=move || opted_out.get()>
                <span class="contact-opted">
                    <Icon icon=icondata_lu::LuBan size=14 />
                    {text::contact_list::OPTED_OUT}
                </span>
            </Show>
        </div>
        <div class="contact-cell-tags" role="cell">{shown_tags}</div>
        <div class="contact-cell-stage" role="cell">
            {move || {
                stage
                    .get()
                    .map(|stage| {
                        view! {
                            <span class=format!("stage-dot {}", fill(Some(stage.colour)))></span>
                            {stage.name}
                        }
                    })
            }}
        </div>
        <div class="contact-cell-source" role="cell">
            {of(|listed| listed.contact.source.clone())}
        </div>
        <div class="contact-cell-added" role="cell">{added}</div>
    }
}

/// Why the next page didn't come.
#[component]
fn Further(screen: Screen) -> impl IntoView {
    let listing = screen.listing;
    move || {
        listing.failure.get().map(|failure| {
            view! {
                <div class="load-more" role="alert">
                    <p class="text-muted">{failure.message()}</p>
                    <Button on_click=move || listing.more()>{text::common::TRY_AGAIN}</Button>
                </div>
            }
        })
    }
}
