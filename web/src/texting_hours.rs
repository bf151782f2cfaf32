//! When contacts may be texted, by state (X5).

use copperline_shared::states::state_name;
use copperline_shared::texting_hours::{TextingHours, Window};
use leptos::prelude::*;

use crate::layout::SettingsLayout;
use crate::loaded::{Loaded, WhenLoaded};
use crate::ui::{CodeBlock, Column, DataTable, Section, SkeletonTable};
use crate::{api, text};

/// The hours with their sources, and what they don't hold for.
#[component]
pub fn TextingHoursScreen() -> impl IntoView {
    let hours = Loaded::new(Vec::new(), || async {
        api::call(api::client().list_texting_hours().send()).await
    });
    view! {
        <SettingsLayout lead=text::texting_hours::LEAD>
            <WhenLoaded loaded=hours skeleton=|| view! { <SkeletonTable rows=8 /> }>
                <Table hours=hours.value />
            </WhenLoaded>
            <div>
                <Section title=text::texting_hours::CHANGING_TITLE lead="">
                    <p>{text::texting_hours::CHANGING}</p>
                    <CodeBlock
                        label=text::texting_hours::COMMAND_LABEL
                        value=text::texting_hours::COMMAND
                        one_line=true
                    />
                </Section>
                <Section title=text::texting_hours::EXEMPT lead="">
                    <p>{text::texting_hours::EXEMPT_LEAD}</p>
                </Section>
                <Section title=text::texting_hours::UNKNOWN lead="">
                    <p>{text::texting_hours::UNKNOWN_LEAD}</p>
                </Section>
            </div>
        </SettingsLayout>
    }
}

#[component]
fn Table(hours: RwSignal<Vec<TextingHours>>) -> impl IntoView {
    let columns = vec![
        Column::text(text::texting_hours::STATE),
        Column::text(text::texting_hours::WEEKDAYS),
        Column::text(text::texting_hours::SATURDAYS),
        Column::text(text::texting_hours::SUNDAYS),
        Column::text(text::texting_hours::SOURCE),
    ];
    // What holds elsewhere is read after the states that differ.
    let rows = move || {
        let (own, elsewhere): (Vec<_>, Vec<_>) = hours
            .get()
            .into_iter()
            .partition(|hours| hours.state.is_some());
        own.into_iter().chain(elsewhere).map(row).collect_view()
    };
    view! {
        <DataTable caption=text::texting_hours::TABLE columns>
            {rows}
        </DataTable>
    }
}

fn row(hours: TextingHours) -> impl IntoView {
    let state = hours.state.as_deref();
    let name = state.map_or(text::texting_hours::ELSEWHERE, |state| {
        state_name(state).unwrap_or_default()
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="hours-time">{day(hours.weekdays)}</td>
            <td class="hours-time">{day(hours.saturdays)}</td>
            <td class="hours-time">{day(hours.sundays)}</td>
            <td class="hours-source text-muted">{hours.source}</td>
        </tr>
    }
}

fn day(window: Option<Window>) -> String {
    window.map_or_else(|| text::texting_hours::NONE.to_owned(), Window::spoken)
}
