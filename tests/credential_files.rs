//! Credential files through the engine: every value is found where it stands, by the rule of its file; what nobody can
//! use is quiet; and no text, however broken, stops a scan.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Confidence, Finding, Severity};
use bartizan::rule::def::CheckName;
use bartizan::rule::expand::{Expanded, expand};
use bartizan::text::base::base64_encode;
use proptest::prelude::*;
use run::{Tree, rule, rules};

/// What is found in a text under this name.
fn scan(path: &str, text: &[u8]) -> Vec<Finding> {
    scan_as(&[path], text)
}

/// What is found in a text under each of these names.
fn scan_as(paths: &[&str], text: &[u8]) -> Vec<Finding> {
    let scanner = Scanner::new(rules(), None, Needs::default());
    paths.iter().for_each(|path| scanner.scan_text(path, text));
    scanner.finish(None).findings
}

fn made(template: &str, seed: u64) -> Expanded {
    expand(template, &rules().rules()[0], &rule, &mut fastrand::Rng::with_seed(seed)).unwrap()
}

/// Every value that is made in the template is one finding of `secrets/<id>`, of at least `least` confidence, at its own
/// bytes; and there is nothing else of medium confidence.
fn finds(path: &str, id: &str, least: Confidence, template: &str) {
    for seed in [1, 2, 3] {
        let Expanded { text, values } = made(template, seed);
        let findings = scan(path, text.as_bytes());
        let said = || findings.iter().map(|f| format!("{} {:?} {}", f.rule, f.span, f.message)).collect::<Vec<_>>();
        for value in &values {
            let span = value.range.start as u64..value.range.end as u64;
            let own = findings.iter().find(|found| found.span == span);
            let Some(own) = own else { panic!("{path}: nothing at {span:?}: {:#?}", said()) };
            assert_eq!(own.rule.as_str(), format!("secrets/{id}"), "{path}: {:#?}", said());
            assert!(own.confidence >= least, "{path}: {:?} {}", own.confidence, own.message);
        }
        let strong = findings.iter().filter(|found| found.confidence >= Confidence::Medium).count();
        assert_eq!(strong, values.len(), "{path}: {:#?}", said());
    }
}

/// Nothing is found of any confidence.
fn quiet(path: &str, template: &str) {
    let text = made(template, 1).text;
    let mut findings = scan(path, text.as_bytes());
    findings.retain(|f| rule(f.rule.as_str()).unwrap().def.check == Some(CheckName::CredentialFiles));
    let said: Vec<_> = findings.iter().map(|f| format!("{} {:?} {}", f.rule, f.span, f.message)).collect();
    assert!(said.is_empty(), "{path}: {said:#?}\n{template}");
}

const HIGH: Confidence = Confidence::High;
const MEDIUM: Confidence = Confidence::Medium;

#[test]
fn logins_in_lines() {
    let id = "netrc-password";
    finds(
        ".netrc",
        id,
        HIGH,
        "machine a.acme.io login u password {{random:20}}\nmachine b login v account w password {{random:12}}\n",
    );
    finds(
        "home/_netrc",
        id,
        HIGH,
        "machine\n a.acme.io\r\n\tlogin u\r\n\tpassword \"{{random:20}}\"\r\ndefault login x password {{random:20}}",
    );
    finds(
        "ci.netrc",
        id,
        HIGH,
        "# password not-this\nmacdef init\n password no\n\nmachine b login v passwd {{random:24}} # c\n",
    );
    finds(".netrc", id, HIGH, "machine git.acme.io login {{random:40}} password x-oauth-basic\n");
    let id = "pgpass-line";
    finds(".pgpass", id, HIGH, "# c\ndb.acme.io:5432:*:app:{{random:20}}\r\n*:*:a\\:b:app:{{random:20}}\n");
    let id = "mysql-option-file-password";
    finds(
        ".my.cnf",
        id,
        HIGH,
        "[client]\nuser = a\npassword = \"{{random:20}}\"\n[mysqldump]\npassword={{random:20}}\n",
    );
    let id = "aws-credentials-file";
    finds(
        ".aws/credentials",
        id,
        HIGH,
        "[a]\naws_secret_access_key={{bytes:40}}\n[b]\naws_session_token = {{bytes:160}}\n",
    );
    finds("ci/credentials", id, HIGH, "[a]\r\naws_secret_access_key = {{bytes:40}}\r\n");
    finds(".boto", id, HIGH, "[Credentials]\ngs_secret_access_key = {{bytes:40}}\n");
    finds("oci/config", "oci-config-passphrase", HIGH, "[DEFAULT]\npass_phrase={{random:20}}\n");
    finds(
        "rclone.conf",
        "rclone-config-secret",
        MEDIUM,
        "[a]\ntype = sftp\npass = {{bytes:40}}\n[b]\nclient_secret = {{random:24}}\n",
    );
    finds("rclone.conf", "rclone-config-secret", HIGH, "[c]\nbearer_token = {{random:30}}\n");
    finds(".pypirc", "pypirc-password", HIGH, "[a]\nusername: u\npassword: {{random:20}}\n");
}

