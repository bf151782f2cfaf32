//! What the demo workspace has before its first conversation: numbers, templates, a token, a card.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use copperline_shared::api_tokens::Scope;
use copperline_shared::messages::{Check, GateCheck, Verdict};
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::groups;
use super::load::{Standing, id_at};
use super::scripts::LINES;
use super::sign_in::SignIn;
use crate::api_tokens::{rules as tokens, scope_name};
use crate::billing::queries as billing;
use crate::carriers::callbacks::INBOUND_PATH;
use crate::config::Config;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::payments::StoredCardDetails;
use crate::pipeline;
use crate::schema::{
    api_token_secrets, api_tokens, numbers, rented_numbers, simulated_numbers, templates,
};
use crate::simulator::cards;

/// # Errors
/// When the database fails.
pub async fn make(
    connection: &mut Connection,
    (workspace, owner): (WorkspaceId, Uuid),
    sign_in: &SignIn,
    config: &Config,
    opened: DateTime<Utc>,
) -> Result<Standing, Error> {
    let inbound_url = format!("{}{INBOUND_PATH}", config.base_url());
    let free = free_phones(connection).await?;
    let mut rented = Vec::with_capacity(LINES.len());
    for (index, (line, phone)) in LINES.iter().zip(&free).enumerate() {
        let at = opened + TimeDelta::minutes(i64::try_from(index).unwrap_or(0) + 5);
        let id = id_at(at);
        rent(
            connection,
            workspace,
            (id, phone, line.name),
            index == 0,
            &inbound_url,
            at,
        )
        .await?;
        rented.push((id, gate_trace(phone)?));
    }
    make_templates(connection, workspace, opened).await?;
    Ok(Standing {
        workspace: workspace.0,
        owner,
        numbers: rented,
        api_token: token(connection, (workspace, owner), &sign_in.api_token, opened).await?,
        card: card(connection, workspace, opened).await?,
        stages: pipeline::queries::stages(connection, workspace).await?,
        groups: groups::make(connection, (workspace, owner), opened).await?,
        opened,
    })
}

/// As many phones as there are lines, of those set aside for fiction, that nobody has rented.
async fn free_phones(connection: &mut Connection) -> Result<Vec<String>, Error> {
    let candidates: Vec<String> = (100..200).map(|line| format!("+15125550{line}")).collect();
    let mut taken: Vec<String> = rented_numbers::table
        .select(rented_numbers::phone)
        .load(connection)
        .await?;
    let bought = simulated_numbers::table.select(simulated_numbers::phone);
    taken.extend(bought.load::<String>(connection).await?);
    let free: Vec<String> = candidates
        .into_iter()
        .filter(|phone| !taken.contains(phone))
        .take(LINES.len())
        .collect();
    if free.len() < LINES.len() {
        return Err(Error::internal(
            "too few numbers in Austin are free for the demo",
        ));
    }
    Ok(free)
}

async fn rent(
    connection: &mut Connection,
    workspace: WorkspaceId,
    (id, phone, name): (Uuid, &str, &str),
    is_default: bool,
    inbound_url: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let carrier_id = format!("PN{}", id.simple());
    diesel::insert_into(simulated_numbers::table)
        .values((
            simulated_numbers::phone.eq(phone),
            simulated_numbers::id.eq(&carrier_id),
            simulated_numbers::inbound_url.eq(inbound_url),
            simulated_numbers::bought_at.eq(at),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(numbers::table)
        .values((
            numbers::workspace_id.eq(workspace.0),
            numbers::id.eq(id),
            numbers::phone.eq(phone),
            numbers::name.eq(name),
            numbers::state.eq("active"),
            numbers::carrier_number_id.eq(carrier_id),
            numbers::is_default.eq(is_default),
            numbers::rented_at.eq(at),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(rented_numbers::table)
        .values((
            rented_numbers::phone.eq(phone),
            rented_numbers::workspace_id.eq(workspace.0),
            rented_numbers::number_id.eq(id),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// What the send gate would have noted with each text from this number.
fn gate_trace(phone: &str) -> Result<serde_json::Value, Error> {
    let phone = Phone::try_from(phone.to_owned())
        .map_err(|_not_e164| Error::internal("a demo number is no phone"))?;
    let pass = |check, detail: String| GateCheck {
        check,
        verdict: Verdict::Pass,
        code: None,
        until: None,
        detail,
    };
    let hour = "It was an hour for texts where the contact is.";
    Ok(serde_json::to_value([
        pass(Check::OptOut, "The contact is not opted out.".to_owned()),
        pass(Check::QuietHours, hour.to_owned()),
        pass(Check::Number, format!("{} is active.", phone.formatted())),
        pass(Check::Balance, "The balance covers it.".to_owned()),
    ])?)
}

/// Title, shortcut and text of templates for any of the businesses.
const TEMPLATES: [(&str, &str, &str); 4] = [
    (
        "First hello",
        "hello",
        "Hi {{first_name|there}}, this is {{agent_first_name}} with {{workspace}}. You asked us for a quote. Is now a good time?",
    ),
    (
        "Quote is ready",
        "quote",
        "Hi {{first_name|there}}, your quote is ready. Shall I send it by text or email?",
    ),
    (
        "Call after work",
        "call",
        "I can call you after five today. Does that suit you, {{first_name|friend}}?",
    ),
    (
        "Still interested",
        "still",
        "Hi {{first_name|there}}, are you still looking? A yes or no is fine.",
    ),
];

async fn make_templates(
    connection: &mut Connection,
    workspace: WorkspaceId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let rows = TEMPLATES.map(|(title, shortcut, body)| {
        (
            templates::workspace_id.eq(workspace.0),
            templates::id.eq(id_at(at)),
            templates::title.eq(title),
            templates::shortcut.eq(shortcut),
            templates::body.eq(body),
            templates::created_at.eq(at),
            templates::updated_at.eq(at),
        )
    });
    diesel::insert_into(templates::table)
        .values(rows.to_vec())
        .execute(connection)
        .await?;
    Ok(())
}

async fn token(
    connection: &mut Connection,
    (workspace, owner): (WorkspaceId, Uuid),
    secret: &str,
    at: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = id_at(at);
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::workspace_id.eq(workspace.0),
            api_tokens::id.eq(id),
            api_tokens::name.eq("Lead vendors"),
            api_tokens::scopes.eq(vec![Some(scope_name(Scope::Leads))]),
            api_tokens::hint.eq(tokens::hint(secret)),
            api_tokens::lead_source.eq("Website"),
            api_tokens::lead_duplicates.eq("update"),
            api_tokens::created_by.eq(owner),
            api_tokens::created_at.eq(at),
        ))
        .execute(connection)
        .await?;
    diesel::insert_into(api_token_secrets::table)
        .values((
            api_token_secrets::hash.eq(tokens::hash(secret)),
            api_token_secrets::workspace_id.eq(workspace.0),
            api_token_secrets::api_token_id.eq(id),
        ))
        .execute(connection)
        .await?;
    Ok(id)
}

/// A card that pays.
async fn card(
    connection: &mut Connection,
    workspace: WorkspaceId,
    at: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let expiry_year = u16::try_from(at.year() + 4).unwrap_or(2030);
    let expiry = (8, i16::try_from(expiry_year).unwrap_or(2030));
    let stored = cards::store(connection, "4242424242424242", expiry, at).await?;
    let details = StoredCardDetails {
        brand: "Visa".to_owned(),
        last_four: "4242".to_owned(),
        expiry_month: 8,
        expiry_year,
    };
    Ok(
        billing::save_card(connection, workspace, &stored, &details, at)
            .await?
            .id,
    )
}
