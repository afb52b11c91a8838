//! Our own gate on our own tree: what we tell others to do holds for us.

#[test]
fn our_own_tree_is_clean() {
    snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .env_remove("GITHUB_ACTIONS")
        .args(["scan", "--quiet", env!("CARGO_MANIFEST_DIR")])
        .assert()
        .success()
        .stdout_eq("");
}
