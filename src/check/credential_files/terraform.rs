//! Terraform's states and variables: attributes, outputs and variables that are credentials by name, or that the
//! state itself calls sensitive.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::inner::{Held, held};
use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::check::env_example::credentials::credentials;
use crate::check::env_example::role::{Key, Role, split};
use crate::syntax::{Entry, Quote, Step, hcl, json};

/// What a state says of its own parts.
#[derive(Default)]
struct Known {
    /// The type of each resource by its number.
    types: HashMap<usize, String>,
    /// Attributes that are called sensitive: resource, instance, name.
    sensitive: HashSet<(usize, usize, String)>,
    /// Outputs that are.
    outputs: HashSet<String>,
}

/// `terraform.tfstate`.
pub(super) fn state(text: &str, out: &mut Out<'_, '_>) {
    let mut known = Known::default();
    json::read(text, &mut |entry| known.note(entry));
    let what = Kind::TerraformStateSecret;
    json::read(text, &mut |entry| {
        if entry.quote == Quote::None || entry.value.is_empty() {
            return;
        }
        let name = entry.name();
        let attribute = entry.path.iter().any(|step| matches!(step, Step::Key(key) if key == "attributes"));
        // Of a window it is not known what stands around it.
        if attribute || !out.first {
            if known.is_sensitive(entry) || is_credential(name, out) {
                value(what, name, entry.value.clone(), &entry.text, out);
            }
        } else if let Some(output) = output(entry)
            && (known.outputs.contains(output) || is_credential(output, out) || is_credential(name, out))
        {
            value(what, output, entry.value.clone(), &entry.text, out);
        }
    });
}

impl Known {
    fn note(&mut self, entry: &Entry<'_, '_>) {
        match entry.path {
            [Step::Key(resources), Step::Index(index), Step::Key(key)] if resources == "resources" && key == "type" => {
                self.types.insert(*index, entry.text.to_string());
            }
            [
                Step::Key(_),
                Step::Index(resource),
                Step::Key(_),
                Step::Index(instance),
                Step::Key(key),
                ..,
                Step::Key(last),
            ] if key == "sensitive_attributes" && last == "value" => {
                self.sensitive.insert((*resource, *instance, entry.text.to_string()));
            }
            [Step::Key(outputs), Step::Key(name), Step::Key(key)]
                if outputs == "outputs" && key == "sensitive" && entry.text == "true" =>
            {
                self.outputs.insert(name.to_string());
            }
            _ => {}
        }
    }

    /// Whether the state itself says that an attribute is a secret.
    fn is_sensitive(&self, entry: &Entry<'_, '_>) -> bool {
        let [
            Step::Key(_),
            Step::Index(resource),
            Step::Key(_),
            Step::Index(instance),
            Step::Key(_),
            Step::Key(name),
            ..,
        ] = entry.path
        else {
            return false;
        };
        let kind = self.types.get(resource).map_or("", String::as_str);
        name == "result" && kind == "random_password"
            || self.sensitive.contains(&(*resource, *instance, name.to_string()))
    }
}

/// The name of the output whose value this is.
fn output<'e>(entry: &'e Entry<'_, '_>) -> Option<&'e str> {
    let at = entry.path.iter().position(|step| matches!(step, Step::Key(key) if key == "outputs"))?;
    match entry.path.get(at + 1..)? {
        [Step::Key(name), Step::Key(value), ..] if value == "value" => Some(name),
        _ => None,
    }
}

/// `*.tfvars`.
pub(super) fn variables(text: &str, out: &mut Out<'_, '_>) {
    hcl::read(text, &mut |entry| variable(entry, out));
}

/// `*.tfvars.json`.
pub(super) fn variables_json(text: &str, out: &mut Out<'_, '_>) {
    json::read(text, &mut |entry| variable(entry, out));
}

fn variable(entry: &Entry<'_, '_>, out: &mut Out<'_, '_>) {
    if entry.quote != Quote::None && is_credential(entry.name(), out) {
        value(Kind::TerraformVariableSecret, entry.name(), entry.value.clone(), &entry.text, out);
    }
}

/// Whether an attribute of this name is a credential.
fn is_credential(name: &str, out: &Out<'_, '_>) -> bool {
    // What is told about a secret, in the words of providers.
    const ABOUT: [&str; 16] = [
        "status",
        "state",
        "rule",
        "rules",
        "setting",
        "settings",
        "options",
        "spec",
        "metadata",
        "kind",
        "unit",
        "units",
        "use",
        "usage",
        "description",
        "encoding",
    ];
    let name = name.rsplit('.').next().unwrap_or(name);
    let words = split(name);
    if words.last().is_some_and(|last| ABOUT.contains(&last.as_str())) {
        return false;
    }
    const MORE: [&str; 4] = ["private_key", "connection_string", "kube_config_raw", "client_key"];
    Key::new(name, out.words()).role == Role::Secret || MORE.iter().any(|more| name.contains(more))
}

fn value(what: Kind, name: &str, span: Range<usize>, said: &str, out: &mut Out<'_, '_>) {
    match held(name, said, out) {
        Some(Held::PrivateKey) => out.rated(what, span, Rating::Random, More::private_key()),
        Some(Held::Setting(rating)) => {
            out.rated(what, span, rating, More::noted("it holds a setting that is a credential"))
        }
        Some(Held::Nothing) => {}
        None => {
            let inside = credentials(said, out.words());
            match inside.first() {
                Some(first) => {
                    let Range { start, end } = first.password.clone();
                    let rating = out.rate(&said[start..end], &[&first.user, "password"]);
                    if let Some(rating) = rating {
                        out.rated(what, span, rating, More::noted("it holds a password"));
                    }
                }
                None => out.plain(what, span, said, &[name]),
            }
        }
    }
}
