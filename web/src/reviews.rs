//! The review queue: replies that read like a request to stop wait here for a person (X4).

mod banner;
mod decide;
mod item;

use copperline_shared::events::Event;
use copperline_shared::page::Page;
use copperline_shared::reviews::{Review, ReviewList};
use leptos::prelude::*;
use uuid::Uuid;

use crate::api::{self, Outcome};
use crate::live::use_live;
use crate::loaded::{Loaded, WhenLoaded};
use crate::ui::{EmptyState, PageHeader, Section, SkeletonRows};
use crate::{pages, text};

pub use banner::ReviewBanner;
use decide::Deciding;
use item::ReviewItem;

/// Replies that wait for a decision, and what was decided.
#[component]
pub fn ReviewsScreen() -> impl IntoView {
    let open = pages::load(read_open, |shown, head| pages::refresh(shown, head, id));
    let decided = pages::load(read_decided, |shown, head| pages::refresh(shown, head, id));
    use_live().on(move |event| {
        if let Event::ReviewChanged { .. }
        | Event::ContactErased { .. }
        | Event::ContactChanged { .. } = event
        {
            open.reload_soon();
            decided.reload_soon();
        }
    });
    let deciding = Deciding::new();
    let any_decided = Memo::new(move |_| decided.value.with(|page| !page.items.is_empty()));
    view! {
        <div class="page">
            <PageHeader title=text::reviews::TITLE lead=text::reviews::LEAD />
            <div>
                <Section title=text::reviews::WAITING lead=text::reviews::WAITING_LEAD>
                    <Reviews list=open read=read_open deciding>
                        <EmptyState
                            icon=icondata_lu::LuCircleCheck
                            title=text::reviews::NONE
                            lead=text::reviews::NONE_LEAD
                        />
                    </Reviews>
                </Section>
                <Show when=move || any_decided.get()>
                    <Section title=text::reviews::DECIDED lead=text::reviews::DECIDED_LEAD>
                        <Reviews list=decided read=read_decided deciding />
                    </Section>
                </Show>
            </div>
        </div>
    }
}

/// One of the lists; the children stand in for an empty one.
#[component]
fn Reviews<F>(
    list: Loaded<Page<Review>>,
    read: fn(Option<String>) -> F,
    deciding: Deciding,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView
where
    F: Future<Output = Outcome<Page<Review>>> + 'static,
{
    let page = list.value;
    let empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let children = StoredValue::new(children);
    // A row is drawn anew only when something in it has changed, so that the focus stays.
    let key = |review: &Review| {
        (
            review.id,
            review.state,
            review.messages.len(),
            review.name.clone(),
        )
    };
    view! {
        <WhenLoaded loaded=list skeleton=|| view! { <SkeletonRows count=2 /> }>
            <Show
                when=move || !empty.get()
                fallback=move || children.with_value(|children| children.as_ref().map(|children| children()))
            >
                <ul class="items reviews">
                    <For each=move || page.with(|page| page.items.clone()) key=key let:review>
                        <ReviewItem review deciding />
                    </For>
                </ul>
            </Show>
            <pages::More list read id />
        </WhenLoaded>
    }
}

fn id(review: &Review) -> Uuid {
    review.id
}

async fn read_open(after: Option<String>) -> Outcome<Page<Review>> {
    read(ReviewList::Open, after).await
}

async fn read_decided(after: Option<String>) -> Outcome<Page<Review>> {
    read(ReviewList::Decided, after).await
}

async fn read(list: ReviewList, after: Option<String>) -> Outcome<Page<Review>> {
    let client = api::client();
    let request = client.list_reviews().list(list);
    let request = match after {
        Some(after) => request.after(after),
        None => request,
    };
    api::call(request.send()).await
}
