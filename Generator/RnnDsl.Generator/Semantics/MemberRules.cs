using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>No two generated members share a name, nor does one share it with what is written by hand.</summary>
internal static class MemberRules
{
    public static void Check(TypeDeclaration type, IReadOnlyList<BoundLayer> layers, Findings findings)
    {
        var byHand = new HashSet<string>(type.Members, StringComparer.Ordinal);
        var owners = new Dictionary<string, Layer>(StringComparer.Ordinal);

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            foreach (var member in EmittedMembers.Of(layer))
            {
                if (byHand.Contains(member))
                {
                    findings.Add(Rules.MemberClash, Blame.Layer(index), type.Level.Name, member, $"the layer '{layer.Key}'", ", or give the layer another Name");
                }

                if (owners.TryGetValue(member, out var owner))
                {
                    findings.Add(Rules.ReservedName, Blame.Layer(index, "Name"), layer.Key, "a layer",
                        $"the member '{member}', which the layer '{owner.Key}' brings", "Give one of the two another Name.");
                }
                else
                {
                    owners.Add(member, layer);
                }
            }
        }

        foreach (var member in EmittedMembers.OfEveryModel.Where(byHand.Contains))
        {
            findings.Add(Rules.MemberClash, Blame.Type, type.Level.Name, member, "every model", "");
        }
    }
}