#[test]
fn entries_of_web_servers_are_weighed_by_their_hash() {
    for (line, severity) in [
        ("admin:$2y$10${{random:53}}", Severity::Low),
        ("admin:$apr1${{random:8}}${{random:22}}", Severity::Medium),
        ("admin:{SHA}{{bytes:27}}=", Severity::Medium),
        ("admin:realm:{{hex:32}}", Severity::Medium),
        ("admin:{{random:20}}", Severity::High),
    ] {
        let text = made(line, 1).text;
        let findings = scan(".htpasswd", text.as_bytes());
        let own: Vec<_> = findings.iter().map(|f| (f.rule.as_str(), f.severity, f.confidence)).collect();
        assert_eq!(own, [("secrets/htpasswd-entry", severity, HIGH)], "{line}");
    }
}

#[test]
fn package_managers() {
    let token = "npmrc-auth-token";
    finds(
        ".npmrc",
        token,
        HIGH,
        "//npm.acme.io/:_authToken={{random:40}}\n//b.acme.io/x/:_authToken = \"{{random:36}}\"\n_authToken={{hex:32}}\n",
    );
    finds(".yarnrc", token, HIGH, "\"//npm.acme.io/:_authToken\" \"{{random:40}}\"\n");
    finds("a/.yarnrc.yml", token, HIGH, "npmRegistries:\n  \"//npm.acme.io\":\n    npmAuthToken: '{{random:40}}'\n");
    finds(
        "bunfig.toml",
        token,
        HIGH,
        "[install.scopes]\nacme = { token = \"{{random:40}}\", url = \"https://npm.acme.io\" }\n",
    );
    let basic = "npm-basic-auth";
    finds(".npmrc", basic, HIGH, "_auth = \"{{base64-pair:20}}\"\n//a/:username=u\n//a/:_password={{base64:20}}\n");
    finds(".yarnrc.yml", basic, HIGH, "npmAuthIdent: deploy:{{random:24}}\n");
    finds(".yarnrc.yml", basic, HIGH, "npmAuthIdent: {{base64-pair:24}}\n");
    finds(
        ".cargo/credentials.toml",
        "cargo-registry-token",
        HIGH,
        "[registry]\ntoken = \"{{random:35}}\"\n[registries.a]\ntoken = \"{{random:35}}\"\n",
    );
    finds(
        ".gem/credentials",
        "gem-credentials-key",
        HIGH,
        "---\n:rubygems_api_key: {{hex:48}}\nhttps://gems.acme.io: {{random:30}}\n",
    );
    finds(
        "auth.json",
        "composer-auth",
        HIGH,
        "{\"http-basic\": {\"a\": {\"username\": \"u\", \"password\": \"{{random:24}}\"}},\n\"github-oauth\": {\"github.com\": \"{{hex:40}}\"},\n\
        \"gitlab-token\": {\"b\": {\"username\": \"x\", \"token\": \"{{random:24}}\"}}, \"bearer\": {\"c\": \"{{random:24}}\"}}",
    );
    let maven = "maven-server-password";
    finds(
        "conf/settings.xml",
        maven,
        HIGH,
        "<?xml version=\"1.0\"?>\n<settings xmlns=\"x\"><servers><server>\r\n<username>u</username><password>{{random:20}}</password></server>\
        <server><passphrase>\n {{random:20}}\n</passphrase></server></servers><proxies><proxy><password>{{random:20}}</password></proxy></proxies></settings>",
    );
    let text = made("<settingsSecurity><master>{{{bytes:44}}}</master></settingsSecurity>", 1).text;
    let found = scan("settings-security.xml", text.as_bytes());
    assert_eq!((found[0].rule.as_str(), found[0].span.clone()), ("secrets/maven-master-password", 26..72));
    finds(
        "src/NuGet.config",
        "nuget-config-password",
        HIGH,
        "<configuration><packageSourceCredentials><a>\n<add key=\"Username\" value=\"u\"/>\n<add value='{{random:30}}' key='cleartextpassword'/></a></packageSourceCredentials></configuration>",
    );
}

