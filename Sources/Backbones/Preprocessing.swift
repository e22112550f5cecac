/// How pixels become the numbers that a backbone was trained on. It belongs to the backbone, not to the data.
public struct Preprocessing: Codable, Sendable, Equatable {
    /// The side of the square input in pixels that the pretrained weights were made for.
    public let inputSize: Int
    /// The mean of red, green and blue, in units of full intensity.
    public let mean: [Float]
    /// The standard deviation of red, green and blue, in units of full intensity.
    public let standardDeviation: [Float]

    /// The constants of OpenAI's CLIP (timm: `OPENAI_CLIP_MEAN`, `OPENAI_CLIP_STD`), which EVA-02 was trained with.
    public static let clip = clip(inputSize: 224)

    /// The constants of OpenAI's CLIP for weights of another input size.
    public static func clip(inputSize: Int) -> Preprocessing {
        Preprocessing(
            inputSize: inputSize,
            mean: [0.48145466, 0.4578275, 0.40821073],
            standardDeviation: [0.26862954, 0.26130258, 0.27577711]
        )
    }

    /// The constants of ImageNet (timm: `IMAGENET_DEFAULT_MEAN`, `IMAGENET_DEFAULT_STD`).
    public static let imageNet = Preprocessing(
        inputSize: 224,
        mean: [0.485, 0.456, 0.406],
        standardDeviation: [0.229, 0.224, 0.225]
    )

    /// Pixels from -1 to 1, as in TensorFlow's models (timm: the configuration of `tf_efficientnet_lite0`).
    public static let symmetric = Preprocessing(
        inputSize: 224,
        mean: [0.5, 0.5, 0.5],
        standardDeviation: [0.5, 0.5, 0.5]
    )
}
