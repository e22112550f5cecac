/// The ranking of one column of scores, cut into the steps that matter when rows are weighted.
///
/// Benign lesions between two neighbouring scores of malignant lesions are interchangeable: only their number counts. So a
/// ranking of 400,000 lesions, 393 of them malignant, has 393 steps, and each holds a short list of which unit (patient)
/// contributes how many lesions. A replicate of the bootstrap is a weighted sum over these lists.
struct RankingSteps {
    /// How many lesions of one unit stand in one place of the ranking.
    struct Entry {
        let unit: Int32
        let count: Int32
    }

    /// One distinct score of malignant lesions, as ranges of ``entries``.
    struct Step {
        /// Benign lesions below the previous step's score and above this one.
        let above: Range<Int>
        /// Malignant lesions with this score.
        let positives: Range<Int>
        /// Benign lesions with exactly this score.
        let tied: Range<Int>
    }

    /// All contributions, in the order of the ranking.
    let entries: [Entry]

    /// The steps from the highest score to the lowest.
    let steps: [Step]

    /// Benign lesions below the last malignant one; they count towards the total only.
    let below: Range<Int>

    /// Cuts a ranking, given the place of each row by ``places(of:)`` and the unit of each row.
    init(places: [Int32], stepCount: Int, units: ResamplingUnits) {
        // Rows sorted by place and then by unit. Rows of a class of exchangeable rows count once: its weight is the number
        // of drawn rows.
        let keys = radixSorted(zip(places, units.unitOfRow).map { UInt64($0) << 32 | UInt64($1) })
        var entries: [Entry] = []
        var starts = [Int](repeating: 0, count: 3 * stepCount + 2)
        var key = 0
        for place in 0...(3 * stepCount) {
            starts[place] = entries.count
            while key < keys.count, keys[key] >> 32 == place {
                let first = key
                while key < keys.count, keys[key] == keys[first] { key += 1 }
                let unit = Int32(truncatingIfNeeded: keys[first])
                entries.append(Entry(unit: unit, count: Int32((key - first) / units.sizes[Int(unit)])))
            }
        }
        starts[3 * stepCount + 1] = entries.count
        self.entries = entries
        steps = (0..<stepCount).map { step in
            Step(
                above: starts[3 * step]..<starts[3 * step + 1],
                positives: starts[3 * step + 1]..<starts[3 * step + 2],
                tied: starts[3 * step + 2]..<starts[3 * step + 3]
            )
        }
        below = starts[3 * stepCount]..<starts[3 * stepCount + 1]
    }

    /// Returns the place of each row, and the number of steps.
    ///
    /// Step s has the places 3 s (benign, above it), 3 s + 1 (malignant, on it) and 3 s + 2 (benign, on it); the benign rows
    /// below all steps have the last place.
    static func places(of labelled: LabelledScores) -> (places: [Int32], stepCount: Int) {
        var scores = sortedDescending(zip(labelled.labels, labelled.scores).filter(\.0).map(\.1))
        var distinct = 0
        for score in scores where distinct == 0 || scores[distinct - 1] != score {
            scores[distinct] = score
            distinct += 1
        }
        scores.removeSubrange(distinct...)
        let places = zip(labelled.labels, labelled.scores).map { label, score in
            // The first step whose score is not above the row's.
            var low = 0
            var high = scores.count
            while low < high {
                let middle = (low + high) / 2
                if scores[middle] > score { low = middle + 1 } else { high = middle }
            }
            let tied = low < scores.count && scores[low] == score
            return Int32(3 * low + (label ? 1 : tied ? 2 : 0))
        }
        return (places, scores.count)
    }
}
