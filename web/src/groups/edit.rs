//! Renaming a group, and who is in it.

use copperline_shared::groups::{Group, SaveGroup};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::Work;
use super::members::Members;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, Dialog, TextField, use_toasts};
use crate::{api, text};

#[component]
pub fn EditDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        let name = work
            .chosen
            .with(|group| group.as_ref().map(|group| group.name.clone()));
        text::groups::named(text::groups::EDIT, &name.unwrap_or_default())
    });
    view! {
        <Dialog open=work.editing title>
            <EditForm work />
        </Dialog>
    }
}

#[component]
fn EditForm(work: Work) -> impl IntoView {
    let Some(before) = work.now() else {
        return ().into_any();
    };
    let (submission, toasts) = (Submission::new(), use_toasts());
    let (name, ticked) = (
        RwSignal::new(before.name.clone()),
        RwSignal::new(before.agent_ids.clone()),
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = SaveGroup {
            name: name.get_untracked(),
            agent_ids: ticked.get_untracked(),
        };
        let now = work.now().unwrap_or_else(|| before.clone());
        let (id, body) = (before.id, onto(&now, &before, typed));
        let request = async move {
            api::call(api::client().update_group().group_id(id).body(body).send()).await
        };
        submission.run(request, move |_group| {
            work.editing.set(false);
            work.groups.reload();
            toasts.done(text::groups::EDITED);
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <FailureBanner submission fields=&["name", "agent_ids"] />
            <TextField
                label=text::groups::NAME
                value=name
                autofocus=true
                error=submission.error_of("name", name)
            />
            <Members ticked error=submission.error_of("agent_ids", ticked) />
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| work.editing.set(false))>
                    {text::common::CANCEL}
                </Button>
                <Button kind=ButtonKind::Main submit=true busy=submission.busy>
                    {text::common::SAVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// What to save: a group is saved whole, and what wasn't changed here, since it was as `before`, is
/// left as somebody else may have made it `now`.
fn onto(now: &Group, before: &Group, typed: SaveGroup) -> SaveGroup {
    let name = match typed.name == before.name {
        true => now.name.clone(),
        false => typed.name,
    };
    let kept = |id: &&Uuid| typed.agent_ids.contains(id) || !before.agent_ids.contains(id);
    let mut agent_ids: Vec<Uuid> = now.agent_ids.iter().filter(kept).copied().collect();
    for id in &typed.agent_ids {
        if !before.agent_ids.contains(id) && !agent_ids.contains(id) {
            agent_ids.push(*id);
        }
    }
    SaveGroup { name, agent_ids }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[u128]) -> Vec<Uuid> {
        ids.iter().map(|id| Uuid::from_u128(*id)).collect()
    }

    fn group(name: &str, members: &[u128]) -> Group {
        Group {
            id: Uuid::nil(),
            name: name.to_owned(),
            agent_ids: ids(members),
        }
    }

    fn typed(name: &str, members: &[u128]) -> SaveGroup {
        SaveGroup {
            name: name.to_owned(),
            agent_ids: ids(members),
        }
    }

    #[test]
    fn a2_what_somebody_else_changed_meanwhile_is_kept() {
        let before = group("Sales", &[1, 2, 3]);
        let now = group("Sales West", &[2, 3, 4]);
        let saved = onto(&now, &before, typed("Sales", &[1, 2, 5]));
        assert_eq!(saved, typed("Sales West", &[2, 4, 5]));
        let renamed = onto(&now, &before, typed("Closers", &[1, 2, 3]));
        assert_eq!(renamed, typed("Closers", &[2, 3, 4]));
    }

    #[test]
    fn a2_what_is_typed_is_saved_where_nobody_else_changed_anything() {
        let before = group("Sales", &[1, 2]);
        let saved = onto(&before, &before, typed("Closers", &[2, 3]));
        assert_eq!(saved, typed("Closers", &[2, 3]));
        let emptied = onto(&before, &before, typed("Sales", &[]));
        assert_eq!(emptied, typed("Sales", &[]));
    }
}
