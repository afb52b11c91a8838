//! What stands in for a credential where none is configured, in every spelling, with every kind of value.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on has failed; seeds are printed")]

#[path = "support/run.rs"]
mod run;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Confidence, Finding};
use run::rules;

/// Every spelling: the file's name, and the text with `KEY` for the name and `VALUE` for what stands in.
const SPELLINGS: &[(&str, &str)] = &[
    ("run.sh", "export KEY=\"${KEY:-VALUE}\"\n"),
    ("run.sh", ": \"${KEY:=VALUE}\"\n"),
    ("run.sh", "start --with \"${KEY-VALUE}\"\n"),
    ("docker-compose.yml", "environment:\n  A: ${KEY:-VALUE}\n"),
    ("docker-compose.yml", "environment:\n  - A=${OTHER:-${KEY:-VALUE}}\n"),
    ("application.yml", "a:\n  b: ${KEY:VALUE}\n"),
    ("application.properties", "a.b=${KEY:VALUE}\n"),
    ("A.java", "@Value(\"${KEY:VALUE}\") String a;\n"),
    ("A.java", "String a = System.getenv().getOrDefault(\"KEY\", \"VALUE\");\n"),
    ("A.java", "String a = System.getProperty(\"KEY\", \"VALUE\");\n"),
    ("A.java", "var a = Optional.ofNullable(System.getenv(\"KEY\")).orElse(\"VALUE\");\n"),
    ("a.kt", "val a = System.getenv(\"KEY\") ?: \"VALUE\"\n"),
    ("a.scala", "val a = sys.env.getOrElse(\"KEY\", \"VALUE\")\n"),
    ("a.py", "a = os.environ.get(\"KEY\", \"VALUE\")\n"),
    ("a.py", "a = os.environ.get('KEY') or 'VALUE'\n"),
    ("a.py", "a = os.getenv('KEY', 'VALUE')\n"),
    ("a.py", "a = os.getenv(\n    'KEY',\n    'VALUE',\n)\n"),
    ("a.py", "a = os.getenv('KEY', default='VALUE')\n"),
    ("a.py", "os.environ.setdefault('KEY', 'VALUE')\n"),
    ("a.py", "a = env.str('KEY', default='VALUE')\n"),
    ("a.py", "a = env('KEY', default='VALUE')\n"),
    ("a.py", "a = config('KEY', default='VALUE')\n"),
    ("a.py", "a = getattr(settings, 'KEY', 'VALUE')\n"),
    ("a.py", "KEY: str = Field(default='VALUE')\n"),
    ("a.py", "KEY: str = os.environ.get('A', 'VALUE')\n"),
    ("a.py", "KEY = os.environ.get('A') or 'VALUE'\n"),
    ("a.py", "parser.add_argument('KEY', default='VALUE')\n"),
    ("a.js", "const a = process.env.KEY || 'VALUE';\n"),
    ("a.js", "const a = process.env.KEY ?? \"VALUE\";\n"),
    ("a.js", "const a = process.env['KEY'] || `VALUE`;\n"),
    ("a.js", "const a = (process.env.KEY || 'VALUE');\n"),
    ("a.js", "const a = getEnv('KEY', 'VALUE');\n"),
    ("a.js", "const KEY = process.env.A || 'VALUE';\n"),
    ("a.ts", "KEY: z.string().default('VALUE'),\n"),
    ("a.ts", "KEY: str({ default: 'VALUE' }),\n"),
    ("a.ts", "const a = import.meta.env.KEY ?? 'VALUE'\n"),
    ("a.go", "a := getEnv(\"KEY\", \"VALUE\")\n"),
    ("a.go", "a := cmp.Or(os.Getenv(\"KEY\"), \"VALUE\")\n"),
    ("a.go", "\tA string `env:\"KEY\" envDefault:\"VALUE\"`\n"),
    ("a.go", "\tA string `env:\"KEY\" default:\"VALUE\"`\n"),
    ("a.go", "\tA string `env:\"KEY,default=VALUE\"`\n"),
    ("a.go", "viper.SetDefault(\"KEY\", \"VALUE\")\n"),
    ("a.rb", "a = ENV.fetch('KEY') { 'VALUE' }\n"),
    ("a.rb", "a = ENV.fetch('KEY', 'VALUE')\n"),
    ("a.rb", "a = ENV['KEY'] || 'VALUE'\n"),
    ("a.php", "$a = getenv('KEY') ?: 'VALUE';\n"),
    ("a.php", "$a = $_ENV['KEY'] ?? 'VALUE';\n"),
    ("a.php", "'a' => env('KEY', 'VALUE'),\n"),
    ("a.rs", "let a = env::var(\"KEY\").unwrap_or(\"VALUE\".to_string());\n"),
    ("a.rs", "let a = std::env::var(\"KEY\").unwrap_or_else(|_| \"VALUE\".into());\n"),
    ("a.cs", "var a = Environment.GetEnvironmentVariable(\"KEY\") ?? \"VALUE\";\n"),
    ("a.cs", "var a = configuration.GetValue<string>(\"KEY\", \"VALUE\");\n"),
    ("a.pl", "my $a = $ENV{'KEY'} // 'VALUE';\n"),
    ("a.ex", "a = System.get_env(\"KEY\", \"VALUE\")\n"),
    ("main.tf", "variable \"KEY\" {\n  type    = string\n  default = \"VALUE\"\n}\n"),
    (".gitlab-ci.yml", "variables:\n  KEY:\n    description: \"a\"\n    value: \"VALUE\"\n"),
    ("action.yml", "inputs:\n  KEY:\n    required: false\n    default: VALUE\n"),
    ("templates/a.yaml", "a: {{ default \"VALUE\" .Values.KEY }}\n"),
    ("templates/a.yaml", "a: {{ .Values.KEY | default \"VALUE\" }}\n"),
    ("roles/a.yml", "a: \"{{ KEY | default('VALUE') }}\"\n"),
];

