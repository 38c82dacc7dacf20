using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes <c>InitialState</c>.</summary>
internal static class InitialStateEmitter
{
    private const int LongestLine = 120;

    public static void Emit(InitialStateMethod initial, MethodHeaders headers, TypeNames names, SourceWriter writer)
    {
        headers.Initial(initial);
        using (writer.Braces())
        {
            var batch = initial.ReadsMemory ? "rows" : "batch";
            var zeros = initial.States.Select(state =>
                $"weight.new_zeros({Literal.Of(state.Rows)}, {batch}, {SizeOf(state)})").ToList();
            if (!initial.ReadsMemory)
            {
                writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfNegativeOrZero(batch);");
            }

            writer.Line($"var weight = {WeightCode.Of(initial.Weight)};");
            for (var i = 0; i < initial.Memory.Count; i++)
            {
                writer.Line($"{(i == 0 ? "var rows = " : "")}{MemoryEmitter.Check(initial.Memory[i], "batch", "weight", names)};");
            }

            var line = $"return new State({string.Join(", ", zeros)});";
            writer.Line(line.Length <= LongestLine ? line : "return new State(\n    " + string.Join(",\n    ", zeros) + ");");
        }

        writer.Line();
    }

    /// <summary>How long a state is, as the methods write it.</summary>
    public static string SizeOf(StateTensor state) => state.Size is { } size ? ConstructorEmitter.StoredSize(size) : "memory.Positions";
}
