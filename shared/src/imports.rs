//! Files of contacts, and of numbers never to be texted (P6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api_tokens::LeadDuplicates;

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 16 * 1024 * 1024;
/// The most lines a file may have besides its heading.
pub const MOST_ROWS: usize = 100_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 200;

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    #[default]
    Contacts,
    /// Numbers never to be texted, contact or not.
    Suppressions,
}

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportField {
    Phone,
    FirstName,
    LastName,
    /// First and last name in one.
    FullName,
    Email,
    DateOfBirth,
    Zip,
    State,
    Company,
    Source,
    /// Names of tags, between commas or semicolons.
    Tags,
    /// Anything but a plain no opts the phone out.
    OptedOut,
    ConsentAt,
    ConsentSourceUrl,
    ConsentCertificate,
    Note,
    /// Kept under the column's own name.
    Custom,
}

impl ImportField {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 17] = [
        Self::Phone,
        Self::FirstName,
        Self::LastName,
        Self::FullName,
        Self::Email,
        Self::DateOfBirth,
        Self::Zip,
        Self::State,
        Self::Company,
        Self::Source,
        Self::Tags,
        Self::OptedOut,
        Self::ConsentAt,
        Self::ConsentSourceUrl,
        Self::ConsentCertificate,
        Self::Note,
        Self::Custom,
    ];
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Its columns are to be confirmed.
    Uploaded,
    /// The dry run is under way.
    Checking,
    /// The dry run is over: nothing is changed yet.
    Checked,
    Running,
    Finished,
    /// Stopped by somebody; what was imported before stays.
    Cancelled,
}

/// One file and what becomes of its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: Uuid,
    pub kind: ImportKind,
    pub file_name: String,
    pub state: ImportState,
    /// The columns' names, from the left.
    pub columns: Vec<String>,
    /// What each column is taken for, null where it is left out; after the upload a suggestion, from
    /// what columns of that name were taken for before and from the names themselves.
    pub mapping: Vec<Option<ImportField>>,
    /// A line whose phone is a contact already: leave them as they are, or take over what the line
    /// says. A phone is never changed and consent is always kept.
    pub duplicates: LeadDuplicates,
    /// The source of contacts whose line names none.
    pub source: String,
    /// Tags that imported contacts get.
    pub tag_ids: Vec<Uuid>,
    /// How many lines there are.
    pub total: u32,
    /// How many of them were looked at, in the dry run or in earnest; the next four add up to it.
    pub done: u32,
    /// Contacts added, or numbers that were not on the list before.
    pub created: u32,
    pub updated: u32,
    pub unchanged: u32,
    /// Lines that can't be imported; the report says why.
    pub refused: u32,
    /// Lines with something to be told about them, the refused ones included.
    pub problems: u32,
    /// Who uploaded it, when an agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
}

/// How a file is to be imported; begins its dry run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckImport {
    /// What each column is taken for, from the left; one is the phone.
    pub mapping: Vec<Option<ImportField>>,
    #[serde(default = "skip")]
    pub duplicates: LeadDuplicates,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub tag_ids: Vec<Uuid>,
}

const fn skip() -> LeadDuplicates {
    LeadDuplicates::Skip
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Created,
    Updated,
    Unchanged,
    Refused,
}

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Where it begins in the file, counting from 1.
    pub line: u32,
    pub cells: Vec<String>,
    /// What became of it, or would in earnest; absent before the dry run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RowOutcome>,
    /// What is wrong with it, or was left out of it; empty where all is well.
    pub problem: String,
}

/// A kind of problem, and how many lines have it. Lines told the same but for numbers and words in
/// quotation marks are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProblem {
    /// What such lines are told, with `…` for what differs.
    pub kind: String,
    /// Whether they can't be imported; else something is left out of them.
    pub refused: bool,
    pub lines: u32,
}

/// A tag that lines name and the workspace doesn't have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnknownTag {
    /// As it is written most often.
    pub name: String,
    pub lines: u32,
}

/// What is wrong with an import's lines, kind by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProblems {
    /// Those of refused lines first, then the most frequent first; at most 100.
    pub kinds: Vec<ImportProblem>,
    /// The most frequent first; at most 20.
    pub unknown_tags: Vec<UnknownTag>,
}
