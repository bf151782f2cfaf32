//! A list that is read a page at a time and gains new items at its head.

use std::collections::HashSet;
use std::future::Future;

use copperline_shared::page::Page;
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::Outcome;
use crate::loaded::Loaded;
use crate::submission::{FailureBanner, Submission};
use crate::text;
use crate::ui::Button;

/// The list's first page, kept current; [`More`] reads on from there. `read` gives the page after
/// a cursor, or the first one.
pub fn load<T, F>(
    read: fn(Option<String>) -> F,
    merge: fn(&Page<T>, Page<T>) -> Page<T>,
) -> Loaded<Page<T>>
where
    T: PartialEq + Send + Sync + 'static,
    F: Future<Output = Outcome<Page<T>>> + 'static,
{
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    Loaded::merging(nothing, move || read(None), merge)
}

/// The button that reads the next page, while there is one.
#[component]
pub fn More<T, F>(
    list: Loaded<Page<T>>,
    /// Gives the page after a cursor.
    read: fn(Option<String>) -> F,
    id: fn(&T) -> Uuid,
) -> impl IntoView
where
    T: PartialEq + Send + Sync + 'static,
    F: Future<Output = Outcome<Page<T>>> + 'static,
{
    let submission = Submission::new();
    let page = list.value;
    let more = Callback::new(move |()| {
        let after = page.with_untracked(|page| page.next.clone());
        submission.run(read(after), move |more| {
            page.update(|page| extend(page, more, id));
        });
    });
    view! {
        <FailureBanner submission />
        <Show when=move || page.with(|page| page.next.is_some())>
            <div>
                <Button busy=submission.busy on_click=more>
                    {text::common::LOAD_MORE}
                </Button>
            </div>
        </Show>
    }
}

/// The head of the list, read anew, with what was read further down. When more is new than one
/// page holds, the list starts again from its head.
pub fn refresh<T: Clone>(shown: &Page<T>, head: Page<T>, id: fn(&T) -> Uuid) -> Page<T> {
    let last = head.items.last().map(id);
    let meets = shown.items.iter().position(|item| Some(id(item)) == last);
    let Some(meets) = meets else { return head };
    // What moved up into the head stands there alone.
    let known: HashSet<Uuid> = head.items.iter().map(id).collect();
    let below = shown.items[meets + 1..].iter();
    let below = below.filter(|item| !known.contains(&id(item))).cloned();
    Page {
        next: if meets + 1 == shown.items.len() {
            head.next
        } else {
            shown.next.clone()
        },
        items: head.items.into_iter().chain(below).collect(),
    }
}

/// The list with its next page.
fn extend<T>(shown: &mut Page<T>, more: Page<T>, id: fn(&T) -> Uuid) {
    let new = |item: &T| shown.items.iter().all(|known| id(known) != id(item));
    let more_items: Vec<T> = more.items.into_iter().filter(new).collect();
    shown.items.extend(more_items);
    shown.next = more.next;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(items: &[u128], next: Option<&str>) -> Page<Uuid> {
        Page {
            items: items.iter().map(|item| Uuid::from_u128(*item)).collect(),
            next: next.map(str::to_owned),
        }
    }

    fn own(id: &Uuid) -> Uuid {
        *id
    }

    #[test]
    fn s10_new_items_come_on_top_of_what_was_read_further_down() {
        let shown = page(&[5, 4, 3, 2, 1], None);
        let refreshed = refresh(&shown, page(&[6, 5, 4], Some("4")), own);
        assert_eq!(refreshed, page(&[6, 5, 4, 3, 2, 1], None));
    }

    #[test]
    fn p6_what_moved_up_into_the_head_is_shown_once() {
        let shown = page(&[5, 4, 3, 2, 1], None);
        let refreshed = refresh(&shown, page(&[5, 2, 4], Some("4")), own);
        assert_eq!(refreshed, page(&[5, 2, 4, 3, 1], None));
    }

    #[test]
    fn s10_a_list_that_was_overtaken_starts_again_from_its_head() {
        let head = page(&[9, 8, 7], Some("7"));
        assert_eq!(refresh(&page(&[3, 2], Some("2")), head.clone(), own), head);
        assert_eq!(refresh(&page(&[], None), head.clone(), own), head);
    }

    #[test]
    fn s10_the_next_page_goes_below_and_repeats_nothing() {
        let mut shown = page(&[5, 4], Some("4"));
        extend(&mut shown, page(&[4, 3], None), own);
        assert_eq!(shown, page(&[5, 4, 3], None));
    }
}
