#!/usr/bin/env bash
# How many crops a second and core `cygnet morphometry` decodes and measures: the last line it writes to stderr.
# Usage: Benchmarks/morphometry.sh [COHORT]; without a cohort, 5,000 synthetic crops are made first.
set -euo pipefail
cd "$(dirname "$0")/.."
cygnet=.build/release/cygnet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cohort=${1:-}
if [ -z "$cohort" ]; then
    cohort=$work/cohort
    "$cygnet" synthesize "$cohort" --lesions 5000 --patients 50 --malignant 50 --images hdf5 >/dev/null
fi
for threads in 1 2; do
    echo "threads: $threads"
    "$cygnet" morphometry "$cohort" --threads "$threads" --out "$work/px$threads.parquet" 2>&1 >/dev/null | tail -n 1
done
cmp "$work/px1.parquet" "$work/px2.parquet" && echo "the same bytes with one and two threads"
