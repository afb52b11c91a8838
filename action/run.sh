#!/usr/bin/env bash
# All that the action does, in three steps: `install` finds a bartizan, `scan` runs it, `verdict` ends with its exit code.
#
# What comes from outside (inputs, names of branches and files) arrives in the environment, is put into arrays, and stands
# behind `=` or `--`; none of it is ever run, and none reaches the log or an output file with a line end in it. No event
# file is read: what the action has to know about an event, the runner has read (`action.yml`).
#
# Runs in the bash 3.2 of macOS and in Git Bash, too. docs/action.md says how the action is used.
set -euo pipefail

# Where the action itself stands; the folder that is scanned belongs to somebody else.
action=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# A text as the data of a workflow command.
escaped() {
    local text=$1
    text=${text//'%'/%25}
    text=${text//$'\r'/%0D}
    text=${text//$'\n'/%0A}
    printf '%s' "$text"
}

notice() { printf '::notice title=bartizan::%s\n' "$(escaped "$1")"; }

die() {
    printf '::error title=bartizan::%s\n' "$(escaped "$1")"
    exit 2
}

# Sets an output of the step. Nobody can write a second one: a value is one line.
output() {
    case $2 in *$'\n'* | *$'\r'*) die "the output $1 would have several lines" ;; esac
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:?the runner sets it}"
}

# Refuses an input of several lines.
one_line() {
    case $2 in *$'\n'* | *$'\r'*) die "the input $1 has to be one line" ;; esac
}

# A path of the runner as bash writes it: on Windows it comes as `D:\a\_temp`, which tar takes for a host.
unix_path() {
    if command -v cygpath >/dev/null; then cygpath -u -- "$1"; else printf '%s' "$1"; fi
}

# One field of the manifest, which has the only copy of version and address.
manifest() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$action/Cargo.toml" | head -n 1; }

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum -- "$1"; else shasum -a 256 -- "$1"; fi | cut -d ' ' -f 1
}

# The target triple of the runner's releases; nothing where there are none.
target() {
    case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
    esac
}

# 1. A binary on PATH, which the workflow put there. `binary` is set if it is taken.
from_path() {
    local found said
    found=$(command -v bartizan || true)
    case $found in
        '') return ;;
        # A relative entry of PATH leads into whatever folder is current: that of the repository under judgement.
        [!/]*) notice "the bartizan at $found is not taken: its folder stands on PATH without its full path"; return ;;
    esac
    if ! said=$("$found" --version 2>/dev/null); then
        notice "the bartizan at $found is not taken: it does not run"
    elif [ -n "$asked" ] && [ "$said" != "bartizan $asked" ]; then
        notice "the bartizan at $found is not taken: it is $said, and $asked was asked for"
    else
        binary=$found
    fi
}

# 2. A release's archive, whose checksum stands in this action. `binary` is set if there is one.
from_release() {
    local name archive expected actual
    local base=${BARTIZAN_RELEASES:-$(manifest repository)/releases/download} protocols='=https'
    name=bartizan-v$version-$(target)
    # In the tests releases lie in a folder. Wherever one comes from, its checksum stands in the action.
    [ -z "${BARTIZAN_RELEASES:-}" ] || protocols='=https,file'
    expected=$(awk -v name="$name.tar.gz" '$2 == name { print $1 }' "$action/action/sha256sums" | head -n 1)
    if [ -z "$expected" ]; then
        echo "this action knows no checksum of $name.tar.gz, so no release is downloaded"
        return
    fi
    archive=$temp/$name.tar.gz
    if ! curl --fail --silent --show-error --location --proto "$protocols" --tlsv1.2 --retry 3 --max-time 300 \
        --output "$archive" -- "$base/v$version/$name.tar.gz"; then
        rm -f -- "$archive"
        echo "$name.tar.gz could not be downloaded"
        return
    fi
    actual=$(sha256 "$archive")
    if [ "$actual" != "$expected" ]; then
        rm -f -- "$archive"
        die "$name.tar.gz has the SHA-256 $actual, and not $expected: it is not what was released, and was not unpacked"
    fi
    rm -rf -- "${temp:?}/$name"
    tar -xzf "$archive" -C "$temp" -- "$name/bartizan$suffix"
    binary=$temp/$name/bartizan$suffix
}

# 3. Built from the action's own checkout, in its folder: the settings of cargo and rustup in the repository under
# judgement would hold in its own, and can name programs to run.
from_source() {
    if ! command -v cargo >/dev/null; then
        die "there is no bartizan on PATH, no release to download, and no cargo to build it: install one of them first"
    fi
    echo "bartizan $version is built from source, which takes minutes; put one on PATH to save them"
    (cd -- "$action" && cargo build --release --locked --bin bartizan --target-dir "$temp/target" >&2) ||
        die "cargo could not build bartizan $version"
    binary=$temp/target/release/bartizan$suffix
}

