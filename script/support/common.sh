# shellcheck shell=bash
# What the scripts share. Source it; it goes to the project's root and leaves `root` behind.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit

say() { echo "$*" >&2; }

# Ends the script as a missing dependency or resource: one sentence, exit code 4.
fail() {
    say "$*"
    exit 4
}

# Every script builds the same way, so that build, test and demo share one release build.
swift_release() {
    command -v swift > /dev/null || fail "Swift is missing: install Swift 6.3 (https://www.swift.org/install) and put it on the PATH."
    local verb=$1
    shift
    # SwiftPM and clang want a home folder for their caches.
    if [[ ! -w ${HOME:-/dev/null/home} ]]; then
        export HOME=$root/.build-home
        mkdir -p "$HOME"
    fi
    swift "$verb" -c release -Xswiftc -enable-testing "$@"
}
