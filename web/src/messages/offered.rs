//! The moments that are offered for a text: none of them lies in quiet hours.

use chrono::{DateTime, Datelike, Days, NaiveTime, Timelike, Utc, Weekday};
use copperline_shared::messages::{Hold, SendMessage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::later::Writing;
use crate::format::{self, LocalTime};
use crate::ui::{MenuItem, use_toasts};
use crate::{api, text};

/// Why the send gate would hold a text of this moment, if it would.
pub async fn hold_at(conversation: Uuid, at: DateTime<Utc>) -> Option<Hold> {
    let request = SendMessage {
        conversation_id: Some(conversation),
        // The gate's hours don't depend on the words.
        body: "-".to_owned(),
        send_at: Some(at),
        ..SendMessage::default()
    };
    let checked = api::call(api::client().check_message().body(request).send()).await;
    checked.ok()?.hold
}

/// The first moment from this one on at which a text may go. Where there is no answer it is the moment
/// itself: scheduling then says what is the matter.
async fn permitted(conversation: Uuid, at: DateTime<Utc>) -> DateTime<Utc> {
    hold_at(conversation, at)
        .await
        .map_or(at, |hold| hold.until)
}

/// One of the moments.
#[derive(Clone, Copy)]
struct Offer {
    wished: DateTime<Utc>,
    /// What is offered in its place, once the send gate has been asked.
    at: RwSignal<Option<DateTime<Utc>>>,
}

impl Offer {
    fn look_up(conversation: Uuid, wished: DateTime<Utc>) -> Self {
        let at = RwSignal::new(None);
        spawn_local(async move {
            let found = permitted(conversation, wished).await;
            // The menu may be closed by now.
            at.try_set(Some(found));
        });
        Self { wished, at }
    }
}

/// The entries of the menu, each once.
#[component]
pub fn OfferedMoments(writing: Writing) -> impl IntoView {
    let zone = untrack(|| writing.clocks.nearest());
    let conversation = writing.sending.conversation();
    let offers: Vec<Offer> = presets(format::in_zone(format::now(), &zone))
        .into_iter()
        .map(|local| Offer::look_up(conversation, format::moment_of(local, &zone)))
        .collect();
    let all = StoredValue::new(offers.clone());
    offers
        .into_iter()
        .enumerate()
        .map(|(place, offer)| {
            let shown = Memo::new(move |_| {
                let moments = all.with_value(|all| {
                    let moments = all.iter().map(|offer| offer.at.get());
                    moments.collect::<Vec<_>>()
                });
                !comes_again(&moments, place)
            });
            view! {
                <Show when=move || shown.get()>
                    <OneMoment writing offer />
                </Show>
            }
        })
        .collect_view()
}

#[component]
fn OneMoment(writing: Writing, offer: Offer) -> impl IntoView {
    let (toasts, clocks) = (use_toasts(), writing.clocks);
    let select = move |()| match offer.at.try_get_untracked().flatten() {
        Some(at) => writing.schedule(at, toasts, || {}),
        // Whoever is quicker than the answer gets what it says.
        None => spawn_local(async move {
            let at = permitted(writing.sending.conversation(), offer.wished).await;
            writing.schedule(at, toasts, || {});
        }),
    };
    let words = move || match offer.at.get() {
        None => view! {
            <span class="bone menu-bone" aria-hidden="true"></span>
            <span class="sr-only">{text::messages::LOOKING_UP}</span>
        }
        .into_any(),
        Some(at) => {
            let when = text::messages::capital(&untrack(|| clocks.nearest_when(at)));
            let ours = untrack(|| clocks.ours_too(at));
            let later = (at != offer.wished).then_some(text::messages::EARLIEST);
            view! {
                {when}
                {ours.map(|ours| view! { <small>{ours}</small> })}
                {later.map(|later| view! { <small>{later}</small> })}
            }
            .into_any()
        }
    };
    view! {
        <MenuItem on_select=Callback::new(select)>
            <span class="menu-words">{words}</span>
        </MenuItem>
    }
}

/// Whether this moment is one that stands before it already: two that lie in the same quiet hours have
/// the same end.
fn comes_again(moments: &[Option<DateTime<Utc>>], place: usize) -> bool {
    let moment = moments.get(place).copied().flatten();
    moment.is_some() && moments.iter().take(place).any(|other| *other == moment)
}

/// Times to wish for: this evening, tomorrow morning and Monday morning, as far as they lie ahead and
/// differ.
fn presets(now: LocalTime) -> Vec<LocalTime> {
    let at = |days: u64, hour: u32| {
        let date = now.date().checked_add_days(Days::new(days))?;
        Some(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?))
    };
    let evening = (now.hour() < 17).then(|| at(0, 18)).flatten();
    let until_monday = 7 - u64::from(now.weekday().num_days_from_monday());
    let monday = (now.weekday() != Weekday::Sun)
        .then(|| at(until_monday, 9))
        .flatten();
    [evening, at(1, 9), monday].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x5_moments_that_quiet_hours_put_off_to_the_same_one_are_offered_once() {
        let noon = Some(DateTime::UNIX_EPOCH);
        let monday = noon.map(|noon| noon + chrono::TimeDelta::hours(21));
        let moments = [noon, noon, monday, None, None];
        let again: Vec<_> = (0..5).map(|place| comes_again(&moments, place)).collect();
        assert_eq!(again, [false, true, false, false, false]);
    }

    fn at(text: &str) -> LocalTime {
        text.parse().expect("a date and time")
    }

    #[test]
    fn c8_moments_wished_for_lie_ahead_and_each_is_there_once() {
        // A Saturday.
        assert_eq!(
            presets(at("2026-11-28T10:14:00")),
            [
                at("2026-11-28T18:00:00"),
                at("2026-11-29T09:00:00"),
                at("2026-11-30T09:00:00")
            ]
        );
        // A Sunday evening: tomorrow is Monday.
        assert_eq!(
            presets(at("2026-11-29T19:00:00")),
            [at("2026-11-30T09:00:00")]
        );
        // On a Monday the next one is meant.
        assert_eq!(
            presets(at("2026-11-30T19:00:00")),
            [at("2026-12-01T09:00:00"), at("2026-12-07T09:00:00")]
        );
    }
}