#[test]
fn registries_and_clusters() {
    let docker = "docker-config-auth";
    finds(
        ".docker/config.json",
        docker,
        HIGH,
        "{\"auths\":{\"a\":{\"auth\":\"{{base64-pair:20}}\"},\"b\":{\"identitytoken\":\"{{random:40}}\"}}}",
    );
    finds(
        "any/name.json",
        docker,
        HIGH,
        "{\n\t\"auths\": {\n\t\t\"a\": {\"username\": \"u\", \"password\": \"{{random:20}}\"}\n\t}\n}",
    );
    finds(".dockercfg", docker, HIGH, "{\"https://a/\": {\"auth\": \"{{base64-pair:20}}\", \"email\": \"a@b.c\"}}");
    let kube = "kubeconfig-credentials";
    let users = "users:\n- name: a\n  user:\n    token: {{random:60}}\n- name: b\n  user:\n    username: u\n    password: \"{{random:20}}\"\n- name: c\n  user:\n    client-certificate-data: TFMw\n    client-key-data: {{base64-key:300}}\n";
    finds(".kube/config", kube, HIGH, &format!("apiVersion: v1\nkind: Config\n{users}"));
    finds("prod.kubeconfig", kube, HIGH, &users.replace('\n', "\r\n"));
    finds("ops/cluster.yml", kube, HIGH, &format!("{users}current-context: a\n"));
    finds("kubeconfig", kube, HIGH, "{\"users\": [{\"name\": \"a\", \"user\": {\"token\": \"{{random:60}}\"}}]}");
    finds(
        "kubeconfig",
        kube,
        HIGH,
        "users:\n- name: a\n  user:\n    auth-provider:\n      config:\n        refresh-token: {{random:40}}\n",
    );
}

#[test]
fn secrets_of_kubernetes() {
    let id = "kubernetes-secret-manifest";
    finds(
        "a.yaml",
        id,
        HIGH,
        "apiVersion: v1\nkind: Secret\ndata:\n  password: {{base64:20}}\n  token: \"{{base64:32}}\"\nstringData:\n  db-password: {{random:20}}\n",
    );
    // Any order of keys, several documents, other kinds between them.
    finds(
        "b.yml",
        id,
        HIGH,
        "# c\n---\nkind: ConfigMap\ndata:\n  password: nothing-of-it\n---\ndata: {api_key: {{base64:32}}, user: YWRtaW4=}\nmetadata: {name: x}\nkind: \"Secret\"\n",
    );
    finds(
        "list.yaml",
        id,
        HIGH,
        "kind: List\nitems:\n- kind: ConfigMap\n  data: {token: a}\n- kind: Secret\n  stringData:\n    token: '{{random:40}}'\n- data:\n    secret: {{base64:40}}\n  kind: Secret\n",
    );
    finds(
        "list.json",
        id,
        HIGH,
        "{\"kind\": \"List\", \"items\": [{\"data\": {\"password\": \"{{base64:20}}\"}, \"kind\": \"Secret\"}]}",
    );
    // Templates, in lines and in values.
    finds(
        "chart/templates/s.yaml",
        id,
        HIGH,
        "{{- if .Values.on }}\nkind: Secret\nmetadata:\n  name: {{ include \"x\" . }}\ndata:\n  user: {{ .Values.user | b64enc }}\n  password: {{base64:20}}\n{{- end }}\n",
    );
    // Types.
    finds(
        "tls.yaml",
        id,
        HIGH,
        "kind: Secret\ntype: kubernetes.io/tls\ndata:\n  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==\n  tls.key: {{base64-key:400}}\n",
    );
    finds(
        "sa.yaml",
        id,
        HIGH,
        "kind: Secret\ntype: kubernetes.io/service-account-token\ndata:\n  namespace: ZGVmYXVsdA==\n  token: {{base64:60}}\n",
    );
    finds(
        "boot.yaml",
        id,
        HIGH,
        "kind: Secret\ntype: bootstrap.kubernetes.io/token\nstringData:\n  token-id: ab12cd\n  token-secret: {{hex:16}}\n  usage-bootstrap-signing: \"true\"\n",
    );
    // A key that names nothing.
    finds("other.yaml", id, MEDIUM, "kind: Secret\ndata:\n  acme: {{base64:32}}\n");
    // Folded over lines.
    let folded = made("{{base64:90}}", 1).text;
    let text = format!("kind: Secret\ndata:\n  token: |\n    {}\n    {}\n", &folded[..60], &folded[60..]);
    assert!(scan("f.yaml", text.as_bytes()).iter().any(|f| f.rule.as_str() == format!("secrets/{id}")));
    // A login to a registry, a file of settings, both in base64.
    let login = made("{\"auths\": {\"a\": {\"auth\": \"{{base64-pair:20}}\"}}}", 1).text;
    let settings = made("spring:\n  datasource:\n    password: {{random:20}}\n", 1).text;
    for (kind, key, file) in
        [("kubernetes.io/dockerconfigjson", ".dockerconfigjson", &login), ("Opaque", "application.yaml", &settings)]
    {
        let text = format!("kind: Secret\ntype: {kind}\ndata:\n  {key}: {}\n", base64_encode(file.as_bytes(), true));
        let found = scan("f.yaml", text.as_bytes());
        assert!(
            found.iter().any(|f| f.rule.as_str() == format!("secrets/{id}") && f.confidence == HIGH),
            "{key}: {found:#?}"
        );
    }
    let key = scan("k.yaml", made("kind: Secret\ndata:\n  tls.key: {{base64-key:400}}\n", 1).text.as_bytes());
    assert_eq!(key[0].severity, Severity::Critical);
}

