//! Places that credentials stand in: a text a place, as people write it.

use super::name::{Style, name};

/// The kinds of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Carrier {
    Bare,
    Single,
    Double,
    Dotenv,
    Yaml,
    Json,
    Toml,
    Python,
    JavaScript,
    Go,
    Java,
    Url,
    Header,
    Dockerfile,
    Markdown,
}

/// Where the word of a rule without an anchor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Placement {
    /// In the name that the value is given to, or nowhere.
    Name,
    /// In a key above.
    Nested,
    /// In a comment or call on the line.
    Beside,
    /// In a comment on the line above.
    Above,
    /// In an address on the line.
    Host,
}

use Carrier::*;
use Placement::*;
use Style::*;

/// A place: `«N»` is a name of word and kind, `«C»` of the kind alone, `«W»` the word, `«H»` a host of it, `«V»` the value.
pub(crate) struct Place {
    pub(crate) carrier: Carrier,
    pub(crate) placement: Placement,
    pub(crate) file: &'static str,
    style: Style,
    text: &'static str,
}

const fn place(carrier: Carrier, placement: Placement, style: Style, file: &'static str, text: &'static str) -> Place {
    Place { carrier, placement, file, style, text }
}

/// All of them. The first of each carrier are the commonest.
pub(crate) const PLACES: &[Place] = &[
    place(Bare, Name, Snake, "notes.txt", "«V»"),
    place(Bare, Name, Snake, "notes.txt", "first line\n«V»\nlast line\n"),
    place(Single, Name, Upper, "run.sh", "export «N»='«V»'\n./run --fast\n"),
    place(Single, Name, Snake, "app.rb", "  «N»: '«V»',\n"),
    place(Single, Beside, Snake, "app.php", "$«C» = '«V»'; // «W»\n"),
    place(Single, Above, Snake, "app.rb", "# «W»\n«C» = '«V»'\n"),
    place(Double, Name, Upper, "run.sh", "«N»=\"«V»\"\n"),
    place(Double, Name, Camel, "App.cs", "    private const string «N» = \"«V»\";\n"),
    place(Double, Host, Snake, "run.sh", "call --url https://«H»/v1 --«C» \"«V»\"\n"),
    place(Dotenv, Name, Upper, ".env", "PORT=80\n«N»=«V»\nDEBUG=false\n"),
    place(Dotenv, Name, Upper, ".env", "«N»=\"«V»\"\n"),
    place(Dotenv, Above, Upper, ".env", "PORT=80\n\n# «W»\n«C»=«V»\n"),
    place(Yaml, Name, Snake, "config.yaml", "service:\n  port: 80\n  «N»: «V»\n"),
    place(Yaml, Name, Camel, "values.yaml", "env:\n  «N»: \"«V»\"\n"),
    place(Yaml, Nested, Snake, "config.yaml", "port: 80\n«W»:\n  «C»: «V»\n"),
    place(Yaml, Beside, Snake, "config.yaml", "«C»: «V» # «W»\n"),
    place(Json, Name, Camel, "config.json", "{\n  \"port\": 80,\n  \"«N»\": \"«V»\"\n}\n"),
    place(Json, Name, Snake, "config.json", "{\"port\": 80, \"«N»\": \"«V»\", \"more\": [1]}"),
    place(Json, Nested, Snake, "config.json", "{\n  \"«W»\": {\n    \"«C»\": \"«V»\"\n  }\n}\n"),
    place(Toml, Name, Snake, "config.toml", "[service]\nport = 80\n«N» = \"«V»\"\n"),
    place(Toml, Nested, Snake, "config.toml", "[«W»]\n«C» = \"«V»\"\n"),
    place(Python, Name, Upper, "settings.py", "import os\n\n«N» = \"«V»\"\n"),
    place(Python, Name, Snake, "client.py", "client = Client(host, «N»='«V»', retries=3)\n"),
    place(Python, Beside, Snake, "client.py", "client = «W».Client(\"«V»\", «C»=None)\n"),
    place(Python, Above, Upper, "settings.py", "import os\n\n# «W»\n«C» = \"«V»\"\n"),
    place(JavaScript, Name, Camel, "client.js", "const «N» = '«V»';\nmodule.exports = {};\n"),
    place(JavaScript, Name, Camel, "client.js", "const client = new Client({ «N»: \"«V»\", retries: 3 });\n"),
    place(JavaScript, Beside, Camel, "client.js", "  «C»: '«V»', // «W»\n"),
    place(Go, Name, Camel, "main.go", "package main\n\nconst «N» = \"«V»\"\n"),
    place(Go, Name, Camel, "main.go", "\t«N» := `«V»`\n"),
    place(Go, Beside, Camel, "main.go", "\tclient := «W».NewClient(\"«V»\") // «C»\n"),
    place(Java, Name, Upper, "Client.java", "  private static final String «N» = \"«V»\";\n"),
    place(Java, Beside, Camel, "Client.java", "    client.set(\"«W»\", \"«C»\", \"«V»\");\n"),
    place(Url, Name, Snake, "notes.txt", "see https://api.acme.example/v1/items?page=2&«N»=«V»\n"),
    place(Url, Host, Snake, "call.sh", "curl 'https://«H»/v1/items?«C»=«V»&page=2'\n"),
    place(Header, Host, Snake, "call.sh", "curl -H \"Authorization: Bearer «V»\" https://«H»/v1/items\n"),
    place(Header, Name, Kebab, "call.http", "GET /v1/items HTTP/1.1\nX-«N»: «V»\nAccept: */*\n"),
    place(Dockerfile, Name, Upper, "Dockerfile", "FROM scratch\nENV «N»=«V»\n"),
    place(Dockerfile, Name, Upper, "Dockerfile", "FROM scratch\nENV «N» «V»\nARG PORT=80\n"),
    place(Markdown, Name, Upper, "README.md", "Set `«N»` to `«V»` and start it.\n"),
    place(Markdown, Beside, Snake, "README.md", "| name | «C» |\n|---|---|\n| «W» | «V» |\n"),
    place(Markdown, Name, Upper, "README.md", "# Use\n\n```sh\nexport «N»=«V»\n```\n"),
    place(Markdown, Beside, Snake, "README.md", "The «C» of «W» is «V».\n"),
];