install() {
    asked=${INPUT_VERSION:-}
    one_line version "$asked"
    if [ -n "$asked" ] && ! [[ $asked =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
        die "the input version is three numbers, such as 1.2.3, and not $asked"
    fi
    version=${asked:-$(manifest version)}
    suffix=
    [ "${RUNNER_OS:-}" != Windows ] || suffix=.exe
    temp=$(unix_path "${RUNNER_TEMP:?the runner sets it}")/bartizan
    mkdir -p -- "$temp"

    binary=
    from_path
    [ -n "$binary" ] || from_release
    if [ -z "$binary" ]; then
        if [ "$version" != "$(manifest version)" ]; then
            die "this action holds bartizan $(manifest version) and can get no other: to use $version, name the action's tag v$version"
        fi
        from_source
    fi
    "$binary" --version
    output binary "$binary"
}

# Reads lines into the array `lines`; those with nothing but blanks are none.
read_lines() {
    local line
    lines=()
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        case $line in *[!\ $'\t']*) lines+=("$line") ;; esac
    done <<<"$1"
}

# Reads words into the array `words`.
read_words() {
    case $1 in
        *[\"\']*) die "the input args has a quote, and quotes mean nothing there: an option with a blank in it belongs into the configuration" ;;
    esac
    local line some
    words=()
    read_lines "$1"
    for line in ${lines[@]+"${lines[@]}"}; do
        IFS=$' \t' read -r -a some <<<"$line"
        words+=("${some[@]}")
    done
}

# Whether SARIF goes to code scanning; says so where it was asked for and does not.
uploads() {
    case ${INPUT_UPLOAD_SARIF:-false} in
        false) return 1 ;;
        true) ;;
        *) die "the input upload-sarif is true or false, and not $INPUT_UPLOAD_SARIF" ;;
    esac
    case ${GITHUB_EVENT_NAME:-} in
        pull_request*)
            if [ -z "${PULL_REQUEST:-}" ]; then
                notice "SARIF is not uploaded: this event tells nothing about its pull request"
                return 1
            elif [ "${HEAD_REPOSITORY:-}" != "${GITHUB_REPOSITORY:-}" ]; then
                notice "SARIF is not uploaded: the pull request is from a fork, whose token may not. The annotations and the summary of this step have the findings"
                return 1
            fi
            ;;
    esac
}

scan() {
    local name code=0 upload=false options paths sarif records findings
    for name in INPUT_{FAIL_ON,MIN_CONFIDENCE,CONFIG,SARIF_FILE,UPLOAD_SARIF,WORKING_DIRECTORY}; do
        one_line "$name" "${!name:-}"
    done
    cd -- "${INPUT_WORKING_DIRECTORY:-.}" || die "the input working-directory, $INPUT_WORKING_DIRECTORY, is no folder"
    ! uploads || upload=true

    sarif=${INPUT_SARIF_FILE:-}
    [ -n "$sarif" ] || sarif=${RUNNER_TEMP:?the runner sets it}/bartizan.sarif
    # The last line of this one is the summary.
    records=${RUNNER_TEMP:?the runner sets it}/bartizan.jsonl
    rm -f -- "$records"

    options=("--report=sarif=$sarif" "--report=jsonl=$records")
    [ -z "${INPUT_FAIL_ON:-}" ] || options+=("--fail-on=$INPUT_FAIL_ON")
    [ -z "${INPUT_MIN_CONFIDENCE:-}" ] || options+=("--min-confidence=$INPUT_MIN_CONFIDENCE")
    [ -z "${INPUT_CONFIG:-}" ] || options+=("--config=$INPUT_CONFIG")
    read_words "${INPUT_ARGS:-}"
    options+=(${words[@]+"${words[@]}"})
    read_lines "${INPUT_PATHS:-.}"
    paths=(${lines[@]+"${lines[@]}"})
    [ ${#paths[@]} -gt 0 ] || die "the input paths names nothing"

    # Git Bash would take `/x` in an option for a path of its own; the paths of the runner are Windows' already.
    MSYS2_ARG_CONV_EXCL='*' "${BARTIZAN:?the step before sets it}" scan "${options[@]}" -- "${paths[@]}" || code=$?

    output exit-code "$code"
    case $code in
        0 | 1 | 3)
            # Inside of a string this cannot stand: there a quote has a backslash before it.
            findings=$(tail -n 1 -- "$records" | sed -n 's/.*,"total":\([0-9][0-9]*\)[,}].*/\1/p')
            output findings "$findings"
            output sarif "$(absolute "$sarif")"
            output upload "$upload"
            ;;
    esac
    rm -f -- "$records"
}

# A path that holds in other folders and for programs that know nothing of bash, too.
absolute() {
    case $1 in
        /* | [A-Za-z]:*) printf '%s' "$1" ;;
        *) printf '%s/%s' "$(if command -v cygpath >/dev/null; then cygpath -m -- "$PWD"; else pwd; fi)" "$1" ;;
    esac
}

verdict() {
    local code=${EXIT_CODE:-}
    [[ $code =~ ^[0-9]{1,3}$ ]] || die "the scan left no exit code"
    exit "$code"
}

case ${1:-} in
    install | scan | verdict) "$1" ;;
    *) die "run.sh takes install, scan or verdict" ;;
esac
