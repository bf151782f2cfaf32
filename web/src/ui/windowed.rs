//! Rows of one height in a list of any length, of which only those in view are drawn.

mod seen;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};

use super::roving::keep_focus;
use seen::keep_in_view;

/// Rows that are drawn above and below those in view, so that none is missing while scrolling.
const AROUND: usize = 8;
/// From so many rows before the end on, more are asked for.
const NEAR_END: usize = 30;
/// A list that is scrolled by less, in CSS pixels, is at its head.
const AT_HEAD: f64 = 20.0;

/// Where a windowed list is scrolled to, and how large it is.
#[derive(Clone, Copy)]
pub struct Windowed {
    node: NodeRef<html::Div>,
    /// In CSS pixels.
    top: RwSignal<f64>,
    height: RwSignal<f64>,
    width: RwSignal<f64>,
}

impl Windowed {
    /// A list that is at its head.
    pub fn new() -> Self {
        Self {
            node: NodeRef::new(),
            top: RwSignal::new(0.0),
            height: RwSignal::new(800.0),
            width: RwSignal::new(1_000.0),
        }
    }

    /// Whether the list is narrower than this, in CSS pixels, tracked.
    pub fn is_narrower(self, than: f64) -> bool {
        self.width.with(|width| *width < than)
    }

    /// Whether the head of the list is in view.
    pub fn at_top(self) -> Memo<bool> {
        Memo::new(move |_| self.top.get() < AT_HEAD)
    }

    /// Scrolls back to the head.
    pub fn to_top(self) {
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
        self.top.set(0.0);
    }

    /// Scrolls as little as needed for a row to be in view.
    pub fn show(self, row: usize, row_height: f64) {
        let Some(node) = self.node.get_untracked() else {
            return;
        };
        let (from, view) = (pixels(row) * row_height, self.height.get_untracked());
        let top = f64::from(node.scroll_top());
        let to = if from < top {
            from
        } else if from + row_height > top + view {
            from + row_height - view
        } else {
            return;
        };
        scroll(&node, to);
        self.look();
    }

    /// Looks where the list is scrolled to.
    fn look(self) {
        if let Some(node) = self.node.try_get_untracked().flatten() {
            self.top.set(f64::from(node.scroll_top()));
        }
    }

    fn scroll_by(self, pixels: f64) {
        if let Some(node) = self.node.try_get_untracked().flatten()
            && pixels.abs() >= 1.0
        {
            scroll(&node, f64::from(node.scroll_top()) + pixels);
        }
    }
}

impl Default for Windowed {
    fn default() -> Self {
        Self::new()
    }
}

fn scroll(node: &web_sys::HtmlDivElement, to: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
    node.set_scroll_top(to.round() as i32);
}

fn pixels(rows: usize) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}

/// The rows in view: the first one's place, and that after the last one's.
fn in_view(top: f64, height: f64, row_height: f64, count: usize) -> (usize, usize) {
    let row = |at: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a row's number"
        )]
        let row = (at / row_height).max(0.0) as usize;
        row
    };
    // Where rows have left, the list is scrolled no further than to its end.
    let top = top.min(pixels(count) * row_height - height).max(0.0);
    (row(top).min(count), (row(top + height) + 1).min(count))
}

/// The rows to draw: those in view and a few around them.
fn range(top: f64, height: f64, row_height: f64, count: usize) -> (usize, usize) {
    let (first, last) = in_view(top, height, row_height, count);
    (first.saturating_sub(AROUND), (last + AROUND).min(count))
}

/// The places of what is drawn, from the top: a range, and one that may lie outside of it.
fn places((first, last): (usize, usize), held: Option<usize>) -> impl Iterator<Item = usize> {
    let before = held.filter(|at| *at < first);
    let after = held.filter(|at| *at >= last);
    before.into_iter().chain(first..last).chain(after)
}

