//! The vectors are those published with Twilio's Python library.

use proptest::prelude::*;

use super::*;

const TOKEN: &str = "12345";
const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const JSON: &[u8] = br#"{"property": "value", "boolean": true}"#;
const JSON_DIGEST: &str = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn call() -> Vec<(String, String)> {
    fields(&[
        ("To", "+18005551212"),
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("From", "+14158675309"),
        ("Digits", "1234"),
    ])
}

fn verified(url: &str, body: Body<'_>, signature: &str) -> Result<(), SignatureError> {
    verify(TOKEN, url, body, Some(signature))
}

#[test]
fn the_published_vectors_come_out() {
    let call = call();
    let body = Body::Form(&call);
    for (url, signature) in [
        (URL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        (
            "http://mycompany.com:80/myapp.php?foo=1&bar=2",
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
    ] {
        assert_eq!(sign(TOKEN, url, body), signature);
        assert_eq!(verified(url, body, signature), Ok(()));
    }
}

#[test]
fn a_repeated_field_is_sorted_and_counted_once() {
    let repeated = fields(&[
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]);
    let signature = "IK+Dwps556ElfBT0I3Rgjkr1wJU=";
    assert_eq!(sign(TOKEN, URL, Body::Form(&repeated)), signature);
    assert_eq!(verified(URL, Body::Form(&repeated), signature), Ok(()));
}

#[test]
fn a_json_body_is_covered_by_the_digest_in_the_query() {
    let url = format!("{URL}&bodySHA256={JSON_DIGEST}");
    let signature = "a9nBmqA0ju/hNViExpshrM61xv4=";
    assert_eq!(sign(TOKEN, &url, Body::Raw(JSON)), signature);
    assert_eq!(verified(&url, Body::Raw(JSON), signature), Ok(()));
    let other = Body::Raw(b"{}");
    let refused = Err(SignatureError::WrongBody);
    assert_eq!(verified(&url, other, signature), refused);
}

#[test]
fn a_body_without_a_digest_in_the_query_is_refused() {
    let refused = Err(SignatureError::WrongBody);
    for url in [URL, "https://mycompany.com/myapp.php"] {
        let signature = sign(TOKEN, url, Body::Raw(JSON));
        assert_eq!(verified(url, Body::Raw(JSON), &signature), refused);
    }
}

#[test]
fn the_port_of_the_scheme_may_be_written_or_left_out() {
    let call = call();
    let body = Body::Form(&call);
    for (seen, signed) in [
        ("https://a.example/x", "https://a.example:443/x"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example?y", "http://a.example:80?y"),
        ("https://a.example:8443/x", "https://a.example/x"),
        ("https://[::1]/x", "https://[::1]:443/x"),
        ("https://[::1]:443/x", "https://[::1]/x"),
        ("https://a.example/x#part", "https://a.example/x"),
    ] {
        let signature = sign(TOKEN, signed, body);
        assert_eq!(verified(seen, body, &signature), Ok(()), "{seen}");
    }
    let signature = sign(TOKEN, "https://a.example:80/x", body);
    let refused = Err(SignatureError::Wrong);
    assert_eq!(verified("https://a.example/x", body, &signature), refused);
}

#[test]
fn a_wrong_or_missing_signature_is_refused() {
    let call = call();
    let body = Body::Form(&call);
    let missing = verify(TOKEN, URL, body, None);
    assert_eq!(missing, Err(SignatureError::Missing));
    let good = sign(TOKEN, URL, body);
    for signature in ["", "RSOYDt4T1cUTdK1PDd93", "not base64!", &good[1..]] {
        let refused = Err(SignatureError::Wrong);
        assert_eq!(verified(URL, body, signature), refused, "{signature}");
    }
}

#[test]
fn anything_changed_on_the_way_is_refused() {
    let call = call();
    let good = sign(TOKEN, URL, Body::Form(&call));
    let refused = Err(SignatureError::Wrong);
    let mut changed = call.clone();
    changed[4].1.push('5');
    assert_eq!(verified(URL, Body::Form(&changed), &good), refused);
    let mut added = call.clone();
    added.push(("NumMedia".to_owned(), "0".to_owned()));
    assert_eq!(verified(URL, Body::Form(&added), &good), refused);
    assert_eq!(verified(URL, Body::Form(&call[1..]), &good), refused);
    let elsewhere = URL.replace("foo=1", "foo=2");
    assert_eq!(verified(&elsewhere, Body::Form(&call), &good), refused);
    let other_token = verify("12346", URL, Body::Form(&call), Some(&good));
    assert_eq!(other_token, refused);
}

#[test]
fn without_a_configured_token_nothing_is_believed() {
    let forged = sign("", URL, Body::Form(&[]));
    let answer = verify("", URL, Body::Form(&[]), Some(&forged));
    assert_eq!(answer, Err(SignatureError::NoToken));
}

proptest! {
    #[test]
    fn what_is_signed_is_accepted_in_any_order(
        mut fields in prop::collection::vec(("[A-Za-z]{1,8}", any::<String>()), 0..8),
        path in "[a-z/?&=#:]{0,20}",
    ) {
        let url = format!("https://texts.example/{path}");
        let signature = sign(TOKEN, &url, Body::Form(&fields));
        fields.reverse();
        prop_assert_eq!(verified(&url, Body::Form(&fields), &signature), Ok(()));
    }

    #[test]
    fn no_address_makes_it_panic(url in any::<String>(), signature in any::<String>()) {
        let refused = verified(&url, Body::Raw(b"x"), &signature);
        prop_assert!(refused.is_err());
    }
}
