//! Pictures that go with what is being written: on their way to the server, there, or refused.

use std::collections::HashMap;

use copperline_shared::pictures::MOST_PICTURES;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::File;

use super::{chosen, uploading};
use crate::api;
use crate::session::{Standing, use_session};
use crate::{paths, text};

/// What the pictures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts and templates of the workspace.
    Ours,
    /// Texts from a simulated phone.
    Handset,
}

/// How an attached picture stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    Uploading,
    /// The server has it under this id.
    Ready(Uuid),
    Failed {
        /// What happened and what to do.
        words: String,
        /// Whether the same file may yet be taken.
        again: bool,
    },
}

/// A picture that was attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Tells it from the others here.
    pub key: u32,
    /// The file's name; empty for one that was taken up from elsewhere.
    pub name: String,
    pub held: Held,
    /// Where this page sees the file.
    preview: Option<String>,
}

impl Attached {
    pub fn id(&self) -> Option<Uuid> {
        match self.held {
            Held::Ready(id) => Some(id),
            Held::Uploading | Held::Failed { .. } => None,
        }
    }

    /// Where to see it; absent for a file that the browser can't show.
    pub fn source(&self) -> Option<String> {
        self.preview
            .clone()
            .or_else(|| self.id().map(paths::picture))
    }
}

/// A file with the key of its upload: tried again, it is one picture.
type Chosen = (File, String);

/// The pictures of one text.
#[derive(Clone, Copy)]
pub struct Attachments {
    pub items: RwSignal<Vec<Attached>>,
    /// Why a file was not even tried.
    pub refused: RwSignal<Option<String>>,
    kind: Kind,
    most: usize,
    files: StoredValue<HashMap<u32, Chosen>, LocalStorage>,
    next: StoredValue<u32>,
}

impl Attachments {
    /// Begins with pictures that the server has.
    pub fn new(kind: Kind, most: usize, ids: &[Uuid]) -> Self {
        let attachments = Self {
            items: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            kind,
            most,
            files: StoredValue::new_local(HashMap::new()),
            next: StoredValue::new(0),
        };
        for id in ids {
            attachments.add(*id);
        }
        attachments.go_on_after_signing_in();
        let items = attachments.items;
        on_cleanup(move || {
            items.try_with_untracked(|items| {
                items
                    .iter()
                    .filter_map(|item| item.preview.as_deref())
                    .for_each(chosen::give_back);
            });
        });
        attachments
    }

    /// For a text.
    pub fn of_text(kind: Kind, ids: &[Uuid]) -> Self {
        Self::new(kind, MOST_PICTURES, ids)
    }

    /// What failed because the session had ended is uploaded when there is one again.
    fn go_on_after_signing_in(self) {
        let session = use_session();
        Effect::new(move |before: Option<Standing>| {
            let standing = session.standing.get();
            if before == Some(Standing::Ended) && standing == Standing::SignedIn {
                let waits = |item: &&Attached| matches!(&item.held, Held::Failed { words, .. } if words == text::pictures::SIGNED_OUT);
                let waiting = self.items.with_untracked(|items| {
                    let keys = items.iter().filter(waits).map(|item| item.key);
                    keys.collect::<Vec<u32>>()
                });
                waiting.into_iter().for_each(|key| self.retry(key));
            }
            standing
        });
    }

    fn next_key(self) -> u32 {
        self.next.update_value(|next| *next = next.wrapping_add(1));
        self.next.get_value()
    }

    /// Attaches a picture that the server has, unless it is attached or there is no room.
    pub fn add(self, id: Uuid) {
        let known = self.items.with_untracked(|items| {
            items.len() >= self.most || items.iter().any(|item| item.id() == Some(id))
        });
        if !known {
            let key = self.next_key();
            self.items.update(|items| {
                items.push(Attached {
                    key,
                    name: String::new(),
                    held: Held::Ready(id),
                    preview: None,
                });
            });
        }
    }

    /// Attaches files and uploads them.
    pub fn take(self, files: Vec<File>) {
        self.refused.set(None);
        for file in files {
            if self.items.with_untracked(Vec::len) >= self.most {
                self.refused.set(Some(text::pictures::no_more(self.most)));
                return;
            }
            let key = self.next_key();
            let held = if chosen::is_too_large(&file) {
                Held::Failed {
                    words: text::pictures::TOO_LARGE.to_owned(),
                    again: false,
                }
            } else {
                Held::Uploading
            };
            let begins = held == Held::Uploading;
            let item = Attached {
                key,
                name: file.name(),
                held,
                preview: chosen::preview(&file),
            };
            self.items.update(|items| items.push(item));
            if begins {
                let chosen = (file, api::idempotency_key());
                self.files.update_value(|files| {
                    files.insert(key, chosen);
                });
                self.upload(key);
            }
        }
    }

    /// Tries a file that failed again.
    pub fn retry(self, key: u32) {
        self.set(key, Held::Uploading);
        self.upload(key);
    }

    pub fn remove(self, key: u32) {
        self.files.update_value(|files| {
            files.remove(&key);
        });
        self.refused.set(None);
        self.items.update(|items| {
            items.retain(|item| {
                let stays = item.key != key;
                if !stays && let Some(preview) = &item.preview {
                    chosen::give_back(preview);
                }
                stays
            });
        });
    }

    /// The picture can't be shown any more: it was not used for a day.
    pub fn lost(self, key: u32) {
        let ready = |item: &Attached| item.key == key && item.id().is_some();
        if self.items.with_untracked(|items| items.iter().any(ready)) {
            let words = text::pictures::GONE.to_owned();
            self.set(
                key,
                Held::Failed {
                    words,
                    again: false,
                },
            );
        }
    }

    /// Takes out the pictures that were sent.
    pub fn sent(self, ids: &[Uuid]) {
        let sent = self.items.try_with_untracked(|items| {
            let sent = |item: &&Attached| item.id().is_some_and(|id| ids.contains(&id));
            items
                .iter()
                .filter(sent)
                .map(|item| item.key)
                .collect::<Vec<u32>>()
        });
        for key in sent.unwrap_or_default() {
            self.remove(key);
        }
    }

    /// Those that the server has, in order; tracked.
    pub fn ids(self) -> Vec<Uuid> {
        self.items
            .with(|items| items.iter().filter_map(Attached::id).collect())
    }

    /// How many can go, or may yet; tracked.
    pub fn count(self) -> usize {
        let hopeful = |item: &&Attached| !matches!(item.held, Held::Failed { .. });
        self.items
            .with(|items| items.iter().filter(hopeful).count())
    }

    /// Whether all of them can go; tracked.
    pub fn settled(self) -> bool {
        self.items
            .with(|items| items.iter().all(|item| item.id().is_some()))
    }

    fn set(self, key: u32, held: Held) {
        self.items.try_update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                item.held = held;
            }
        });
    }

    fn upload(self, key: u32) {
        let chosen = self.files.with_value(|files| files.get(&key).cloned());
        let Some((file, once)) = chosen else { return };
        let kind = self.kind;
        spawn_local(async move {
            let held = uploading::upload(kind, &file, once).await;
            self.set(key, held);
        });
    }
}
