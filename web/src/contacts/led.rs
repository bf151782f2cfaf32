//! An address that names one who was merged leads to the one that stays (P6).

use copperline_shared::contacts::MergedInto;
use copperline_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use uuid::Uuid;

use crate::api::Failure;
use crate::text;
use crate::ui::use_toasts;

/// Leads from the open address to the same with the id of the one that stays, once `failure` says who
/// that is. `id` is the one in the address.
pub fn lead_on(
    failure: RwSignal<Option<Failure>>,
    id: Uuid,
    stays: fn(MergedInto) -> Option<Uuid>,
) {
    let (location, navigate, toasts) = (use_location(), use_navigate(), use_toasts());
    Effect::new(move || {
        let into = failure.with(|failure| failure.as_ref().and_then(survivor));
        let Some(to) = into.and_then(stays) else {
            return;
        };
        let path = location.pathname.get_untracked();
        let led = path.replace(&id.to_string(), &to.to_string());
        // What isn't named there can't be replaced.
        if led == path {
            return;
        }
        let query = location.search.get_untracked();
        let query = query.trim_start_matches('?');
        let address = if query.is_empty() {
            led
        } else {
            format!("{led}?{query}")
        };
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
        toasts.done(text::merging::WAS_MERGED);
    });
}

/// Who stays of two that were merged, where that is why the other isn't there.
fn survivor(failure: &Failure) -> Option<MergedInto> {
    match failure {
        Failure::Refused(problem) if problem.code == ErrorCode::Merged => {
            serde_json::from_value(problem.current.clone()?).ok()
        }
        Failure::Refused(_) | Failure::Offline => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copperline_shared::problem::Problem;

    #[test]
    fn p6_only_an_answer_that_names_who_stays_leads_on() {
        let into = MergedInto {
            contact_id: Uuid::from_u128(1),
            conversation_id: Some(Uuid::from_u128(2)),
        };
        let refused = |code, current| {
            Failure::Refused(Problem {
                kind: "about:blank".to_owned(),
                title: String::new(),
                status: 404,
                detail: String::new(),
                code,
                fields: Vec::new(),
                current,
                request_id: String::new(),
            })
        };
        let ids = serde_json::to_value(into).ok();
        assert_eq!(
            survivor(&refused(ErrorCode::Merged, ids.clone())),
            Some(into)
        );
        assert_eq!(survivor(&refused(ErrorCode::Merged, None)), None);
        assert_eq!(survivor(&refused(ErrorCode::NotFound, ids)), None);
        assert_eq!(survivor(&Failure::Offline), None);
    }
}
