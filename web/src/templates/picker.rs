//! The Template button: all templates, found by title.

use copperline_shared::pictures::MessagePicture;
use copperline_shared::templates::Template;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::insert::Inserting;
use crate::loaded::WhenLoaded;
use crate::pictures::PictureMarks;
use crate::ui::{Button, ButtonKind, Dialog, SkeletonRows, TextField, rove};
use crate::{paths, text};

/// Opens [`TemplatePicker`].
#[component]
pub fn TemplateButton(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Button
            kind=ButtonKind::Ghost
            class="btn-small"
            icon=icondata_lu::LuFileText
            on_click=Callback::new(move |()| open.set(true))
        >
            {text::templates::TEMPLATE}
        </Button>
    }
}

/// The list; the chosen template stands where the caret was. Place it outside of the form that
/// sends the text: it is one of its own.
#[component]
pub fn TemplatePicker(inserting: Inserting, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title=text::templates::CHOOSE>
            <Picker inserting open />
        </Dialog>
    }
}

/// Whether a title holds every word that is looked for.
fn matches(title: &str, wanted: &str) -> bool {
    let title = title.to_lowercase();
    let wanted = wanted.to_lowercase();
    wanted.split_whitespace().all(|word| title.contains(word))
}

#[component]
fn Picker(inserting: Inserting, open: RwSignal<bool>) -> impl IntoView {
    let templates = inserting.templates.value;
    let wanted = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        let found = |template: &&Template| matches(&template.title, &wanted);
        templates.with(|all| all.iter().filter(found).cloned().collect::<Vec<_>>())
    });
    let choose = Callback::new(move |template: Template| {
        // The focus goes back to the composer's button first, and then to the text.
        open.set(false);
        inserting.insert(&template);
    });
    let first = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(first) = found.with(|found| found.first().cloned()) {
            choose.run(first);
        }
    };
    let empty = move || match templates.with(Vec::is_empty) {
        true => view! {
            <p class="text-muted">
                {text::templates::NONE_LEAD} " "
                <a class="link" href=paths::TEMPLATES>{text::templates::TO_TEMPLATES}</a>
            </p>
        }
        .into_any(),
        false => view! { <p class="text-muted">{text::templates::NOTHING_FOUND}</p> }.into_any(),
    };
    view! {
        <WhenLoaded loaded=inserting.templates skeleton=|| view! { <SkeletonRows count=4 /> }>
            <form
                class="template-picker"
                novalidate
                on:submit=first
                on:keydown=move |event: KeyboardEvent| rove(&event, ".template-choice")
            >
                <TextField label=text::templates::FILTER value=wanted kind="search" autofocus=true />
                <Show when=move || !found.with(Vec::is_empty) fallback=empty>
                    <ul class="template-choices" aria-label=text::templates::TITLE>
                        <For
                            each=move || found.get()
                            key=|template| (template.id, template.updated_at)
                            let:template
                        >
                            <Choice template choose />
                        </For>
                    </ul>
                </Show>
            </form>
        </WhenLoaded>
    }
}

#[component]
fn Choice(template: Template, choose: Callback<Template>) -> impl IntoView {
    let kept = StoredValue::new(template.clone());
    let shortcut = template
        .shortcut
        .map(|shortcut| view! { <kbd class="shortcut">{format!("/{shortcut}")}</kbd> });
    let picture = template.picture.map(|picture| {
        let pictures = vec![MessagePicture::Ready { picture }];
        view! { <PictureMarks pictures /> }
    });
    view! {
        <li>
            <button
                type="button"
                class="template-choice"
                on:click=move |_| choose.run(kept.get_value())
            >
                <span class="item-title">{template.title} {shortcut} {picture}</span>
                <span class="template-body text-muted">{template.body}</span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn c9_a_template_is_found_by_any_words_of_its_title() {
        assert!(matches("Quote is ready", "READY quo"));
        assert!(matches("Quote is ready", "  "));
        assert!(!matches("Quote is ready", "ready soon"));
    }
}
