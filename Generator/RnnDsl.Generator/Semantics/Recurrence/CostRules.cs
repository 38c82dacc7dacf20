using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Reports costs that are not visible in the declaration.</summary>
internal static class CostRules
{
    private const string LoopCost = "up to 1.2 times as long on a CPU, and several times on a GPU";

    public static void Check(ModelDeclaration declaration, Model model, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        // Attention above the cell always needs a loop. Input feeding is an option with a cost.
        IReadOnlyList<BoundLayer> stepped = [.. model.StepLoop?.In(layers) ?? []];
        if (model.IsDecoder && stepped.Count > 0 && layers.FirstOrDefault(bound => bound.Layer is AttentionLayer { InputFeeding: true }) is { } attention)
        {
            diagnostics.Add(Rules.LoopOfDecoder, DiagnosticLocation.Layer(attention.Index, "InputFeeding"), declaration.Layers[stepped[0].Index].Attribute);
        }

        // If the steps run one by one anyway, no sequence kernel is lost.
        foreach (var bound in layers.Except(stepped))
        {
            if (bound.Layer is RecurrentLayer { Operation: var recurrence })
            {
                Check(bound.Index, recurrence, diagnostics);
            }
        }
    }

    private static void Check(int index, RecurrenceOperation layer, DiagnosticBag diagnostics)
    {
        var options = layer.Options;
        if (layer.UserCell is { } userCell && userCell.Recognised is not { HasKernel: true })
        {
            // A user-defined cell has no kernel to lose; one that differs from a GRU only by the position of the reset gate could have it.
            if (userCell.Recognised is not null)
            {
                diagnostics.Add(Rules.LeavesFusedKernel, DiagnosticLocation.Layer(index, "Cell"), layer.Cell.ToString(), $"the equations of '{userCell.Name}', a {userCell.Recognised.Name}", LoopCost,
                    "Write r_t ⊙ (U · h_{t-1}) in place of U · (r_t ⊙ h_{t-1}) for PyTorch's and cuDNN's form, which learns as well.");
            }

            return;
        }

        if (layer.ResetsBefore)
        {
            Report("ResetAfter", "false", "Remove ResetAfter = false for PyTorch's and cuDNN's form, which learns as well.");
        }

        if (options.LayerNorm)
        {
            Report("LayerNorm", "true", "A [LayerNorm] below it acts on its output and leaves the kernel as it is.");
        }

        if (options.Zoneout > 0)
        {
            Report("Zoneout", Messages.Number(options.Zoneout), "WeightDrop and LockedDropout keep the fused kernel.");
        }

        if (options.RecurrentDropout > 0)
        {
            Report("RecurrentDropout", Messages.Number(options.RecurrentDropout), "WeightDrop and LockedDropout keep the fused kernel.");
        }

        if (options.Peepholes)
        {
            Report("Peepholes", "true", "Without them an LSTM learns as well in most tasks (Greff et al. 2017).");
        }

        void Report(string option, string value, string advice) =>
            diagnostics.Add(Rules.LeavesFusedKernel, DiagnosticLocation.Layer(index, option), layer.Cell.ToString(), $"{option} = {value}", LoopCost, advice);
    }
}
