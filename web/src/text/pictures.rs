//! Words about pictures.

use crate::format;

pub const PICTURE: &str = "Picture";
pub const PICTURES: &str = "Pictures";
pub const ATTACH: &str = "Attach pictures";
pub const ATTACHED: &str = "Attached pictures";
pub const UPLOADING: &str = "Uploading";
pub const REMOVE: &str = "Remove";
pub const DROP_HERE: &str = "Drop to attach";
pub const TOO_LARGE: &str = "Larger than 5 MB. Choose a smaller picture.";
pub const UNREADABLE: &str = "The file can't be read any more. Choose it again.";
pub const NOT_UPLOADED: &str = "It couldn't be uploaded. Check your connection and try again.";
pub const SIGNED_OUT: &str = "Your session ended. It goes on when you have signed in.";
pub const GONE: &str = "It wasn't sent for a day and is gone. Attach it again.";
pub const WAIT: &str = "Wait until the pictures are there, or remove them.";
pub const SHOW_LARGE: &str = "Show large";
pub const NOT_LOADED: &str = "The picture couldn't be loaded.";
pub const ON_ITS_WAY: &str = "Picture on its way";
pub const PREVIOUS: &str = "Previous picture";
pub const NEXT: &str = "Next picture";
/// On the form of a template.
pub const ADD: &str = "Add a picture";
pub const STAY: &str = "Its pictures stay.";

/// "Take out one of the 10 pictures first."
pub fn no_more(most: usize) -> String {
    match most {
        1 => "There is a picture already. Remove it first.".to_owned(),
        most => format!("A text takes {most} pictures. Remove one first, or send another text."),
    }
}

/// What an attached picture is called.
pub fn named(file: &str) -> String {
    if file.is_empty() {
        PICTURE.to_owned()
    } else {
        file.to_owned()
    }
}

pub fn remove(name: &str) -> String {
    format!("{REMOVE} {name}")
}

/// "2 of 3".
pub fn place(place: usize, of: usize) -> String {
    format!("{place} of {of}")
}

/// What a picture of the thread is: `sender` is who sent it for the workspace, none for the contact.
pub fn alt(sender: Option<&str>, at: usize, of: usize) -> String {
    let whose = match sender {
        None => "Picture from the contact".to_owned(),
        Some("") => "Picture sent".to_owned(),
        Some(name) => format!("Picture sent by {name}"),
    };
    if of > 1 {
        format!("{whose}, {}", place(at, of))
    } else {
        whose
    }
}

/// "1 picture", "3 pictures".
pub fn count(pictures: usize) -> String {
    match pictures {
        1 => "1 picture".to_owned(),
        many => format!("{many} pictures"),
    }
}

/// Below a text with pictures: "2 pictures · $0.03".
pub fn counter(pictures: usize, price: i64) -> String {
    format!("{} · {}", count(pictures), format::money(price))
}

/// What a text says, or that it is pictures alone.
pub fn said(body: &str, pictures: usize) -> String {
    if body.is_empty() && pictures > 0 {
        count(pictures)
    } else {
        body.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_pictures_are_told_in_plain_words() {
        assert_eq!(counter(1, 30_000), "1 picture · $0.03");
        assert_eq!(alt(None, 1, 1), "Picture from the contact");
        assert_eq!(alt(Some("Olivia"), 2, 3), "Picture sent by Olivia, 2 of 3");
        assert_eq!(said("", 2), "2 pictures");
        assert_eq!(said("Hi", 2), "Hi");
    }
}
