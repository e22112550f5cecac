import Backbones
import Networks
import Tensors

/// A forward pass as `cygnet embed` makes it.
struct ForwardPass {
    private let network: any Backbone
    private let context: ForwardContext
    private let device: Device
    private let precision: DType

    init(_ variant: BackboneVariant, size: Int, device: Device, precision: DType) throws {
        let store = try ParameterStore(seed: 1, device: device)
        network = try variant.make(store.root, classes: 0, inputSize: size)
        context = device == .cpu && precision == .float32 ? .inference(preparing: PreparedWeights()) : .inference
        self.device = device
        self.precision = precision
    }

    /// The embeddings of pixels `[N, 3, H, W]`.
    func callAsFunction(_ pixels: Tensor) throws -> [Float] {
        try withInferenceMode {
            try cast(to: precision, device) { try network.embed(pixels, context) }.floats()
        }
    }
}

/// A step of training as `cygnet train` takes it: forward, loss, backward, unscaling, clipping, AdamW.
struct TrainingStep {
    private let store: ParameterStore
    private let network: any Backbone
    private let context: ForwardContext
    private let optimizer: AdamW
    private let scaler: GradScaler
    private let device: Device
    private let precision: DType

    init(_ variant: BackboneVariant, size: Int, device: Device, precision: DType) throws {
        store = try ParameterStore(seed: 1, device: device)
        network = try variant.make(store.root, classes: 1, inputSize: size)
        context = ForwardContext(training: true, generator: try TorchGenerator(seed: 3, device: device))
        optimizer = try AdamW(groups: [
            ParameterGroup("all", parameters: store.trainableParameters, learningRate: 1e-4)
        ])
        scaler = try GradScaler(enabled: precision == .float16, device: device)
        self.device = device
        self.precision = precision
    }

    /// Learns from pixels `[N, 3, H, W]`, of which every second is malignant.
    func callAsFunction(_ pixels: Tensor) throws {
        let targets = try Tensor((0..<pixels.shape[0]).map { Float($0 % 2) }).to(device)
        let logits = try cast(to: precision, device) { try network(pixels, context) }.flattened().to(.float32)
        let loss = try logits.binaryCrossEntropy(targets)
        _ = try loss.item()
        try scaler.scale(loss).backward()
        try scaler.unscale(optimizer)
        _ = try clipGradientNorm(optimizer.gradients, maximum: 1)
        _ = try scaler.step(optimizer)
        try scaler.update()
        try store.clearGradients()
    }
}

private func cast(to precision: DType, _ device: Device, _ body: () throws -> Tensor) throws -> Tensor {
    precision == .float32 ? try body() : try withAutocast(precision, device: device, body)
}
