/// A formula over the columns of numbers of one lesion.
///
/// The same value gives a feature's inputs, its text in the catalogue, and its numbers, so that none of the three can
/// drift from the others.
indirect enum FeatureExpression: Sendable {
    case column(String)
    case constant(Double)
    case function(UnaryFunction, FeatureExpression)
    case combined(BinaryOperation, FeatureExpression, FeatureExpression)

    /// A function of one number.
    enum UnaryFunction: String, Sendable {
        case absolute = "abs"
        case naturalLogarithm = "ln"
        case squareRoot = "sqrt"
        case square = "^2"
    }

    /// An operation on two numbers.
    enum BinaryOperation: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case arcTangent = "atan2"
        /// 1 where the first number is the larger one, else 0.
        case exceed = ">"
    }

    /// The columns that the formula reads, each once, in order of first appearance.
    var columns: [String] {
        var found: [String] = []
        collectColumns(into: &found)
        return found
    }

    private func collectColumns(into found: inout [String]) {
        switch self {
        case .column(let name): if !found.contains(name) { found.append(name) }
        case .constant: break
        case .function(_, let operand): operand.collectColumns(into: &found)
        case .combined(_, let left, let right):
            left.collectColumns(into: &found)
            right.collectColumns(into: &found)
        }
    }
}

// MARK: - Writing formulas

extension FeatureExpression {
    static func + (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
        .combined(.add, left, right)
    }

    static func + (left: FeatureExpression, right: Double) -> FeatureExpression {
        .combined(.add, left, .constant(right))
    }

    static func - (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
        .combined(.subtract, left, right)
    }

    static func * (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
        .combined(.multiply, left, right)
    }

    static func * (left: Double, right: FeatureExpression) -> FeatureExpression {
        .combined(.multiply, .constant(left), right)
    }

    static func / (left: FeatureExpression, right: FeatureExpression) -> FeatureExpression {
        .combined(.divide, left, right)
    }

    static func / (left: FeatureExpression, right: Double) -> FeatureExpression {
        .combined(.divide, left, .constant(right))
    }

    /// The number times itself.
    var squared: FeatureExpression { .function(.square, self) }
}

func abs(_ operand: FeatureExpression) -> FeatureExpression { .function(.absolute, operand) }

func ln(_ operand: FeatureExpression) -> FeatureExpression { .function(.naturalLogarithm, operand) }

func sqrt(_ operand: FeatureExpression) -> FeatureExpression { .function(.squareRoot, operand) }

func atan2(_ vertical: FeatureExpression, _ horizontal: FeatureExpression) -> FeatureExpression {
    .combined(.arcTangent, vertical, horizontal)
}

/// 1 where a number is above a limit, else 0.
func exceeds(_ operand: FeatureExpression, _ limit: Double) -> FeatureExpression {
    .combined(.exceed, operand, .constant(limit))
}

// MARK: - Reading formulas

extension FeatureExpression: CustomStringConvertible {
    /// The formula in plain text, with no more brackets than it needs.
    var description: String { text.formula }

    /// How tightly the outermost operation of a formula binds.
    fileprivate enum Binding: Int, Comparable {
        case comparison, sum, product, power, atom

        static func < (first: Binding, second: Binding) -> Bool { first.rawValue < second.rawValue }
    }

    private var text: (formula: String, binding: Binding) {
        switch self {
        case .column(let name): return (name, .atom)
        case .constant(.pi): return ("pi", .atom)
        case .constant(let value):
            return (value == value.rounded() ? String(Int(value)) : String(value), .atom)
        case .function(.square, let operand): return (operand.bracketed(below: .atom) + "^2", .power)
        case .function(let function, let operand): return ("\(function.rawValue)(\(operand))", .atom)
        case .combined(.arcTangent, let left, let right): return ("atan2(\(left), \(right))", .atom)
        case .combined(let operation, let left, let right):
            let binding = operation.binding
            // The right side of `-` and `/` needs brackets even around its equals: a - (b + c).
            let tightest: Binding = operation == .subtract ? .product : operation == .divide ? .power : binding
            let formula = [left.bracketed(below: binding), operation.rawValue, right.bracketed(below: tightest)]
            return (formula.joined(separator: " "), binding)
        }
    }

    private func bracketed(below binding: Binding) -> String {
        let (formula, own) = text
        return own < binding ? "(\(formula))" : formula
    }
}

extension FeatureExpression.BinaryOperation {
    fileprivate var binding: FeatureExpression.Binding {
        switch self {
        case .exceed: .comparison
        case .add, .subtract: .sum
        case .multiply, .divide: .product
        case .arcTangent: .atom
        }
    }
}
