internal import Boosting
internal import Diagnostics
internal import Randomness
internal import Tables

/// Trains the boosters of a fold, each on its own draw of negatives.
struct BagTrainer {
    let configuration: StackConfiguration
    let seed: UInt64
    let threads: Int
    let checkpoints: BoosterCheckpoints
    let progress: Progress

    /// Trains, or takes from the checkpoints, the boosters that learn from the lesions outside `fold`.
    ///
    /// The fold's rows are binned once; a bag takes its rows from there.
    func train(_ features: FeatureMatrix, _ training: TrainingFolds, fold: Int) throws -> [Booster] {
        let rows = training.rows(outside: fold)
        var dataset: BoostingDataset?
        return try (0..<configuration.bags).map { bag in
            let path = FittedStack.boosterPath(fold: fold, bag: bag)
            let kept = try checkpoints.load(path)
            let booster: Booster
            if let kept {
                booster = kept
            } else {
                let whole = try dataset ?? bin(features, rows, training.labels, fold: fold)
                dataset = whole
                booster = try train(whole, fold: fold, bag: bag)
                try checkpoints.save(booster, path)
            }
            progress(
                .advanced(
                    stage: "stack",
                    completed: fold * configuration.bags + bag + 1,
                    note: kept == nil ? "fold \(fold), bag \(bag)" : "fold \(fold), bag \(bag), kept"
                )
            )
            return booster
        }
    }

    private func bin(_ features: FeatureMatrix, _ rows: [Int], _ labels: [Int], fold: Int) throws -> BoostingDataset {
        var generator = SeededGenerator(seed: seed, keys: UInt64(fold))
        return try BoostingDataset(
            features: features,
            rows: rows,
            labels: labels,
            configuration: configuration.booster,
            seed: generator.next(),
            threads: threads,
            progress: progress
        )
    }

    private func train(_ dataset: BoostingDataset, fold: Int, bag: Int) throws -> Booster {
        var generator = SeededGenerator(seed: seed, keys: UInt64(fold), UInt64(bag))
        let sampler = BagSampler(
            leastPositiveShare: configuration.leastPositiveShare,
            negativesPerPositive: configuration.negativesPerPositive
        )
        let positions = sampler.positions(labels: dataset.labels, generator: &generator)
        let boosterSeed = generator.next()
        let sampled = try dataset.subset(positions: positions, seed: boosterSeed)
        return try Booster.train(
            on: sampled,
            configuration: configuration.booster.adapted(toPositives: sampled.labels.reduce(0, +)),
            seed: boosterSeed,
            progress: progress
        )
    }

}
