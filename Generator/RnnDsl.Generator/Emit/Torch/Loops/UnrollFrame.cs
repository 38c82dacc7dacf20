using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The method that runs a cell over a sequence: its signature, the call of the loop, and the final states.</summary>
internal static class UnrollFrame
{
    /// <summary>Writes the method.</summary>
    /// <param name="recurrence">Whose run it is.</param>
    /// <param name="cell">One step of it.</param>
    /// <param name="begin">Writes what is computed before the loop, and says what its input projection is called, null for none, and its other inputs.</param>
    /// <param name="weights">The weights that it is given.</param>
    /// <param name="names">How types are written.</param>
    /// <param name="writer">Where to.</param>
    public static void Emit(
        Recurrence recurrence, CellGraph cell, Func<(string? Projection, IEnumerable<string> Inputs)> begin, IEnumerable<string> weights, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        writer.Line($"/// <summary>One layer of <c>{recurrence.Layer.Key}</c> in one direction, [time, batch, features] to [time, batch, {recurrence.Operation.StateSize}].</summary>")
            .Line(names.Generated)
            .Line($"private ({tensor} Output, {tensor}[] Final) {TorchMembers.Unroll(recurrence.Layer.Property)}({tensor} sequence, {tensor}? lengths, {tensor}[] initial, int layer, bool reverse)");
        using (writer.Braces())
        {
            var (projection, inputs) = begin();
            var masks = cell.Masks.Select(mask => Mask(mask, recurrence, Initial(cell.States.ToList().IndexOf(mask.Of)), "steps", names));
            writer.Line()
                .Line($"var states = {Run(recurrence, projection, "lengths", cell.States.Select((_, i) => Initial(i)), weights, inputs, masks)};")
                .Line("return (states.Output, states.Final);");
        }

        writer.Line();
    }

    /// <summary>The call of a loop.</summary>
    public static string Run(
        Recurrence recurrence, string? projection, string lengths, IEnumerable<string> states, IEnumerable<string> weights, IEnumerable<string> inputs, IEnumerable<string> masks, bool attends = false)
    {
        var arguments = new List<string> { projection ?? "null", lengths };
        Add("states", states, required: true);
        Add("weights", weights, required: true);
        Add("inputs", inputs);
        Add("masks", masks);
        if (attends)
        {
            arguments.Add("attention: attention");
        }

        return $"{TorchMembers.Loop(recurrence.Layer.Property)}.Run(\n    {string.Join(",\n    ", arguments)})";

        void Add(string name, IEnumerable<string> values, bool required = false)
        {
            var list = values.ToList();
            if (list.Count > 0 || required)
            {
                arguments.Add(list.Sum(value => value.Length + 2) < 100 ? $"{name}: [{string.Join(", ", list)}]" : $"{name}:\n    [\n        {string.Join(",\n        ", list)},\n    ]");
            }
        }
    }

    /// <summary>A mask for the given number of steps, with the shape of a state.</summary>
    public static string Mask(MaskNode mask, Recurrence recurrence, string like, string steps, TypeNames names) =>
        mask.IsZoneout ? Zoneout(recurrence, like, steps, names) : RecurrentDropout(recurrence, like, steps, names);

    /// <summary>The zoneout mask of a state.</summary>
    public static string Zoneout(Recurrence recurrence, string like, string steps, TypeNames names) =>
        $"{names["Masks"]}.Zoneout({Literal.Of(recurrence.Operation.Options.Zoneout)}, {like}, {steps}, {names.Training})";

    /// <summary>The recurrent dropout mask of a state.</summary>
    public static string RecurrentDropout(Recurrence recurrence, string like, string steps, TypeNames names) =>
        $"{names["Masks"]}.RecurrentDropout({Literal.Of(recurrence.Operation.Options.RecurrentDropout)}, {like}, {steps}, {names.Training})";

    private static string Initial(int state) => $"initial[{Literal.Of(state)}]";
}
