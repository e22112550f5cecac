import ArgumentParser
import Pipeline

/// The options that say what computes, and how exactly.
struct RuntimeOptions: ParsableArguments {
    @Option(help: "The number type of forward passes: auto, float32, bfloat16 or float16.")
    var precision: RuntimeRequest.Precision = .auto

    @Option(help: "Where the image models run: cpu or cuda.")
    var device: RuntimeRequest.Device = .cpu

    @Option(help: "The number of threads; all cores where not given.")
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    /// What the options ask for.
    var request: RuntimeRequest {
        RuntimeRequest(precision: precision, device: device, threads: threads)
    }
}
