using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the table of layers that an editor shows when the mouse rests on the class.</summary>
internal static class RemarksEmitter
{
    public static void Emit(Plan plan, SourceWriter writer)
    {
        List<string[]> rows =
        [
            ["layer", "output", "parameters", ""],
            .. plan.Table.Rows.Select(row => new[] { row.Key, row.Output.ToString(), row.ParameterCount == 0 ? "" : row.ParameterCount.ToCount(), row.Note }),
            ["", "total", plan.Table.ParameterCount.ToCount(), ""],
        ];

        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width)), ""]);

        writer.Line("/// <remarks>").Line("/// <code>");
        foreach (var row in rows)
        {
            writer.Line("/// " + Xml.Text(string.Join("   ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell)).TrimEnd()));
        }

        writer.Line("/// </code>");
        if (plan.HasState)
        {
            var states = plan.Recurrences.Select(recurrence => recurrence.State).Concat(plan.ExtraState.Select(state => new EquatableArray<StateTensor>([state]))).Select(tensors =>
                string.Join(", ", tensors.GroupBy(state => state.Shape).Select(same => $"{string.Join(" and ", same.Select(state => $"<c>{state.Name}</c>"))} {same.Key}")));
            writer.Line($"/// <para>State: {string.Join("; ", states)}.</para>");
        }

        if (plan.NoStep is { } reason)
        {
            writer.Line($"/// <para>There is no <c>Step</c>: {reason}.</para>");
        }

        writer.Line("/// </remarks>");
    }
}
