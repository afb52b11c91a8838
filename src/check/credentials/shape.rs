//! Shapes that no credential has: what only looks like one, or says where it is kept, whatever it is given to.

/// Each says of a value whether it is of one such shape.
const SHAPES: [fn(&str) -> bool; 26] = [
    is_hash,
    is_escaped,
    names_another,
    is_algorithm,
    is_path_of_code,
    is_pattern,
    is_mark,
    is_public_key,
    is_key_file,
    is_sealed,
    is_namespace,
    is_rules,
    is_options,
    is_class_name,
    is_masked,
    is_scope,
    is_message,
    is_member,
    is_key_path,
    is_identity_of_disk,
    is_address_of_chain,
    is_half_token,
    is_joined,
    is_found_part,
    is_resource,
    is_pointer,
];

/// Whether a value has a shape that no credential has.
pub(super) fn is_nobodys(value: &str) -> bool {
    SHAPES.iter().any(|has| has(value))
}

fn all(text: &str, of: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(of)
}

/// A name's place in a program: `std::env::var`, `@scope/name`, `List[Key].first`.
fn is_path_of_code(value: &str) -> bool {
    let names = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | ',' | '.');
    value.contains("::") && value.chars().all(names)
        || value.contains("].")
        || value.starts_with('@') && value.contains('/')
}

/// A regular expression: from end to end, or with classes of characters.
fn is_pattern(value: &str) -> bool {
    const CLASSES: [&str; 10] = ["\\d+", "\\d{", "\\w+", "\\w*", "\\s*", "\\s+", "\\S+", "(?:", "(?P<", "[0-9]"];
    value.len() > 3 && value.starts_with('^') && value.ends_with('$')
        || CLASSES.iter().any(|class| value.contains(class))
}

/// What a build replaces: `@TOKEN@`.
fn is_mark(value: &str) -> bool {
    value.len() > 3 && value.starts_with('@') && value.ends_with('@')
}

/// The public half of a key of SSH, as lists of hosts have it.
fn is_public_key(value: &str) -> bool {
    ["AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh"].iter().any(|front| value.starts_with(front))
}

/// The file that a key of SSH stands in.
fn is_key_file(value: &str) -> bool {
    value.starts_with("~/") || ["_rsa", "_ed25519", "_ecdsa", "_dsa"].iter().any(|end| value.ends_with(end))
}

/// What a cluster's controller sealed, which it alone opens.
fn is_sealed(value: &str) -> bool {
    value.len() > 200
        && value.starts_with("Ag")
        && !value.contains(|c: char| c.is_ascii_punctuation() && !matches!(c, '+' | '/' | '='))
}

/// A class by all its names: `App\Models\User`.
fn is_namespace(value: &str) -> bool {
    let name = |part: &str| {
        part.len() >= 2
            && all(part, |byte| byte.is_ascii_alphanumeric())
            && part.starts_with(|c: char| c.is_ascii_uppercase())
    };
    value.matches('\\').count() >= 2 && value.split('\\').filter(|part| !part.is_empty()).all(name)
}

/// What an input must be: `required|min:8`.
fn is_rules(value: &str) -> bool {
    let rule = |part: &str| part.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    value.contains('|') && value.split('|').all(rule)
}