/// What the check's own rules say of a text; of several on one value the one that speaks.
fn said(path: &str, text: &str) -> Vec<Finding> {
    const OWN: [&str; 4] = [
        "secrets/credential-fallback",
        "secrets/known-signing-key",
        "secrets/weak-default-password",
        "secrets/hardcoded-check",
    ];
    let scanner = Scanner::new(rules(), None, Needs::default());
    scanner.scan_text(path, text.as_bytes());
    let mut findings = scanner.finish(None).findings;
    let own = |found: &Finding| {
        OWN.contains(&found.rule.as_str()) || found.also.iter().any(|also| OWN.contains(&also.as_str()))
    };
    findings.retain(|found| found.confidence >= Confidence::Medium && own(found));
    findings
}

/// For each spelling that says something else than it should: spelling, what was said.
fn wrong(name: &str, values: &mut dyn FnMut() -> String, expected: Option<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, spelling) in SPELLINGS {
        let value = values();
        let name = if spelling.contains("{{") && !spelling.contains("KEY |") || path.ends_with("ts") {
            &camel(name)
        } else {
            name
        };
        let text = spelling.replace("KEY", name).replace("VALUE", &value);
        let found = said(path, &text);
        let at = text.find(&value).unwrap_or_default() as u64;
        let right = match expected {
            None => found.is_empty(),
            Some(rule) => {
                found.len() == 1
                    && (found[0].rule.as_str() == rule || found[0].also.iter().any(|also| also.as_str() == rule))
                    && found[0].span == (at..at + value.len() as u64)
            }
        };
        if !right {
            let said: Vec<_> = found.iter().map(|f| format!("{} {:?} {:?}", f.rule, f.also, f.span)).collect();
            wrong.push(format!("{path}: {text}  expected {expected:?} at {at}, said {said:?}"));
        }
    }
    wrong
}

/// `JWT_SECRET` as `jwtSecret`.
fn camel(name: &str) -> String {
    let mut words = name.split('_').map(str::to_lowercase);
    let first = words.next().unwrap();
    words.fold(first, |all, word| all + &word[..1].to_uppercase() + &word[1..])
}

fn seed() -> u64 {
    let seed =
        std::env::var("BARTIZAN_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or_else(|| fastrand::u64(..1 << 30));
    println!("BARTIZAN_SEED={seed}");
    seed
}

fn holds(name: &str, values: &mut dyn FnMut() -> String, expected: Option<&str>) {
    let wrong = wrong(name, values, expected);
    assert!(wrong.is_empty(), "{name}: {} of {} are wrong:\n{}", wrong.len(), SPELLINGS.len(), wrong.join("\n"));
}

#[test]
fn a_random_fallback_is_a_secret_whatever_it_is_for() {
    let mut rng = fastrand::Rng::with_seed(seed());
    let mut random = || (0..32).map(|_| rng.alphanumeric()).collect::<String>();
    for name in ["JWT_SECRET", "DB_PASSWORD", "ACME_API_KEY"] {
        holds(name, &mut random, Some("secrets/credential-fallback"));
    }
}

#[test]
fn a_usable_fallback_is_a_secret_too() {
    let mut rng = fastrand::Rng::with_seed(seed());
    let words = ["harbour", "lantern", "meadow", "orchard", "granite", "willow", "copper", "saffron"];
    let mut usable = || format!("{}-{}-{}", words[rng.usize(..8)], words[rng.usize(..8)], rng.usize(10..99));
    for name in ["SESSION_SECRET", "SMTP_PASSWORD"] {
        holds(name, &mut usable, Some("secrets/credential-fallback"));
    }
}

#[test]
fn a_placeholder_opens_what_is_self_issued_and_nothing_else() {
    let mut rng = fastrand::Rng::with_seed(seed());
    let all = ["change-me-in-production", "your-secret-key", "changeme", "replace-this"];
    let mut placeholder = || all[rng.usize(..all.len())].to_owned();
    holds("JWT_SECRET", &mut placeholder, Some("secrets/known-signing-key"));
    holds("STRIPE_API_KEY", &mut placeholder, None);
}

#[test]
fn a_weak_fallback_opens_what_is_self_issued() {
    let mut rng = fastrand::Rng::with_seed(seed());
    let all = ["dev-secret", "supersecret", "test1234"];
    let mut weak = || all[rng.usize(..all.len())].to_owned();
    holds("SESSION_SECRET", &mut weak, Some("secrets/known-signing-key"));
    holds("STRIPE_API_KEY", &mut weak, None);
}

#[test]
fn references_are_quiet() {
    for value in ["/run/secrets/key", "vault:kv/app#key", "3600"] {
        for name in ["JWT_SECRET", "DB_PASSWORD", "ACME_API_KEY"] {
            holds(name, &mut || value.to_owned(), None);
        }
    }
}
