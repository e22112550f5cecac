internal import CTorchInterface

extension Tensor {
    func unary(_ name: String, _ operation: ctorch_unary) throws(TensorError) -> Tensor {
        try tensor(name, [self]) { $0.unary(operation, handle, $1) }
    }

    /// The absolute value of every element.
    public func abs() throws(TensorError) -> Tensor { try unary("abs", CTORCH_ABS) }
    /// e to the power of every element.
    public func exp() throws(TensorError) -> Tensor { try unary("exp", CTORCH_EXP) }
    /// The natural logarithm of every element.
    public func log() throws(TensorError) -> Tensor { try unary("log", CTORCH_LOG) }
    /// The natural logarithm of one plus every element.
    public func log1p() throws(TensorError) -> Tensor { try unary("log1p", CTORCH_LOG1P) }
    /// The square root of every element.
    public func squareRoot() throws(TensorError) -> Tensor { try unary("squareRoot", CTORCH_SQRT) }
    /// The sine of every element, in radians.
    public func sin() throws(TensorError) -> Tensor { try unary("sin", CTORCH_SIN) }
    /// The cosine of every element, in radians.
    public func cos() throws(TensorError) -> Tensor { try unary("cos", CTORCH_COS) }
    /// The hyperbolic tangent of every element.
    public func tanh() throws(TensorError) -> Tensor { try unary("tanh", CTORCH_TANH) }
    /// The inverse of the error function of every element.
    public func inverseErrorFunction() throws(TensorError) -> Tensor { try unary("erfinv", CTORCH_ERFINV) }
    /// Every element rounded to the nearest whole number, halves to the even one.
    public func rounded() throws(TensorError) -> Tensor { try unary("round", CTORCH_ROUND) }
    /// Every element rounded down.
    public func floor() throws(TensorError) -> Tensor { try unary("floor", CTORCH_FLOOR) }
    /// Whether every element is neither infinite nor NaN, one by one.
    public func isFinite() throws(TensorError) -> Tensor { try unary("isFinite", CTORCH_IS_FINITE) }
    /// The opposite of every truth value.
    public func logicalNot() throws(TensorError) -> Tensor { try unary("logicalNot", CTORCH_LOGICAL_NOT) }

    /// 1 / (1 + exp(-x)).
    public func sigmoid() throws(TensorError) -> Tensor { try unary("sigmoid", CTORCH_SIGMOID) }
    /// log(sigmoid(x)), exact where sigmoid underflows.
    public func logSigmoid() throws(TensorError) -> Tensor { try unary("logSigmoid", CTORCH_LOG_SIGMOID) }
    /// max(x, 0).
    public func relu() throws(TensorError) -> Tensor { try unary("relu", CTORCH_RELU) }
    /// min(max(x, 0), 6).
    public func relu6() throws(TensorError) -> Tensor { try unary("relu6", CTORCH_RELU6) }
    /// x * sigmoid(x).
    public func silu() throws(TensorError) -> Tensor { try unary("silu", CTORCH_SILU) }
    /// The Gaussian error linear unit in its exact form (Hendrycks and Gimpel, 2016).
    public func gelu() throws(TensorError) -> Tensor { try unary("gelu", CTORCH_GELU) }
    /// The Gaussian error linear unit by its tanh approximation.
    public func geluTanh() throws(TensorError) -> Tensor { try unary("geluTanh", CTORCH_GELU_TANH) }
}
