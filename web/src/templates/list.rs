//! The templates, by title.

use copperline_shared::pictures::MessagePicture;
use copperline_shared::templates::Template;
use leptos::prelude::*;

use super::Work;
use crate::pictures::PictureMarks;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{Button, ButtonKind, ConfirmDialog, use_toasts};
use crate::{api, text};

#[component]
pub fn TemplateList(work: Work, admin: Memo<bool>) -> impl IntoView {
    let templates = work.templates.value;
    let deleting = RwSignal::new(None::<Template>);
    let asking = RwSignal::new(false);
    let delete = Callback::new(move |template: Template| {
        deleting.set(Some(template));
        asking.set(true);
    });
    view! {
        <ul class="items" aria-label=text::templates::TITLE>
            <For
                each=move || templates.get()
                key=|template| (template.id, template.updated_at)
                let:template
            >
                <TemplateRow template work admin delete />
            </For>
        </ul>
        <DeleteDialog work deleting open=asking />
    }
}

#[component]
fn TemplateRow(
    template: Template,
    work: Work,
    admin: Memo<bool>,
    delete: Callback<Template>,
) -> impl IntoView {
    let kept = StoredValue::new(template.clone());
    let edit = move |()| {
        work.editing.set(Some(kept.get_value()));
        work.form.set(true);
    };
    let shortcut = template
        .shortcut
        .map(|shortcut| view! { <kbd class="shortcut">{format!("/{shortcut}")}</kbd> });
    let picture = template.picture.map(|picture| {
        let pictures = vec![MessagePicture::Ready { picture }];
        view! { <PictureMarks pictures /> }
    });
    view! {
        <li class="item">
            <div class="item-words">
                <p class="item-title">{template.title} {shortcut} {picture}</p>
                <p class="item-facts template-body">{template.body}</p>
            </div>
            <Show when=move || admin.get()>
                <div class="item-actions">
                    <Button kind=ButtonKind::Ghost on_click=Callback::new(edit)>
                        <span aria-hidden="true">{text::templates::EDIT}</span>
                        <span class="sr-only">
                            {kept.with_value(|kept| text::templates::edit_named(&kept.title))}
                        </span>
                    </Button>
                    <Button
                        kind=ButtonKind::Ghost
                        on_click=Callback::new(move |()| delete.run(kept.get_value()))
                    >
                        <span aria-hidden="true">{text::templates::DELETE}</span>
                        <span class="sr-only">
                            {kept.with_value(|kept| text::templates::delete_named(&kept.title))}
                        </span>
                    </Button>
                </div>
            </Show>
        </li>
    }
}

#[component]
fn DeleteDialog(
    work: Work,
    deleting: RwSignal<Option<Template>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (toasts, submission) = (use_toasts(), Submission::new());
    let title = Signal::derive(move || {
        deleting.with(|template| {
            let title = template.as_ref().map(|template| template.title.as_str());
            text::templates::delete_question(title.unwrap_or_default())
        })
    });
    let delete = Callback::new(move |()| {
        let Some(template) = deleting.get_untracked() else {
            return;
        };
        let request = async move {
            let client = api::client();
            api::call(client.delete_template().template_id(template.id).send()).await
        };
        submission.run(request, move |()| {
            open.set(false);
            work.templates.reload();
            toasts.done(text::templates::deleted(&template.title));
        });
    });
    view! {
        <ConfirmDialog
            open
            title
            confirm=text::templates::DELETE
            busy=submission.busy
            on_confirm=delete
        >
            <FailureBanner submission />
            <p>{text::templates::DELETE_ENDS}</p>
        </ConfirmDialog>
    }
}
