import Cohorts
import Imaging

/// Small pictures of crops.
enum CropThumbnail {
    /// The whole crop as a small square JPEG; nil where there is no crop or it cannot be decoded.
    static func jpeg(of id: String, in crops: any CropStore, side: Int) -> [UInt8]? {
        guard let jpeg = try? crops.jpeg(for: id), let image = try? JPEG.decode(jpeg) else { return nil }
        return try? JPEG.encode(image.resized(width: side, height: side), quality: 80)
    }
}
