//! Values whose name says no more than that they are credentials, in files that import their provider's library.

use bartizan::finding::Confidence;
use fastrand::Rng;

use super::sample::{Sample, samples, scan};

/// A file and its text: `«V»` is the value.
type File = (&'static str, &'static str);

const IMPORTS: [File; 12] = [
    ("a.py", "import os\nimport datadog\n\napi_key = \"«V»\"\n"),
    ("b.py", "from datadog import initialize\n\nAPI_KEY = '«V»'\n"),
    ("a.js", "const datadog = require('datadog-metrics');\n\nconst apiKey = '«V»';\n"),
    ("a.mjs", "import { client } from '@datadog/datadog-api-client';\n\nexport const apiKey = \"«V»\";\n"),
    ("b.mjs", "import {\n  client,\n} from '@datadog/datadog-api-client';\n\nconst apiKey = \"«V»\";\n"),
    (
        "a.go",
        "package main\n\nimport (\n\t\"os\"\n\n\t\"github.com/DataDog/datadog-go\"\n)\n\nconst apiKey = \"«V»\"\n",
    ),
    ("a.php", "<?php\nuse Datadog\\Client;\n\n$apiKey = '«V»';\n"),
    ("A.java", "import com.datadog.api.Client;\n\nclass A {\n  String apiKey = \"«V»\";\n}\n"),
    ("a.rb", "require 'datadog'\n\napi_key = '«V»'\n"),
    ("A.cs", "using Datadog.Trace;\n\nclass A {\n  string apiKey = \"«V»\";\n}\n"),
    ("a.rs", "use datadog_client::Client;\n\nconst API_KEY: &str = \"«V»\";\n"),
    ("a.csproj", "<Project>\n  <PackageReference Include=\"Datadog.Trace\" />\n  <ApiKey>«V»</ApiKey>\n</Project>\n"),
];

const NO_IMPORTS: [File; 9] = [
    ("a.py", "import stripe\n\napi_key = \"«V»\"\n"),
    ("a.md", "import datadog keys from the page\n\napi_key = \"«V»\"\n"),
    ("b.md", "use datadog to see it.\n\napi_key = \"«V»\"\n"),
    ("b.py", "# import datadog\n\napi_key = \"«V»\"\n"),
    ("c.py", "import datadog\n\nname = \"«V»\"\n"),
    ("d.py", "import datadog\n\nkey_hash = \"«V»\"\n"),
    ("f.py", "from acme import datadog_scaling\n\napi_key = \"«V»\"\n"),
    ("g.py", "import datadog\n\napi_key = \"ssh-rsa AAAA...«V»\"\n"),
    ("e.py", "api_key = \"«V»\"\n"),
];

fn datadog() -> Sample {
    let samples = samples(&mut Rng::with_seed(31));
    samples.into_iter().find(|sample| sample.rule.ends_with("datadog-api-key")).unwrap()
}

#[test]
fn an_import_says_whose_key_it_is() {
    let sample = datadog();
    for (file, text) in IMPORTS {
        let text = text.replace("«V»", &sample.value);
        let at = text.find(&sample.value).unwrap() as u64;
        let findings = scan(file, text.as_bytes());
        let found = findings.iter().find(|found| found.rule.as_str() == sample.rule);
        let found = found.unwrap_or_else(|| panic!("{file}: not among {findings:?}"));
        assert_eq!((found.span.start, found.confidence), (at, Confidence::Medium), "{file}");
        assert!(found.message.contains("library is imported here"), "{}", found.message);
    }
}

#[test]
fn what_is_no_import_or_no_credential_says_nothing() {
    let sample = datadog();
    for (file, text) in NO_IMPORTS {
        let text = text.replace("«V»", &sample.value);
        let findings = scan(file, text.as_bytes());
        assert!(findings.iter().all(|found| found.rule.as_str() != sample.rule), "{file}: {findings:?}");
    }
    // Too far down to be one.
    let far = format!("{}import datadog\n\napi_key = \"{}\"\n", "x = 1\n".repeat(400), sample.value);
    assert!(scan("a.py", far.as_bytes()).iter().all(|found| found.rule.as_str() != sample.rule));
}
