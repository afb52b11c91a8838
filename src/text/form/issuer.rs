//! Who issues JSON web tokens, and what theirs open: known by the claims that they set.

use serde_json::{Map, Value};

use crate::finding::Severity;

/// An issuer.
#[derive(Clone, Copy)]
pub(super) struct Issued {
    /// What is said of it; a part of a sentence.
    pub(super) note: &'static str,
    /// How bad such a token is, where that is not what the rule says.
    pub(super) severity: Option<Severity>,
}

/// What stands in `iss`, and who that is. The first that fits.
const ISSUERS: [(&str, &str, Option<Severity>); 14] = [
    ("kubernetes/serviceaccount", "it is issued by Kubernetes for a service account", Some(Severity::High)),
    ("kubernetes.default.svc", "it is issued by Kubernetes for a service account", Some(Severity::High)),
    ("token.actions.githubusercontent.com", "it is issued by GitHub Actions", None),
    ("securetoken.google.com", "it is issued by Firebase", None),
    ("accounts.google.com", "it is issued by Google", None),
    (".iam.gserviceaccount.com", "it is issued by a Google service account", None),
    ("sts.windows.net", "it is issued by Microsoft Entra", None),
    ("login.microsoftonline.com", "it is issued by Microsoft Entra", None),
    ("cognito-idp.", "it is issued by Amazon Cognito", None),
    (".auth0.com", "it is issued by Auth0", None),
    (".okta.com", "it is issued by Okta", None),
    ("clerk.", "it is issued by Clerk", None),
    ("appleid.apple.com", "it is issued by Apple", None),
    ("/realms/", "it is issued by Keycloak", None),
];

/// Who issued a token of these claims, if somebody known.
pub(super) fn of(claims: &Map<String, Value>) -> Option<Issued> {
    let text = |key: &str| claims.get(key).and_then(Value::as_str);
    let by = text("iss").unwrap_or_default();
    if by == "supabase" || by == "supabase-demo" || by.contains(".supabase.") {
        return Some(match text("role") {
            Some("service_role") => Issued {
                note: "it is issued by Supabase for the role service_role, which passes over all row security",
                severity: Some(Severity::Critical),
            },
            Some("anon") => Issued {
                note: "it is issued by Supabase for the role anon, which is public by design",
                severity: Some(Severity::Info),
            },
            _ => Issued { note: "it is issued by Supabase", severity: None },
        });
    }
    // What it allows is asked for with the seed of its key, which is another secret.
    if claims.get("nats").is_some_and(Value::is_object) {
        return Some(Issued {
            note: "it is issued for NATS, where it opens nothing without the seed of its key",
            severity: Some(Severity::Info),
        });
    }
    ISSUERS.iter().find(|(part, ..)| by.contains(part)).map(|&(_, note, severity)| Issued { note, severity })
}
