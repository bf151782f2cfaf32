//! Text to be taken elsewhere: a command, a token.

use leptos::prelude::*;

use super::copy_button::CopyButton;

/// Monospaced text with a copy button; long lines wrap, or scroll where a break would look like a
/// part of the text.
#[component]
pub fn CodeBlock(
    /// What it is, for the copy button's name ("token", "command").
    #[prop(into)]
    label: Signal<String>,
    /// The text itself.
    #[prop(into)]
    value: Signal<String>,
    /// Keeps it on one line.
    #[prop(optional)]
    one_line: bool,
) -> impl IntoView {
    view! {
        <div class="code-block" class:code-block-line=one_line>
            <pre tabindex=one_line.then_some("0")><code>{value}</code></pre>
            <CopyButton label value />
        </div>
    }
}
