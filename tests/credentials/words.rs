//! The words that names, passwords and surroundings are made of.

/// What things are called, and what people make passwords of.
pub(crate) const WORDS: &[&str] = &[
    "harbour", "lantern", "meadow", "orchard", "granite", "willow", "copper", "saffron", "falcon", "glacier",
    "walnut", "ribbon", "thunder", "cactus", "pepper", "violet", "saturn", "maple", "tiger", "orbit", "anchor",
    "badger", "bamboo", "basalt", "beacon", "bishop", "bobcat", "bottle", "boulder", "branch", "breeze", "bridge",
    "bronze", "buffalo", "cabin", "camel", "canyon", "carbon", "castle", "cedar", "cherry", "cinder", "citrus",
    "cloud", "clover", "cobalt", "comet", "condor", "coral", "cotton", "cougar", "cradle", "crater", "cricket",
    "crystal", "cypress", "dagger", "daisy", "delta", "desert", "diamond", "dolphin", "dragon", "drizzle", "eagle",
    "ember", "emerald", "fable", "feather", "fennel", "ferry", "fiddle", "flint", "forest", "fossil", "fountain",
    "galaxy", "garnet", "garden", "gecko", "ginger", "gondola", "gravel", "hammer", "hazel", "heron", "hickory",
    "hollow", "horizon", "hornet", "iceberg", "indigo", "island", "ivory", "jackal", "jasmine", "jungle", "juniper",
    "kayak", "kernel", "kettle", "kiwi", "ladder", "lagoon", "lemon", "leopard", "lilac", "linen", "lobster", "lotus",
    "magnet", "mango", "marble", "marlin", "mercury", "meteor", "mirror", "mosaic", "mountain", "mustang", "nectar",
    "nickel", "nutmeg", "oasis", "ocean", "olive", "onion", "opal", "orchid", "otter", "oyster", "paddle", "panther",
    "paprika", "parrot", "pebble", "pelican", "penguin", "pigeon", "pillow", "pirate", "planet", "plum", "pocket",
    "poplar", "prairie", "puffin", "pumpkin", "quartz", "quiver", "rabbit", "radish", "raven", "river", "rocket",
    "rooster", "ruby", "saddle", "salmon", "sandal", "sapphire", "scarlet", "seagull", "shadow", "shovel", "silver",
    "sparrow", "spruce", "squirrel", "stable", "sunset", "swallow", "sycamore", "tangerine", "temple", "thistle",
    "timber", "topaz", "tulip", "tundra", "turtle", "valley", "velvet", "volcano", "vulture", "wagon", "winter",
    "wombat", "yonder", "zebra", "zephyr",
];

/// What programs speak of.
pub(crate) const THINGS: &[&str] = &[
    "order", "invoice", "shipment", "customer", "report", "payment", "product", "account", "message", "document",
    "booking", "ticket", "catalog", "inventory", "delivery", "profile", "session", "upload", "export", "import",
    "calendar", "contact", "address", "billing", "search", "notification", "subscription", "comment", "image", "event",
];

/// What programs do with it.
pub(crate) const VERBS: &[&str] = &[
    "load", "fetch", "store", "update", "remove", "build", "render", "send", "parse", "find", "list", "create",
    "apply", "merge", "sync", "check", "start", "handle", "convert", "resolve",
];

/// What people and accounts are called.
pub(crate) const USERS: &[&str] = &[
    "mara", "jonas", "lena", "felix", "svc_reports", "appuser", "deploy", "reporting", "etl", "backoffice", "ines",
    "paulo", "camille", "worker", "batch", "integration", "monitor", "dbowner", "hugo", "noor",
];

/// Where hosts are.
pub(crate) const ZONES: &[&str] =
    &["internal", "prod.local", "corp.net", "svc.cluster.local", "cloud.io", "services.eu", "intra.de", "systems.fr"];
