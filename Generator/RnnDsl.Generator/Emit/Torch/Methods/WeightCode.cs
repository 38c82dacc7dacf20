using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>A weight of the model as an expression.</summary>
internal static class WeightCode
{
    /// <summary>The expression; null of a model that has no weight of its own.</summary>
    public static string Of(WeightReference? weight) => weight switch
    {
        null => "null",
        { Place: WeightPlace.Module } => $"{weight.Property}.get_parameter(\"weight\")",
        { Place: WeightPlace.CellParameters } => $"{weight.Property}.AnyParameter",
        { Place: WeightPlace.RecurrentWeights } => $"{weight.Property}.Layer(0).Input",
        { Place: WeightPlace.StepWeights } => $"{TorchMembers.WeightsField(weight.Recurrence!.Layer.Property)}[0]",
        _ => $"{weight.Property}.get_parameter(\"weight_ih_l0\")!",
    };
}