#[test]
fn clouds_and_tools() {
    let pem = "-----BEGIN PRIVATE KEY-----\\n{{bytes:400}}\\n-----END PRIVATE KEY-----\\n";
    let json = format!(
        "{{\n \"private_key\": \"{pem}\",\n \"type\": \"service_account\",\n \"client_email\": \"a@b.iam.gserviceaccount.com\"\n}}"
    );
    for path in ["key.json", "src/app.js", "values.yaml"] {
        let found = scan(path, made(&json, 1).text.as_bytes());
        let own: Vec<_> = found.iter().map(|f| (f.rule.as_str(), f.confidence, f.severity)).collect();
        // In a file of its own the keys around it tell; elsewhere the block has to hold, and this one is random.
        let sure = if path == "key.json" { HIGH } else { Confidence::Low };
        assert_eq!(own, [("secrets/gcp-service-account-key", sure, Severity::Critical)], "{path}");
        assert!(found[0].also.iter().any(|also| also.as_str() == "secrets/pem-private-key"));
    }
    let nested =
        "{\"a\": [{\"type\": \"authorized_user\", \"client_secret\": \"\", \"refresh_token\": \"{{random:60}}\"}]}";
    finds("adc.json", "gcp-application-default-credentials", HIGH, nested);
    let jwk = "jwk-private-key";
    finds(
        "keys.json",
        jwk,
        HIGH,
        "{\"keys\": [{\"d\": \"{{random:43}}\", \"kty\": \"OKP\"}, {\"kty\": \"RSA\", \"n\": \"AQAB\", \"d\": \"{{random:342}}\"}]}",
    );
    finds("a.jwk", jwk, HIGH, "{\"kty\": \"oct\", \"k\": \"{{random:43}}\"}");
    finds(".config/gh/hosts.yml", "cli-config-token", HIGH, "git.acme.io:\n    oauth_token: {{random:40}}\n");
    finds(".config/hub", "cli-config-token", HIGH, "git.acme.io:\n- user: u\n  oauth_token: {{random:40}}\n");
    finds(
        ".config/hcloud/cli.toml",
        "cli-config-token",
        HIGH,
        "[[contexts]]\nname = \"a\"\ntoken = \"{{random:64}}\"\n",
    );
    finds(
        ".terraformrc",
        "terraform-cli-token",
        HIGH,
        "credentials \"tf.acme.io\" {\n  token = \"{{random:40}}\"\n}\n",
    );
    finds(
        "credentials.tfrc.json",
        "terraform-cli-token",
        HIGH,
        "{\"credentials\": {\"tf.acme.io\": {\"token\": \"{{random:40}}\"}}}",
    );
    let state = "terraform-state-secret";
    finds(
        "terraform.tfstate",
        state,
        HIGH,
        "{\"version\": 4, \"outputs\": {\"x\": {\"value\": \"{{random:24}}\", \"type\": \"string\", \"sensitive\": true}, \"url\": {\"value\": \"ab\"}},\n\
        \"resources\": [{\"type\": \"aws_db_instance\", \"instances\": [{\"attributes\": {\"id\": \"orders\", \"password\": \"{{random:20}}\"}}]},\n\
        {\"type\": \"random_password\", \"instances\": [{\"attributes\": {\"bcrypt_hash\": \"\", \"result\": \"{{random:20}}\"}}]},\n\
        {\"type\": \"acme_thing\", \"instances\": [{\"attributes\": {\"blob\": \"{{random:20}}\"}, \"sensitive_attributes\": [[{\"type\": \"get_attr\", \"value\": \"blob\"}]]}]},\n\
        {\"type\": \"aws_iam_access_key\", \"instances\": [{\"attributes\": {\"secret\": \"{{random:40}}\", \"user\": \"ci\"}}]}]}",
    );
    finds(
        "old.tfstate.backup",
        state,
        HIGH,
        "{\"version\": 3, \"modules\": [{\"resources\": {\"a.b\": {\"primary\": {\"attributes\": {\"tags.%\": \"1\", \"master_password\": \"{{random:20}}\"}}}}}]}",
    );
    let variables = "terraform-variable-secret";
    finds(
        "prod.auto.tfvars",
        variables,
        HIGH,
        "a = \"b\"\ndb_password = \"{{random:20}}\" # c\nmap = { token = \"{{random:30}}\", x = 1 }\nusers = [\n  { name = \"a\", password = \"{{random:20}}\" },\n]\n",
    );
    finds("a.tfvars.json", variables, HIGH, "{\"db_password\": \"{{random:20}}\"}");
}

