using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Inference;

/// <summary>What the values of a step are called in code that computes them one by one.</summary>
internal static class InferenceNames
{
    /// <summary>The name of a value; of one that has none, it is that of the first value with a name that is made of it.</summary>
    public static string Of(CellGraph cell, CellNode node) =>
        cell.StateOf(node) is { } state ? "next" + Identifiers.ToPascalCase(state.Name)
        : node.Name.Length > 0 ? Identifiers.ToLocal(node.Name)
        : node is SliceNode slice ? Of(cell, slice.Of) + "Part"
        : node is ProductNode product ? $"{(product.Operand.Name.Length > 0 ? Identifiers.ToLocal(product.Operand.Name) : OfReader(cell, product))}Product"
        : OfReader(cell, node) + (node is SumNode or DifferenceNode ? "Sum" : "Part");

    /// <summary>The name of a weight.</summary>
    public static string Of(CellWeight weight) => weight.Name.Length > 0 ? Identifiers.ToLocal(weight.Name) : "ones";

    /// <summary>How equations write a value; its name where they do not.</summary>
    public static string Symbol(CellGraph cell, CellNode node) => node.Symbol.Length > 0 ? node.Symbol : Of(cell, node);

    /// <summary>W · x_t + b</summary>
    public static string Describe(CellGraph cell, ProductNode product) =>
        $"{product.Weight.Symbol} · {Symbol(cell, product.Operand)}{(product.Bias is { } bias ? " + " + bias.Symbol : "")}";

    private static string OfReader(CellGraph cell, CellNode node)
    {
        var reader = FirstReader(cell, node);
        while (reader is { Name.Length: 0 } && cell.StateOf(reader) is null)
        {
            reader = FirstReader(cell, reader);
        }

        return reader is null ? "value" : Of(cell, reader);
    }

    private static CellNode? FirstReader(CellGraph cell, CellNode node) => cell.ReadersOf(node) is { Count: > 0 } readers ? readers[0] : null;
}
