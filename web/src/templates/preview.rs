//! What a template will look like, what it costs, and what may go wrong with it.

use copperline_shared::segments;
use copperline_shared::templates::{Sample, fill, link_shortener, unknown};
use leptos::prelude::*;

use super::filling;
use crate::messages::cost;
use crate::pictures::Attachments;
use crate::session::use_session;
use crate::text;
use crate::ui::Icon;

/// Somebody of whom everything is known.
fn maya() -> Sample {
    Sample {
        first_name: "Maya".to_owned(),
        last_name: "Robinson".to_owned(),
        email: "maya.robinson@example.com".to_owned(),
        phone: "(512) 555-0192".to_owned(),
        zip: "78704".to_owned(),
        state: "Texas".to_owned(),
        company: "Robinson Farms".to_owned(),
        source: "SmartQuotes".to_owned(),
        ..Sample::default()
    }
}

/// The filled text as a bubble, with its segments and cost.
#[component]
pub fn Preview(body: RwSignal<String>, picture: Attachments) -> impl IntoView {
    let session = use_session();
    let filled = Memo::new(move |_| {
        let sample = filling::signed(maya(), session);
        body.with(|body| fill(body.trim(), &sample).text)
    });
    let empty = Memo::new(move |_| filled.with(String::is_empty));
    let counter = move || {
        let prices = session.prices.get();
        let pictures = picture.count();
        filled.with(|filled| cost(filled, pictures, prices.as_ref()))
    };
    let unicode = move || {
        if picture.count() > 0 {
            return None;
        }
        filled.with(|filled| segments::non_gsm(filled).map(text::messages::forces_unicode))
    };
    view! {
        <section class="template-preview" aria-label=text::templates::PREVIEW>
            <p class="field-label">
                {text::templates::PREVIEW}
                <span class="field-optional">{text::templates::PREVIEW_OF}</span>
            </p>
            <Show
                when=move || !empty.get()
                fallback=|| view! { <p class="text-muted">{text::templates::PREVIEW_EMPTY}</p> }
            >
                {move || {
                    let source = picture.items.with(|items| items.first()?.source());
                    source.map(|source| {
                        view! { <img class="template-image" src=source alt=text::pictures::PICTURE /> }
                    })
                }}
                <p class="template-bubble">{filled}</p>
                <p class="field-help">
                    <span class="num">{counter}</span>
                    {move || unicode().map(|words| format!(" · {words}"))}
                </p>
            </Show>
        </section>
    }
}

/// What may go wrong with a template, each in a sentence.
pub fn warnings(body: &str) -> Vec<String> {
    let unknown = unknown(body);
    let mut warnings = Vec::new();
    if !unknown.is_empty() {
        warnings.push(text::templates::unknown_fields(&unknown));
    }
    let mut open = fill(body, &Sample::default()).unfilled;
    open.retain(|name| !unknown.contains(name) && !filling::always_known(name));
    if !open.is_empty() {
        warnings.push(text::templates::may_stay_unfilled(&open));
    }
    if let Some(domain) = link_shortener(body) {
        warnings.push(text::templates::shortener(domain));
    }
    warnings
}

#[component]
pub fn Warnings(body: RwSignal<String>) -> impl IntoView {
    let warnings = Memo::new(move |_| body.with(|body| warnings(body)));
    view! {
        <div role="status">
        <ul class="template-warnings">
            {move || {
                warnings
                    .get()
                    .into_iter()
                    .map(|warning| {
                        view! {
                            <li>
                                <Icon icon=icondata_lu::LuTriangleAlert size=14 />
                                <span>{warning}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::warnings;

    #[test]
    fn p3_a_template_is_warned_of_what_blocks_or_filters_it() {
        assert_eq!(
            warnings("Hi {{first_name|there}} of {{workspace}}"),
            [] as [&str; 0]
        );
        let all = warnings("{{frist_name}} {{company}}: https://bit.ly/x");
        assert_eq!(all.len(), 3);
        assert!(all[0].contains("{{frist_name}}"));
        assert!(all[1].contains("company") && !all[1].contains("frist"));
        assert!(all[2].contains("bit.ly"));
    }
}
