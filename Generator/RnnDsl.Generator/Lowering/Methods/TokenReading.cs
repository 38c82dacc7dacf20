using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>
/// Leaves the lookup of tokens to the recurrence that reads the vectors, if nothing else does: a table with fewer rows than there are tokens is then projected in place of the vectors.
/// </summary>
internal static class TokenReading
{
    /// <summary>The steps, with recurrences that read tokens.</summary>
    /// <param name="steps">The steps of a method.</param>
    /// <param name="output">Its output.</param>
    public static EquatableArray<MethodStep> Of(IReadOnlyList<MethodStep> steps, MethodValue output) => steps.Select(step => step switch
    {
        OperationStep lookup when ReaderOf(lookup, steps, output) is { } reader => new NoteStep($"{lookup.Layer.Key}: table lookup, with the input projection of {reader.Recurrence.Layer.Key}."),
        SequenceStep reader when LookupOf(reader, steps, output) is { } lookup => reader with { Table = lookup.Layer, Inputs = new([lookup.Inputs[0], .. reader.Inputs.Skip(1)]) },
        _ => step,
    }).ToEquatableArray();

    private static OperationStep? LookupOf(SequenceStep reader, IReadOnlyList<MethodStep> steps, MethodValue output) =>
        steps.OfType<OperationStep>().FirstOrDefault(step => ReaderOf(step, steps, output) == reader);

    private static SequenceStep? ReaderOf(OperationStep step, IReadOnlyList<MethodStep> steps, MethodValue output)
    {
        if (step is not { Operation: LookupOperation { PaddingIndex: null, Dropout: 0 }, IsStep: false } || step.Output == output)
        {
            return null;
        }

        var readers = steps.Where(other => other.Inputs.Contains(step.Output)).ToList();
        return readers.Count == 1 && readers[0] is SequenceStep reader && reader.Inputs.Count(input => input == step.Output) == 1 && LooksUp(reader.Recurrence) ? reader : null;
    }

    /// <summary>Whether a recurrence looks tokens up: the runtime computes its layers, and nothing but the first one's product reads the vectors.</summary>
    private static bool LooksUp(Recurrence recurrence) => recurrence is { Kernel: not Kernel.EmittedLoop, Operation: { Projection: null, Options.Residual: false } };
}
