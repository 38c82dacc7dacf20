namespace RnnDsl.Generator.Semantics;

/// <summary>What a declaration costs, where the cost is not to be seen.</summary>
internal static class CostRules
{
    public static void Check(IReadOnlyList<BoundLayer> layers, Findings findings)
    {
        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (layer is RecurrentLayer { ResetsBefore: true })
            {
                findings.Add(Rules.LeavesFusedKernel, Blame.Layer(index, "ResetAfter"), "Gru", "ResetAfter = false",
                    "up to twice as long on a CPU and several times as long on a GPU",
                    "Remove ResetAfter = false for PyTorch's and cuDNN's form, which learns as well.");
            }
        }
    }
}
