//! The screen: the list, or the editor of one.

use copperline_shared::workflows::WorkflowKind;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use uuid::Uuid;

use super::editor::Editor;
use super::list::WorkflowList;
use crate::paths;

/// What an address shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    List,
    New(WorkflowKind),
    One(Uuid),
}

fn shown(path: &str, kind: Option<&str>) -> Shown {
    let rest = path.strip_prefix(paths::WORKFLOWS).unwrap_or_default();
    match rest.trim_matches('/') {
        "" => Shown::List,
        "new" if kind == Some("redrip") => Shown::New(WorkflowKind::Redrip),
        "new" => Shown::New(WorkflowKind::Workflow),
        id => id.parse().map_or(Shown::List, Shown::One),
    }
}

#[component]
pub fn WorkflowsScreen() -> impl IntoView {
    let (location, query) = (use_location(), use_query_map());
    let at = Memo::new(move |_| {
        let kind = query.with(|query| query.get("kind"));
        location.pathname.with(|path| shown(path, kind.as_deref()))
    });
    move || match at.get() {
        Shown::List => view! { <WorkflowList /> }.into_any(),
        Shown::New(kind) => view! { <Editor kind id=None /> }.into_any(),
        Shown::One(id) => view! { <Editor kind=WorkflowKind::Workflow id=Some(id) /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_an_address_shows_the_list_or_one() {
        let id = Uuid::from_u128(7);
        assert_eq!(shown("/workflows", None), Shown::List);
        assert_eq!(shown("/workflows/what", None), Shown::List);
        assert_eq!(shown(&format!("/workflows/{id}"), None), Shown::One(id));
        assert_eq!(
            shown("/workflows/new", Some("redrip")),
            Shown::New(WorkflowKind::Redrip)
        );
        assert_eq!(
            shown("/workflows/new", None),
            Shown::New(WorkflowKind::Workflow)
        );
    }
}
