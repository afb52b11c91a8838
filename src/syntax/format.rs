//! Which format a settings file has, by its name.

use super::{Problem, Visit, dotenv, ini, json, properties, toml, yaml};

/// The formats of settings that are read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.env` and its relatives.
    Dotenv,
    /// JSON, with comments and trailing commas.
    Json,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// Java's properties.
    Properties,
    /// Sections of keys and values.
    Ini,
}

impl Format {
    /// The format of a file of this name (its last part), if it is one of settings.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with(".env") || lower.ends_with(".env") || lower.contains(".env.") {
            return Some(Self::Dotenv);
        }
        match lower.rsplit_once('.')?.1 {
            "json" | "jsonc" | "json5" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            "toml" => Some(Self::Toml),
            "properties" => Some(Self::Properties),
            "ini" | "cfg" | "conf" => Some(Self::Ini),
            _ => None,
        }
    }

    /// Reads a text of this format: hands every value to `visit` and gives what could not be read.
    pub fn read<'t>(self, text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
        match self {
            Self::Dotenv => dotenv::read(text, visit),
            Self::Json => json::read(text, visit),
            Self::Yaml => yaml::read(text, visit),
            Self::Toml => toml::read(text, visit),
            Self::Properties => properties::read(text, visit),
            Self::Ini => ini::read(text, visit),
        }
    }
}
