#!/bin/bash
# Five folds x five bags of boosters on the base features of 401,059 lesions: this program beside Python's LightGBM.
#
#   Benchmarks/boosting/run.sh FOLDER PYTHON [THREADS]
#
# FOLDER receives the cohort and the runs; PYTHON has the packages that peer.py names. Both time everything between the
# features in memory and the out-of-fold scores, with the same number of threads.
set -euo pipefail
folder=$1 python=$2 threads=${3:-2}
here=$(cd "$(dirname "$0")" && pwd)
cygnet=$here/../../.build/release/cygnet
cohort=$folder/cohort run=$folder/run
[ -d "$cohort" ] || "$cygnet" synthesize "$cohort" --lesions 401059 --patients 1042 --malignant 393 --images none
rm -rf "$run"
"$cygnet" train "$cohort" --run "$run" --preset tabular --threads "$threads" \
    --set evaluation.importance_features=0 --set evaluation.bootstrap_replicates=0 2>&1 | grep -E '^stack|boosters' || true
"$python" - "$run/run.json" <<'PYTHON'
import json, sys
record = json.load(open(sys.argv[1]))
print("cygnet", json.dumps({"seconds": round(record["stages"]["stack"]["seconds"], 1)}))
PYTHON
echo "python $("$python" "$here/peer.py" "$run/features.parquet" "$cohort/train-metadata.csv" "$run/folds.csv" --threads "$threads")"
