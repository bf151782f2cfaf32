use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn token(secrets: &Secrets) -> String {
    sign(
        secrets,
        WorkspaceId(Uuid::nil()),
        Uuid::nil(),
        Uuid::nil(),
        NOW,
    )
    .unwrap()
}

#[test]
fn a_session_token_is_good_for_ten_minutes_of_the_apps_clock() {
    let secrets = Secrets::random();
    let token = token(&secrets);
    assert!(read(&secrets, &token, NOW + TimeDelta::seconds(599)).is_some());
    assert!(read(&secrets, &token, NOW + TimeDelta::seconds(600)).is_none());
}

#[test]
fn a_session_token_of_another_installation_is_refused() {
    let token = token(&Secrets::random());
    assert!(read(&Secrets::random(), &token, NOW).is_none());
}

#[test]
fn a_session_token_without_a_signature_is_refused() {
    let secrets = Secrets::random();
    let signed = token(&secrets);
    let claims = signed.split('.').nth(1).unwrap();
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    assert!(read(&secrets, &format!("{header}.{claims}."), NOW).is_none());
}

#[test]
fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let cookie = cookie(REFRESH_COOKIE, "value", REFRESH_PATH, REFRESH_LIFE).to_string();
    assert_eq!(
        cookie,
        "copperline_refresh=value; HttpOnly; SameSite=Strict; Secure; Path=/api/v1/auth; Max-Age=2592000"
    );
}
