//! Who or what starts a workflow.

use copperline_shared::workflows::WorkflowTrigger;

use super::triggers;
use crate::conversations::records;
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;

/// Who or what starts it.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Somebody(records::By),
    /// It starts by itself. What set it off is not known of a start that an earlier version enqueued.
    Itself(Option<WorkflowTrigger>),
}

impl By {
    pub(super) fn author(self) -> records::By {
        match self {
            Self::Somebody(by) => by,
            Self::Itself(_) => records::By::Nobody,
        }
    }

    /// What the thread says of a start: the workflow's name, and what set it off where nobody did.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn told(
        self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        name: &str,
    ) -> Result<String, Error> {
        match self {
            Self::Somebody(_) => Ok(name.to_owned()),
            Self::Itself(trigger) => {
                let how = triggers::told(connection, workspace, trigger).await?;
                Ok(format!("{name} · {how}"))
            }
        }
    }
}
