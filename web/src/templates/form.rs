//! Making and changing a template, with what it will look like.

use copperline_shared::templates::{CreateTemplate, FIELDS, Template, UpdateTemplate};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

use super::Work;
use super::preview::{Preview, Warnings};
use crate::api::{self, Outcome};
use crate::pictures::{AttachButton, AttachedStrip, Attachments, Kind};
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog, Menu, MenuItem, TextArea, TextField, use_toasts};

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    title: RwSignal<String>,
    shortcut: RwSignal<String>,
    body: RwSignal<String>,
    picture: Attachments,
}

impl Form {
    fn of(template: Option<Template>) -> Self {
        let (title, shortcut, body, picture) = template.map_or_else(Default::default, |template| {
            let shortcut = template.shortcut.unwrap_or_default();
            (template.title, shortcut, template.body, template.picture)
        });
        let picture: Vec<Uuid> = picture.into_iter().map(|picture| picture.id).collect();
        Self {
            title: RwSignal::new(title),
            shortcut: RwSignal::new(shortcut),
            body: RwSignal::new(body),
            picture: Attachments::new(Kind::Ours, 1, &picture),
        }
    }

    fn picture_id(self) -> Option<Uuid> {
        untrack(|| self.picture.ids()).pop()
    }

    fn new_template(self) -> CreateTemplate {
        CreateTemplate {
            title: self.title.get_untracked(),
            body: self.body.get_untracked(),
            shortcut: self.shortcut.get_untracked(),
            picture_id: self.picture_id(),
        }
    }

    fn changes(self) -> UpdateTemplate {
        UpdateTemplate {
            title: Some(self.title.get_untracked()),
            body: Some(self.body.get_untracked()),
            shortcut: Some(self.shortcut.get_untracked()),
            picture_id: self.picture_id(),
            without_picture: self.picture_id().is_none(),
        }
    }
}

#[component]
pub fn FormDialog(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        work.editing.with(|template| match template {
            Some(template) => text::templates::edit_named(&template.title),
            None => text::templates::NEW.to_owned(),
        })
    });
    view! {
        <Dialog open=work.form title>
            <TemplateForm work />
        </Dialog>
    }
}

#[component]
fn TemplateForm(work: Work) -> impl IntoView {
    let editing = work.editing.get_untracked();
    let id = editing.as_ref().map(|template| template.id);
    let form = Form::of(editing);
    let (toasts, submission) = (use_toasts(), Submission::new());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        // What can't be kept is said below its thumbnail.
        if submission.busy.get_untracked() || !untrack(|| form.picture.settled()) {
            return;
        }
        let key = submission.key(&form.new_template());
        let request = async move {
            match id {
                Some(id) => change(id, form.changes()).await,
                None => make(key, form.new_template()).await,
            }
        };
        submission.run(request, move |_| {
            work.templates.reload();
            toasts.done(match id {
                Some(_) => text::templates::SAVED,
                None => text::templates::MADE,
            });
            // Takes this form with it: nothing may follow.
            work.form.set(false);
        });
    };
    view! {
        <form novalidate on:submit=save>
            <FailureBanner submission fields=&["title", "shortcut", "body", "picture_id"] />
            <TextField
                label=text::templates::NAME
                value=form.title
                placeholder=text::templates::NAME_EXAMPLE
                error=submission.error_of("title", form.title)
                autofocus=true
            />
            <TextField
                label=text::templates::SHORTCUT
                value=form.shortcut
                prefix="/"
                optional_field=true
                help=text::templates::SHORTCUT_HELP
                error=submission.error_of("shortcut", form.shortcut)
            />
            <div class="template-text">
                <TextArea
                    label=text::templates::BODY
                    value=form.body
                    rows=4
                    placeholder=text::templates::BODY_EXAMPLE
                    error=submission.error_of("body", form.body)
                />
                <FieldMenu body=form.body />
            </div>
            <PictureField form submission />
            <Warnings body=form.body />
            <Preview body=form.body picture=form.picture />
            <div class="dialog-actions">
                <Button on_click=Callback::new(move |()| work.form.set(false))>
                    {text::common::CANCEL}
                </Button>
                <Button
                    kind=ButtonKind::Main
                    submit=true
                    busy=submission.busy
                    disabled=Signal::derive(move || !form.picture.settled())
                >
                    {if id.is_some() { text::common::SAVE } else { text::templates::MAKE }}
                </Button>
            </div>
        </form>
    }
}

/// The one picture that goes with the text.
#[component]
fn PictureField(form: Form, submission: Submission) -> impl IntoView {
    let error = submission.error_while("picture_id", move || form.picture.ids());
    let none = move || form.picture.items.with(Vec::is_empty);
    view! {
        <fieldset class="template-picture">
            <legend class="field-label">
                {text::pictures::PICTURE}
                <span class="field-optional">{text::common::OPTIONAL}</span>
            </legend>
            <AttachedStrip attachments=form.picture />
            <Show when=none>
                <AttachButton attachments=form.picture several=false words=text::pictures::ADD />
            </Show>
            <p class="field-error" role="alert" hidden=move || error.get().is_none()>
                {move || error.get()}
            </p>
        </fieldset>
    }
}

/// Adds a merge field at the end of the text.
#[component]
fn FieldMenu(body: RwSignal<String>) -> impl IntoView {
    let add = move |name: &'static str| {
        body.update(|body| {
            if !body.is_empty() && !body.ends_with(char::is_whitespace) {
                body.push(' ');
            }
            body.push_str(&format!("{{{{{name}}}}}"));
        });
    };
    view! {
        <Menu label=text::templates::INSERT_FIELD icon=icondata_lu::LuBraces>
            {FIELDS
                .map(|(name, _)| {
                    view! {
                        <MenuItem on_select=Callback::new(move |()| add(name))>
                            {text::templates::field(name)}
                        </MenuItem>
                    }
                })
                .collect_view()}
        </Menu>
    }
}

async fn make(key: String, new: CreateTemplate) -> Outcome<Template> {
    let client = api::client();
    let request = client.create_template().idempotency_key(key).body(new);
    api::call(request.send()).await
}

async fn change(id: uuid::Uuid, changes: UpdateTemplate) -> Outcome<Template> {
    let client = api::client();
    let request = client.update_template().template_id(id).body(changes);
    api::call(request.send()).await
}
