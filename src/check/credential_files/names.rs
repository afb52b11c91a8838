//! Which files are read, by name, and by whom.

use super::sheet::{self, Sheet};
use super::{
    Read, ansible, docker, htpasswd, kubernetes, marks, netrc, npm, pgpass, php, python, rails, sheets, terraform, xml,
};

/// The longest name that is looked at; none of the table has more.
const LONGEST: usize = 96;

/// What may stand behind a name and means nothing: copies, and templates that are filled in.
const BEHIND: [&str; 17] = [
    ".bak",
    ".old",
    ".orig",
    ".save",
    ".backup",
    ".copy",
    "~",
    ".1",
    ".example",
    ".sample",
    ".dist",
    ".template",
    ".tmpl",
    ".tpl",
    ".j2",
    ".erb",
    ".gotmpl",
];

/// Who reads the file at `path` with this text; `None` for nearly all files.
pub(super) fn readers(path: &[u8], text: &[u8]) -> Option<Vec<Read>> {
    let from = memchr::memrchr(b'/', path).map_or(0, |at| at + 1);
    let name = &path[from..];
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let lower = &mut buffer[..name.len()];
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    let name = std::str::from_utf8(lower).ok()?;
    let name = BEHIND.iter().find_map(|end| name.strip_suffix(end)).filter(|name| name.len() > 2).unwrap_or(name);
    let folders = &path[..from.saturating_sub(1)];
    let mut readers = Vec::new();
    readers.extend(by_name(name, folders));
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("json" | "jwk" | "jwks") => marks::json(text, &mut readers),
        Some("yaml" | "yml") => {
            marks::yaml(text, &mut readers);
            if is_variables(folders) {
                readers.push(ansible::variables);
            }
        }
        _ => {}
    }
    (!readers.is_empty()).then_some(readers)
}

/// Makes a reader of a table.
macro_rules! sheet {
    ($sheet:ident) => {{
        const SHEET: Sheet = sheets::$sheet;
        (|text, out| sheet::read(&SHEET, text, out)) as Read
    }};
}

/// Who reads a file of this name, in lower case, in these folders.
fn by_name(name: &str, folders: &[u8]) -> Option<Read> {
    let folder = folders.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    let within = |names: &[&str]| names.iter().any(|name| folder.eq_ignore_ascii_case(name.as_bytes()));
    Some(match name {
        ".netrc" | "_netrc" | "netrc" | ".authinfo" | "authinfo" | "netrc.txt" => netrc::read,
        ".pgpass" | "pgpass.conf" | "pgpass" | "_pgpass" => pgpass::read,
        ".npmrc" | "npmrc" | "_npmrc" | ".yarnrc" => npm::read,
        ".yarnrc.yml" | ".yarnrc.yaml" => sheet!(YARN),
        "bunfig.toml" | ".bunfig.toml" => sheet!(BUN),
        ".pypirc" | "pypirc" | "_pypirc" => sheet!(PYPIRC),
        ".dockercfg" | "dockercfg" => docker::read_old,
        ".dockerconfigjson" | "dockerconfigjson" => docker::read,
        "kubeconfig" | ".kubeconfig" | "kube.config" | "kube_config" | "kube-config" | "admin.conf"
        | "kubelet.conf" => kubernetes::config,
        "config" if within(&[".kube", "kube"]) => kubernetes::config,
        "config" | "credentials" if within(&[".aws", "aws"]) => sheet!(AWS),
        "config" if within(&[".oci", "oci"]) => sheet!(OCI),
        "credentials" if within(&[".cargo", "cargo"]) => sheet!(CARGO),
        "credentials" if within(&[".gem", "gem"]) => sheet!(GEM),
        "credentials" | "aws_credentials" | "aws-credentials" | ".aws_credentials" | "awscredentials"
        | "credentials.ini" | "credentials.cfg" | ".boto" | "boto.cfg" | ".s3cfg" | "s3cfg" => sheet!(AWS),
        "credentials.toml" => sheet!(CARGO),
        "config.json" if within(&[".mc", "mc"]) => sheet!(MINIO),
        ".htpasswd" | "htpasswd" | ".htdigest" | "htdigest" | "htpasswd.txt" | "passwd.htpasswd" => htpasswd::read,
        "settings-security.xml" | "settings.xml" => xml::maven,
        "nuget.config" | ".nuget.config" => xml::nuget,
        "rclone.conf" | ".rclone.conf" => sheet!(RCLONE),
        ".terraformrc" | "terraform.rc" | ".tofurc" | "tofu.rc" => sheet!(TERRAFORM),
        "credentials.tfrc.json" => sheet!(TERRAFORM_JSON),
        "auth.json" => sheet!(COMPOSER),
        "hub" if within(&[".config"]) => sheet!(CLI_YAML),
        "hosts.yml" | "hosts.yaml" if within(&["gh"]) => sheet!(CLI_YAML),
        "config.yml" | "config.yaml" if within(&["glab-cli", "doctl", ".fly", "fly", ".travis", "hub"]) => {
            sheet!(CLI_YAML)
        }
        "cli.yml" if within(&[".circleci"]) => sheet!(CLI_YAML),
        "cli.toml" if within(&["hcloud"]) => sheet!(CLI_TOML),
        ".ftpconfig"
        | "sftp-config.json"
        | "sftp-config-alt.json"
        | ".ftpconfig.json"
        | ".remote-sync.json"
        | ".ftppass" => {
            sheet!(SFTP)
        }
        "sftp.json" | "ftp-sync.json" if within(&[".vscode"]) => sheet!(SFTP),
        "winscp.ini" => sheet!(WINSCP),
        _ if within(&["sessions"]) && contains(folders, b".putty/") => sheet!(WINSCP),
        "sitemanager.xml" | "recentservers.xml" | "filezilla.xml" => xml::filezilla,
        "tomcat-users.xml" => xml::tomcat,
        "credentials.xml" => xml::jenkins,
        ".my.cnf" | "my.cnf" | "_my.cnf" | "my.ini" | "client.cnf" | ".mysql.cnf" | "mysql.cnf" | "debian.cnf"
        | ".mytop" => {
            sheet!(MYSQL)
        }
        "master.key" if within(&["secrets"]) => rails::jenkins_key,
        "master.key" | "secrets.yml.key" | "credentials.yml.key" => rails::master_key,
        "secrets.yml" | "secrets.yaml" if within(&["config"]) => rails::secrets,
        "secret_token.rb" | "secret_key_base.rb" => rails::initializer,
        "hosts" | "inventory" | "hosts.ini" | "inventory.ini" | "ansible_hosts" | "inventory.cfg" => ansible::inventory,
        _ => return by_ending(name, folders, folder),
    })
}

