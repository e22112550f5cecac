import Randomness

#if canImport(Glibc)
    import Glibc
#endif

func exponential(_ exponent: Double) -> Double { exp(exponent) }

/// Who has how many lesions, which of them are malignant, and in which order they stand: everything about a cohort that
/// is decided before its first row is drawn.
struct CohortPlan {
    /// A lesion's place in the plan.
    struct Entry: Sendable {
        /// The digits of `isic_id`.
        let number: Int
        /// The position in `patients`.
        let patient: Int
        /// The position among the patient's lesions.
        let lesion: Int
    }

    let patients: [Patient]
    /// All lesions in the order of their identifiers: patients are mixed, as in the real files.
    let entries: [Entry]

    private enum Stream {
        static let patients: UInt64 = 1
        static let allotment: UInt64 = 2
        static let order: UInt64 = 3
        static let split: UInt64 = 4
    }

    init(_ configuration: SyntheticCohortConfiguration) {
        let seed = configuration.seed
        var patients = (0..<configuration.patients).map { index in
            var generator = SeededGenerator(seed: seed, keys: Stream.patients, UInt64(index))
            return Patient(generator: &generator)
        }
        var generator = SeededGenerator(seed: seed, keys: Stream.allotment)
        Self.allotLesions(configuration.lesions, to: &patients, &generator)
        Self.allotMalignant(configuration.malignant, to: &patients, &generator)
        generator = SeededGenerator(seed: seed, keys: Stream.split)
        Self.holdOut(configuration.testFraction, of: &patients, &generator)
        generator = SeededGenerator(seed: seed, keys: Stream.order)
        let numbers = Self.increasingNumbers(patients.count, &generator)
        for index in patients.indices { patients[index].identifier = "IP_" + Self.sevenDigits(numbers[index]) }
        self.patients = patients
        entries = Self.order(patients, &generator)
    }

    /// Numbers of lesions are log-normal (the real ones: quartiles 115, 242 and 478, sd of the logarithm about 1).
    private static func allotLesions(_ count: Int, to patients: inout [Patient], _ generator: inout SeededGenerator) {
        let weights = patients.map { _ in exp(generator.normal()) }
        let total = weights.reduce(0, +)
        // Everybody has one lesion; the others are shared out by weight, rounding along the running sum.
        let shared = Double(count - patients.count)
        var sum = 0.0
        var given = 0
        for index in patients.indices {
            sum += weights[index]
            let target = index == patients.count - 1 ? count - patients.count : Int((sum / total * shared).rounded())
            patients[index].lesionCount = 1 + target - given
            given = target
        }
    }

    /// Malignant lesions gather on few, larger patients: of the real ones 25 % have any, and these hold 39 % of the rows.
    private static func allotMalignant(_ count: Int, to patients: inout [Patient], _ generator: inout SeededGenerator) {
        let weights = patients.map { patient in
            -log(1 - generator.uniform()) * pow(Double(patient.lesionCount), 0.6) * patient.riskByCategory
        }
        var cap = max(1, (count + 19) / 20)
        // A small cohort needs its malignant lesions on several patients; where there are too few, the cap gives way.
        while patients.reduce(0, { $0 + min($1.lesionCount, cap) }) < count { cap += 1 }
        var running = runningSums(weights)
        for _ in 0..<count {
            var chosen = index(below: generator.uniform() * (running.last ?? 0), in: running)
            if patients[chosen].malignantCount >= min(patients[chosen].lesionCount, cap) {
                running = runningSums(
                    zip(patients, weights).map { patient, weight in
                        patient.malignantCount < min(patient.lesionCount, cap) ? max(weight, 1e-12) : 0
                    }
                )
                chosen = index(below: generator.uniform() * (running.last ?? 0), in: running)
            }
            patients[chosen].malignantCount += 1
        }
    }

    private static func runningSums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// The first position whose running sum lies above `value`.
    private static func index(below value: Double, in running: [Double]) -> Int {
        var (low, high) = (0, running.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if running[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Holds out a share of the patients with malignant lesions and of those without, at least one of each where it can.
    private static func holdOut(_ fraction: Double, of patients: inout [Patient], _ generator: inout SeededGenerator) {
        guard fraction > 0 else { return }
        let shuffled = generator.permutation(of: patients.count)
        let affected = shuffled.filter { patients[$0].malignantCount > 0 }
        let healthy = shuffled.filter { patients[$0].malignantCount == 0 }
        let count = min(max(Int((fraction * Double(patients.count)).rounded()), 1), patients.count - 1)
        var affectedCount = Int((fraction * Double(affected.count)).rounded())
        if affected.count >= 2 { affectedCount = min(max(affectedCount, 1), affected.count - 1) }
        affectedCount = min(max(affectedCount, count - healthy.count), count)
        for index in affected.prefix(affectedCount) { patients[index].isTest = true }
        for index in healthy.prefix(count - affectedCount) { patients[index].isTest = true }
    }

    /// Distinct numbers of up to seven digits in rising order, spread over the whole range.
    private static func increasingNumbers(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        let step = SyntheticCohortConfiguration.largestLesionCount / count
        return (0..<count).map { $0 * step + generator.integer(below: step) + 1 }
    }

    private static func order(_ patients: [Patient], _ generator: inout SeededGenerator) -> [Entry] {
        var places: [(patient: Int32, lesion: Int32)] = []
        for (index, patient) in patients.enumerated() {
            for lesion in 0..<patient.lesionCount { places.append((Int32(index), Int32(lesion))) }
        }
        places.shuffle(using: &generator)
        let numbers = increasingNumbers(places.count, &generator)
        return zip(numbers, places).map { number, place in
            Entry(number: number, patient: Int(place.patient), lesion: Int(place.lesion))
        }
    }

    /// A number with leading zeros, as in `ISIC_0015670`.
    static func sevenDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }
}
