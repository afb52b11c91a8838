//! Where a file stands: what only tests, examples or others' code hold says less about what runs.

/// Folders whose files do not run where it counts.
const ASIDE: &[&str] = &[
    "test",
    "tests",
    "testing",
    "__tests__",
    "__mocks__",
    "spec",
    "specs",
    "e2e",
    "testdata",
    "test-data",
    "fixtures",
    "mocks",
    "mock",
    "cypress",
    "example",
    "examples",
    "demo",
    "demos",
    "sample",
    "samples",
    "benchmark",
    "benchmarks",
    "bench",
    "vendor",
    "node_modules",
    "third_party",
    "third-party",
    "site-packages",
    "docs",
    "doc",
    "cassettes",
    "playground",
    "testsuite",
    "unittests",
];

/// Whether a path is that of a test, an example, or of code that was copied in.
pub(crate) fn is_aside(path: &[u8]) -> bool {
    let lower = path.to_ascii_lowercase();
    let Some(name) = lower.rsplit(|byte| *byte == b'/').next() else { return false };
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or(name);
    let rest = &name[stem.len()..];
    let named = stem.starts_with(b"test_")
        || stem.ends_with(b"_test")
        || stem.ends_with(b"_spec")
        || matches!(stem, b"conftest" | b"test" | b"tests")
        || stem.starts_with(b"examples");
    let marked = [&b".test."[..], b".spec.", b".stories.", b".mock.", b".e2e."]
        .iter()
        .any(|mark| memchr::memmem::find(rest, mark).is_some());
    // `FooTest.java`, `FooTests.cs`: the case tells them from `contest.py`.
    let original = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
    let original = original.split(|byte| *byte == b'.').next().unwrap_or(original);
    let camel = [&b"Test"[..], b"Tests", b"TestCase", b"IT", b"Spec"]
        .iter()
        .any(|end| original.len() > end.len() && original.ends_with(end));
    // `com/example/demo` is a package, and code of its own.
    let package =
        [&b"/java/"[..], b"/kotlin/", b"/scala/"].iter().filter_map(|root| memchr::memmem::rfind(&lower, root)).max();
    let folders = &lower[..package.unwrap_or(lower.len() - name.len())];
    let mut parts = folders.split(|byte| *byte == b'/');
    named || marked || camel || parts.any(|part| ASIDE.iter().any(|aside| aside.as_bytes() == part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_examples_are_known_by_their_paths() {
        for aside in [
            "tests/a.py",
            "src/app.test.ts",
            "a/test_app.py",
            "pkg/cors_test.go",
            "src/test/java/A.java",
            "x/CorsTest.java",
        ] {
            assert!(is_aside(aside.as_bytes()), "{aside}");
        }
        for real in [
            "src/main/java/com/example/demo/A.java",
            "src/app.ts",
            "contest.py",
            "app/latest.go",
            "src/main/java/Cors.java",
        ] {
            assert!(!is_aside(real.as_bytes()), "{real}");
        }
    }
}
