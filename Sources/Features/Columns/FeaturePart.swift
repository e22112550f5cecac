/// Columns that are computed together because they share work, and where they stand in the matrix.
enum FeaturePart: Sendable {
    /// A formula over the numbers of one lesion; and the same relative to the patient.
    case formula(FeatureExpression, own: Int, relative: Int?)
    /// The number of the patient's lesions.
    case lesionCount(position: Int)
    /// Whether a row's value is one level of a category, given the position of each row's value among the levels.
    case level(Int32, of: [Int32], position: Int)

    /// The positions of the columns, in the order in which they are computed.
    var positions: [Int] {
        switch self {
        case .formula(_, let own, let relative): [own] + (relative.map { [$0] } ?? [])
        case .lesionCount(let position), .level(_, _, let position): [position]
        }
    }
}

/// Memory for one part at a time, used again and again.
final class FeatureMemory<Value: BinaryFloatingPoint>: @unchecked Sendable {
    /// The columns of a part, in the order of its positions: at most two.
    let columns: [UnsafeMutableBufferPointer<Value>]
    /// One number for each row.
    let numbers: UnsafeMutableBufferPointer<Double>
    /// One number for each row, patient by patient.
    let together: UnsafeMutableBufferPointer<Double>
    /// One number for each lesion of a patient.
    let lesions: UnsafeMutableBufferPointer<Double>

    /// Makes room for `rowCount` rows, of which at most `largestPatient` belong to one patient; every part writes before it
    /// reads.
    init(rowCount: Int, largestPatient: Int) {
        columns = (0..<2).map { _ in .allocate(capacity: rowCount) }
        numbers = .allocate(capacity: rowCount)
        together = .allocate(capacity: rowCount)
        lesions = .allocate(capacity: largestPatient)
    }

    deinit {
        for column in columns { column.deallocate() }
        numbers.deallocate()
        together.deallocate()
        lesions.deallocate()
    }
}
