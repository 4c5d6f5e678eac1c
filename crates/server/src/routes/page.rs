//! The description as a page: plain HTML made from the OpenAPI document, without script.

use serde_json::Value;

use super::openapi::openapi_json;

const HEAD: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Coffreo agency API</title><style>
:root{color-scheme:light dark;font:16px/1.55 system-ui,sans-serif}body{max-width:62rem;margin:2rem auto;padding:0 1.25rem}
h1{font-size:1.7rem}h2{margin-top:2.5rem;border-top:1px solid #8886;padding-top:1.25rem}code{font:.9em ui-monospace,monospace}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884}
.method{display:inline-block;min-width:4.2rem;font-weight:700}a{color:inherit}</style>
<h1>Coffreo agency API <small>· API des agences</small></h1>"#;

pub(super) fn html() -> String {
    let description: Value = serde_json::from_str(&openapi_json()).unwrap_or_default();
    let mut page = HEAD.to_owned();
    page.push_str(&format!("<p>{}</p>", prose(&description["info"]["description"])));
    page.push_str("<p><a href=\"openapi.json\">OpenAPI 3.1</a></p><h2>Calls · Appels</h2>");
    for (path, calls) in entries(&description["paths"]) {
        for (method, call) in entries(calls) {
            operation(&mut page, path, method, call);
        }
    }
    page.push_str("<h2>Types · Données</h2>");
    for (name, schema) in entries(&description["components"]["schemas"]) {
        type_section(&mut page, name, schema);
    }
    page.push_str("</html>\n");
    page
}

fn operation(page: &mut String, path: &str, method: &str, call: &Value) {
    let method = escape(&method.to_uppercase());
    page.push_str(&format!("<h3><span class=\"method\">{method}</span> <code>{}</code></h3>", escape(path)));
    page.push_str(&format!("<p>{} {}</p>", prose(&call["summary"]), prose(&call["description"])));
    for (kind, content) in entries(&call["requestBody"]["content"]) {
        page.push_str(&format!(
            "<p>Body · Corps: <code>{}</code>, {}</p>",
            escape(kind),
            type_name(&content["schema"])
        ));
    }
    page.push_str("<table><tr><th>Status<th>Meaning · Sens<th>Type</tr>");
    for (status, answer) in entries(&call["responses"]) {
        let types: Vec<String> = entries(&answer["content"])
            .map(|(kind, content)| match &content["schema"] {
                Value::Null => format!("<code>{}</code>", escape(kind)),
                schema => type_name(schema),
            })
            .collect();
        let (status, meaning) = (escape(status), prose(&answer["description"]));
        page.push_str(&format!("<tr><td><code>{status}</code><td>{meaning}<td>{}</tr>", types.join(", ")));
    }
    page.push_str("</table>");
}

fn type_section(page: &mut String, name: &str, schema: &Value) {
    let id = escape(name);
    page.push_str(&format!("<h3 id=\"{id}\">{id}</h3><p>{}</p>", prose(&schema["description"])));
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|value| format!("<code>{}</code>", escape(&text(value)))).collect();
        page.push_str(&format!("<p>{}</p>", values.join(", ")));
    }
    let parts = [&schema["oneOf"], &schema["allOf"]].into_iter().filter_map(Value::as_array).flatten();
    for part in
        std::iter::once(schema).chain(parts.clone()).chain(parts.filter_map(|part| part["allOf"].as_array()).flatten())
    {
        properties(page, part);
    }
}

fn properties(page: &mut String, schema: &Value) {
    if let Some(value) =
        schema["const"].as_str().or_else(|| schema["enum"][0].as_str().filter(|_| schema["description"].is_string()))
    {
        page.push_str(&format!("<p><code>{}</code> {}</p>", escape(value), prose(&schema["description"])));
    }
    if schema["$ref"].is_string() {
        page.push_str(&format!("<p>{}</p>", type_name(schema)));
    }
    if !schema["properties"].is_object() {
        return;
    }
    page.push_str("<table><tr><th>Field · Champ<th>Type<th>Meaning · Sens<th>Example</tr>");
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in entries(&schema["properties"]) {
        let optional = if required.contains(&name) { "" } else { " (optional · facultatif)" };
        let example = match &property["example"] {
            Value::Null => String::new(),
            value => format!("<code>{}</code>", escape(&text(value))),
        };
        let (name, kind, meaning) = (escape(name), type_name(property), prose(&property["description"]));
        page.push_str(&format!("<tr><td><code>{name}</code>{optional}<td>{kind}<td>{meaning}<td>{example}</tr>"));
    }
    page.push_str("</table>");
}

fn type_name(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#{0}\">{0}</a>", escape(name));
    }
    let of = |key: &str| schema[key].as_array().into_iter().flatten().map(type_name).collect::<Vec<_>>().join(" | ");
    match (&schema["type"], &schema["format"]) {
        (Value::String(kind), _) if kind == "array" => format!("array of {}", type_name(&schema["items"])),
        (Value::String(kind), Value::String(format)) => format!("{} ({})", escape(kind), escape(format)),
        (Value::String(kind), _) => escape(kind),
        (Value::Array(kinds), _) => escape(
            &kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(" | "),
        ),
        _ => [of("oneOf"), of("allOf"), of("anyOf")].concat(),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Escaped, with `code` and *emphasis* of the doc comments.
fn prose(value: &Value) -> String {
    let escaped = escape(value.as_str().unwrap_or_default());
    let mut out = String::new();
    for (i, piece) in escaped.split('`').enumerate() {
        out.push_str(&if i % 2 == 1 { format!("<code>{piece}</code>") } else { piece.replace("\n\n", "<br>") });
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_names_every_call_and_runs_no_script() {
        let page = super::html();
        assert!(page.contains("/agency/v1/documents/{reference}/signed.pdf") && page.contains("company_siret"));
        // Addresses stand in examples; nothing is fetched from one.
        assert!(!page.contains("<script") && !page.contains(" src=") && !page.contains("href=\"http"));
    }
}
