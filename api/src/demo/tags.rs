//! The demo's tags, and who wears them.

use chrono::{DateTime, Utc};
use copperline_shared::palette::Colour;
use diesel::sql_types::{Array, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::tags::queries;

const TAGS: [(&str, Colour); 6] = [
    ("New lead", Colour::Copper),
    ("Quoted", Colour::Teal),
    ("Call back", Colour::Violet),
    ("Follow up in January", Colour::Ochre),
    ("Client", Colour::Green),
    ("Not interested", Colour::Stone),
];

/// Makes the tags and puts one or two on two contacts of three, the same ones in every demo.
///
/// # Errors
/// When the database fails.
pub async fn put_on(
    connection: &mut Connection,
    workspace: WorkspaceId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tags = Vec::with_capacity(TAGS.len());
    for (name, colour) in TAGS {
        tags.push(
            queries::insert(connection, workspace, name, colour, now)
                .await?
                .id,
        );
    }
    // One statement for any number of contacts.
    diesel::sql_query(
        "WITH chosen AS (SELECT id, updated_at, abs(hashtext(phone)::bigint) AS draw FROM contacts \
             WHERE workspace_id = $1) \
         INSERT INTO contact_tags (workspace_id, contact_id, tag_id, applied_at, place) \
         SELECT $1, chosen.id, ($2)[(1 + (chosen.draw / 3 + worn.place * 2) % 6)::int], $3, worn.place \
         FROM chosen, generate_series(1, 1 + (chosen.draw / 7 % 4 = 0)::int) AS worn (place) \
         WHERE chosen.draw % 3 < 2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Array<SqlUuid>, _>(&tags)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    diesel::sql_query(
        "UPDATE contacts SET tag_id = worn.tag_id \
         FROM (SELECT DISTINCT ON (contact_id) contact_id, tag_id FROM contact_tags \
             WHERE workspace_id = $1 ORDER BY contact_id, place DESC) AS worn \
         WHERE contacts.workspace_id = $1 AND contacts.id = worn.contact_id",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .execute(connection)
    .await?;
    Ok(())
}
