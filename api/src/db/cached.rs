//! Statements that each connection prepares once.

use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;

/// A statement that Diesel would have prepared anew each time, as it does with every update, every
/// insert of what may be absent, and all SQL given to it as text: it can't know whether their number
/// has a bound. That takes one more trip to PostgreSQL, and planning without need.
#[derive(Clone, Copy, Debug)]
pub struct Cached<Q> {
    statement: Q,
    has_few_forms: bool,
}

/// For statements that are made all the time.
pub trait CacheStatement: Sized {
    /// Prepares this statement once for each connection. Its text must have few forms: each stays in
    /// memory, here and in PostgreSQL, as long as the connection.
    fn cached(self) -> Cached<Self> {
        self.cached_if(true)
    }

    /// The same for a statement whose text has few forms only sometimes, such as one that names no
    /// tag.
    fn cached_if(self, has_few_forms: bool) -> Cached<Self> {
        Cached {
            statement: self,
            has_few_forms,
        }
    }
}

impl<Q: QueryFragment<Pg>> CacheStatement for Q {}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Cached<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.statement.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(self.has_few_forms)
    }
}

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

/// Told apart by its text.
impl<Q> QueryId for Cached<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}
