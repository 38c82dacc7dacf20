using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>What an encoder gives must be what its decoder reads.</summary>
internal static class PairRules
{
    public static void Check(Pair pair, Findings findings)
    {
        CheckAttention(pair, findings);
        CheckContext(pair, findings);
        CheckTables(pair, findings);
        CheckCopy(pair, findings);
        switch (pair.Bridge)
        {
            case BridgeKind.Zero when !pair.Decoder.Model.ReadsMemory:
                findings.Add(Rules.UnusedEncoder, Blame.Pair("Bridge"), pair.Decoder.Display, pair.Encoder.Display);
                break;

            case BridgeKind.Last:
                CheckLast(pair, findings);
                break;

            case BridgeKind.Mean or BridgeKind.DenseMean:
                CheckMean(pair, findings);
                break;

            case BridgeKind.Dense when !HasFinalState(pair):
                findings.Add(Rules.NoFinalState, Blame.Pair("Bridge"), "Bridge.Dense", "the encoder's final states", pair.Encoder.Display, "has no recurrent layer", "Write Bridge = Bridge.DenseMean.");
                break;
        }
    }

    /// <summary>Names of members that the pair brings.</summary>
    public static IEnumerable<string> Members(Pair pair) =>
    [
        "Encoder", "Decoder", "forward", "call", "Encode", "Step", "RegisterComponents",
        .. pair.Decoder.Model.Head is null ? Array.Empty<string>() : ["Loss"],
        .. pair.Decoder.Model.Attention is { Coverage: true } ? ["CoverageLoss"] : Array.Empty<string>(),
        .. pair.HasBridgeWeights ? PairBridges.Of(pair).Select(bridge => bridge.Property) : [],
    ];

    public static void CheckMembers(Pair pair, Findings findings)
    {
        var type = pair.Type;
        foreach (var member in Members(pair).Where(type.ByHand.Names.Contains))
        {
            findings.Add(Rules.MemberClash, Blame.Member(member), type.Level.Name, member, "the model",
                member == "RegisterComponents" ? "Remove yours, and call register_module in OnConstructed." : "Rename yours.");
        }

        if (type.ByHand.HasHookOfItsOwn)
        {
            findings.Add(Rules.HookNotPartial, Blame.Member(MemberParser.Hook), type.Level.Name);
        }

        if (!type.HasPrimaryConstructor)
        {
            foreach (var index in type.ByHand.UnchainedConstructors)
            {
                findings.Add(Rules.ConstructorSkipsLayers, Blame.Constructor(index), type.Level.Name);
            }
        }
    }

    private static bool HasFinalState(Pair pair) => pair.Encoder.Model.Output is VectorShape || pair.Encoder.Model.Recurrences.Any();

    private static void CheckAttention(Pair pair, Findings findings)
    {
        if (pair.Decoder.Model.Attention is not { } attention)
        {
            return;
        }

        if (pair.Encoder.Model.Output is not SequenceShape memory)
        {
            findings.Add(Rules.NothingToAttendTo, Blame.Pair("Encoder"), pair.Encoder.Display, pair.Encoder.Model.Output.ToString(), Ender(pair.Encoder.Model), pair.Decoder.Display);
        }
        else if (attention.Score is AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot && attention.QuerySize != memory.Features)
        {
            findings.Add(Rules.ProductSizes, Blame.Pair(), attention.Score.ToString(), pair.Decoder.Display, attention.QuerySize.ToString(), memory.Features.ToString(), pair.Encoder.Display);
        }
    }

    /// <summary>The layer that has made one vector of a sequence, as messages name it.</summary>
    private static string Ender(Model model) => model.Layers.LastOrDefault(layer => layer is LastStateLayer or PoolingLayer) switch
    {
        LastStateLayer => "LastState",
        MeanPoolingLayer => "MeanPooling",
        MaxPoolingLayer => "MaxPooling",
        _ => "AttentionPooling",
    };

    private static void CheckContext(Pair pair, Findings findings)
    {
        if (pair.Decoder.Model.Layers.Any(layer => layer is ContextLayer) && !HasFinalState(pair))
        {
            findings.Add(Rules.NoFinalState, Blame.Pair("Encoder"), "[Context]", "the encoder's final state", pair.Encoder.Display, "has no recurrent layer",
                $"Put [MeanPooling] at the end of '{pair.Encoder.Display}', or write [Attention] in place of [Context].");
        }
    }

    private static void CheckLast(Pair pair, Findings findings)
    {
        var (encoder, decoder) = (pair.Encoder.Model, pair.Decoder.Model);
        if (!HasFinalState(pair))
        {
            findings.Add(Rules.NoFinalState, Blame.Pair(), "Bridge.Last", "the encoder's final states", pair.Encoder.Display, "has no recurrent layer", "Write Bridge = Bridge.DenseMean.");
            return;
        }

        if (WhyNotHandedOver(encoder, decoder, pair) is { } why)
        {
            findings.Add(Rules.StatesCannotBeHandedOver, Blame.Pair(), pair.Encoder.Display, pair.Decoder.Display, why);
        }
    }

