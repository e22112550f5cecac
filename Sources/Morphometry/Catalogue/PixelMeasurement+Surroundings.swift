extension PixelMeasurement {
    private static let labUnit = "CIELAB"

    static let surroundings: [PixelMeasurement] =
        SurroundingMeasures.ringRadii.indices.flatMap(ring) + [
            crop("skin_L", labUnit, .surroundings, "mean L* farther than 5 mm from the middle") {
                $0.surroundings.skin.x
            },
            crop("skin_A", labUnit, .surroundings, "mean a* farther than 5 mm from the middle") {
                $0.surroundings.skin.y
            },
            crop("skin_B", labUnit, .surroundings, "mean b* farther than 5 mm from the middle") {
                $0.surroundings.skin.z
            },
            crop("skin_std_L", labUnit, .surroundings, "sd of L* farther than 5 mm from the middle") {
                $0.surroundings.skinSpread.x
            },
            crop("skin_std_A", labUnit, .surroundings, "sd of a* farther than 5 mm from the middle") {
                $0.surroundings.skinSpread.y
            },
            crop("skin_std_B", labUnit, .surroundings, "sd of b* farther than 5 mm from the middle") {
                $0.surroundings.skinSpread.z
            },
            crop("skin_texture", labUnit, .surroundings, "mean |L* - smoothed L*| farther than 5 mm from the middle") {
                $0.surroundings.skinTexture
            },
            lesion(
                "spot_count",
                "spots",
                .surroundings,
                "other spots of 0.3 mm^2 or more, as far from the skin's colour as the lesion's border"
            ) { $0.spots.count },
            lesion("spot_share", noUnit, .surroundings, "share of the skin around the lesion that such spots cover") {
                $0.spots.share
            },
        ]

    /// The colour of a disc or ring around the crop's middle against the skin: there also where no outline is found.
    private static func ring(_ index: Int) -> [PixelMeasurement] {
        let radii = [0] + SurroundingMeasures.ringRadii.map { Int($0) }
        let place = "\(radii[index]) to \(radii[index + 1]) mm from the middle"
        return [("L", 0), ("A", 1), ("B", 2)].map { letter, channel in
            crop(
                "ring\(index)_delta\(letter)",
                labUnit,
                .colour,
                "mean \(letter == "L" ? "L" : letter.lowercased())* \(place) - px_skin_\(letter)"
            ) { $0.surroundings.rings[index][channel] }
        }
    }

    static let quality: [PixelMeasurement] = [
        crop("no_lesion", noUnit, .surroundings, "1 where no lesion stands out from the skin, else 0") {
            $0.lesion == nil ? 1 : 0
        },
        lesion("edge_share", noUnit, .surroundings, "share of the outline on the crop's edge: the lesion is cut") {
            $0.shape.edgeShare
        },
        lesion("offset_mm", "mm", .surroundings, "distance of the lesion's centroid from the crop's middle") {
            $0.shape.offset
        },
        crop("detail", labUnit, .surroundings, "mean |Laplacian of L*| outside hair: low where the crop is blurred") {
            $0.quality.detail
        },
        crop("hair_share", noUnit, .surroundings, "share of pixels on thin dark or light lines: hair") {
            $0.quality.hairShare
        },
        crop("clipped_share", noUnit, .surroundings, "share of pixels with a channel at 0 or 255") {
            $0.quality.clippedShare
        },
        crop("padding_share", noUnit, .surroundings, "share of the crop beyond the photograph (black)") {
            $0.quality.paddingShare
        },
        crop("resolution", "pixels/mm", .surroundings, "pixels per millimetre of the crop as measured") {
            $0.quality.resolution
        },
    ]
}
