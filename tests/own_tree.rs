//! Our own gate on our own tree: what we tell others to do holds for us.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

/// Our documentation and our tests speak of suppressions, and hold none. What `.bartizan.yaml` turns off in some files has
/// its reason, and hides something in each of them.
#[test]
fn nothing_in_our_own_tree_is_taken_for_a_suppression() {
    let output = snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .args(["scan", "--format", "json", env!("CARGO_MANIFEST_DIR")])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for suppressed in report["suppressed"].as_array().unwrap() {
        assert_eq!(suppressed["reason"], "examples of the pack and texts of its tests", "{suppressed}");
    }
    assert_eq!(report["notes"], serde_json::json!([]));
}

#[test]
fn our_own_tree_is_clean() {
    snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .env_remove("GITHUB_ACTIONS")
        .args(["scan", "--quiet", env!("CARGO_MANIFEST_DIR")])
        .assert()
        .success()
        .stdout_eq("");
}
