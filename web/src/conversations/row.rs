//! One conversation in the list.

use leptos::prelude::*;

use crate::{
    text,
    ui::{ActionBubble, Colour, Count, Highlighted, Icon},
};

/// What a row shows, formatted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowView {
    /// The contact's name or formatted number.
    pub name: String,
    /// The beginning of the last message, or of the message a search found.
    pub excerpt: String,
    /// The excerpt was written by this workspace.
    pub mine: bool,
    /// When, short: "9:42", "Thu".
    pub time: String,
    /// When, machine-readable (RFC 3339).
    pub datetime: String,
    /// Unread messages.
    pub unread: u32,
    /// Marked as a hot lead.
    pub hot: bool,
    /// Put away.
    pub archived: bool,
    /// The colour of the contact's latest tag.
    pub colour: Colour,
}

/// A list row: the bubble selects, everything else opens. Place it in a `<ul class="rows">`.
#[component]
pub fn ConversationRow(
    /// What it shows.
    #[prop(into)]
    row: Signal<RowView>,
    /// The conversation's address.
    #[prop(into)]
    href: Signal<String>,
    /// Whether it is the open one.
    #[prop(into)]
    current: Signal<bool>,
    /// Whether it is selected for an action on many.
    #[prop(into)]
    selected: Signal<bool>,
    /// Turns the selection over.
    #[prop(into)]
    on_toggle: Callback<()>,
    /// The words of the search under way, marked in the excerpt.
    #[prop(optional, into)]
    query: Signal<String>,
) -> impl IntoView {
    let name = Memo::new(move |_| row.with(|row| row.name.clone()));
    let unread = Memo::new(move |_| row.with(|row| row.unread));
    view! {
        <li class="row" class:is-current=current class:is-selected=selected class:is-unread=move || unread.get() != 0>
            <ActionBubble
                name
                colour=Signal::derive(move || row.with(|row| row.colour))
                selected
                on_toggle
            />
            <a class="row-link" href=href aria-current=move || current.get().then_some("true")>
                <span class="row-line">
                    <span class="row-name">{name}</span>
                    <RowMarks row />
                    <time class="row-time" datetime=move || row.with(|row| row.datetime.clone())>
                        {move || row.with(|row| row.time.clone())}
                    </time>
                </span>
                <span class="row-line">
                    <span class="row-excerpt">
                        {move || row.with(|row| row.mine).then_some(text::conversations::YOU)}
                        <Highlighted
                            text=Signal::derive(move || row.with(|row| row.excerpt.clone()))
                            query
                        />
                    </span>
                    <Count
                        count=unread
                        label=Signal::derive(move || text::conversations::unread(unread.get()))
                    />
                </span>
            </a>
        </li>
    }
}

/// The flame of a hot lead and the box of an archived conversation.
#[component]
fn RowMarks(row: Signal<RowView>) -> impl IntoView {
    view! {
        <Show when=move || row.with(|row| row.hot)>
            <span class="row-hot">
                <Icon icon=icondata_lu::LuFlame size=15 />
                <span class="sr-only">{text::conversations::HOT_LEAD}</span>
            </span>
        </Show>
        <Show when=move || row.with(|row| row.archived)>
            <span class="row-archived">
                <Icon icon=icondata_lu::LuArchive size=14 />
                <span class="sr-only">{text::conversations::ARCHIVED}</span>
            </span>
        </Show>
    }
}
