//! The steps in the editor: added, filled in, moved and removed.

use leptos::prelude::*;

use super::editing::Editing;
use super::step_fields::StepFields;
use super::typed::{StepForm, StepKind};
use crate::text;
use crate::ui::{IconButton, IconRef, Menu, MenuItem, standing, use_toasts};

#[component]
pub fn Steps(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let none = editing.submission.error_of("steps", form.steps);
    view! {
        <Show
            when=move || !form.steps.with(Vec::is_empty)
            fallback=move || {
                view! {
                    <p class="text-muted">{text::workflows::NO_STEPS}</p>
                    <p class="field-error" role="alert" hidden=move || none.get().is_none()>
                        {move || none.get()}
                    </p>
                }
            }
        >
            <ol class="steps" aria-label=text::workflows::STEPS>
                <For each=move || form.steps.get() key=|step| step.key let:step>
                    <Step step editing />
                </For>
            </ol>
        </Show>
        <Show when=move || editing.admin.get()>
            <AddStep editing />
        </Show>
    }
}

#[component]
fn AddStep(editing: Editing) -> impl IntoView {
    let face = || {
        view! {
            <span class="btn btn-quiet">
                <crate::ui::Icon icon=icondata_lu::LuPlus size=16 />
                {text::workflows::ADD_STEP}
            </span>
        }
    };
    view! {
        <Menu label=text::workflows::ADD_STEP face place="menu-up-start">
            {StepKind::ALL
                .map(|kind| {
                    let add = move |()| editing.form.add(kind);
                    view! {
                        <MenuItem icon=icon(kind) on_select=Callback::new(add)>
                            {text::workflows::step_kind(&kind.empty())}
                        </MenuItem>
                    }
                })
                .collect_view()}
        </Menu>
    }
}

/// The drawing that goes with a kind of step.
pub const fn icon(kind: StepKind) -> IconRef {
    match kind {
        StepKind::Send => icondata_lu::LuMessageSquare,
        StepKind::SendTemplate => icondata_lu::LuFileText,
        StepKind::Wait => icondata_lu::LuTimer,
        StepKind::WaitUntil => icondata_lu::LuClock,
        StepKind::AddTag => icondata_lu::LuTag,
        StepKind::RemoveTag => icondata_lu::LuTags,
        StepKind::MoveToStage => icondata_lu::LuSquareKanban,
        StepKind::MarkHot => icondata_lu::LuFlame,
        StepKind::Assign => icondata_lu::LuUserPlus,
        StepKind::Stop => icondata_lu::LuCircleStop,
    }
}

/// What the api said of a step, by the place at which it stood when it was asked.
fn refused(place: Memo<usize>, editing: Editing) -> Signal<Option<String>> {
    let failure = editing.submission.failure;
    let asked_at = Memo::new(move |_| {
        failure.track();
        place.get_untracked()
    });
    Signal::derive(move || {
        let field = format!("steps[{}]", asked_at.get());
        failure.with(|failure| failure.as_ref()?.field(&field))
    })
}

#[component]
fn Step(step: StepForm, editing: Editing) -> impl IntoView {
    let (form, toasts) = (editing.form, use_toasts());
    let StepForm { key, kind, .. } = step;
    let place = Memo::new(move |_| form.place(key));
    let what = text::workflows::step_kind(&kind.empty());
    let title = Memo::new(move |_| text::workflows::step_title(place.get(), what));
    let last = Memo::new(move |_| form.steps.with(|steps| place.get() + 1 == steps.len()));
    let label = move |action: &'static str| {
        Signal::derive(move || text::workflows::named(action, &title.get()))
    };
    let refused = refused(place, editing);
    let error = standing(
        move || refused.get(),
        // What is wrong with a last step isn't so any more once others follow.
        move || (step.step(), last.get()),
    );
    let error = MaybeProp::derive(move || {
        let message = error.get()?;
        // What is no time can't be sent as one, so that the api complains of something else; but
        // that nothing comes after the last wait is so whatever the time.
        let no_time = kind == StepKind::WaitUntil && !(last.get() && step.is_time());
        Some(match no_time {
            true => text::workflows::ENTER_TIME.to_owned(),
            false => message,
        })
    });
    // What is removed by a slip of the hand is put back whole.
    let remove = move || {
        if let Some((at, step)) = form.remove(key) {
            toasts.undoable(
                format!("step {key}"),
                text::workflows::removed(what),
                move || form.put_back(at, step),
            );
        }
    };
    view! {
        <li class="step" aria-label=title>
            <div class="step-head">
                <crate::ui::Icon icon=icon(kind) size=16 />
                <h3>{title}</h3>
                <Show when=move || editing.admin.get()>
                <IconButton
                    icon=Signal::stored(icondata_lu::LuArrowUp)
                    label=label(text::workflows::MOVE_UP)
                    disabled=Signal::derive(move || place.get() == 0)
                    on_click=move || form.shift(key, false)
                />
                <IconButton
                    icon=Signal::stored(icondata_lu::LuArrowDown)
                    label=label(text::workflows::MOVE_DOWN)
                    disabled=last
                    on_click=move || form.shift(key, true)
                />
                <IconButton
                    icon=Signal::stored(icondata_lu::LuTrash2)
                    label=label(text::workflows::REMOVE)
                    on_click=remove
                />
                </Show>
            </div>
            <StepFields step editing error />
        </li>
    }
}