/// The carriers, in the order of the tables.
pub(crate) const CARRIERS: [Carrier; 15] = [
    Bare, Single, Double, Dotenv, Yaml, Json, Toml, Python, JavaScript, Go, Java, Url, Header, Dockerfile, Markdown,
];

impl Place {
    /// The text with the value in it, and where that begins; `None` where the word cannot stand here.
    pub(crate) fn fill(&self, word: Option<&str>, kind: &str, value: &str) -> Option<(String, usize)> {
        let mut text = self.text.to_owned();
        let whole = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        if text.contains("«N»") {
            text = text.replace("«N»", &name(word, kind, self.style)?);
        }
        if text.contains("«C»") {
            text = text.replace("«C»", &name(None, kind, self.style)?);
        }
        if text.contains("«H»") {
            let word = word.unwrap_or("service").trim_matches('.');
            let host = if word.contains('.') { word.to_owned() } else { format!("api.{word}.example") };
            text = text.replace("«H»", whole(word).then_some(&host)?);
        }
        if text.contains("«W»") {
            let word = word.unwrap_or("service");
            let key = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
            let called = self.text.contains("«W».");
            if self.placement == Nested && !key || called && (!key || word.contains('-')) {
                return None;
            }
            text = text.replace("«W»", word);
        }
        let at = text.find("«V»")?;
        Some((text.replacen("«V»", value, 1), at))
    }

    /// Whether a value of these characters can stand here as it is.
    pub(crate) fn takes(&self, value: &str) -> bool {
        match self.carrier {
            Bare => true,
            Url => !value.contains(|c: char| c.is_whitespace() || "\"'\\<>#&".contains(c)),
            _ => !value.contains(|c: char| c.is_whitespace() || "\"'\\`".contains(c)),
        }
    }
}
