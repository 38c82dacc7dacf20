using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>What user-defined methods and modules have in common.</summary>
internal static class UserCode
{
    /// <summary>The shapes of the layer. A declared number of output features implies that the input has features.</summary>
    public static (Shape Input, Shape Output, Polynomial? Features) Shapes(ILayerFlow flow, Shape input, SizeArgument? features, string attribute)
    {
        if (features is null)
        {
            return (input, input, null);
        }

        var current = flow.Flattened(input, attribute + " with features");
        var size = flow[features];
        return (current, current.WithFeatures(size), size);
    }
}
