//! The paths there are and their methods, to tell a wrong method from a wrong address.

use actix_web::{FromRequest, Handler, Responder, Route, web};

/// Every path with its methods; `{…}` in one stands for a word.
#[derive(Default)]
pub struct KnownPaths(Vec<(String, Vec<&'static str>)>);

impl KnownPaths {
    /// The document's.
    #[must_use]
    pub fn of(document: &utoipa::openapi::OpenApi) -> Self {
        let paths = document.paths.paths.iter().map(|(path, item)| {
            let methods = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            let methods = methods.into_iter().filter(|(_, has)| *has);
            (path.clone(), methods.map(|(method, _)| method).collect())
        });
        Self(paths.collect())
    }

    fn add(&mut self, path: &str, method: &'static str) {
        match self.0.iter_mut().find(|(known, _)| known == path) {
            Some((_, methods)) => methods.push(method),
            None => self.0.push((path.to_owned(), vec![method])),
        }
    }

    /// The methods of an address; none when there is no such path.
    #[must_use]
    pub fn methods(&self, address: &str) -> Vec<&'static str> {
        let exact = self.0.iter().find(|(path, _)| path == address);
        let fitting = || self.0.iter().find(|(path, _)| fits(path, address));
        exact
            .or_else(fitting)
            .map_or_else(Vec::new, |(_, methods)| methods.clone())
    }
}

/// Whether an address is one of a path's.
fn fits(path: &str, address: &str) -> bool {
    let (mut parts, mut words) = (path.split('/'), address.split('/'));
    loop {
        match (parts.next(), words.next()) {
            (None, None) => return true,
            (Some(part), Some(word)) if is_part(part, word) => {}
            _ => return false,
        }
    }
}

/// Whether a word of an address fits a part of a path, such as `{id}.json`.
fn is_part(part: &str, word: &str) -> bool {
    let placeholder = part.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    match placeholder {
        Some((_, ending)) => word.strip_suffix(ending).is_some_and(|id| !id.is_empty()),
        None => part == word,
    }
}

/// Adds routes that are not in the document, and notes their methods.
pub struct Unlisted<'a> {
    pub config: &'a mut web::ServiceConfig,
    pub known: &'a mut KnownPaths,
}

impl Unlisted<'_> {
    pub fn get<F, Arguments>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Arguments>,
        Arguments: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.route("GET", path, web::get().to(handler))
    }

    pub fn post<F, Arguments>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Arguments>,
        Arguments: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.route("POST", path, web::post().to(handler))
    }

    pub fn delete<F, Arguments>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Arguments>,
        Arguments: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.route("DELETE", path, web::delete().to(handler))
    }

    fn route(&mut self, method: &'static str, path: &str, route: Route) -> &mut Self {
        self.known.add(path, method);
        self.config.route(path, route);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_methods_of_the_path_it_fits() {
        let mut known = KnownPaths::default();
        known.add("/numbers/{id}.json", "DELETE");
        known.add("/numbers/{id}.json", "GET");
        known.add("/numbers/{id}/calls", "POST");
        known.add("/numbers/all", "PUT");
        assert_eq!(known.methods("/numbers/PN1.json"), ["DELETE", "GET"]);
        assert_eq!(known.methods("/numbers/PN1/calls"), ["POST"]);
        assert_eq!(known.methods("/numbers/all"), ["PUT"]);
        for nothing in [
            "/numbers",
            "/numbers/.json",
            "/numbers//calls",
            "/numbers/PN1",
        ] {
            assert_eq!(known.methods(nothing), [] as [&str; 0], "{nothing}");
        }
    }
}
