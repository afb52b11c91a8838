"""The embedded packs against the schema that editors use."""

import clients
from clients import ROOT

# Beside packs stand tables of checks; a pack says that it is one.
PACKS = [
    path
    for path in sorted((ROOT / "rules").rglob("*.yaml"))
    if any(line.startswith("pack:") for line in path.read_text(encoding="utf-8").splitlines())
]


def check(score, work, _tree, _clean):
    """Embedded packs against the schema that editors use."""
    schema = ROOT / "docs" / "rule-pack.schema.json"
    score.check(f"packs: {len(PACKS)} files, check-jsonschema, rule-pack.schema.json", clients.schema, schema, *PACKS)
    broken = work / "broken.yaml"
    broken.write_text(PACKS[0].read_text(encoding="utf-8").replace("severity:", "gravity:", 1), encoding="utf-8")
    score.refuses("packs, an unknown key: check-jsonschema refuses", "gravity", clients.schema, schema, broken)
