/// The backbones that Cygnet knows, under timm's names.
public enum BackboneRegistry {
    /// All variants, smallest family member first.
    public static let variants = [
        eva02("eva02_tiny_patch14_224", .tiny),
        eva02("eva02_tiny_patch14_336", .tiny, inputSize: 336),
        eva02("eva02_small_patch14_224", .small),
        eva02("eva02_small_patch14_336", .small, inputSize: 336),
        eva02("eva02_base_patch14_224", .base),
        eva02("eva02_large_patch14_224", .large),
        convNeXtV2("convnextv2_atto", .atto),
        convNeXtV2("convnextv2_femto", .femto),
        convNeXtV2("convnextv2_pico", .pico),
        convNeXtV2("convnextv2_nano", .nano),
        convNeXtV2("convnextv2_tiny", .tiny),
        convNeXtV2("convnextv2_base", .base),
        BackboneVariant(
            name: "tf_efficientnet_lite0",
            architecture: .efficientNetLite(.lite0),
            preprocessing: .symmetric
        ),
    ]

    private static func eva02(
        _ name: String,
        _ configuration: EVA02.Configuration,
        inputSize: Int = 224
    ) -> BackboneVariant {
        BackboneVariant(name: name, architecture: .eva02(configuration), preprocessing: .clip(inputSize: inputSize))
    }

    private static func convNeXtV2(_ name: String, _ configuration: ConvNeXtV2.Configuration) -> BackboneVariant {
        BackboneVariant(name: name, architecture: .convNeXtV2(configuration), preprocessing: .imageNet)
    }

    /// Returns the variant of this name; a tag behind a dot, as in `eva02_base_patch14_224.mim_in22k`, names weights and
    /// is ignored.
    ///
    /// - Throws: `BackboneError.unknownVariant` with the names that exist.
    public static func variant(named name: String) throws -> BackboneVariant {
        let architecture = name.prefix { $0 != "." }
        guard let variant = variants.first(where: { $0.name == architecture }) else {
            throw BackboneError.unknownVariant(name, known: variants.map(\.name))
        }
        return variant
    }
}
