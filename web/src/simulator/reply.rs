//! Writing as the contact.

use copperline_shared::numbers::NumberState;
use copperline_shared::phone::Phone;
use copperline_shared::simulator::HandsetSend;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::phone::Handling;
use super::rules;
use crate::pictures::{AttachButton, AttachedStrip, Attachments, Kind, paste, take_drops};
use crate::session::use_session;
use crate::submission::{FailureBanner, Submission};
use crate::ui::{ButtonLink, Choice, IconButton, Select};
use crate::{api, paths, text};

#[component]
pub fn Reply(handling: Handling) -> impl IntoView {
    let session = use_session();
    let offered = Memo::new(move |_| {
        session.numbers.with(|numbers| {
            let mut active: Vec<_> = numbers
                .iter()
                .filter(|number| number.state == NumberState::Active)
                .collect();
            active.sort_by_key(|number| !number.is_default);
            active
                .into_iter()
                .map(|number| number.phone.clone())
                .collect::<Vec<Phone>>()
        })
    });
    let no_number = || {
        view! {
            <div class="handset-reply">
                <p>{text::simulator::NO_NUMBER}</p>
                <ButtonLink href=paths::NUMBERS>{text::simulator::RENT_NUMBER}</ButtonLink>
            </div>
        }
    };
    view! {
        <Show when=move || !offered.with(Vec::is_empty) fallback=no_number>
            <ReplyForm handling offered />
        </Show>
    }
}

/// What is half written here stays while another phone is played.
fn draft_of(handling: Handling) -> RwSignal<String> {
    let (drafts, address) = (handling.work.drafts, handling.address);
    let kept = drafts.with_value(|drafts| drafts.get(&address.get_value()).cloned());
    let draft = RwSignal::new(kept.unwrap_or_default());
    Effect::new(move || {
        let words = draft.get();
        drafts.update_value(|drafts| {
            drafts.insert(address.get_value(), words);
        });
    });
    draft
}

#[component]
fn ReplyForm(handling: Handling, offered: Memo<Vec<Phone>>) -> impl IntoView {
    let draft = draft_of(handling);
    let pictures = Attachments::of_text(Kind::Handset, &[]);
    let over = take_drops(pictures);
    let submission = Submission::new();
    let first = handling.thread.value.with_untracked(|thread| {
        let texts = thread
            .as_ref()
            .map(|thread| thread.texts.as_slice())
            .unwrap_or_default();
        offered.with_untracked(|offered| rules::answer_to(texts, offered))
    });
    let number = RwSignal::new(first.map(String::from).unwrap_or_default());
    let send = move || {
        let Ok(to) = number.get_untracked().parse::<Phone>() else {
            return;
        };
        let chosen = untrack(|| pictures.ids());
        let empty = draft.with_untracked(|draft| draft.trim().is_empty()) && chosen.is_empty();
        if submission.busy.get_untracked() || empty || !untrack(|| pictures.settled()) {
            return;
        }
        let body = HandsetSend {
            number: to,
            body: draft.get_untracked(),
            pictures: chosen.clone(),
            copies: handling.copies.get_untracked().parse().unwrap_or(1),
        };
        let phone = handling.address.get_value();
        let key = submission.key(&(&phone, &body));
        let request = async move {
            let client = api::client();
            let send = client
                .send_from_handset()
                .phone(phone)
                .idempotency_key(key)
                .body(body);
            api::call(send.send()).await
        };
        submission.run(request, move |_text| {
            draft.set(String::new());
            pictures.sent(&chosen);
            handling.thread.reload();
            handling.work.phones.reload_soon();
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let choices = move || {
        offered.with(|offered| {
            offered
                .iter()
                .map(|phone| Choice::new(phone.to_string(), phone.formatted()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <form class="handset-reply" class:is-target=over novalidate on:submit=submit>
            <FailureBanner submission fields=&[] />
            <Show when=move || offered.with(|offered| offered.len() > 1)>
                <Select label=text::simulator::TO value=number choices=Signal::derive(choices) />
            </Show>
            <AttachedStrip attachments=pictures />
            <div class="handset-write">
                <AttachButton attachments=pictures />
                <textarea
                    class="textarea"
                    rows="1"
                    aria-label=text::simulator::WRITE
                    placeholder=text::simulator::WRITE
                    bind:value=draft
                    on:keydown=on_key
                    on:paste=move |event| paste(&event, pictures)
                ></textarea>
                <IconButton
                    icon=icondata_lu::LuArrowUp
                    label=text::simulator::SEND
                    kind=crate::ui::ButtonKind::Main
                    submit=true
                />
            </div>
        </form>
    }
}
