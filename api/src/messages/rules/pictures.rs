//! Pure decisions about pictures that go and come with texts.

use copperline_shared::billing::Prices;
use copperline_shared::checks::FieldError;
use copperline_shared::money::Micros;
use copperline_shared::pictures::MOST_PICTURES;
use uuid::Uuid;

use super::price;

/// What a text with so many pictures counts as, in segments, and its price: one with pictures has a
/// price of its own, whatever it says (S11). `None` where the price fits no number.
#[must_use]
pub fn cost(body: &str, pictures: usize, prices: &Prices) -> Option<(i32, Micros)> {
    if pictures > 0 {
        return Some((1, prices.picture_message_micros));
    }
    price(body, prices.outbound_segment_micros)
}

/// The pictures of one text.
///
/// # Errors
/// What to do about it.
pub fn picture_ids(ids: &[Uuid]) -> Result<(), FieldError> {
    if ids.len() > MOST_PICTURES {
        let message = "Send at most 10 pictures with one text";
        return Err(FieldError::new("too_many", message));
    }
    let twice = (1..ids.len()).any(|place| ids[..place].contains(&ids[place]));
    if twice {
        return Err(FieldError::new("twice", "Name each picture once"));
    }
    Ok(())
}

/// What the list of conversations shows of a text.
#[must_use]
pub fn excerpt(body: &str, pictures: usize) -> String {
    let named = match pictures {
        0 => return body.to_owned(),
        1 => "Picture".to_owned(),
        many => format!("{many} pictures"),
    };
    if body.trim().is_empty() {
        named
    } else {
        format!("{named}: {body}")
    }
}

/// Why a file that came with a text isn't fetched: its type is no picture's. The type is the carrier's
/// word and is not repeated.
#[must_use]
pub fn refused_media(content_type: &str) -> Option<String> {
    let kind = content_type.trim().to_ascii_lowercase();
    // Without a type the file itself is looked at.
    if kind.is_empty() || kind.starts_with("image/") {
        return None;
    }
    let what = match kind.split('/').next() {
        Some("video") => "A video",
        Some("audio") => "A sound recording",
        _ if kind.contains("vcard") => "A contact card",
        _ => "A file",
    };
    Some(format!(
        "{what} came with this text. Copperline shows pictures only."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s11_a_text_with_pictures_has_a_price_of_its_own() {
        let prices = Prices {
            outbound_segment_micros: Micros(12_000),
            picture_message_micros: Micros(30_000),
            number_month_micros: Micros::ZERO,
            agent_month_micros: Micros::ZERO,
        };
        let long = "x".repeat(400);
        assert_eq!(cost(&long, 0, &prices), Some((3, Micros(36_000))));
        assert_eq!(cost(&long, 1, &prices), Some((1, Micros(30_000))));
        assert_eq!(cost("", 10, &prices), Some((1, Micros(30_000))));
    }

    #[test]
    fn c8_a_text_takes_ten_pictures_each_once() {
        let ids: Vec<Uuid> = (0..11).map(Uuid::from_u128).collect();
        let code = |ids: &[Uuid]| picture_ids(ids).map_err(|error| error.code);
        assert_eq!(code(&ids[..10]), Ok(()));
        assert_eq!(code(&ids), Err("too_many"));
        assert_eq!(code(&[ids[1], ids[0], ids[1]]), Err("twice"));
    }

    #[test]
    fn c1_the_list_says_that_there_are_pictures() {
        assert_eq!(excerpt("Hi", 0), "Hi");
        assert_eq!(excerpt("", 1), "Picture");
        assert_eq!(excerpt("Look", 1), "Picture: Look");
        assert_eq!(excerpt(" ", 3), "3 pictures");
    }

    #[test]
    fn c7_what_came_in_and_is_no_picture_is_named() {
        for picture in ["image/jpeg", "IMAGE/PNG", "", "image/heic"] {
            assert_eq!(refused_media(picture), None, "{picture}");
        }
        for (kind, named) in [
            ("video/mp4", "A video"),
            ("audio/amr", "A sound recording"),
            ("text/x-vcard", "A contact card"),
            ("<script>", "A file"),
        ] {
            let told = refused_media(kind).unwrap();
            assert!(told.starts_with(named) && !told.contains('<'), "{told}");
        }
    }
}
