//! Text inputs with a label, help and an error tied to them.
//!
//! The value lives in the caller's signal, so what was typed outlives an error, a
//! reconnection or a re-rendering.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use super::{icon::Icon, id::next_id};
use crate::text;

/// The label above a control, and the help and error below it.
#[component]
pub fn FieldFrame(
    /// The control's id; help and error are `{id}-help` and `{id}-error`.
    id: String,
    /// The question, in a word or two.
    label: String,
    /// A hint; an error takes its place, which says as much and more.
    help: MaybeProp<String>,
    /// What is wrong and how to put it right.
    error: MaybeProp<String>,
    /// Says "(optional)" beside the label.
    optional_field: bool,
    children: Children,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    let helps = move || help.get().is_some() && error.get().is_none();
    view! {
        <div class="field">
            <label class="field-label" for=id>
                {label}
                {optional_field.then(|| view! { <span class="field-optional">{text::common::OPTIONAL}</span> })}
            </label>
            {children()}
            <p class="field-error" id=error_id hidden=move || error.get().is_none()>
                <Icon icon=icondata_lu::LuCircleAlert size=14 />
                <span>{move || error.get()}</span>
            </p>
            <p class="field-help" id=help_id hidden=move || !helps()>
                {move || help.get()}
            </p>
        </div>
    }
}

/// The `aria-describedby` of a control: its error, or else its help.
pub fn described_by(
    id: &str,
    help: MaybeProp<String>,
    error: MaybeProp<String>,
) -> impl Fn() -> Option<String> + use<> {
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    move || {
        if error.get().is_some() {
            return Some(error_id.clone());
        }
        help.get().map(|_| help_id.clone())
    }
}

/// An error that is told of what is typed: it stands as long as that does, and goes away when it is
/// changed. Told again it stands again.
pub fn standing<T>(
    error: impl Fn() -> Option<String> + Clone + Send + Sync + 'static,
    typed: impl Fn() -> T + Clone + Send + Sync + 'static,
) -> MaybeProp<String>
where
    T: PartialEq + Send + Sync + 'static,
{
    let (told, then) = (error.clone(), typed.clone());
    let about = Memo::new(move |_| {
        // Looked at anew whenever it is told.
        let _told = told();
        untrack(&then)
    });
    MaybeProp::derive(move || {
        let stands = about.with(|about| *about == typed());
        stands.then(&error).flatten()
    })
}

/// Moves the focus to the first field that shows an error, once the page has drawn it.
pub fn focus_first_invalid() {
    spawn_local(async {
        leptos::task::tick().await;
        let found = document()
            .query_selector("[aria-invalid=true]")
            .ok()
            .flatten();
        if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
        {
            // A field that vanished meanwhile needs no focus.
            let _ = element.focus();
        }
    });
}

/// One line of text.
#[component]
pub fn TextField(
    /// The question, in a word or two.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// A hint that stays.
    #[prop(optional, into)]
    help: MaybeProp<String>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The input's `type`: text, email, tel, date, url, search.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, for example `email`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows, for example `numeric`.
    #[prop(optional)]
    inputmode: &'static str,
    /// Says "(optional)" beside the label.
    #[prop(optional)]
    optional_field: bool,
    /// Shown, can't be changed.
    #[prop(optional, into)]
    readonly: Signal<bool>,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: String,
    /// A sign in front of the text, such as "$".
    #[prop(optional)]
    prefix: &'static str,
    /// At most so many characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// The `name` that browsers and tests know it by.
    #[prop(optional)]
    name: &'static str,
) -> impl IntoView {
    let id = next_id("field");
    let described = described_by(&id, help, error);
    view! {
        <FieldFrame id=id.clone() label help error optional_field>
            <span class="input" class:is-invalid=move || error.get().is_some()>
                {(!prefix.is_empty()).then(|| view! { <span class="input-prefix">{prefix}</span> })}
                <input
                    id=id
                    name=name
                    type=kind
                    autocomplete=autocomplete
                    inputmode=(!inputmode.is_empty()).then_some(inputmode)
                    placeholder=placeholder
                    maxlength=max_length.map(|n| n.to_string())
                    autofocus=autofocus
                    readonly=readonly
                    bind:value=value
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described
                />
            </span>
        </FieldFrame>
    }
}

/// A password, with a button that shows it.
#[component]
pub fn PasswordField(
    /// The question, in a word or two.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// A hint that stays.
    #[prop(optional, into)]
    help: MaybeProp<String>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = next_id("field");
    let described = described_by(&id, help, error);
    let shown = RwSignal::new(false);
    view! {
        <FieldFrame id=id.clone() label help error optional_field=false>
            <span class="input input-with-button" class:is-invalid=move || error.get().is_some()>
                <input
                    id=id
                    name="password"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=autofocus
                    bind:value=value
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described
                />
                <button
                    type="button"
                    class="input-button"
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { text::common::HIDE } else { text::common::SHOW }}
                    <span class="sr-only">{text::common::PASSWORD_SUFFIX}</span>
                </button>
            </span>
        </FieldFrame>
    }
}

/// Several lines of text; grows with what is typed.
#[component]
pub fn TextArea(
    /// The question, in a word or two.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// A hint that stays.
    #[prop(optional, into)]
    help: MaybeProp<String>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Says "(optional)" beside the label.
    #[prop(optional)]
    optional_field: bool,
    /// Lines shown while it is empty.
    #[prop(default = 3)]
    rows: u32,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: String,
    /// Gets the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = next_id("field");
    let described = described_by(&id, help, error);
    view! {
        <FieldFrame id=id.clone() label help error optional_field>
            <textarea
                id=id
                class="textarea"
                class:is-invalid=move || error.get().is_some()
                rows=rows.to_string()
                style=("--rows", rows.to_string())
                placeholder=placeholder
                autofocus=autofocus
                bind:value=value
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=described
            ></textarea>
        </FieldFrame>
    }
}
