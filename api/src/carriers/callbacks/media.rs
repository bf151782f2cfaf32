//! Files that come with a text, as the callback names them.

use copperline_shared::pictures::MOST_PICTURES;

use super::Fields;
use crate::messages::InboundMedia;

/// What came with a text, as Twilio's `MediaUrl{n}` and `MediaContentType{n}` name it.
pub(super) fn named(fields: &Fields) -> Vec<InboundMedia> {
    let count = fields.get("NumMedia").and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(0);
    let named = (0..count.min(MOST_PICTURES)).map(|place| InboundMedia {
        url: fields
            .get(&format!("MediaUrl{place}"))
            .unwrap_or_default()
            .to_owned(),
        content_type: fields
            .get(&format!("MediaContentType{place}"))
            .unwrap_or_default()
            .to_owned(),
    });
    named.collect()
}
