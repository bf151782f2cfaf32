//! The command that a vendor can try at once.

/// Posts a lead to this installation.
pub fn example(origin: &str, secret: &str) -> String {
    let body = r#"{"phone": "+15125550192", "first_name": "Maya", "last_name": "Robinson", "zip": "78704"}"#;
    format!(
        "curl {origin}/api/v1/leads \\\n  -H 'Authorization: Bearer {secret}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    )
}

#[cfg(test)]
mod tests {
    use copperline_shared::leads::CreateLead;

    use super::example;

    #[test]
    fn s3_the_command_names_this_installation_and_carries_a_lead() {
        let command = example("https://texts.example.com", "clp_abc");
        assert!(command.starts_with("curl https://texts.example.com/api/v1/leads "));
        assert!(command.contains("-H 'Authorization: Bearer clp_abc'"));
        let body = command
            .split("-d '")
            .nth(1)
            .and_then(|rest| rest.strip_suffix('\''))
            .expect("a body");
        let lead: CreateLead = serde_json::from_str(body).expect("a lead");
        assert_eq!(lead.phone, "+15125550192");
        assert!(lead.custom_fields.is_empty());
    }
}
