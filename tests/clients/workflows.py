"""All that GitHub reads of us, through everything that looks at it."""

import clients
from clients import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

ACTION = ROOT / "action.yml"

BROKEN_WORKFLOW = """\
on: pull_request_target
jobs:
  a:
    runs_on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""


BROKEN_ACTION = """\
name: broken
description: Broken.
inputs:
  paths:
    description: Paths.
    default: false
runs:
  using: composite
  steps:
    - run: scan ${{ inputs.paths }}
      shell: bash
"""


def check(score, work, _tree, _clean):
    """Workflows, the action and Dependabot's settings; and one document of each kind that has to be refused."""
    score.check("workflows: check-jsonschema", clients.builtin_schema, "vendor.github-workflows", *WORKFLOWS)
    score.check("workflows: actionlint", clients.actionlint, *WORKFLOWS)
    score.check("workflows and dependabot: zizmor", clients.zizmor, ROOT / ".github")
    dependabot = ROOT / ".github" / "dependabot.yml"
    score.check("dependabot: check-jsonschema", clients.builtin_schema, "vendor.dependabot", dependabot)
    score.check("action: check-jsonschema", clients.builtin_schema, "vendor.github-actions", ACTION)
    score.check("action: zizmor", clients.zizmor, ACTION)
    broken = work / ".github" / "workflows" / "broken.yml"
    broken.parent.mkdir(parents=True)
    broken.write_text(BROKEN_WORKFLOW, encoding="utf-8")
    schema = "vendor.github-workflows"
    score.refuses("workflows, broken: check-jsonschema refuses", "runs_on", clients.builtin_schema, schema, broken)
    score.refuses("workflows, broken: actionlint refuses", "runs_on", clients.actionlint, broken)
    broken.write_text(BROKEN_WORKFLOW.replace("runs_on", "runs-on"), encoding="utf-8")
    score.refuses("workflows, an injection: zizmor refuses", "template-injection", clients.zizmor, broken)
    broken = work / "action.yml"
    broken.write_text(BROKEN_ACTION, encoding="utf-8")
    schema = "vendor.github-actions"
    score.refuses("action, a default that is no text: check-jsonschema refuses", "default", clients.builtin_schema, schema, broken)
    score.refuses("action, an injection: zizmor refuses", "template-injection", clients.zizmor, broken)