/// Options with their values in one text: `jwt,sign-method=RS256,ttl=1s`.
fn is_options(value: &str) -> bool {
    let option = |part: &str| {
        part.split_once('=').is_some_and(|(name, _)| {
            name.len() >= 3 && all(name, |byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.'))
        })
    };
    value.contains(',') && value.split(',').skip(1).all(option)
}

/// What somebody put signs over: `****`, `**SECRET**`.
fn is_masked(value: &str) -> bool {
    value.starts_with("**")
}

/// A class that a bundler named: `_3xK9a`.
fn is_class_name(value: &str) -> bool {
    (4..=8).contains(&value.len()) && value.starts_with('_') && all(&value[1..], |byte| byte.is_ascii_alphanumeric())
}

/// Words with colons between: `oauth:google`, `:session:password`.
fn is_scope(value: &str) -> bool {
    let word = |part: &str| part.len() >= 2 && all(part, |byte| byte.is_ascii_lowercase() || byte == b'_');
    value.contains(':') && value.trim_start_matches(':').split(':').all(word)
}

/// The code of what went wrong: `invalid_key_format`.
fn is_message(value: &str) -> bool {
    const FIRST: [&str; 10] = [
        "invalid",
        "missing",
        "incorrect",
        "unknown",
        "expired",
        "wrong",
        "unsupported",
        "cannot",
        "failed",
        "unexpected",
    ];
    let mut words = value.split(['_', '-']);
    words.next().is_some_and(|first| FIRST.contains(&first))
        && words.next().is_some()
        && all(value, |byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
}

/// What a statement takes from something: `result.response.auth;`, `data['status']`.
fn is_member(value: &str) -> bool {
    let name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && all(part, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let chain = value.strip_suffix([';', ',']).unwrap_or_default();
    chain.contains('.') && chain.split('.').all(name) || value.contains("']") || value.contains("['")
}

/// A key of settings or of texts, with dots: `aws.ec2.network_out.rate`.
fn is_key_path(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    let part = |part: &&str| {
        (2..=24).contains(&part.len())
            && all(part, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let name = |part: &&&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase()) && part.bytes().filter(u8::is_ascii_digit).count() <= 2
    };
    parts.len() >= 3 && parts.iter().all(part) && 4 * parts.iter().filter(name).count() >= 3 * parts.len()
}

/// How tables of file systems name a disk.
fn is_identity_of_disk(value: &str) -> bool {
    ["UUID=", "LABEL=", "PARTUUID="].iter().any(|front| value.starts_with(front))
}

/// An account or a contract of Ethereum: 20 bytes in hex.
fn is_address_of_chain(value: &str) -> bool {
    value.len() == 42 && value.starts_with("0x") && all(&value[2..], |byte| byte.is_ascii_hexdigit())
}

/// The head of a JSON Web Token, with hardly any claims.
fn is_half_token(value: &str) -> bool {
    let unsigned = value.split_once('.').is_some_and(|(_, claims)| claims.starts_with("eyJ") && !claims.contains('.'));
    value.starts_with("eyJ") && (value.matches('.').count() < 2 && value.len() < 64 || unsigned)
}

/// What goes on with what stands before it: `+name`, `.field$`; how a signed request of a cloud begins.
fn is_joined(value: &str) -> bool {
    // Base 64 begins with any of its characters.
    let encoded = value.len() >= 16
        && all(value, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        && value.contains(|c: char| c.is_ascii_digit());
    value.starts_with('+') && !encoded || value.starts_with('.') && value.contains('$') || value.starts_with("AWS4-")
}

/// Words in which a part of what was found takes its place: `comment.keyword.$2`.
fn is_found_part(value: &str) -> bool {
    let part = |part: &str| {
        part.strip_prefix('$').is_some_and(|digits| all(digits, |byte| byte.is_ascii_digit()))
            || all(part, |byte| byte.is_ascii_alphabetic())
    };
    value.contains(".$") && value.split('.').all(part)
}

/// The name of a resource of AWS.
fn is_resource(value: &str) -> bool {
    value.starts_with("arn:")
}

/// A place in a document (RFC 6901).
fn is_pointer(value: &str) -> bool {
    value.starts_with("#/")
}

/// Whether a value names an algorithm, as the registries of JOSE and TLS do: `A128CBC-HS256`, `aes-256-gcm`.
fn is_algorithm(value: &str) -> bool {
    const PARTS: [&str; 36] = [
        "A", "AES", "ACBC", "AGCM", "AGCMKW", "AKW", "CBC", "CTR", "CFB", "ECB", "GCM", "CCM", "KW", "HS", "RS", "ES",
        "PS", "SHA", "HMAC", "MD", "RSA", "OAEP", "EC", "ECDH", "ECDSA", "ED", "DSA", "DES", "EDE", "DH", "PBES",
        "PKCS", "CHACHA", "POLY", "SSA", "PADDING",
    ];
    let upper = value.to_ascii_uppercase();
    let known = |part: &str| {
        let letters: String = part.chars().filter(|c| !c.is_ascii_digit()).collect();
        part.len() <= 9 && (letters.is_empty() || PARTS.contains(&letters.as_str()))
    };
    value.len() >= 5
        && upper.contains(char::is_alphabetic)
        && upper.split(['-', '_', '+', '/']).all(known)
        && upper.contains(['-', '_', '+', '/'])
}

/// Whether a value is bytes that nobody types, written with escapes, or the path of something in a registry.
fn is_escaped(value: &str) -> bool {
    let bytes = ["\\x", "\\0", "\\u"].iter().any(|escape| value.contains(escape));
    let path = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    bytes || value.contains("\\\\") && value.split("\\\\").all(path)
}

/// Whether a value is what became of a password: the hash of a data store or of a system's list of users.
fn is_hash(value: &str) -> bool {
    const FRONTS: [&str; 25] = [
        "$1$",
        "$2a$",
        "$2b$",
        "$2y$",
        "$5$",
        "$6$",
        "$y$",
        "$apr1$",
        "$argon2",
        "$pbkdf2",
        "$scrypt",
        "$ml=",
        "pbkdf2_",
        "pbkdf2:",
        "scrypt:",
        "argon2",
        "bcrypt",
        "md5$",
        "sha1$",
        "sha256$",
        "{SSHA",
        "{SHA",
        "{CRYPT}",
        "{bcrypt}",
        "SCRAM-SHA",
    ];
    let upper =
        value.strip_prefix('*').is_some_and(|rest| rest.len() == 40 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let postgres =
        value.strip_prefix("md5").is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    // What Django has where nobody can log in.
    let unusable =
        value.strip_prefix('!').is_some_and(|rest| rest.len() == 40 && rest.bytes().all(|b| b.is_ascii_alphanumeric()));
    upper
        || postgres
        || unusable
        || FRONTS.iter().any(|front| value.starts_with(front))
        || value.matches('$').count() >= 3
}

/// Whether a value is the name of a variable or a header that holds a credential: `ACME_API_KEY`, `X-Auth-Token`.
fn names_another(value: &str) -> bool {
    const WORDS: [&str; 9] =
        ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "PASS", "CREDENTIALS"];
    // In lists a comma follows.
    let value = value.trim_end_matches(',');
    let variable =
        value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'));
    let mut parts = value.split(['_', '-']);
    let header = value.starts_with("X-") && value.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    header || variable && value.contains(['_', '-']) && parts.any(|part| WORDS.iter().any(|word| part.ends_with(word)))
}

/// Whether a value is the path of something, from the root on.
pub(super) fn is_rooted(value: &str) -> bool {
    value.starts_with('/') && value.matches('/').count() >= 3
}

/// Whether a value says what type another has, as schemas do.
pub(super) fn is_type(lower: &str) -> bool {
    const TYPES: [&str; 15] = [
        // What browsers are told to send.
        "same-origin",
        "string",
        "str",
        "bool",
        "boolean",
        "int",
        "integer",
        "number",
        "object",
        "array",
        "any",
        "text",
        "bytes",
        "uuid",
        "date",
    ];
    TYPES.contains(&lower)
}

/// Whether a value is put together when the program runs: templates of all engines, format strings, names of code.
pub(super) fn is_template(value: &str) -> bool {
    // A statement goes on, or ends there.
    let value = value.trim_end_matches([',', ';']);
    // The quotes of a shell end before a variable: `'$PASS'`.
    let value = value.trim_matches(['\'', '"']);
    const MARKS: [&str; 9] = ["${", "{{", "<%", "#{", "%(", "%s", "$(", "@@", "}}"];
    // `f"…{x}…"`, `List[Reference]`: names in brackets.
    let braces = value.find('{').is_some_and(|open| value[open..].contains('}'));
    let generic = value.ends_with(']') && value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.contains('[');
    let opened = value.strip_suffix(['(', '[']).is_some_and(|name| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'))
    });
    let call = value.ends_with(')') && value.contains('(') || braces || generic || opened;
    // Cut off before its end: `json.loads(credentials`.
    let begun = value.split_once('(').is_some_and(|(callee, rest)| {
        let named =
            |part: &str, more: char| part.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '.' || c == more);
        callee.len() >= 3 && named(callee, '.') && (callee.contains('.') || named(rest, '='))
    });
    // The last argument of a call that opened before it: `settings.try_users)`.
    let closed = value.strip_suffix(')').is_some_and(|name| {
        name.contains('.') && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.'))
    });
    let percent = value.len() > 2 && value.starts_with('%') && value.ends_with('%');
    let held = value.starts_with('{') && value.ends_with('}');
    MARKS.iter().any(|mark| value.contains(mark))
        || call
        || begun
        || closed
        || percent
        || held
        || value.starts_with('$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shape_is_that_of_something() {
        for (shape, value) in SHAPES.iter().zip([
            "$2b$12$abcdefghijklmnopqrstuv",
            "\\x01\\x02abc",
            "ACME_API_KEY",
            "A128CBC-HS256",
            "std::env::var",
            "^[a-z]+$",
            "@TOKEN@",
            "AAAAB3NzaC1yc2EAAAADAQAB",
            "~/.ssh/deploy_rsa",
            &format!("Ag{}", "aB3".repeat(70)),
            "App\\Models\\User",
            "required|min:8",
            "jwt,sign-method=RS256,ttl=1s",
            "_3xK9a",
            "**SECRET**",
            "oauth:google",
            "invalid_key_format",
            "result.response.auth;",
            "aws.ec2.network_out.rate",
            "UUID=6c38ee5d-7235-44e7-8b22-816a403bad5d",
            &format!("0x{}", "a1".repeat(20)),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "+name",
            "comment.keyword.$2",
            "arn:aws:secretsmanager:eu-west-1:1:secret:x",
            "#/components/schemas/Key",
        ]) {
            assert!(shape(value), "{value}");
        }
    }

    #[test]
    fn what_is_thought_up_or_random_has_none() {
        for value in ["harbour-lantern-58", "Winter2019!Berlin", "ky(M1ct3K-Lm", "P2$Sword", "a|B9|c", "AES-7x"] {
            assert!(!is_nobodys(value), "{value}");
        }
    }
}
