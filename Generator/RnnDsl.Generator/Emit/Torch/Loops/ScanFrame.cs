using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>What the run of any cell over a sequence has around what its loop is given: the signature, the call, and the final states.</summary>
internal static class ScanFrame
{
    /// <summary>Writes the method.</summary>
    /// <param name="layer">Whose run it is.</param>
    /// <param name="cell">One step of it.</param>
    /// <param name="given">Writes what is computed before the loop, and says what it is given before the states.</param>
    /// <param name="weights">What it is given behind the masks.</param>
    /// <param name="names">How types are written.</param>
    /// <param name="writer">Where to.</param>
    public static void Emit(
        RecurrentLayer layer, CellGraph cell, Func<IEnumerable<string>> given, IEnumerable<string> weights, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        writer.Line($"/// <summary>One layer of <c>{layer.Key}</c> in one direction, [time, batch, features] to [time, batch, {layer.StateSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output, {tensor}[] Final) {EmittedMembers.Scan(layer)}({tensor} sequence, {tensor}? lengths, {tensor}[] initial, int layer, bool reverse)");
        using (writer.Braces())
        {
            var all = given()
                .Concat(cell.States.Select((_, i) => Initial(i)))
                .Concat(cell.Masks.Select(mask => Mask(mask, layer, Initial(cell.States.ToList().IndexOf(mask.Of)), "steps", names)))
                .Concat(weights);
            writer.Line()
                .Line($"var states = {EmittedMembers.Loop(layer)}.apply(\n    {string.Join(",\n    ", all)});")
                .Line($"return (states[0], [{string.Join(", ", cell.States.Select((_, i) => $"{names["Lengths"]}.Last(states[{Literal.Of(i)}], lengths)"))}]);");
        }

        writer.Line();
    }

    /// <summary>A mask for so many steps, shaped like a state.</summary>
    public static string Mask(MaskNode mask, RecurrentLayer layer, string like, string steps, TypeNames names) =>
        mask.Keeps ? Kept(layer, like, steps, names) : Shown(layer, like, steps, names);

    /// <summary>How much of a state stays.</summary>
    public static string Kept(RecurrentLayer layer, string like, string steps, TypeNames names) =>
        $"{names["Masks"]}.Kept({Literal.Of(layer.Options.Zoneout)}, {like}, {steps}, {names.Training})";

    /// <summary>What products see of a state.</summary>
    public static string Shown(RecurrentLayer layer, string like, string steps, TypeNames names) =>
        $"{names["Masks"]}.Shown({Literal.Of(layer.Options.RecurrentDropout)}, {like}, {steps}, {names.Training})";

    private static string Initial(int state) => $"initial[{Literal.Of(state)}]";
}
