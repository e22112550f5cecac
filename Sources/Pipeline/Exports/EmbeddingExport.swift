import Backbones
public import Cohorts
public import Diagnostics
public import Foundation
import Tables
import Training

/// Writes the embeddings of a cohort's crops.
public enum EmbeddingExport {
    /// Computes a pretrained backbone's embeddings and writes them as Parquet: `isic_id`, `e0`, `e1` ...
    ///
    /// - Parameters:
    ///   - request: The cohort; its rows need only identifiers.
    ///   - backbone: The backbone, by timm's name.
    ///   - weights: A safetensors file, `offline`, `pretrained`, or `hf-hub:OWNER/NAME`.
    ///   - size: The input size in pixels; nil takes the backbone's own.
    ///   - runtime: What computes.
    ///   - file: The Parquet file.
    ///   - progress: Where progress goes.
    public static func run(
        _ request: CohortRequest,
        backbone: String,
        weights: String,
        size: Int?,
        runtime: RuntimeRequest,
        to file: URL,
        progress: Diagnostics.Progress
    ) throws -> ExportSummary {
        let variant = try BackboneRegistry.variant(named: backbone)
        let weightFile = try WeightFile(named: weights, backbone: backbone, progress: progress)
        var request = request
        request.requires.insert(.crops)
        let cohort = try Cohort.load(request)
        for warning in cohort.warnings { progress(.warning(warning.description)) }
        let matrix = try Embedder(
            backbone: backbone,
            weights: weightFile.url,
            size: size ?? variant.preprocessing.inputSize,
            runtime: runtime.forEmbeddings.start()
        ).embed(try cohort.cropSource(), progress: progress)
        try matrix.table(ids: cohort.ids).writeParquet(to: file)
        return ExportSummary(file: file, lesions: cohort.ids.count, columns: matrix.names.count)
    }
}
