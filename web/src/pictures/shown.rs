//! The pictures of a message in the thread. Their room is kept while they load, so that nothing jumps.

use copperline_shared::pictures::{MessagePicture, Picture};
use leptos::prelude::*;

use super::lightbox::Lightbox;
use crate::ui::Icon;
use crate::{paths, text};

/// The largest a picture is shown in a thread, in CSS pixels.
const WIDEST: u32 = 300;
const TALLEST: u32 = 340;
/// The smallest: a finger must hit it.
const NARROWEST: u32 = 64;

/// A message's pictures, one below the other; a click shows one large.
#[component]
pub fn Pictures(
    #[prop(into)] pictures: Signal<Vec<MessagePicture>>,
    /// Written by this workspace.
    #[prop(into)]
    mine: Signal<bool>,
    /// Who sent them; empty for the contact.
    #[prop(into)]
    sender: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(None::<usize>);
    let ready = Memo::new(move |_| {
        pictures.with(|pictures| {
            let ready = pictures.iter().filter_map(MessagePicture::ready);
            ready.cloned().collect::<Vec<Picture>>()
        })
    });
    let places = Memo::new(move |_| pictures.with(|all| numbered(all)));
    let alt = move |place: usize, of: usize| {
        let who = mine.get().then(|| sender.get());
        text::pictures::alt(who.as_deref(), place + 1, of)
    };
    let alt_of_all = move |place| alt(place, pictures.with(Vec::len));
    let alt_of_ready = move |at| alt(at, ready.with(Vec::len));
    view! {
        <div class="bubble-pictures" class:is-mine=mine>
            <For each=move || places.get() key=|place| place.clone() let:place>
                {match place.1 {
                    MessagePicture::Ready { picture } => {
                        let at = place.2;
                        view! { <Shown picture alt=Signal::derive(move || alt_of_all(place.0)) open at /> }
                            .into_any()
                    }
                    MessagePicture::Fetching => view! { <OnItsWay /> }.into_any(),
                    MessagePicture::Failed { reason } => view! { <NotHere reason /> }.into_any(),
                }}
            </For>
        </div>
        <Lightbox pictures=ready open alt=Callback::new(alt_of_ready) />
    }
}

/// Each picture with its place among all, and among those that are here.
fn numbered(pictures: &[MessagePicture]) -> Vec<(usize, MessagePicture, usize)> {
    let mut here = 0;
    let number = |(place, picture): (usize, &MessagePicture)| {
        let at = here;
        here += usize::from(picture.ready().is_some());
        (place, picture.clone(), at)
    };
    pictures.iter().enumerate().map(number).collect()
}

/// How wide a picture is shown, in CSS pixels.
fn shown_width(width: u32, height: u32) -> u32 {
    let by_height = u64::from(TALLEST) * u64::from(width) / u64::from(height.max(1));
    let by_height = u32::try_from(by_height).unwrap_or(WIDEST);
    width.min(WIDEST).min(by_height).max(NARROWEST)
}

#[component]
fn Shown(
    picture: Picture,
    alt: Signal<String>,
    open: RwSignal<Option<usize>>,
    at: usize,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let style = format!(
        "width: {}px; aspect-ratio: {} / {}",
        shown_width(picture.width, picture.height),
        picture.width,
        picture.height
    );
    let source = paths::picture(picture.id);
    view! {
        <button
            type="button"
            class="bubble-picture"
            style=style
            title=text::pictures::SHOW_LARGE
            aria-haspopup="dialog"
            on:click=move |_| open.set(Some(at))
        >
            <Show
                when=move || !broken.get()
                fallback=|| view! { <span class="picture-words">{text::pictures::NOT_LOADED}</span> }
            >
                <img
                    src=source.clone()
                    alt=alt
                    width=picture.width
                    height=picture.height
                    loading="lazy"
                    decoding="async"
                    on:error=move |_| broken.set(true)
                />
            </Show>
        </button>
    }
}

#[component]
fn OnItsWay() -> impl IntoView {
    view! {
        <p class="bubble-picture picture-coming" role="status">
            <Icon icon=icondata_lu::LuImage />
            <span class="picture-words">{text::pictures::ON_ITS_WAY}</span>
        </p>
    }
}

#[component]
fn NotHere(reason: String) -> impl IntoView {
    view! {
        <p class="picture-missing">
            <Icon icon=icondata_lu::LuImageOff size=16 />
            <span>{reason}</span>
        </p>
    }
}

/// Small marks of the pictures that go with a text, where it is told of in a line.
#[component]
pub fn PictureMarks(pictures: Vec<MessagePicture>) -> impl IntoView {
    let marks = pictures.iter().filter_map(MessagePicture::ready).map(|picture| {
        view! { <img src=paths::picture(picture.id) alt=text::pictures::PICTURE loading="lazy" /> }
    });
    let marks = marks.collect_view();
    view! { <span class="picture-marks">{marks}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn c7_a_picture_keeps_its_shape_within_its_room() {
        assert_eq!(shown_width(2048, 1536), 300);
        assert_eq!(shown_width(1536, 2048), 255);
        assert_eq!(shown_width(120, 90), 120);
        assert_eq!(shown_width(10, 2048), 64);
        assert_eq!(shown_width(1, 1), 64);
    }

    #[test]
    fn c7_those_that_are_here_are_counted_among_themselves() {
        let ready = MessagePicture::Ready {
            picture: Picture {
                id: Uuid::nil(),
                width: 1,
                height: 1,
                size_bytes: 1,
            },
        };
        let all = [ready.clone(), MessagePicture::Fetching, ready];
        let places: Vec<_> = numbered(&all)
            .into_iter()
            .map(|(all, _, here)| (all, here))
            .collect();
        assert_eq!(places, [(0, 0), (1, 1), (2, 1)]);
    }
}
