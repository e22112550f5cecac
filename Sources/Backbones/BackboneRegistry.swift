/// The backbones that Cygnet knows, under timm's names.
public enum BackboneRegistry {
    /// All variants, smallest family member first.
    public static let variants = [
        BackboneVariant(name: "eva02_tiny_patch14_224", architecture: .eva02(.tiny), preprocessing: .clip),
        BackboneVariant(name: "eva02_base_patch14_224", architecture: .eva02(.base), preprocessing: .clip),
        BackboneVariant(name: "convnextv2_atto", architecture: .convNeXtV2(.atto), preprocessing: .imageNet),
        BackboneVariant(name: "convnextv2_nano", architecture: .convNeXtV2(.nano), preprocessing: .imageNet),
        BackboneVariant(
            name: "tf_efficientnet_lite0",
            architecture: .efficientNetLite(.lite0),
            preprocessing: .symmetric
        ),
    ]

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
