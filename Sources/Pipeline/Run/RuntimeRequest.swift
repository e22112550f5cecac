import Diagnostics
import Foundation
import Tensors
public import Training

/// What computes a run's image models, and how exactly.
public struct RuntimeRequest: Sendable {
    /// The number type of forward passes.
    public enum Precision: String, Sendable, CaseIterable {
        /// float16 on CUDA, bfloat16 on processors with native support, else float32.
        case auto
        case float32
        case bfloat16
        case float16
    }

    /// Where image models run.
    public enum Device: String, Sendable, CaseIterable {
        case cpu
        case cuda
    }

    /// The number type asked for.
    public var precision: Precision
    /// The device asked for.
    public var device: Device
    /// The number of threads, or nil for one per core.
    public var threads: Int?
    /// Where the decoded crops of a training are kept. It changes no result.
    public var crops: CropPlacement

    /// Asks for a precision, a device, a number of threads and a place for the crops.
    public init(
        precision: Precision = .auto,
        device: Device = .cpu,
        threads: Int? = nil,
        crops: CropPlacement = .auto
    ) {
        self.precision = precision
        self.device = device
        self.threads = threads
        self.crops = crops
    }

    /// The number of threads that will be used.
    var resolvedThreads: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    /// The number type that will be used.
    var resolvedPrecision: DType {
        switch precision {
        case .float32: .float32
        case .bfloat16: .bfloat16
        case .float16: .float16
        case .auto:
            switch device {
            case .cuda: .float16
            case .cpu: Processor.hasNativeBFloat16 ? .bfloat16 : .float32
            }
        }
    }

    /// The request for frozen embeddings. They are features that boosters split on and that must be the same on every
    /// machine, so `auto` means float32 for them; another type is taken only where it was asked for.
    var forEmbeddings: RuntimeRequest {
        var request = self
        if precision == .auto { request.precision = .float32 }
        return request
    }

    /// The running libtorch as frozen embeddings need it.
    func embeddingRuntime(from running: TrainingRuntime) -> TrainingRuntime {
        TrainingRuntime(
            device: running.device,
            precision: forEmbeddings.resolvedPrecision,
            threads: running.threads
        )
    }

    /// Opens libtorch with these settings.
    ///
    /// - Throws: `TensorError` where libtorch or the GPU is absent.
    func start() throws -> TrainingRuntime {
        if device == .cuda { try TensorRuntime.enableCUDA() }
        try TensorRuntime.setThreads(resolvedThreads)
        return TrainingRuntime(
            device: device == .cuda ? .cuda(0) : .cpu,
            precision: resolvedPrecision,
            threads: resolvedThreads,
            crops: crops
        )
    }
}

/// What the processor can do.
enum Processor {
    /// Whether bfloat16 products run natively (AVX512-BF16 or AMX); elsewhere they are emulated and slower than float32.
    static var hasNativeBFloat16: Bool {
        guard let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return false }
        let flags = information.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16")
    }

    /// The processor's model name, or nil where it cannot be read.
    static var name: String? {
        guard let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        return information.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
