using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Layers;

/// <summary>A loss with a softmax inside takes scores: neither probabilities nor scores bounded by an activation.</summary>
internal static class Scores
{
    public static void Check(ILayerFlow flow, string reader, Rule probabilities)
    {
        if (flow.Above.LastOrDefault(bound => bound.Layer is not DropoutLayer) is not { } above)
        {
            return;
        }

        var function = (above.Layer as StatelessLayer)?.Bounds;
        var bounds = function switch
        {
            ActivationFunction.Tanh => "between -1 and 1",
            ActivationFunction.Sigmoid => "between 0 and 1",
            ActivationFunction.Relu => "at 0 or above",
            ActivationFunction.Softplus => "above 0",
            ActivationFunction.Elu => "above -1",
            ActivationFunction.Gelu => "above -0.18",
            ActivationFunction.Silu => "above -0.28",
            _ => null,
        };
        if (function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax)
        {
            flow.ReportAt(probabilities, above, [function.ToString(), .. probabilities == Rules.ProbabilitiesInsteadOfScores ? [reader] : Array.Empty<string>()]);
        }
        else if (bounds is not null)
        {
            flow.ReportAt(Rules.BoundedScores, above, flow.Declared[above.Index].Attribute, bounds, function.ToString(), reader == "Copy" ? "[Copy]" : $"the loss of [{reader}]",
                above.Layer is ReadoutLayer ? "Put [Linear] with the classes below [Readout]." : "Remove [Activation].");
        }
    }
}
