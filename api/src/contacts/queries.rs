//! Contacts in the database.

pub mod exporting;
pub mod listing;
mod many;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use copperline_shared::contacts::Contact;
use copperline_shared::phone::Phone;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::schema::{contacts, conversations, erasures, opt_outs};

diesel::define_sql_function! {
    /// The phone's hash under the installation's key, which the connection has brought.
    fn phone_hash(
        workspace: diesel::sql_types::Uuid,
        phone: diesel::sql_types::Text
    ) -> diesel::sql_types::Binary;
}

pub use many::{create_many, erased, lock_phones, many, merged, with_phones};

/// What is known of a contact besides the phone; text is empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Insertable)]
#[diesel(table_name = contacts)]
pub struct Details {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub date_of_birth: Option<NaiveDate>,
    pub zip: String,
    pub state: String,
    pub company: String,
    pub source: String,
    /// What a lead carried beyond the known fields.
    #[diesel(serialize_as = Value)]
    pub custom_fields: CustomFields,
}

/// Named values of any kind, kept as one JSON object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomFields(pub BTreeMap<String, Value>);

impl From<CustomFields> for Value {
    fn from(fields: CustomFields) -> Self {
        Self::Object(fields.0.into_iter().collect())
    }
}

/// The fields to change; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, AsChangeset)]
#[diesel(table_name = contacts)]
pub struct Changes {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub date_of_birth: Option<Option<NaiveDate>>,
    pub zip: Option<String>,
    pub state: Option<String>,
    pub company: Option<String>,
    pub source: Option<String>,
    #[diesel(serialize_as = Value)]
    pub custom_fields: Option<CustomFields>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    id: Uuid,
    phone: String,
    first_name: String,
    last_name: String,
    email: String,
    date_of_birth: Option<NaiveDate>,
    zip: String,
    state: String,
    company: String,
    source: String,
    custom_fields: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl ContactRow {
    fn contact(self, opted_out_at: Option<DateTime<Utc>>) -> Result<Contact, Error> {
        Ok(Contact {
            id: self.id,
            phone: Phone::try_from(self.phone).map_err(|error| Error::Internal(Box::new(error)))?,
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            date_of_birth: self.date_of_birth,
            zip: self.zip,
            state: self.state,
            company: self.company,
            source: self.source,
            custom_fields: serde_json::from_value(self.custom_fields)?,
            opted_out_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The contact with this id.
///
/// # Errors
/// When the database fails.
pub async fn contact(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Contact>, Error> {
    let own_opt_out = opt_outs::workspace_id
        .eq(contacts::workspace_id)
        .and(opt_outs::phone.eq(contacts::phone));
    let row: Option<(ContactRow, Option<DateTime<Utc>>)> = contacts::table
        .left_join(opt_outs::table.on(own_opt_out))
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq(id))
        .select((ContactRow::as_select(), opt_outs::opted_out_at.nullable()))
        .first(connection)
        .await
        .optional()?;
    row.map(|(row, opted_out_at)| row.contact(opted_out_at))
        .transpose()
}

/// The contact with this id, locked until the transaction ends, so that no opt-out and no other
/// change comes between what the caller reads and what it writes.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
) -> Result<Option<Contact>, Error> {
    let row: Option<ContactRow> = contacts::table
        .find((workspace.0, id))
        .select(ContactRow::as_select())
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    with_opt_out(connection, workspace, row).await
}

/// The contact with this phone, locked as by [`lock`].
///
/// # Errors
/// When the database fails.
pub async fn lock_by_phone(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<Option<Contact>, Error> {
    let row: Option<ContactRow> = contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::phone.eq(phone.as_str()))
        .select(ContactRow::as_select())
        .for_no_key_update()
        .first(&mut connection)
        .await
        .optional()?;
    with_opt_out(connection, workspace, row).await
}

/// Creates the contact unless the phone is one already; `None` means that it is. A second
/// transaction with the same phone waits here for the first.
///
/// # Errors
/// When the database fails.
pub async fn create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    details: Details,
    now: DateTime<Utc>,
) -> Result<Option<Contact>, Error> {
    let row: Option<ContactRow> = diesel::insert_into(contacts::table)
        .values((
            contacts::workspace_id.eq(workspace.0),
            contacts::id.eq(Uuid::now_v7()),
            contacts::phone.eq(phone.as_str()),
            details,
            contacts::created_at.eq(now),
            contacts::updated_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(ContactRow::as_returning())
        .get_result(connection)
        .await
        .optional()?;
    with_opt_out(connection, workspace, row).await
}

/// The contact with this phone, locked, and whether it was created just now.
///
/// # Errors
/// When the contact is merged or erased in this moment ([`Error::overtaken`]), or the database fails.
pub async fn find_or_create(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    now: DateTime<Utc>,
) -> Result<(Contact, bool), Error> {
    if let Some(contact) = lock_by_phone(connection, workspace, phone).await? {
        return Ok((contact, false));
    }
    find_or_create_with(connection, workspace, phone, Details::default(), now).await
}

/// As [`find_or_create`], for a phone that is probably new: it is created with these details.
///
/// # Errors
/// When the contact is merged or erased in this moment ([`Error::overtaken`]), or the database fails.
pub async fn find_or_create_with(
    connection: &mut Connection,
    workspace: WorkspaceId,
    phone: &Phone,
    details: Details,
    now: DateTime<Utc>,
) -> Result<(Contact, bool), Error> {
    if let Some(contact) = create(connection, workspace, phone, details, now).await? {
        return Ok((contact, true));
    }
    // One that is merged or erased just now is neither created nor found.
    let known = lock_by_phone(connection, workspace, phone).await?;
    Ok((known.ok_or_else(Error::overtaken)?, false))
}

/// Changes a contact that the caller has locked, and gives it as it is now.
///
/// # Errors
/// When the database fails.
pub async fn update(
    connection: &mut Connection,
    workspace: WorkspaceId,
    id: Uuid,
    changes: Changes,
    now: DateTime<Utc>,
) -> Result<Contact, Error> {
    let row: ContactRow = diesel::update(contacts::table.find((workspace.0, id)))
        .set((changes, contacts::updated_at.eq(now)))
        .returning(ContactRow::as_returning())
        .get_result(connection)
        .await?;
    let contact = with_opt_out(connection, workspace, Some(row)).await?;
    contact.ok_or_else(|| Error::internal("a contact vanished while it was changed"))
}

/// Whether the phone is one of somebody who was erased and has not come back by themselves.
///
/// # Errors
/// When the database fails.
pub async fn is_erased(
    mut connection: &Connection,
    workspace: WorkspaceId,
    phone: &Phone,
) -> Result<bool, Error> {
    let hash = phone_hash(workspace.0, phone.as_str());
    let known = erasures::table
        .filter(erasures::workspace_id.eq(workspace.0))
        .filter(erasures::phone_hash.eq(hash));
    Ok(diesel::select(diesel::dsl::exists(known))
        .get_result(&mut connection)
        .await?)
}

/// Those of these contacts that are there.
///
/// # Errors
/// When the database fails.
pub async fn existing(
    connection: &mut Connection,
    workspace: WorkspaceId,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, Error> {
    Ok(contacts::table
        .filter(contacts::workspace_id.eq(workspace.0))
        .filter(contacts::id.eq_any(ids))
        .select(contacts::id)
        .load(connection)
        .await?)
}

/// The contact's conversation, once there is one.
///
/// # Errors
/// When the database fails.
pub async fn conversation_of(
    connection: &mut Connection,
    workspace: WorkspaceId,
    contact_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(conversations::table
        .filter(conversations::workspace_id.eq(workspace.0))
        .filter(conversations::contact_id.eq(contact_id))
        .select(conversations::id)
        .first(connection)
        .await
        .optional()?)
}

// PostgreSQL can't lock one side of an outer join's rows only through Diesel, so a locked
// contact's opt-out is read apart.
async fn with_opt_out(
    mut connection: &Connection,
    workspace: WorkspaceId,
    row: Option<ContactRow>,
) -> Result<Option<Contact>, Error> {
    let Some(row) = row else { return Ok(None) };
    let opted_out_at = opt_outs::table
        .find((workspace.0, &row.phone))
        .select(opt_outs::opted_out_at)
        .first(&mut connection)
        .await
        .optional()?;
    row.contact(opted_out_at).map(Some)
}
