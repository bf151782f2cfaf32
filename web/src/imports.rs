//! Importing files (P6): choosing one, saying what its columns are, the dry run, and what came of it.

mod columns;
mod open;
mod outcome;
mod problems;
mod upload;

use copperline_shared::events::Event;
use copperline_shared::imports::{Import, ImportKind};
use copperline_shared::page::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::live::use_live;
use crate::loaded::WhenLoaded;
use crate::pages;
use crate::session::use_session;
use crate::ui::{EmptyState, PageHeader, SkeletonRows};
use crate::{api, format, paths, text};
use open::OpenImport;
use upload::UploadButton;

/// All imports, or the one that the address names.
#[component]
pub fn ImportsScreen() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|params| params.get("id"))?;
        // What is no id is nobody's: the api says that there is no such import.
        Some(id.parse().unwrap_or(Uuid::nil()))
    });
    move || match id.get() {
        Some(id) => view! { <OpenImport id /> }.into_any(),
        None => view! { <AllImports /> }.into_any(),
    }
}

async fn read(after: Option<String>) -> api::Outcome<Page<Import>> {
    let client = api::client();
    let mut request = client.list_imports();
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}

const ID: fn(&Import) -> Uuid = |import| import.id;

#[component]
fn AllImports() -> impl IntoView {
    let list = pages::load(read, |shown, head| pages::refresh(shown, head, ID));
    use_live().on(move |event| {
        let Event::ImportChanged { import } = event else {
            return;
        };
        let known = list.value.try_update(|page| {
            let known = page.items.iter_mut().find(|known| known.id == import.id);
            known.map(|known| *known = import.clone()).is_some()
        });
        if known == Some(false) {
            list.reload_soon();
        }
    });
    let none = Memo::new(move |_| list.value.with(|page| page.items.is_empty()));
    view! {
        <div class="page">
            <PageHeader title=text::imports::TITLE lead=text::imports::LEAD>
                <a class="link" href=paths::CONTACTS>{text::imports::BACK}</a>
            </PageHeader>
            <div class="import-choices">
                <UploadButton kind=ImportKind::Contacts main=true />
                <UploadButton kind=ImportKind::Suppressions />
            </div>
            <WhenLoaded loaded=list skeleton=|| view! { <SkeletonRows count=4 /> }>
                <Show
                    when=move || !none.get()
                    fallback=|| {
                        view! {
                            <EmptyState
                                icon=icondata_lu::LuFileUp
                                title=text::imports::NONE
                                lead=text::imports::NONE_LEAD
                            />
                        }
                    }
                >
                    <section aria-label=text::imports::BEFORE>
                        <h2 class="import-heading">{text::imports::BEFORE}</h2>
                        <ul class="items" aria-label=text::imports::BEFORE>
                            <For
                                each=move || list.value.with(|page| page.items.clone())
                                key=|import| (import.id, import.state, import.done)
                                let:import
                            >
                                <ImportRow import />
                            </For>
                        </ul>
                    </section>
                </Show>
                <pages::More list read id=ID />
            </WhenLoaded>
        </div>
    }
}

#[component]
fn ImportRow(import: Import) -> impl IntoView {
    let zone = use_session().time_zone();
    let when = format::long_time(format::in_zone(import.created_at, &zone));
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title">
                    <a class="link" href=paths::import(import.id)>{text::imports::name(&import)}</a>
                </p>
                <p class="item-facts">
                    <span>{text::imports::kind(import.kind)}</span>
                    <span>{text::imports::lines(import.total)}</span>
                    <span>{text::imports::state(import.state)}</span>
                    <time datetime=import.created_at.to_rfc3339()>{when}</time>
                </p>
            </div>
        </li>
    }
}