/// Who reads a file whose name ends like this.
fn by_ending(name: &str, folders: &[u8], folder: &[u8]) -> Option<Read> {
    let (front, end) = name.rsplit_once('.')?;
    Some(match end {
        "netrc" => netrc::read,
        "npmrc" => npm::read,
        "pgpass" => pgpass::read,
        "pypirc" => sheet!(PYPIRC),
        "htpasswd" => htpasswd::read,
        "kubeconfig" => kubernetes::config,
        "tfstate" => terraform::state,
        "backup" if front.ends_with(".tfstate") => terraform::state,
        "tfvars" => terraform::variables,
        "json" if front.ends_with(".tfvars") => terraform::variables_json,
        "php" if front.starts_with("wp-config") => php::wordpress,
        "key" if folder == b"credentials" => rails::master_key,
        "py" if front.contains("settings") || folder == b"settings" => python::django,
        "ini" | "inventory" if contains(folders, b"inventor") || front.contains("inventory") => ansible::inventory,
        _ => return None,
    })
}

/// Whether files in these folders are variables of Ansible.
fn is_variables(folders: &[u8]) -> bool {
    let mut parts = folders.split(|&byte| byte == b'/').rev().take(3);
    parts.any(|part| part == b"group_vars" || part == b"host_vars")
        || (folders.ends_with(b"/vars") || folders.ends_with(b"/defaults")) && contains(folders, b"roles/")
}

fn contains(folders: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(folders, part).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> usize {
        readers(path.as_bytes(), b"").map_or(0, |readers| readers.len())
    }

    #[test]
    fn files_are_known_by_name_and_folder() {
        for path in [
            ".netrc",
            "a/_netrc",
            "a/.NPMRC",
            "deploy.npmrc",
            ".pgpass.bak",
            "home/.aws/credentials",
            "home/.kube/config",
            "home/.oci/config",
            "wp-config.php~",
            "wp-config-local.php",
            "NuGet.Config",
            "prod.auto.tfvars",
            "prod.tfvars.json",
            "terraform.tfstate.backup",
            "config/credentials/production.key",
            "app/settings/base.py",
            "local_settings.py",
            "group_vars/all.yml",
            "roles/db/defaults/main.yml",
            "inventories/prod/hosts",
        ] {
            assert_eq!(read(path), 1, "{path}");
        }
    }

    #[test]
    fn others_are_left_alone() {
        for path in [
            "",
            "a/",
            "src/main.rs",
            "config",
            "hub",
            "a.yaml",
            "package.json",
            "keys/server.key",
            "settings.js",
            "é.netrcx",
        ] {
            assert_eq!(read(path), 0, "{path}");
        }
    }
}
