//! The tables of files that [`super::sheet`] reads: which keys of which file are credentials.

use super::kind::Kind;
use super::sheet::Form::{Ident, Object, Obscured, Plain};
use super::sheet::{Row, Sheet, Syntax};

/// `.aws/credentials`, `.aws/config`, `.boto`, `.s3cfg`.
pub(super) const AWS: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["aws_secret_access_key"], Plain, Kind::AwsCredentialsFile),
        Row(&["aws_session_token"], Plain, Kind::AwsCredentialsFile),
        Row(&["aws_security_token"], Plain, Kind::AwsCredentialsFile),
        Row(&["secret_access_key"], Plain, Kind::AwsCredentialsFile),
        Row(&["secret_key"], Plain, Kind::AwsCredentialsFile),
        Row(&["gs_secret_access_key"], Plain, Kind::AwsCredentialsFile),
        Row(&["gs_oauth2_refresh_token"], Plain, Kind::AwsCredentialsFile),
        Row(&["gpg_passphrase"], Plain, Kind::AwsCredentialsFile),
        Row(&["proxy_pass"], Plain, Kind::AwsCredentialsFile),
    ],
};

/// MinIO's client.
pub(super) const MINIO: Sheet =
    Sheet { syntax: Syntax::Json, rows: &[Row(&["secretKey"], Plain, Kind::AwsCredentialsFile)] };

pub(super) const PYPIRC: Sheet =
    Sheet { syntax: Syntax::Ini, rows: &[Row(&["password"], Plain, Kind::PypircPassword)] };

pub(super) const RCLONE: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["pass"], Obscured, Kind::RcloneConfigSecret),
        Row(&["password"], Obscured, Kind::RcloneConfigSecret),
        Row(&["password2"], Obscured, Kind::RcloneConfigSecret),
        Row(&["key_file_pass"], Obscured, Kind::RcloneConfigSecret),
        Row(&["bearer_token"], Plain, Kind::RcloneConfigSecret),
        Row(&["secret_access_key"], Plain, Kind::RcloneConfigSecret),
        Row(&["client_secret"], Plain, Kind::RcloneConfigSecret),
        Row(&["application_key"], Plain, Kind::RcloneConfigSecret),
        Row(&["key"], Plain, Kind::RcloneConfigSecret),
        Row(&["token"], Object, Kind::RcloneConfigSecret),
    ],
};

pub(super) const OCI: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["pass_phrase"], Plain, Kind::OciConfigPassphrase),
        Row(&["passphrase"], Plain, Kind::OciConfigPassphrase),
    ],
};

pub(super) const MYSQL: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["password"], Plain, Kind::MysqlOptionFilePassword),
        Row(&["pass"], Plain, Kind::MysqlOptionFilePassword),
        Row(&["master-password"], Plain, Kind::MysqlOptionFilePassword),
    ],
};

/// WinSCP, and PuTTY's sessions.
pub(super) const WINSCP: Sheet = Sheet {
    syntax: Syntax::Ini,
    rows: &[
        Row(&["Password"], Obscured, Kind::FtpClientPassword),
        Row(&["PasswordPlain"], Plain, Kind::FtpClientPassword),
        Row(&["Passphrase"], Obscured, Kind::FtpClientPassword),
        Row(&["ProxyPassword"], Plain, Kind::FtpClientPassword),
        Row(&["ProxyPasswordEnc"], Obscured, Kind::FtpClientPassword),
    ],
};

/// Editors that upload what is saved.
pub(super) const SFTP: Sheet = Sheet {
    syntax: Syntax::Json,
    rows: &[
        Row(&["password"], Plain, Kind::FtpClientPassword),
        Row(&["passphrase"], Plain, Kind::FtpClientPassword),
        Row(&["pass"], Plain, Kind::FtpClientPassword),
    ],
};

pub(super) const CARGO: Sheet = Sheet {
    syntax: Syntax::Toml,
    rows: &[Row(&["token"], Plain, Kind::CargoRegistryToken), Row(&["secret-key"], Plain, Kind::CargoRegistryToken)],
};

pub(super) const GEM: Sheet = Sheet { syntax: Syntax::Yaml, rows: &[Row(&["*"], Plain, Kind::GemCredentialsKey)] };

pub(super) const COMPOSER: Sheet = Sheet {
    syntax: Syntax::Json,
    rows: &[
        Row(&["http-basic", "*", "password"], Plain, Kind::ComposerAuth),
        Row(&["github-oauth", "*"], Plain, Kind::ComposerAuth),
        Row(&["gitlab-oauth", "*"], Plain, Kind::ComposerAuth),
        Row(&["gitlab-oauth", "*", "token"], Plain, Kind::ComposerAuth),
        Row(&["gitlab-token", "*"], Plain, Kind::ComposerAuth),
        Row(&["gitlab-token", "*", "token"], Plain, Kind::ComposerAuth),
        Row(&["forgejo-token", "*", "token"], Plain, Kind::ComposerAuth),
        Row(&["bitbucket-oauth", "*", "consumer-secret"], Plain, Kind::ComposerAuth),
        Row(&["bearer", "*"], Plain, Kind::ComposerAuth),
    ],
};

pub(super) const TERRAFORM: Sheet =
    Sheet { syntax: Syntax::Hcl, rows: &[Row(&["credentials", "*", "token"], Plain, Kind::TerraformCliToken)] };

pub(super) const TERRAFORM_JSON: Sheet = Sheet { syntax: Syntax::Json, ..TERRAFORM };

pub(super) const YARN: Sheet = Sheet {
    syntax: Syntax::Yaml,
    rows: &[Row(&["npmAuthToken"], Plain, Kind::NpmrcAuthToken), Row(&["npmAuthIdent"], Ident, Kind::NpmBasicAuth)],
};

pub(super) const BUN: Sheet = Sheet {
    syntax: Syntax::Toml,
    rows: &[Row(&["token"], Plain, Kind::NpmrcAuthToken), Row(&["password"], Plain, Kind::NpmBasicAuth)],
};

/// Of hub, gh, glab, doctl, fly, circleci, travis.
pub(super) const CLI_YAML: Sheet = Sheet {
    syntax: Syntax::Yaml,
    rows: &[
        Row(&["oauth_token"], Plain, Kind::CliConfigToken),
        Row(&["access-token"], Plain, Kind::CliConfigToken),
        Row(&["auth-contexts", "*"], Plain, Kind::CliConfigToken),
        Row(&["access_token"], Plain, Kind::CliConfigToken),
        Row(&["token"], Plain, Kind::CliConfigToken),
    ],
};

pub(super) const CLI_TOML: Sheet =
    Sheet { syntax: Syntax::Toml, rows: &[Row(&["token"], Plain, Kind::CliConfigToken)] };
