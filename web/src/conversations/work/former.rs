//! That an earlier contact with this phone was merged into another: what the phone writes since stands
//! here (P6).

use copperline_shared::contacts::FormerlyOf;
use leptos::prelude::*;

use super::opened::Opened;
use crate::ui::Icon;
use crate::{paths, text};

/// Nothing where there was none.
#[component]
pub fn FormerContact(opened: Opened) -> impl IntoView {
    let former = opened.formerly_of();
    move || former.get().map(|former| view! { <Note former /> })
}

#[component]
fn Note(former: FormerlyOf) -> impl IntoView {
    let FormerlyOf {
        name,
        conversation_id,
        ..
    } = former;
    let name = match conversation_id {
        Some(id) => {
            let href = paths::conversation(id);
            view! { <a class="link" href=href>{name}</a> }.into_any()
        }
        None => name.into_any(),
    };
    view! {
        <div class="follow-up-bar" role="note">
            <Icon icon=icondata_lu::LuMerge size=16 />
            <p>{text::merging::WAS_MERGED_INTO} " " {name} {text::merging::WRITES_HERE}</p>
        </div>
    }
}
