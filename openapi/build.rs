//! Generates the client from `openapi.json`.
//!
//! The api writes OpenAPI 3.1; progenitor reads 3.0. The document is rewritten in memory, and
//! every schema is replaced by the `copperline_shared` type of the same name.

use std::path::Path;

use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=openapi.json");
    println!("cargo:rerun-if-changed=../shared/src");
    let mut document: Value = serde_json::from_str(&std::fs::read_to_string("openapi.json")?)?;
    document["openapi"] = json!("3.0.3");
    rewrite(&mut document);
    rewrite_operations(&mut document);

    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type("crate::Session".parse()?);
    let names: Vec<String> = document["components"]["schemas"]
        .as_object()
        .map(|schemas| schemas.keys().cloned().collect())
        .unwrap_or_default();
    for name in &names {
        let (key, rust) = rust_type(name)?;
        settings.with_replacement(key, rust, [TypeImpl::Display; 0].into_iter());
    }
    let specification: openapiv3::OpenAPI = serde_json::from_value(document)?;
    let tokens = Generator::new(&settings).generate_tokens(&specification)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo tells a build script where to write"
    )]
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&folder).join("web.rs"), for_browsers(&code)?)?;
    std::fs::write(Path::new(&folder).join("client.rs"), code)?;
    Ok(())
}

/// The client on what `src/web.rs` gives in the place of reqwest and progenitor. What each operation
/// does after its request is made is the same for all, and isn't written out for each.
fn for_browsers(code: &str) -> Result<String, Box<dyn std::error::Error>> {
    const BEGIN: &str = "            let info = OperationInfo {";
    const END: &str = "_ => Err(Error::UnexpectedResponse(response)),\n            }\n";

    let mut parts = code.split(BEGIN);
    let mut rewritten = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (exchange, rest) = part
            .split_once(END)
            .ok_or("an operation ends otherwise than the others")?;
        let operation = exchange
            .split('"')
            .nth(1)
            .ok_or("an operation has no name")?;
        let answer = if exchange.contains("ResponseValue::empty(response)") {
            "empty"
        } else if exchange.contains("ResponseValue::stream(response)") {
            "stream"
        } else {
            "json"
        };
        rewritten.push_str(&format!(
            "            crate::web::{answer}(client, request, \"{operation}\").await\n"
        ));
        rewritten.push_str(rest);
    }
    // Paths of the root first: they hold the others.
    for name in ["::reqwest::", "reqwest::", "progenitor_client::"] {
        rewritten = rewritten.replace(name, "crate::web::");
    }
    Ok(rewritten)
}

/// The generator's name for a schema and the shared type it stands for. `Page_Contact` is
/// `Page<Contact>`.
fn rust_type(name: &str) -> Result<(String, String), Box<dyn std::error::Error>> {
    if let Some(item) = name.strip_prefix("Page_") {
        let (_, item) = rust_type(item)?;
        return Ok((
            name.replace('_', ""),
            format!("copperline_shared::page::Page<{item}>"),
        ));
    }
    let module = module_of(name)
        .ok_or_else(|| format!("the schema {name} is no type of copperline_shared"))?;
    Ok((
        name.to_owned(),
        format!("copperline_shared::{module}::{name}"),
    ))
}

/// Finds the module of `shared` that defines a type, or gives on one of its folder.
fn module_of(name: &str) -> Option<String> {
    for entry in std::fs::read_dir("../shared/src").ok()?.flatten() {
        let path = entry.path();
        let code = code_of(&path);
        let defines = ["struct", "enum"].iter().any(|kind| {
            [" ", "(", "<", ";"]
                .iter()
                .any(|end| code.contains(&format!("pub {kind} {name}{end}")))
        });
        if defines {
            return path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
        }
    }
    None
}

/// What stands in a file, or in all files of a folder.
fn code_of(path: &Path) -> String {
    match std::fs::read_dir(path) {
        Ok(entries) => entries
            .flatten()
            .map(|entry| code_of(&entry.path()))
            .collect(),
        Err(_) => std::fs::read_to_string(path).unwrap_or_default(),
    }
}

/// Rewrites what 3.1 says otherwise than 3.0, everywhere in the document.
fn rewrite(value: &mut Value) {
    if let Value::Array(items) = value {
        items.iter_mut().for_each(rewrite);
    }
    let Value::Object(object) = value else { return };
    object.values_mut().for_each(rewrite);
    // A type that may be null is an optional property; serde's defaults do the rest.
    if let Some(Value::Array(types)) = object.get("type").cloned() {
        let named: Vec<Value> = types.into_iter().filter(|kind| kind != "null").collect();
        match named.into_iter().next() {
            Some(kind) => object.insert("type".to_owned(), kind),
            None => object.remove("type"),
        };
    }
    for alternatives in ["oneOf", "anyOf"] {
        let Some(Value::Array(items)) = object.get(alternatives) else {
            continue;
        };
        let kept: Vec<Value> = items
            .iter()
            .filter(|item| item["type"] != "null")
            .cloned()
            .collect();
        if kept.len() == 1 && kept.len() < items.len() {
            object.remove(alternatives);
            object.insert("allOf".to_owned(), Value::Array(kept));
        }
    }
    if let Some(constant) = object.remove("const") {
        object.insert("enum".to_owned(), json!([constant]));
    }
    if let Some(examples) = object.remove("examples") {
        object.insert("example".to_owned(), examples[0].clone());
    }
    object.remove("propertyNames");
}

/// One request type, one success type and one error type for each operation.
fn rewrite_operations(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for item in paths.values_mut() {
        let Some(operations) = item.as_object_mut() else {
            continue;
        };
        for operation in operations.values_mut() {
            rewrite_operation(operation);
        }
    }
}

fn rewrite_operation(operation: &mut Value) {
    if let Some(content) = operation
        .pointer_mut("/requestBody/content")
        .and_then(Value::as_object_mut)
    {
        content.remove("application/x-www-form-urlencoded");
        // 3.1 says by the type alone that a body is bytes.
        if let Some(file) = content.get_mut("application/octet-stream") {
            file["schema"] = json!({ "type": "string", "format": "binary" });
        }
    }
    if let Some(parameters) = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut)
    {
        for parameter in parameters {
            if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
                schema.remove("nullable");
                if schema.get("format") == Some(&json!("int32")) && schema.contains_key("minimum") {
                    schema.insert("format".to_owned(), json!("uint32"));
                }
            }
        }
    }
    if let Some(answers) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    {
        for answer in answers.values_mut() {
            if let Some(content) = answer.get_mut("content").and_then(Value::as_object_mut)
                && let Some(problem) = content.remove("application/problem+json")
            {
                content.insert("application/json".to_owned(), problem);
            }
        }
    }
}