/// A list that scrolls by itself. `draw` gives the row of an item, which it places with the style it
/// is handed; `held` is the place of an item that is drawn wherever it is, because it has the focus or
/// the Tab key leads to it.
///
/// What is in view stays where it is when rows come and go above it, but at the head of the list.
#[component]
pub fn WindowedRows<K, Draw>(
    windowed: Windowed,
    /// The items from the first one on.
    #[prop(into)]
    items: Signal<Vec<K>>,
    /// In CSS pixels.
    #[prop(into)]
    row_height: Signal<f64>,
    #[prop(into)] held: Signal<Option<usize>>,
    /// Draws an item; the style, tracked, puts it in its place.
    draw: Draw,
    /// Called when the end of what is loaded comes near.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
    /// What the rows are together.
    #[prop(default = "rowgroup")]
    role: &'static str,
    /// The name of that, where it needs one.
    #[prop(optional)]
    label: Option<&'static str>,
    /// Follows the last row.
    children: Children,
) -> impl IntoView
where
    K: Copy + Eq + std::hash::Hash + Send + Sync + 'static,
    Draw: Fn(K, Signal<String>, Signal<usize>) -> AnyView + Copy + Send + 'static,
{
    let count = Memo::new(move |_| items.with(Vec::len));
    let (top, note) = keep_in_view(windowed, items, row_height);
    let shown = Memo::new(move |_| {
        let height = windowed.height.get();
        range(top.get(), height, row_height.get(), count.get())
    });
    if let Some(on_end) = on_end {
        Effect::new(move || {
            let (_, last) = shown.get();
            if last + NEAR_END >= count.get() && count.get() > 0 {
                on_end.run(());
            }
        });
    }
    let drawn = Memo::new(move |_| {
        let places = places(shown.get(), held.get());
        items.with(|items| {
            let item = |at: usize| items.get(at).map(|item| (*item, at));
            places.filter_map(item).collect::<Vec<(K, usize)>>()
        })
    });
    let row = move |(item, _): (K, usize)| {
        let place = Memo::new(move |last: Option<&usize>| {
            let known = drawn.with(|drawn| {
                let found = drawn.iter().find(|(known, _)| *known == item);
                found.map(|(_, at)| *at)
            });
            known.or(last.copied()).unwrap_or_default()
        });
        let style = Signal::derive(move || {
            format!(
                "transform: translateY({}px); height: {}px",
                pixels(place.get()) * row_height.get(),
                row_height.get()
            )
        });
        draw(item, style, place.into())
    };
    measure(windowed);
    // A row that changes its place among those drawn may lose the focus by that.
    let on_scroll = move |_| {
        keep_focus(move || {
            windowed.look();
            note();
        });
    };
    view! {
        <div node_ref=windowed.node class="windowed" role="presentation" on:scroll=on_scroll>
            <div
                class="windowed-rows"
                role=role
                aria-label=label
                style:height=move || format!("{}px", pixels(count.get()) * row_height.get())
            >
                <For each=move || drawn.get() key=|row: &(K, usize)| row.0 children=row />
            </div>
            {children()}
        </div>
    }
}

/// Follows the list's size.
fn measure(windowed: Windowed) {
    type OnSize = Closure<dyn FnMut()>;
    let observer = StoredValue::new_local(None::<(web_sys::ResizeObserver, OnSize)>);
    let read = move || {
        if let Some(node) = windowed.node.try_get_untracked().flatten() {
            windowed.height.set(f64::from(node.client_height()));
            windowed.width.set(f64::from(node.client_width()));
        }
    };
    Effect::new(move |_| {
        let Some(node) = windowed.node.get() else {
            return;
        };
        read();
        let on_size = Closure::new(read);
        // Where the browser can't observe, the window's own changes are followed below.
        if let Ok(watcher) = web_sys::ResizeObserver::new(on_size.as_ref().unchecked_ref()) {
            watcher.observe(&node);
            observer.set_value(Some((watcher, on_size)));
        }
    });
    let resized = window_event_listener(ev::resize, move |_| read());
    on_cleanup(move || {
        resized.remove();
        observer.try_update_value(|observer| {
            if let Some((watcher, _)) = observer.take() {
                watcher.disconnect();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p6_only_the_rows_in_view_and_a_few_around_them_are_drawn() {
        assert_eq!(range(0.0, 480.0, 48.0, 100_000), (0, 19));
        assert_eq!(range(48_000.0, 480.0, 48.0, 100_000), (992, 1_019));
        assert_eq!(range(4_799_520.0, 480.0, 48.0, 100_000), (99_982, 100_000));
        assert_eq!(range(48_000.0, 480.0, 48.0, 3), (0, 3));
        assert_eq!(range(0.0, 480.0, 48.0, 0), (0, 0));
    }

    #[test]
    fn c19_a_row_with_the_focus_is_drawn_in_its_order_wherever_it_is() {
        let drawn = |held| places((4, 7), held).collect::<Vec<_>>();
        assert_eq!(drawn(None), [4, 5, 6]);
        assert_eq!(drawn(Some(5)), [4, 5, 6]);
        assert_eq!(drawn(Some(0)), [0, 4, 5, 6]);
        assert_eq!(drawn(Some(7)), [4, 5, 6, 7]);
    }
}
