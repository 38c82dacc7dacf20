using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the class with the weights of a stream, which reads them from a file.</summary>
internal static class StreamingWeights
{
    public static void Emit(EquatableArray<SizeParameter> parameters, StreamWeights weights, StreamingClass members, SourceWriter writer)
    {
        writer.Line("/// <summary>The weights, which streams share.</summary>").Line("private sealed class Weights");
        using (writer.Braces())
        {
            foreach (var parameter in parameters)
            {
                writer.Line($"public readonly int {StreamingSizes.Field(parameter.Name)};");
            }

            foreach (var weight in members.Weights)
            {
                writer.Line($"public readonly {TypeOf(weight, members)} {members[weight]}; // {weight.Note}");
            }

            writer.Line().Line($"public Weights({members.Types["WeightReader"]} reader)");
            using (writer.Braces())
            {
                foreach (var (name, other) in weights.Ties.Select(tie => (tie.Name, tie.Other)))
                {
                    writer.Line($"reader.Tie({Literal.Of(name)}, {Literal.Of(other)});");
                }

                foreach (var size in weights.Sizes)
                {
                    writer.Line($"{StreamingSizes.Field(size.Name)} = {Read(size)};");
                }

                foreach (var weight in members.Weights)
                {
                    writer.Line($"{members[weight]} = {Read(weight, members)};");
                }
            }
        }
    }

    private static string TypeOf(StreamWeight weight, StreamingClass members) => members.Types[weight.Kind switch
    {
        StreamWeightKind.Matrix => "StreamMatrix",
        StreamWeightKind.Table => "StreamTable",
        _ => "StreamRows",
    }];

    private static string Read(SizeOfTensor size)
    {
        var parts = size.Parts == 1 ? "" : $", parts: {Literal.Of(size.Parts)}";
        var rest = size.Others == 0 ? "" : $", less: {StreamingSizes.Own(size.Others)}";
        return $"reader.Size({Literal.Of(size.Name)}, {Literal.Of(size.Tensor)}, {Literal.Of(size.Dimension)}{parts}{rest})";
    }

    private static string Read(StreamWeight weight, StreamingClass members) => weight.Kind switch
    {
        StreamWeightKind.Matrix => $"reader.Matrix({Code(weight.Value, members)})",
        StreamWeightKind.Table => $"reader.Table({Code(weight.Value, members)})",
        _ => $"{members.Types["WeightReader"]}.Vector({Code(weight.Value, members)})",
    };

    private static string Code(WeightValue value, StreamingClass members) => value switch
    {
        WholeTensor { Tensor: var tensor } => $"reader.Tensor({Literal.Of(tensor.Name)}, {string.Join(", ", tensor.Shape.Select(StreamingSizes.Own))})",
        TensorColumns columns => $"{Code(columns.Of, members)}.Columns({StreamingSizes.Own(columns.First)}, {StreamingSizes.Own(columns.Count)})",
        TensorRows rows => $"{Code(rows.Of, members)}.Rows({StreamingSizes.Own(rows.First)}, {StreamingSizes.Own(rows.Count)})",
        TensorRow row => $"{Code(row.Of, members)}.Row({StreamingSizes.Own(row.Row)})",
        TensorWindow window => $"{Code(window.Of, members)}.InOrderOfWindow({Literal.Of(window.Kernel)})",
        RepeatedTensor repeated => $"{Code(repeated.Of, members)}.Repeat({StreamingSizes.Own(repeated.Length)})",
        ConstantTensor constant => $"{members.Types["WeightReader"]}.{(constant.IsOne ? "Ones" : "Zeros")}({StreamingSizes.Own(constant.Length)})",
        SumOfTensors sum => string.Join(" + ", sum.Parts.Select(part => Code(part, members))),
        JoinedTensors joined => string.Join(", ", joined.Parts.Select(part => Code(part, members))),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} has no code."),
    };
}
