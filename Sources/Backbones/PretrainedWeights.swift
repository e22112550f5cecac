extension BackboneVariant {
    /// The repository of the variant's usual pretrained weights on Hugging Face's hub, as timm publishes them.
    ///
    /// EVA-02 at 224 pixels comes from masked image modelling on ImageNet-22k, at 336 also fine-tuned on ImageNet-1k;
    /// ConvNeXt V2 from its fully convolutional masked autoencoder, fine-tuned on ImageNet. Source: timm's
    /// `default_cfgs`, the first entry of each variant.
    public var pretrainedRepository: String? {
        Self.pretrainedTags[name].map { "timm/\(name).\($0)" }
    }

    private static let pretrainedTags = [
        "eva02_tiny_patch14_224": "mim_in22k",
        "eva02_small_patch14_224": "mim_in22k",
        "eva02_base_patch14_224": "mim_in22k",
        "eva02_large_patch14_224": "mim_in22k",
        "eva02_tiny_patch14_336": "mim_in22k_ft_in1k",
        "eva02_small_patch14_336": "mim_in22k_ft_in1k",
        "convnextv2_atto": "fcmae_ft_in1k",
        "convnextv2_femto": "fcmae_ft_in1k",
        "convnextv2_pico": "fcmae_ft_in1k",
        "convnextv2_nano": "fcmae_ft_in22k_in1k",
        "convnextv2_tiny": "fcmae_ft_in22k_in1k",
        "convnextv2_base": "fcmae_ft_in22k_in1k",
        "tf_efficientnet_lite0": "in1k",
    ]
}
