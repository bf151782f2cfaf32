use super::*;

fn sign_up() -> CreateWorkspace {
    CreateWorkspace {
        workspace_name: "Reyes Insurance".to_owned(),
        first_name: "Jordan".to_owned(),
        last_name: "Reyes".to_owned(),
        email: " Jordan@Example.com ".to_owned(),
        password: "four unrelated words".to_owned(),
        time_zone: "America/Chicago".to_owned(),
    }
}

fn from(peer: &str, forwarded: &str, proxies: usize) -> String {
    address(Some(peer.parse().unwrap()), forwarded, proxies)
}

#[test]
fn a_sign_up_is_stored_with_its_email_in_lower_case() {
    let checked = check_sign_up(sign_up()).unwrap();
    assert_eq!(checked.email, "jordan@example.com");
    assert_eq!(checked.time_zone, "America/Chicago");
}

#[test]
fn a_person_with_one_name_can_sign_up() {
    let checked = check_sign_up(CreateWorkspace {
        last_name: "  ".to_owned(),
        ..sign_up()
    });
    assert_eq!(checked.unwrap().last_name, "");
}

#[test]
fn one_answer_names_every_field_to_correct() {
    let wrong = CreateWorkspace {
        time_zone: "Chicago".to_owned(),
        password: "short".to_owned(),
        email: "jordan".to_owned(),
        ..sign_up()
    };
    let Err(Error::Refused(refused)) = check_sign_up(wrong) else {
        panic!("was accepted")
    };
    let fields: Vec<&str> = refused
        .fields
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(fields, ["time_zone", "email", "password"]);
}

#[test]
fn a_stranger_cannot_choose_the_address_they_are_counted_under() {
    assert_eq!(from("203.0.113.9", "198.51.100.1", 0), "203.0.113.9");
    assert_eq!(from("10.0.0.2", "198.51.100.1", 0), "10.0.0.2");
    assert_eq!(from("127.0.0.1", "198.51.100.1", 0), "127.0.0.1");
    assert_eq!(from("::ffff:203.0.113.9", "", 0), "203.0.113.9");
}

#[test]
fn behind_proxies_the_address_the_outermost_saw_counts_and_not_what_was_sent_to_it() {
    let sent = "198.51.100.1, 203.0.113.9";
    assert_eq!(from("127.0.0.1", sent, 1), "203.0.113.9");
    let sent = "198.51.100.1, 203.0.113.9:4711, 10.0.0.5";
    assert_eq!(from("10.0.0.2", sent, 2), "203.0.113.9");
    // Somebody inside the own network is somebody too.
    assert_eq!(from("10.0.0.2", "198.51.100.1, 10.0.0.5", 1), "10.0.0.5");
    assert_eq!(from("127.0.0.1", "198.51.100.1, nonsense", 1), "127.0.0.1");
    assert_eq!(from("127.0.0.1", "", 1), "127.0.0.1");
}

#[test]
fn a_subscribers_whole_ipv6_network_is_counted_together() {
    assert_eq!(from("2001:db8:1:2:3:4:5:6", "", 0), "2001:db8:1:2::/64");
    assert_eq!(from("2001:db8:1:2:ffff::1", "", 0), "2001:db8:1:2::/64");
}

#[test]
fn waiting_time_is_told_in_whole_minutes() {
    assert_eq!(waiting_time(TimeDelta::seconds(60)), "1 minute");
    assert_eq!(waiting_time(TimeDelta::seconds(61)), "2 minutes");
    assert_eq!(waiting_time(TimeDelta::milliseconds(20)), "1 minute");
}

#[test]
fn a_replaced_refresh_token_is_good_for_its_successor_for_thirty_seconds() {
    let now = DateTime::UNIX_EPOCH;
    let later = |seconds| now + TimeDelta::seconds(seconds);
    assert_eq!(refresh(None, later(1), now), Refresh::Rotate);
    assert_eq!(refresh(None, now, now), Refresh::Expired);
    assert_eq!(refresh(Some(now), later(100), later(30)), Refresh::Repeat);
    assert_eq!(
        refresh(Some(now), later(100), later(31)),
        Refresh::EndSession
    );
}
