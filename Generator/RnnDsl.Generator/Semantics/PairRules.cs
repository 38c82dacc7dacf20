using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>What an encoder gives must be what its decoder reads.</summary>
internal static class PairRules
{
    public static void Check(Pair pair, Findings findings)
    {
        CheckTables(pair, findings);
        CheckCopy(pair, findings);
        CheckSizes(pair, findings);

        // Where an encoder gives nothing of the kind that is read, another end of it may need another bridge.
        if (CheckAttention(pair, findings) && CheckContext(pair, findings))
        {
            CheckBridge(pair, findings);
        }
    }

    private static void CheckBridge(Pair pair, Findings findings)
    {
        switch (pair.Bridge)
        {
            case BridgeKind.Zero when !pair.Decoder.Model.ReadsMemory:
                findings.Add(Rules.UnusedEncoder, Blame.Pair("Bridge"), pair.Decoder.Display, pair.Encoder.Display);
                break;

            case BridgeKind.Last or BridgeKind.Dense when !HasFinalState(pair):
                findings.Add(Rules.NoFinalState, Blame.Pair("Bridge"), $"Bridge.{pair.Bridge}", "the encoder's final states", pair.Encoder.Display, NoState(pair), "Write Bridge = Bridge.DenseMean.");
                break;

            case BridgeKind.Last when WhyNotHandedOver(pair) is { } why:
                findings.Add(Rules.StatesCannotBeHandedOver, Blame.Pair("Bridge"), pair.Encoder.Display, pair.Decoder.Display, why);
                break;

            case BridgeKind.Mean or BridgeKind.DenseMean:
                CheckMean(pair, findings);
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
        MemberRules.CheckMembers(pair.Type, Members(pair), findings);
        MemberRules.CheckConstruction(pair.Type, findings);
    }

    /// <summary>The tables that begin with numbers of the author's, and the constructor's parameters for them.</summary>
    public static IEnumerable<(EmbeddingLayer Table, string Parameter)> Vectors(Pair pair) =>
        new[] { (pair.Encoder.Model, Side: "encoder"), (pair.Decoder.Model, Side: "decoder") }.SelectMany(side =>
            side.Model.Layers.OfType<EmbeddingLayer>().Where(table => table.Pretrained).Select(table => (table, side.Side + Identifiers.ToPascalCase(table.VectorsParameter))));

    /// <summary>The constructor's parameters share it with the pair's properties.</summary>
    private static void CheckSizes(Pair pair, Findings findings)
    {
        foreach (var parameter in pair.Parameters)
        {
            var owner = Members(pair).Contains(parameter.Name) ? "a generated member"
                : Vectors(pair).Any(vectors => vectors.Parameter == parameter.Name) ? "the constructor's parameter for the table of [Embedding]"
                : null;
            if (owner is not null)
            {
                var (side, display) = pair.Encoder.Model.Parameters.Any(own => own.Name == parameter.Name) ? ("Encoder", pair.Encoder.Display) : ("Decoder", pair.Decoder.Display);
                findings.Add(Rules.ReservedName, Blame.Pair(side), parameter.Name, $"a size of '{display}'", $"{owner} of '{pair.Type.Level.Name}'", "Give the size another name.");
            }
        }
    }

    private static bool HasFinalState(Pair pair) => pair.Encoder.Model.Output is VectorShape || pair.Encoder.Model.Recurrences.Any(layer => layer.States.Any());

    /// <summary>Why there is no final state.</summary>
    private static string NoState(Pair pair) => pair.Encoder.Model.Recurrences.Any() ? "has no layer with a state" : "has no recurrent layer";

    /// <summary>Whether the encoder gives what can be attended to.</summary>
    private static bool CheckAttention(Pair pair, Findings findings)
    {
        if (pair.Decoder.Model.Attention is not { } attention)
        {
            return true;
        }

        if (pair.Encoder.Model.Output is not SequenceShape memory)
        {
            findings.Add(Rules.NothingToAttendTo, Blame.Pair("Encoder"), pair.Encoder.Display, pair.Encoder.Model.Output.ToString(), Ender(pair.Encoder.Model), pair.Decoder.Display);
            return false;
        }

        if (attention.Score is AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot && attention.QuerySize != memory.Features)
        {
            findings.Add(Rules.ProductSizes, Blame.Pair("Decoder"), attention.Score.ToString(), pair.Decoder.Display, Messages.Count(attention.QuerySize, "number"), memory.Features.ToString(), pair.Encoder.Display);
        }

        return true;
    }

    /// <summary>The layer that has made one vector of a sequence, as messages name it.</summary>
    private static string Ender(Model model) => model.Layers.LastOrDefault(layer => layer is LastStateLayer or PoolingLayer) switch
    {
        LastStateLayer => "LastState",
        MeanPoolingLayer => "MeanPooling",
        MaxPoolingLayer => "MaxPooling",
        _ => "AttentionPooling",
    };

    /// <summary>Whether the encoder gives one vector to read at every step, where one is read.</summary>
    private static bool CheckContext(Pair pair, Findings findings)
    {
        if (HasFinalState(pair) || pair.Decoder.Model.Context is null)
        {
            return true;
        }

        findings.Add(Rules.NoFinalState, Blame.Pair("Encoder"), $"[Context] of '{pair.Decoder.Display}'", "the encoder's final state", pair.Encoder.Display, NoState(pair),
            $"Put [MeanPooling] at the end of '{pair.Encoder.Display}', or write [Attention] in place of [Context].");
        return false;
    }

    private static string? WhyNotHandedOver(Pair pair)
    {
        var (encoder, decoder) = (pair.Encoder.Display, pair.Decoder.Display);
        var (to, from) = (pair.Decoder.Model.Recurrences.ToList(), pair.Encoder.Model.Recurrences.ToList());
        if (pair.Encoder.Model.Output is VectorShape vector)
        {
            return to.Sum(layer => layer.Layers) > 1 ? $"'{encoder}' gives one vector, and the layers of '{decoder}' that begin with one are {Messages.Number(to.Sum(layer => layer.Layers))}"
                : to.FirstOrDefault(layer => FirstStateOf(layer) is { } size && size != vector.Features) is { } other
                    ? $"'{encoder}' gives one vector of {Messages.Count(vector.Features, "number")}, and the state of '{other.Key}' has {FirstStateOf(other)}"
                : null;
        }

        if (from.Count != to.Count)
        {
            return $"'{encoder}' has {Several(from)} and '{decoder}' has {Several(to)}";
        }

        foreach (var (one, other) in from.Zip(to, (one, other) => (one, other)))
        {
            var (its, others) = ($"'{one.Key}' of '{encoder}'", $"'{other.Key}' of '{decoder}'");
            var why = one.Cell != other.Cell || one.Own?.Name != other.Own?.Name ? $"{its} is {Kind(one)} and {others} {Kind(other)}"
                : one.Layers != other.Layers ? $"{its} is {Deep(one)} and {others} {Deep(other)}"
                : one.States.FirstOrDefault(state => one.JoinedDirections * one.SizeOf(state) != other.SizeOf(state)) is { } state
                    ? $"{its} hands over {Messages.Count(one.JoinedDirections * one.SizeOf(state), "number")} a layer{(one.JoinedDirections > 1 ? ", of both directions," : "")} and {others} remembers {other.SizeOf(state)}"
                : null;
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    /// <summary>The length of what a layer begins with where it is given one vector.</summary>
    private static Polynomial? FirstStateOf(RecurrentLayer layer) => layer.States.FirstOrDefault() is { } state ? layer.SizeOf(state) : default(Polynomial?);

    private static string Several(List<RecurrentLayer> layers) => layers.Count == 0
        ? "no recurrent layer"
        : $"{Messages.Number(layers.Count)} recurrent layer{(layers.Count == 1 ? "" : "s")} ({string.Join(", ", layers.Select(layer => layer.Key))})";

    private static string Deep(RecurrentLayer layer) => layer.Layers == 1 ? "one layer" : $"{Messages.Number(layer.Layers)} layers deep";

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

        if (pair.Bridge == BridgeKind.Mean && pair.Decoder.Model.Recurrences.FirstOrDefault(layer => FirstStateOf(layer) is { } size && size != steps.Features) is { } layer)
        {
            findings.Add(Rules.MeanSizes, Blame.Pair("Bridge"), pair.Decoder.Display, pair.Encoder.Display, Messages.Count(steps.Features, "number"), layer.Key, FirstStateOf(layer)!.ToString());
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
            _ when one.Vocabulary != other.Vocabulary => ($"one has {Messages.Count(one.Vocabulary, "row")} and the other {other.Vocabulary}", "Give both one vocabulary, or remove SharedEmbedding."),
            _ when one.Features != other.Features => ($"the rows of one have {Messages.Count(one.Features, "number")} and those of the other {other.Features}", "Give both one size, or remove SharedEmbedding."),
            _ when one.PaddingIndex != other.PaddingIndex || one.Frozen != other.Frozen => ("they differ in PaddingIndex or Frozen", "Write both alike."),
            _ => default,
        };
        if (why is not null)
        {
            findings.Add(Rules.SharedTables, Blame.Pair("SharedEmbedding"), pair.Encoder.Display, pair.Decoder.Display, why, advice);
        }
    }
}
