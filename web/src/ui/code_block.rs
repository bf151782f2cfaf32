//! Text to be taken elsewhere: a command, a token.

use leptos::prelude::*;

use super::copy_button::CopyButton;

/// Monospaced text with a copy button; long lines wrap.
#[component]
pub fn CodeBlock(
    /// What it is, for the copy button's name ("token", "command").
    #[prop(into)]
    label: Signal<String>,
    /// The text itself.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="code-block">
            <pre><code>{value}</code></pre>
            <CopyButton label value />
        </div>
    }
}