    private static string? WhyNotHandedOver(Model encoder, Model decoder, Pair pair)
    {
        var (to, from) = (decoder.Recurrences.ToList(), encoder.Recurrences.ToList());
        if (encoder.Output is VectorShape vector)
        {
            return to.Sum(layer => layer.Layers) > 1 ? $"it gives one vector, and {Count(to)} begin with one each"
                : vector.Features != to[0].StateSize ? $"it gives one vector of {vector.Features} numbers, and the hidden state of '{to[0].Key}' has {to[0].StateSize}"
                : null;
        }

        if (from.Count != to.Count)
        {
            return $"it has {from.Count} recurrent layers one below the other ({string.Join(", ", from.Select(layer => layer.Key))}), and '{pair.Decoder.Display}' has {to.Count} ({string.Join(", ", to.Select(layer => layer.Key))})";
        }

        foreach (var (one, other) in from.Zip(to, (one, other) => (one, other)))
        {
            var why = one.Cell != other.Cell || one.Own?.Name != other.Own?.Name ? $"'{one.Key}' is {Kind(one)} and '{other.Key}' {Kind(other)}, which remember different things"
                : one.Layers != other.Layers ? $"'{one.Key}' is {one.Layers} deep and '{other.Key}' {other.Layers}"
                : Joined(one) != other.StateSize ? $"'{one.Key}' hands over {Joined(one)} numbers a layer{(one.Bidirectional ? ", of both directions," : "")} and '{other.Key}' remembers {other.StateSize}"
                : one.States.Any(state => state != "Hidden" && DirectionsOf(one) * one.SizeOf(state) != other.SizeOf(state)) ? $"the states of '{one.Key}' and '{other.Key}' differ in length"
                : null;
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    private static int DirectionsOf(RecurrentLayer layer) => layer is { Bidirectional: true, Options.Merge: MergeKind.Concat } ? 2 : 1;

    private static Polynomial Joined(RecurrentLayer layer) => DirectionsOf(layer) * layer.StateSize;

    private static string Count(List<RecurrentLayer> layers) => layers.Sum(layer => layer.Layers) is 1 ? "one layer" : $"{Messages.Number(layers.Sum(layer => layer.Layers))} layers";

    private static string Kind(RecurrentLayer layer) => layer.Cell switch
    {
        CellKind.Lstm => "an LSTM",
        CellKind.Gru => "a GRU",
        CellKind.Rnn => "an Elman network",
        _ => $"a '{layer.Own?.Name}'",
    };

    private static void CheckMean(Pair pair, Findings findings)
    {
        if (pair.Encoder.Model.Output is not SequenceShape steps)
        {
            findings.Add(Rules.NoFinalState, Blame.Pair("Bridge"), $"Bridge.{pair.Bridge}", "the mean of the encoder's steps", pair.Encoder.Display, $"ends in one vector, {pair.Encoder.Model.Output}",
                $"Write Bridge = Bridge.{(pair.Bridge == BridgeKind.Mean ? "Last" : "Dense")}.");
            return;
        }

        if (pair.Bridge == BridgeKind.Mean && pair.Decoder.Model.Recurrences.FirstOrDefault(layer => layer.StateSize != steps.Features) is { } layer)
        {
            findings.Add(Rules.MeanSizes, Blame.Pair("Bridge"), pair.Decoder.Display, pair.Encoder.Display, steps.Features.ToString(), layer.Key, layer.StateSize.ToString());
        }
    }

    private static void CheckCopy(Pair pair, Findings findings)
    {
        if (pair.Decoder.Model.Copy is { } copy)
        {
            var read = pair.Encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault();
            if (read is null || read.Vocabulary != copy.Vocabulary)
            {
                findings.Add(Rules.CopyOfOtherVocabulary, Blame.Pair("Encoder"), pair.Decoder.Display, copy.Vocabulary.ToString(), pair.Encoder.Display,
                    read is null ? "no words" : $"a vocabulary of {read.Vocabulary}");
            }
        }
    }

    private static void CheckTables(Pair pair, Findings findings)
    {
        if (!pair.SharedEmbedding)
        {
            return;
        }

        var (one, other) = (pair.Encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault(), pair.Decoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault());
        var (why, advice) = (one, other) switch
        {
            (null, _) => ($"'{pair.Encoder.Display}' has no [Embedding]", "Remove SharedEmbedding."),
            (_, null) => ($"'{pair.Decoder.Display}' has no [Embedding]", "Remove SharedEmbedding."),
            (_, { Pretrained: true }) => ($"the one of '{pair.Decoder.Display}' begins with vectors of its own", $"Write Pretrained on '{pair.Encoder.Display}', whose table it is."),
            _ when one.Vocabulary != other.Vocabulary => ($"one has {one.Vocabulary} rows and the other {other.Vocabulary}", "Give both one vocabulary, or remove SharedEmbedding."),
            _ when one.Features != other.Features => ($"the rows of one have {one.Features} numbers and those of the other {other.Features}", "Give both one size, or remove SharedEmbedding."),
            _ when one.PaddingIndex != other.PaddingIndex || one.Frozen != other.Frozen => ("they differ in PaddingIndex or Frozen", "Write both alike."),
            _ => default,
        };
        if (why is not null)
        {
            findings.Add(Rules.SharedTables, Blame.Pair("SharedEmbedding"), pair.Encoder.Display, pair.Decoder.Display, why, advice);
        }
    }
}