#[test]
fn machines_and_frameworks() {
    let host = "ansible-become-password";
    finds(
        "inventory/hosts",
        host,
        HIGH,
        "[web]\na ansible_user=u ansible_ssh_pass={{random:16}} x=1\nb ansible_become_password='{{random:16}}'\n[web:vars]\nansible_password = {{random:20}}\n",
    );
    finds(
        "hosts.yml",
        host,
        HIGH,
        "all:\n  vars:\n    ansible_password: {{random:16}} # c\n    ansible_become_pass: \"{{random:16}}\"\n",
    );
    finds(
        "site/group_vars/db/main.yml",
        "ansible-variable-secret",
        HIGH,
        "db_password: {{random:20}}\napp:\n  - api_token: !unsafe {{random:30}}\n  - client_secret: !!str '{{random:30}}'\n",
    );
    let jenkins = "jenkins-credential";
    finds(
        "credentials.xml",
        jenkins,
        HIGH,
        "<a><b.C><username>u</username><password>{{random:20}}</password><secret> {{random:30}} </secret></b.C></a>",
    );
    finds("home/secrets/master.key", "jenkins-master-key", HIGH, "{{hex:256}}\n");
    finds("config/master.key", "rails-master-key", HIGH, "{{hex:32}}");
    finds("config/credentials/staging.key", "rails-master-key", HIGH, "{{hex:32}}\n");
    finds(
        "config/secrets.yml",
        "rails-secret-key-base",
        HIGH,
        "shared: &s\n  a: 1\nproduction:\n  secret_key_base: {{hex:128}}\n",
    );
    finds(
        "config/initializers/secret_token.rb",
        "rails-secret-key-base",
        HIGH,
        "A::B.config.secret_key_base = '{{hex:128}}'\n",
    );
    let django = "django-secret-key";
    finds("shop/settings.py", django, HIGH, "import os\nSECRET_KEY = \"{{random:50}}\"\n");
    finds("shop/settings/prod.py", django, HIGH, "SECRET_KEY: str = '{{random:50}}'\n");
    finds(
        "settings_ci.py",
        django,
        HIGH,
        "if True:\n    SECRET_KEY = os.getenv('K', '{{random:50}}')\n    SECRET_KEY = env('SECRET_KEY', default='{{random:50}}')\n",
    );
    finds(
        ".env.local",
        "laravel-app-key",
        HIGH,
        "APP_NAME=a\nAPP_KEY=base64:{{bytes:43}}=\n".replace("{{bytes:43}}=", "{{secrets/laravel-app-key}}").as_str(),
    );
    finds(
        "wp-config.php",
        "wordpress-config-password",
        HIGH,
        "<?php\ndefine('DB_NAME', 'shop');\ndefine( \"DB_PASSWORD\" , '{{random:20}}' );\n",
    );
    finds(
        "wp-config.php.bak",
        "wordpress-salt",
        HIGH,
        "<?php\ndefine('AUTH_KEY',         '{{random:64}}');\ndefine('NONCE_SALT', '{{random:64}}');\n",
    );
    finds(
        "conf/tomcat-users.xml",
        "tomcat-users-password",
        HIGH,
        "<tomcat-users><user password=\"{{random:18}}\" username=\"u\" roles=\"manager-gui\"/></tomcat-users>",
    );
    finds(
        "sitemanager.xml",
        "filezilla-password",
        HIGH,
        "<Servers><Server><User>u</User><Pass encoding=\"base64\">{{base64:16}}</Pass></Server><Server><Pass>{{random:16}}</Pass></Server></Servers>",
    );
    let ftp = "ftp-client-password";
    finds(
        ".vscode/sftp.json",
        ftp,
        HIGH,
        "[{\"host\": \"a\", /* c */ \"password\": \"{{random:16}}\"}, {\"passphrase\": \"{{random:16}}\",}]",
    );
    finds(".ftpconfig", ftp, HIGH, "{\"user\": \"u\", \"pass\": \"{{random:16}}\"}");
    finds("WinSCP.ini", ftp, MEDIUM, "[Sessions\\a]\nPassword={{hex:60}}\n");
    finds("home/.putty/sessions/acme", ftp, HIGH, "HostName=a\nProxyPassword={{random:16}}\n");
}

