//! What was in view of a windowed list when it was last scrolled: it stays where it is, whatever comes
//! and goes above it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{AT_HEAD, Windowed, in_view, pixels};

/// Where the list is scrolled to, tracked, and what notes that it was scrolled. It is scrolled on when
/// rows come and go above those in view, so that these stay where they are.
pub fn keep_in_view<K>(
    windowed: Windowed,
    items: Signal<Vec<K>>,
    row_height: Signal<f64>,
) -> (Memo<f64>, impl Fn() + Copy + Send + 'static)
where
    K: Copy + Eq + Send + Sync + 'static,
{
    let seen = StoredValue::new(Seen::<K>::nothing());
    let top = Memo::new(move |_| {
        let (scrolled, row_height) = (windowed.top.get(), row_height.get());
        items.with(|items| seen.with_value(|seen| seen.top(items, scrolled, row_height)))
    });
    let note = move || {
        let view = (
            windowed.top.get_untracked(),
            windowed.height.get_untracked(),
        );
        let row_height = row_height.get_untracked();
        seen.set_value(items.with_untracked(|items| Seen::of(items, view, row_height)));
    };
    Effect::new(move || {
        items.track();
        row_height.track();
        spawn_local(async move {
            // The list is as high as its rows by then.
            leptos::task::tick().await;
            let Some(top) = top.try_get_untracked() else {
                return;
            };
            windowed.scroll_by(top - windowed.top.get_untracked());
            windowed.look();
            note();
        });
    });
    (top, note)
}

struct Seen<K> {
    /// The place of the first one.
    first: usize,
    rows: Vec<K>,
    /// In CSS pixels.
    row_height: f64,
}

impl<K: Copy + Eq> Seen<K> {
    /// Nothing yet.
    const fn nothing() -> Self {
        Self {
            first: 0,
            rows: Vec::new(),
            row_height: 0.0,
        }
    }

    /// What is in view of a list that is scrolled to `top` and of this height, in CSS pixels.
    fn of(items: &[K], (top, height): (f64, f64), row_height: f64) -> Self {
        let (first, last) = in_view(top, height, row_height, items.len());
        Self {
            first,
            rows: items.get(first..last).unwrap_or_default().to_vec(),
            row_height,
        }
    }

    /// Where a list that was scrolled to `scrolled` has to be for the first of them that is still there
    /// to stand where it stood. At the head of the list one sees what comes in.
    fn top(&self, items: &[K], scrolled: f64, row_height: f64) -> f64 {
        if scrolled < AT_HEAD {
            return scrolled;
        }
        let stays = self.rows.iter().zip(self.first..).find_map(|(row, was)| {
            let at = place(items, *row, was)?;
            Some(pixels(at) * row_height + scrolled - pixels(was) * self.row_height)
        });
        stays.map_or(scrolled, |top| top.max(0.0))
    }
}

fn place<K: Copy + Eq>(items: &[K], row: K, was: usize) -> Option<usize> {
    // Most changes are below it, or none of its list.
    if items.get(was) == Some(&row) {
        return Some(was);
    }
    items.iter().position(|item| *item == row)
}

#[cfg(test)]
mod tests {
    use super::Seen;

    /// Twenty rows of 50 pixels, of which 5 to 9 are in view, the first by half.
    fn seen() -> Seen<u32> {
        Seen::of(&rows(), (275.0, 200.0), 50.0)
    }

    fn rows() -> Vec<u32> {
        (0..20).collect()
    }

    #[test]
    fn c1_what_is_read_stays_where_it_is_when_rows_come_and_go_above() {
        assert_eq!(seen().top(&rows(), 275.0, 50.0), 275.0);
        let mut more = rows();
        more.splice(0..0, [100, 101]);
        assert_eq!(seen().top(&more, 275.0, 50.0), 375.0);
        let fewer = rows().split_off(3);
        assert_eq!(seen().top(&fewer, 275.0, 50.0), 125.0);
        let mut below = rows();
        below.truncate(12);
        assert_eq!(seen().top(&below, 275.0, 50.0), 275.0);
    }

    #[test]
    fn c1_a_row_in_view_that_moves_to_the_top_moves_no_other() {
        let mut moved = rows();
        let row = moved.remove(5);
        // Drawn anew in its place, it is another.
        moved.insert(0, row + 100);
        assert_eq!(seen().top(&moved, 275.0, 50.0), 275.0);
    }

    #[test]
    fn c1_the_head_of_the_list_shows_what_comes_in() {
        let at_head = Seen::of(&rows(), (0.0, 200.0), 50.0);
        let mut more = rows();
        more.insert(0, 100);
        assert_eq!(at_head.top(&more, 0.0, 50.0), 0.0);
    }

    #[test]
    fn c1_when_all_that_was_in_view_is_gone_the_list_stays_scrolled() {
        let others: Vec<u32> = (100..120).collect();
        assert_eq!(seen().top(&others, 275.0, 50.0), 275.0);
        assert_eq!(Seen::nothing().top(&others, 275.0, 50.0), 275.0);
    }

    #[test]
    fn p6_rows_of_another_height_keep_the_first_one_in_view() {
        let narrow = seen().top(&rows(), 275.0, 60.0);
        assert_eq!(narrow, 325.0);
    }
}
