//! The addresses of what came with a text.

use crate::simulator::carrier::PATH;

/// The ids in the address of what came with a text. The address itself is not asked: who reports a
/// text could name any.
pub(super) fn ids(url: &str) -> Option<(&str, &str)> {
    let (_server, resource) = url.split_once(PATH)?;
    let ids = resource.strip_prefix("/Messages/")?;
    let (message, media) = ids.split_once("/Media/")?;
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_id(message) && is_id(media)).then_some((message, media))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c8_only_the_carriers_own_media_are_fetched() {
        let own = format!("https://text.example{PATH}/Messages/SM1/Media/ME2");
        assert_eq!(ids(&own), Some(("SM1", "ME2")));
        for other in [
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "https://text.example/Messages/SM1/Media/ME2".to_owned(),
            format!("{own}/../../../../admin"),
            format!("{own}?to=http://10.0.0.1"),
            format!("https://text.example{PATH}/Messages/..%2f/Media/ME2"),
            format!("https://text.example{PATH}/Messages//Media/"),
            String::new(),
        ] {
            assert_eq!(ids(&other), None, "{other}");
        }
    }
}