#[test]
fn addresses_and_tokens_with_a_form_are_left_to_their_own_rules() {
    finds(".git-credentials", "url-credentials", MEDIUM, "https://deploy:{{secrets/url-credentials}}@git.acme.io\n");
    finds(
        "pip.conf",
        "url-credentials",
        MEDIUM,
        "[global]\nindex-url = https://deploy:{{secrets/url-credentials}}@pypi.acme.io/simple\n",
    );
    for (path, id, template) in [
        (".npmrc", "npm-access-token", "//registry.npmjs.org/:_authToken={{secrets/npm-access-token}}\n"),
        (".netrc", "github-pat-classic", "machine github.com login u password {{secrets/github-pat-classic}}\n"),
        ("hosts.yml", "github-oauth-token", "github.com:\n  oauth_token: {{secrets/github-oauth-token}}\n"),
        ("prod.tfvars", "github-pat-classic", "github_token = \"{{secrets/github-pat-classic}}\"\n"),
        ("s.yaml", "github-pat-classic", "kind: Secret\nstringData:\n  token: {{secrets/github-pat-classic}}\n"),
    ] {
        finds(path, id, HIGH, template);
    }
}

#[test]
fn what_nobody_can_use_is_quiet() {
    for (path, template) in [
        (
            ".netrc",
            "machine a login u password ${PW}\nmachine b login u password <password>\nmachine c login u password\n",
        ),
        (".netrc", "machine a login u password YOUR_PASSWORD\nmacdef x\npassword {{random:20}}\n"),
        (".pgpass", "#a:1:b:c:{{random:20}}\na:1:b:c:\na:1:b:c:$PGPASSWORD\nbroken\na:b\n"),
        (".my.cnf", "[client]\n#password={{random:20}}\npassword=\n[mysqld]\nmax_password_errors = 20\n"),
        (
            ".aws/credentials",
            "[a]\naws_secret_access_key = {{ lookup('env', 'AWS') }}\n[b]\nrole_arn = arn:aws:iam::1:role/x\n",
        ),
        (".npmrc", "//a/:_authToken=${NPM_TOKEN}\n;//a/:_authToken={{random:40}}\nemail=a@b.c\n//a/:_auth=%AUTH%\n"),
        (".yarnrc.yml", "npmAuthToken: ${NPM_TOKEN:-none}\nnpmAuthIdent: \"${USER}:${PASSWORD}\"\n"),
        (".htpasswd", "# a:{{random:20}}\nadmin:$apr1$xxxxxxxx$xxxxxxxxxxxxxxxxxxxxxx\n<user>:<hash>\n"),
        ("config.json", "{\"auths\": {\"a\": {}, \"b\": {\"auth\": \"\"}}, \"credHelpers\": {\"c\": \"gcr\"}}"),
        (
            ".kube/config",
            "users:\n- user:\n    tokenFile: /var/run/token\n    client-key: /a/b.key\n    client-certificate-data: {{base64:400}}\n    exec: {command: aws}\n",
        ),
        (
            "a.yaml",
            "kind: SealedSecret\nspec:\n  encryptedData:\n    password: {{bytes:200}}\n  template: {type: Opaque}\n",
        ),
        (
            "a.yaml",
            "kind: Secret\ndata:\n  password: ENC[AES256_GCM,data:{{bytes:24}},iv:{{bytes:24}},tag:{{bytes:24}},type:str]\nsops:\n  mac: ENC[AES256_GCM,data:{{bytes:24}},type:str]\n",
        ),
        ("a.yaml", "kind: ExternalSecret\nspec:\n  data:\n  - secretKey: password\n    remoteRef: {key: prod/db}\n"),
        (
            "a.yaml",
            "kind: Secret\nstringData:\n  password: <password>\n  user: app\n  host: db.acme.io\n  ca.crt: |\n    -----BEGIN CERTIFICATE-----\n    {{bytes:64}}\n    -----END CERTIFICATE-----\n",
        ),
        ("a.yaml", "kind: Secret\ndata:\n  username: YWRtaW5pc3RyYXRvcg==\n  password: \"\"\n  port: NTQzMg==\n"),
        (
            "a.yaml",
            "kind: Pod\nspec:\n  env:\n  - name: X\n    valueFrom: {secretKeyRef: {name: Secret, key: password}}\n",
        ),
        (
            "terraform.tfstate",
            "{\"resources\": [{\"type\": \"x\", \"instances\": [{\"attributes\": {\"key_name\": \"{{random:20}}\", \"kms_key_id\": \"{{random:20}}\", \"secret_status\": \"active\", \"password\": null, \"token\": \"\"}, \"sensitive_attributes\": []}]}]}",
        ),
        (
            "a.tfvars",
            "# db_password = \"{{random:20}}\"\nsecret_name = \"prod/db\"\npassword = var.password\ntoken = \"${vault.token}\"\n",
        ),
        (".terraformrc", "credentials \"a\" {\n  token = \"${TOKEN}\"\n}\nplugin_cache_dir = \"/a\"\n"),
        (
            "group_vars/all.yml",
            "a_password: \"{{ vault_a }}\"\nb_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132{{hex:64}}\nc_secret: !Ref Thing\npassword_length: 20\n",
        ),
        ("hosts", "a ansible_password={{ pw }} ansible_port=22\nb ansible_ssh_pass=\n"),
        ("config/master.key", "-----BEGIN nothing\n"),
        ("config/secrets.yml", "production:\n  secret_key_base: <%= ENV['X'] %>\n"),
        (
            "settings.py",
            "SECRET_KEY = os.environ['SECRET_KEY']\nSECRET_KEY = get_random_secret_key()\nSECRET_KEY_FALLBACKS = []\n# SECRET_KEY = 'x'\nif SECRET_KEY == 'y': pass\n",
        ),
        (
            "wp-config-sample.php",
            "define( 'DB_PASSWORD', 'password_here' );\ndefine( 'AUTH_KEY', 'put your unique phrase here' );\n",
        ),
        (
            "settings.xml",
            "<servers><server><password>${env.PW}</password></server><server><password>{{{{bytes}}</password></server></servers>",
        ),
        (
            "nuget.config",
            "<add key=\"ClearTextPassword\" value=\"%TOKEN%\"/><add key=\"Password\" value=\"{{bytes:88}}\"/>",
        ),
        (
            "credentials.xml",
            "<a><password>{AQAAABAAAAAQ{{bytes:48}}}</password><description>{{random:20}}</description></a>",
        ),
        (
            "keys.json",
            "{\"keys\": [{\"kty\": \"RSA\", \"n\": \"{{random:340}}\", \"e\": \"AQAB\"}, {\"kty\": \"EC\", \"x\": \"{{random:43}}\", \"y\": \"{{random:43}}\"}]}",
        ),
        (
            "key.json",
            "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMII...\\n-----END PRIVATE KEY-----\"}",
        ),
        ("sitemanager.xml", "<Server><Pass encoding=\"crypt\">{{bytes:60}}</Pass><Pass/></Server>"),
    ] {
        quiet(path, template);
    }
}

