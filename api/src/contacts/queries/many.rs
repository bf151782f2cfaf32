//! Many contacts at once, as imports need them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{ContactRow, Details};
use crate::contacts::merging::queries::merged_into;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contacts, opt_outs};

#[derive(QueryableByName)]
struct OfPhone {
    #[diesel(sql_type = Text)]
    phone: String,
}

/// Creates contacts, of those whose phone is none already; gives the phones that are new. A second
/// transaction with one of the phones waits here for the first. The phones are nobody's who was merged
/// into another, as [`merged`] says.
///
/// # Errors
/// When one of them was merged meanwhile ([`Error::overtaken`]), or the database fails.
pub async fn create_many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    new: &[(&Phone, &Details)],
    now: DateTime<Utc>,
) -> Result<HashSet<String>, Error> {
    if new.is_empty() {
        return Ok(HashSet::new());
    }
    let row = |(phone, details): &(&Phone, &Details)| {
        serde_json::json!({
            "id": Uuid::now_v7(),
            "phone": phone.as_str(),
            "first_name": details.first_name,
            "last_name": details.last_name,
            "email": details.email,
            "date_of_birth": details.date_of_birth,
            "zip": details.zip,
            "state": details.state,
            "company": details.company,
            "source": details.source,
            "custom_fields": details.custom_fields.0,
        })
    };
    let rows: Vec<Value> = new.iter().map(row).collect();
    // Diesel's insert of so many rows would be a statement of as many parts. In the order of the
    // phones, so that two imports never wait for each other.
    let created: Vec<OfPhone> = diesel::sql_query(
        "INSERT INTO contacts (workspace_id, id, phone, first_name, last_name, email, \
             date_of_birth, zip, state, company, source, custom_fields, created_at, updated_at) \
         SELECT $1, new.id, new.phone, new.first_name, new.last_name, new.email, \
             new.date_of_birth, new.zip, new.state, new.company, new.source, new.custom_fields, $3, $3 \
         FROM jsonb_to_recordset($2) AS new (id uuid, phone text, first_name text, last_name text, \
             email text, date_of_birth date, zip text, state text, company text, source text, \
             custom_fields jsonb) \
         ORDER BY new.phone ON CONFLICT DO NOTHING RETURNING phone",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Jsonb, _>(Value::Array(rows))
    .bind::<Timestamptz, _>(now)
    .load(connection)
    .await?;
    let created: HashSet<String> = created.into_iter().map(|row| row.phone).collect();
    // Asked again while they are held: until then a merge may have ended.
    let phones: Vec<&str> = created.iter().map(String::as_str).collect();
    if !merged_into(connection, workspace, &phones)
        .await?
        .is_empty()
    {
        return Err(Error::overtaken());
    }
    Ok(created)
}

/// The contacts with these phones, and under the phone of one that was merged the contact it was
/// merged into.
///
/// # Errors
/// When the database fails.
pub async fn with_phones(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashMap<String, Contact>, Error> {
    let into = merged_into(connection, workspace, phones).await?;
    let survivors: Vec<Uuid> = into.values().copied().collect();
    let rows: Vec<ContactRow> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(
            contacts::phone
                .eq_any(phones)
                .or(contacts::id.eq_any(survivors)),
        )
        .select(ContactRow::as_select())
        .load(connection)
        .await?;
    Ok(by_phone(
        with_opt_outs(connection, workspace, rows).await?,
        &into,
    ))
}

/// As [`with_phones`], locked until the transaction ends, always in the same order.
///
/// # Errors
/// When the database fails.
pub async fn lock_phones(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashMap<String, Contact>, Error> {
    let into = merged_into(connection, workspace, phones).await?;
    let survivors: Vec<Uuid> = into.values().copied().collect();
    let rows: Vec<ContactRow> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(
            contacts::phone
                .eq_any(phones)
                .or(contacts::id.eq_any(survivors)),
        )
        .order(contacts::id)
        .select(ContactRow::as_select())
        .for_no_key_update()
        .load(connection)
        .await?;
    Ok(by_phone(
        with_opt_outs(connection, workspace, rows).await?,
        &into,
    ))
}

/// Those of these phones whose owner was erased on request and has not come back.
///
/// # Errors
/// When the database fails.
pub async fn erased(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashSet<String>, Error> {
    // Diesel has no words for a list of values as a table.
    let erased: Vec<OfPhone> = diesel::sql_query(
        "SELECT asked.phone FROM unnest($2) AS asked (phone) \
         WHERE EXISTS (SELECT 1 FROM erasures WHERE erasures.workspace_id = $1 \
             AND erasures.phone_hash = phone_hash($1, asked.phone))",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<Text>, _>(phones)
    .load(connection)
    .await?;
    Ok(erased.into_iter().map(|row| row.phone).collect())
}

/// Those of these phones that are nobody's now because their contact was merged into another.
///
/// # Errors
/// When the database fails.
pub async fn merged(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phones: &[&str],
) -> Result<HashSet<String>, Error> {
    let into = merged_into(connection, workspace, phones).await?;
    let phones: Vec<&str> = into.keys().map(String::as_str).collect();
    let own: Vec<String> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::phone.eq_any(phones))
        .select(contacts::phone)
        .load(connection)
        .await?;
    let merged = into.into_keys().filter(|phone| !own.contains(phone));
    Ok(merged.collect())
}

/// These contacts as they are now.
///
/// # Errors
/// When the database fails.
pub async fn many(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Contact>, Error> {
    let rows: Vec<ContactRow> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq_any(ids))
        .order(contacts::id)
        .select(ContactRow::as_select())
        .load(connection)
        .await?;
    with_opt_outs(connection, workspace, rows).await
}

/// A phone that is a contact's own is never taken for a merged one's.
fn by_phone(contacts: Vec<Contact>, into: &HashMap<String, Uuid>) -> HashMap<String, Contact> {
    let mut known = HashMap::new();
    for (phone, survivor) in into {
        let found = contacts.iter().find(|contact| contact.id == *survivor);
        known.extend(found.map(|contact| (phone.clone(), contact.clone())));
    }
    let own = |contact: Contact| (contact.phone.as_str().to_owned(), contact);
    known.extend(contacts.into_iter().map(own));
    known
}

async fn with_opt_outs(
    connection: &mut Connection,
    workspace: WorkspaceId,
    rows: Vec<ContactRow>,
) -> Result<Vec<Contact>, Error> {
    let phones: Vec<&str> = rows.iter().map(|row| row.phone.as_str()).collect();
    let known: Vec<(String, DateTime<Utc>)> = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace.0))
        .filter(opt_outs::phone.eq_any(&phones))
        .select((opt_outs::phone, opt_outs::opted_out_at))
        .load(connection)
        .await?;
    let known: HashMap<String, DateTime<Utc>> = known.into_iter().collect();
    rows.into_iter()
        .map(|row| {
            let opted_out_at = known.get(&row.phone).copied();
            row.contact(opted_out_at)
        })
        .collect()
}
