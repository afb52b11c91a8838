//! The tables of files that [`super::sheet`] reads: which keys of which file are credentials.

use super::secret::Secret;
use super::sheet::Form::{Ident, Object, Obscured, Plain};
use super::sheet::{Row, Sheet, Syntax};

/// `.aws/credentials`, `.aws/config`, `.boto`, `.s3cfg`.
pub(super) const AWS: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["aws_secret_access_key"], Plain, Secret::AwsCredentialsFile),
        Row(&["aws_session_token"], Plain, Secret::AwsCredentialsFile),
        Row(&["aws_security_token"], Plain, Secret::AwsCredentialsFile),
        Row(&["secret_access_key"], Plain, Secret::AwsCredentialsFile),
        Row(&["secret_key"], Plain, Secret::AwsCredentialsFile),
        Row(&["gs_secret_access_key"], Plain, Secret::AwsCredentialsFile),
        Row(&["gs_oauth2_refresh_token"], Plain, Secret::AwsCredentialsFile),
        Row(&["gpg_passphrase"], Plain, Secret::AwsCredentialsFile),
        Row(&["proxy_pass"], Plain, Secret::AwsCredentialsFile),
    ],
};

/// MinIO's client.
pub(super) const MINIO: Sheet =
    Sheet { syntax: Syntax::Json, rows: &[Row(&["secretKey"], Plain, Secret::AwsCredentialsFile)] };

pub(super) const PYPIRC: Sheet =
    Sheet { syntax: Syntax::Ini, rows: &[Row(&["password"], Plain, Secret::PypircPassword)] };

pub(super) const RCLONE: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["pass"], Obscured, Secret::RcloneConfigSecret),
        Row(&["password"], Obscured, Secret::RcloneConfigSecret),
        Row(&["password2"], Obscured, Secret::RcloneConfigSecret),
        Row(&["key_file_pass"], Obscured, Secret::RcloneConfigSecret),
        Row(&["bearer_token"], Plain, Secret::RcloneConfigSecret),
        Row(&["secret_access_key"], Plain, Secret::RcloneConfigSecret),
        Row(&["client_secret"], Plain, Secret::RcloneConfigSecret),
        Row(&["application_key"], Plain, Secret::RcloneConfigSecret),
        Row(&["key"], Plain, Secret::RcloneConfigSecret),
        Row(&["token"], Object, Secret::RcloneConfigSecret),
    ],
};

pub(super) const OCI: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["pass_phrase"], Plain, Secret::OciConfigPassphrase),
        Row(&["passphrase"], Plain, Secret::OciConfigPassphrase),
    ],
};

pub(super) const MYSQL: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["password"], Plain, Secret::MysqlOptionFilePassword),
        Row(&["pass"], Plain, Secret::MysqlOptionFilePassword),
        Row(&["master-password"], Plain, Secret::MysqlOptionFilePassword),
    ],
};

/// WinSCP, and PuTTY's sessions.
pub(super) const WINSCP: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["Password"], Obscured, Secret::FtpClientPassword),
        Row(&["PasswordPlain"], Plain, Secret::FtpClientPassword),
        Row(&["Passphrase"], Obscured, Secret::FtpClientPassword),
        Row(&["ProxyPassword"], Plain, Secret::FtpClientPassword),
        Row(&["ProxyPasswordEnc"], Obscured, Secret::FtpClientPassword),
    ],
};

/// Editors that upload what is saved.
pub(super) const SFTP: Sheet = Sheet {
    syntax: Syntax::Json,
    rows: &[
        Row(&["password"], Plain, Secret::FtpClientPassword),
        Row(&["passphrase"], Plain, Secret::FtpClientPassword),
        Row(&["pass"], Plain, Secret::FtpClientPassword),
    ],
};

pub(super) const CARGO: Sheet = Sheet {
    syntax: Syntax::Toml,
    rows: &[
        Row(&["token"], Plain, Secret::CargoRegistryToken),
        Row(&["secret-key"], Plain, Secret::CargoRegistryToken),
    ],
};

pub(super) const GEM: Sheet = Sheet { syntax: Syntax::Yaml, rows: &[Row(&["*"], Plain, Secret::GemCredentialsKey)] };

pub(super) const COMPOSER: Sheet = Sheet {
    syntax: Syntax::Json,
    rows: &[
        Row(&["http-basic", "*", "password"], Plain, Secret::ComposerAuth),
        Row(&["github-oauth", "*"], Plain, Secret::ComposerAuth),
        Row(&["gitlab-oauth", "*"], Plain, Secret::ComposerAuth),
        Row(&["gitlab-oauth", "*", "token"], Plain, Secret::ComposerAuth),
        Row(&["gitlab-token", "*"], Plain, Secret::ComposerAuth),
        Row(&["gitlab-token", "*", "token"], Plain, Secret::ComposerAuth),
        Row(&["forgejo-token", "*", "token"], Plain, Secret::ComposerAuth),
        Row(&["bitbucket-oauth", "*", "consumer-secret"], Plain, Secret::ComposerAuth),
        Row(&["bearer", "*"], Plain, Secret::ComposerAuth),
    ],
};

pub(super) const TERRAFORM: Sheet =
    Sheet { syntax: Syntax::Hcl, rows: &[Row(&["credentials", "*", "token"], Plain, Secret::TerraformCliToken)] };

pub(super) const TERRAFORM_JSON: Sheet = Sheet { syntax: Syntax::Json, ..TERRAFORM };

pub(super) const YARN: Sheet = Sheet {
    syntax: Syntax::Yaml,
    rows: &[Row(&["npmAuthToken"], Plain, Secret::NpmrcAuthToken), Row(&["npmAuthIdent"], Ident, Secret::NpmBasicAuth)],
};

pub(super) const BUN: Sheet = Sheet {
    syntax: Syntax::Toml,
    rows: &[Row(&["token"], Plain, Secret::NpmrcAuthToken), Row(&["password"], Plain, Secret::NpmBasicAuth)],
};

/// Of hub, gh, glab, doctl, fly, circleci, travis.
pub(super) const CLI_YAML: Sheet = Sheet {
    syntax: Syntax::Yaml,
    rows: &[
        Row(&["oauth_token"], Plain, Secret::CliConfigToken),
        Row(&["access-token"], Plain, Secret::CliConfigToken),
        Row(&["auth-contexts", "*"], Plain, Secret::CliConfigToken),
        Row(&["access_token"], Plain, Secret::CliConfigToken),
        Row(&["token"], Plain, Secret::CliConfigToken),
    ],
};

pub(super) const CLI_TOML: Sheet =
    Sheet { syntax: Syntax::Toml, rows: &[Row(&["token"], Plain, Secret::CliConfigToken)] };
