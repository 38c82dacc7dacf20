using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes <c>CreateMemory</c>, and the checks of a memory.</summary>
internal static class MemoryEmitter
{
    public static void Emit(MemoryMethod memory, MethodHeaders headers, TypeNames names, SourceWriter writer)
    {
        var (expect, model) = (names["Expect"], names.NameOfModel);
        headers.Memory(memory);
        using (writer.Braces())
        {
            writer.Line($"var weight = {WeightCode.Of(memory.Weight)};");
            if (memory.Values is { } values)
            {
                writer.Line($"{expect}.Values(values, {ConstructorEmitter.StoredSize(values.Size)}, weight, {model});");
            }

            if (memory.Summary is { } summary)
            {
                writer.Line($"{expect}.Summary(summary, {ConstructorEmitter.StoredSize(summary)}, {(memory.Values is null ? "null" : "values")}, weight, {model});");
            }

            writer.Line("return " + (memory.Values is { Attention: var attention }
                ? $"{attention}.CreateMemory(values, {expect}.Lengths(lengths, values, {model})){With(Parts(memory, names))};"
                : $"new {names["EncoderMemory"]} {{ Sources = summary.size(0), Summary = summary.alias() }};"));
        }

        writer.Line();
    }

    /// <summary>The check that a memory is the decoder's own, which gives the number of rows that read it.</summary>
    /// <param name="check">The check.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="weight">A weight whose dtype and device it has.</param>
    /// <param name="names">The names of types.</param>
    public static string Check(MemoryCheck check, string rows, string weight, TypeNames names)
    {
        var expected = check switch
        {
            AttentionMemoryCheck memory => memory.Attention,
            SummaryCheck summary => ConstructorEmitter.StoredSize(summary.Size),
            _ => throw new InvalidOperationException($"A {check.GetType().Name} has no code."),
        };
        return $"{names["Expect"]}.Memory(memory, {rows}, {expected}, {weight}, {names.NameOfModel})";
    }

    private static IEnumerable<string> Parts(MemoryMethod memory, TypeNames names)
    {
        if (memory.Summary is not null)
        {
            yield return "Summary = summary.alias()";
        }

        if (memory.Copied is { } copied)
        {
            yield return $"Tokens = {copied.Copy}.CopiedTokens(tokens, values, {ConstructorEmitter.StoredSize(copied.Vocabulary)}, {names.NameOfModel})";
        }
    }

    private static string With(IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } all ? $" with {{ {all} }}" : "";
}