#[test]
fn weak_ones_are_of_low_confidence_and_say_so() {
    for (path, text, rule) in [
        (".netrc", "machine a login admin password admin\n", "netrc-password"),
        (".pgpass", "localhost:5432:app:app:12345\n", "pgpass-line"),
        ("hosts", "a ansible_password=root\n", "ansible-become-password"),
    ] {
        let found = scan(path, text.as_bytes());
        assert_eq!(found.len(), 1, "{path}");
        assert_eq!(
            (found[0].rule.as_str(), found[0].confidence),
            (format!("secrets/{rule}").as_str(), Confidence::Low)
        );
        assert!(found[0].message.contains("weak password"), "{}", found[0].message);
    }
}

#[test]
fn places_are_told_by_line_and_column_and_no_value_comes_out() {
    let mut tree = Tree::new();
    // Each a value of its own: one in several files is one finding.
    let secret = tree.text("{{random:43}}");
    tree.raw("a/.netrc", format!("machine a\r\n  login ü password {secret}\r\n"));
    let secret = tree.text("{{random:43}}");
    let wide: Vec<u8> =
        format!("\u{feff}[client]\npassword = {secret}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    tree.raw(".my.cnf", wide);
    let secret = tree.text("{{random:43}}");
    tree.raw("keys.json", format!("{{\"kty\": \"RSA\", \"p\": \"{secret}\", \"d\": \"{secret}\"}}"));
    for format in ["human", "json", "sarif", "github"] {
        tree.scan(&["--format", format, "-v", "--min-confidence", "low"]).go().code(1);
    }
    let places = tree.scan(&["--format", "json"]).go().code(1).places();
    let want = [
        ".my.cnf:2:12 secrets/mysql-option-file-password".to_owned(),
        "a/.netrc:2:20 secrets/netrc-password".to_owned(),
        format!("keys.json:1:{} secrets/jwk-private-key", 31 + secret.len()),
    ];
    assert_eq!(places, want);
}

/// Every name that is read, so that a broken text reaches every reader.
const NAMES: [&str; 36] = [
    ".netrc",
    ".pgpass",
    ".npmrc",
    ".yarnrc.yml",
    "bunfig.toml",
    ".pypirc",
    ".dockercfg",
    "config.json",
    ".kube/config",
    ".htpasswd",
    "settings.xml",
    "nuget.config",
    "rclone.conf",
    ".terraformrc",
    "credentials.tfrc.json",
    "auth.json",
    ".aws/credentials",
    ".cargo/credentials",
    ".gem/credentials",
    ".config/hub",
    "sftp-config.json",
    "winscp.ini",
    "sitemanager.xml",
    "tomcat-users.xml",
    "credentials.xml",
    ".my.cnf",
    "config/master.key",
    "config/secrets.yml",
    "secret_token.rb",
    "hosts",
    "a.tfstate",
    "a.tfvars",
    "wp-config.php",
    "settings.py",
    "group_vars/a.yaml",
    "keys.json",
];

/// Texts of what such files are made of.
fn pieces() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = vec![
        "machine ",
        "login ",
        "password ",
        "default",
        "macdef x\n",
        "\"",
        "'",
        "\\",
        "\n",
        "\r\n",
        "\n\n",
        ":",
        "=",
        " ",
        "\t",
        "#",
        "//a/:_authToken=",
        "_auth=",
        "_password=",
        "[a]\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        "<a>",
        "</a>",
        "<add key=\"ClearTextPassword\" value=\"",
        "<Pass encoding=\"base64\">",
        "<password>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "kind: Secret\n",
        "data:\n",
        "  a: ",
        "stringData:\n",
        "---\n",
        "users:\n- user:\n    token: ",
        "client-key-data: ",
        "\"auths\": {\"a\": {\"auth\": \"",
        "\"type\": \"service_account\"",
        "\"private_key\": \"-----BEGIN PRIVATE KEY-----",
        "-----END",
        "\"kty\": \"RSA\"",
        "\"d\": \"",
        "\"kind\": \"Secret\"",
        "define(",
        "'DB_PASSWORD', ",
        "'AUTH_KEY', '",
        ");",
        "SECRET_KEY = ",
        "os.getenv(",
        "secret_key_base = ",
        "ansible_password=",
        "ansible_become_pass: ",
        "\"resources\": [{\"instances\": [{\"attributes\": {\"password\": \"",
        "\"sensitive_attributes\": ",
        "<<EOT\n",
        "EOT\n",
        "!vault |\n",
        "{{ x }}",
        "${X}",
        "ZGVwbG95OmFiY2RlZg==",
        "k3JdPq0Zx8LmWn5R",
        "admin",
        "é",
        "😀",
        "\u{feff}",
        "\0",
        "$apr1$",
        "{SHA}",
        "credentials \"a\" {\n",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_text_stops_a_scan(text in pieces()) {
        scan_as(&NAMES, text.as_bytes());
    }

    #[test]
    fn no_bytes_stop_a_scan(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        scan_as(&NAMES, &bytes);
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_read_as_far_as_it_goes() {
    for (name, template) in [
        (".netrc", "machine a login u password \"{{random:20}}\"\n"),
        ("a.tfstate", "{\"resources\": [{\"instances\": [{\"attributes\": {\"password\": \"{{random:20}}\"}}]}]}"),
        ("a.yaml", "kind: Secret\ndata:\n  password: \"{{base64:20}}\"\n"),
        ("settings.xml", "<servers><server><password>{{random:20}}</password></server></servers>"),
        ("a.tfvars", "m = {\n  password = \"{{random:20}}\"\n}\n"),
        ("wp-config.php", "define('DB_PASSWORD', '{{random:20}}');"),
        ("settings.py", "SECRET_KEY = env('X', default='{{random:50}}')"),
    ] {
        let text = made(template, 1).text;
        for end in 0..text.len() {
            scan(name, &text.as_bytes()[..end]);
        }
    }
}

/// Work that grew by the square of a text's length would take minutes here, and hours on the texts that are scanned.
#[test]
fn long_texts_are_read_once() {
    for (name, piece) in [
        (".netrc", "machine a login b password c "),
        (".netrc", "macdef x\n"),
        (".netrc", "\"\\"),
        ("a.tfvars", "a = \"${"),
        ("a.tfvars", "a { "),
        ("a.tfvars", "a = <<E\n"),
        ("settings.xml", "<a>"),
        ("settings.xml", "<!--"),
        ("settings.xml", "<a b=\""),
        ("settings.xml", "&"),
        ("nuget.config", "<add key='a' value='b' "),
        ("wp-config.php", "define('"),
        ("wp-config.php", "define('DB_PASSWORD','"),
        ("settings.py", "SECRET_KEY = ("),
        ("settings.py", "\nSECRET_KEY = f(\""),
        ("settings.py", " SECRET_KEY = \"a\""),
        ("secret_token.rb", "secret_token = '"),
        ("hosts", "ansible_password="),
        ("hosts", "ansible_password='"),
        ("a.yaml", "kind: Secret\n---\n"),
        ("a.json", "{\"kty\":\"RSA\",\"d\":"),
        ("a.tfstate", "{\"attributes\":{\"password\":\""),
        ("a.tfstate", "\"password\": \"a\","),
        (".pgpass", "a:\\:"),
        (".htpasswd", "a:b:"),
        ("config/master.key", "a"),
        ("group_vars/a.yml", "password: a\n"),
    ] {
        let text = piece.repeat(500_000 / piece.len());
        scan(name, text.as_bytes());
    }
}
