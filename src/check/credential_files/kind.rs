//! What can be found in credential files: a kind for each rule.

/// A kind of credential; its rule has the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    AnsibleBecomePassword,
    AnsibleVariableSecret,
    AwsCredentialsFile,
    CargoRegistryToken,
    CliConfigToken,
    ComposerAuth,
    DjangoSecretKey,
    DockerConfigAuth,
    FilezillaPassword,
    FtpClientPassword,
    GcpApplicationDefaultCredentials,
    GcpServiceAccountKey,
    GemCredentialsKey,
    HtpasswdEntry,
    JenkinsCredential,
    JenkinsMasterKey,
    JwkPrivateKey,
    KubeconfigCredentials,
    KubernetesSecretManifest,
    MavenMasterPassword,
    MavenServerPassword,
    MysqlOptionFilePassword,
    NetrcPassword,
    NpmBasicAuth,
    NpmrcAuthToken,
    NugetConfigPassword,
    OciConfigPassphrase,
    PgpassLine,
    PypircPassword,
    RailsMasterKey,
    RailsSecretKeyBase,
    RcloneConfigSecret,
    TerraformCliToken,
    TerraformStateSecret,
    TerraformVariableSecret,
    TomcatUsersPassword,
    WordpressConfigPassword,
    WordpressSalt,
}

impl Kind {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 38] = [
        Self::AnsibleBecomePassword,
        Self::AnsibleVariableSecret,
        Self::AwsCredentialsFile,
        Self::CargoRegistryToken,
        Self::CliConfigToken,
        Self::ComposerAuth,
        Self::DjangoSecretKey,
        Self::DockerConfigAuth,
        Self::FilezillaPassword,
        Self::FtpClientPassword,
        Self::GcpApplicationDefaultCredentials,
        Self::GcpServiceAccountKey,
        Self::GemCredentialsKey,
        Self::HtpasswdEntry,
        Self::JenkinsCredential,
        Self::JenkinsMasterKey,
        Self::JwkPrivateKey,
        Self::KubeconfigCredentials,
        Self::KubernetesSecretManifest,
        Self::MavenMasterPassword,
        Self::MavenServerPassword,
        Self::MysqlOptionFilePassword,
        Self::NetrcPassword,
        Self::NpmBasicAuth,
        Self::NpmrcAuthToken,
        Self::NugetConfigPassword,
        Self::OciConfigPassphrase,
        Self::PgpassLine,
        Self::PypircPassword,
        Self::RailsMasterKey,
        Self::RailsSecretKeyBase,
        Self::RcloneConfigSecret,
        Self::TerraformCliToken,
        Self::TerraformStateSecret,
        Self::TerraformVariableSecret,
        Self::TomcatUsersPassword,
        Self::WordpressConfigPassword,
        Self::WordpressSalt,
    ];

    /// The rule's name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::AnsibleBecomePassword => "ansible-become-password",
            Self::AnsibleVariableSecret => "ansible-variable-secret",
            Self::AwsCredentialsFile => "aws-credentials-file",
            Self::CargoRegistryToken => "cargo-registry-token",
            Self::CliConfigToken => "cli-config-token",
            Self::ComposerAuth => "composer-auth",
            Self::DjangoSecretKey => "django-secret-key",
            Self::DockerConfigAuth => "docker-config-auth",
            Self::FilezillaPassword => "filezilla-password",
            Self::FtpClientPassword => "ftp-client-password",
            Self::GcpApplicationDefaultCredentials => "gcp-application-default-credentials",
            Self::GcpServiceAccountKey => "gcp-service-account-key",
            Self::GemCredentialsKey => "gem-credentials-key",
            Self::HtpasswdEntry => "htpasswd-entry",
            Self::JenkinsCredential => "jenkins-credential",
            Self::JenkinsMasterKey => "jenkins-master-key",
            Self::JwkPrivateKey => "jwk-private-key",
            Self::KubeconfigCredentials => "kubeconfig-credentials",
            Self::KubernetesSecretManifest => "kubernetes-secret-manifest",
            Self::MavenMasterPassword => "maven-master-password",
            Self::MavenServerPassword => "maven-server-password",
            Self::MysqlOptionFilePassword => "mysql-option-file-password",
            Self::NetrcPassword => "netrc-password",
            Self::NpmBasicAuth => "npm-basic-auth",
            Self::NpmrcAuthToken => "npmrc-auth-token",
            Self::NugetConfigPassword => "nuget-config-password",
            Self::OciConfigPassphrase => "oci-config-passphrase",
            Self::PgpassLine => "pgpass-line",
            Self::PypircPassword => "pypirc-password",
            Self::RailsMasterKey => "rails-master-key",
            Self::RailsSecretKeyBase => "rails-secret-key-base",
            Self::RcloneConfigSecret => "rclone-config-secret",
            Self::TerraformCliToken => "terraform-cli-token",
            Self::TerraformStateSecret => "terraform-state-secret",
            Self::TerraformVariableSecret => "terraform-variable-secret",
            Self::TomcatUsersPassword => "tomcat-users-password",
            Self::WordpressConfigPassword => "wordpress-config-password",
            Self::WordpressSalt => "wordpress-salt",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rule::def::CheckName;
    use crate::rule::embedded;

    #[test]
    fn every_kind_has_its_rule_and_every_rule_its_kind() {
        let rules = embedded();
        let own = rules.iter().filter(|rule| rule.def.check == Some(CheckName::CredentialFiles));
        let ruled: BTreeSet<&str> = own.map(|rule| rule.def.id.as_str()).collect();
        let kinds: BTreeSet<&str> = Kind::ALL.iter().map(|what| what.as_str()).collect();
        assert_eq!(kinds, ruled);
        assert!(Kind::ALL.iter().enumerate().all(|(at, what)| *what as usize == at));
    }
}
