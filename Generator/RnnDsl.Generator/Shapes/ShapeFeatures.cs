namespace RnnDsl.Generator.Shapes;

/// <summary>The number of features of a shape.</summary>
internal static class ShapeFeatures
{
    /// <summary>The features of a sequence or a vector, the channels of an image; 1 for tokens.</summary>
    public static Polynomial FeatureCount(this Shape shape) => shape switch
    {
        SequenceShape sequence => sequence.Features,
        VectorShape vector => vector.Features,
        ImageShape image => image.Channels,
        _ => 1,
    };

    /// <summary>A sequence or a vector with another number of features.</summary>
    public static Shape WithFeatures(this Shape shape, Polynomial features) => shape is VectorShape ? new VectorShape(features) : new SequenceShape(features);
}
