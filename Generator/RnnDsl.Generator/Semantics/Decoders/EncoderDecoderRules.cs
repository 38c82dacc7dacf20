using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Checks that the encoder's outputs fit the decoder's inputs.</summary>
internal static class EncoderDecoderRules
{
    public static void Check(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        CheckTables(encoderDecoder, diagnostics);
        CheckCopy(encoderDecoder, diagnostics);
        CheckSizes(encoderDecoder, diagnostics);

        // If the encoder's output has the wrong form, changing it may require another bridge: do not report the bridge.
        if (CheckAttention(encoderDecoder, diagnostics) && CheckContext(encoderDecoder, diagnostics))
        {
            CheckBridge(encoderDecoder, diagnostics);
        }
    }

    private static void CheckBridge(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        switch (encoderDecoder.Bridge)
        {
            case BridgeKind.Zero when !encoderDecoder.Decoder.Model.ReadsMemory:
                diagnostics.Add(Rules.UnusedEncoder, DiagnosticLocation.EncoderDecoder("Bridge"), encoderDecoder.Decoder.Display, encoderDecoder.Encoder.Display);
                break;

            case BridgeKind.Last or BridgeKind.Dense when !HasFinalState(encoderDecoder):
                diagnostics.Add(Rules.NoFinalState, DiagnosticLocation.EncoderDecoder("Bridge"), $"Bridge.{encoderDecoder.Bridge}", "the encoder's final states", encoderDecoder.Encoder.Display, NoState(encoderDecoder), "Write Bridge = Bridge.DenseMean.");
                break;

            case BridgeKind.Last when WhyStatesDiffer(encoderDecoder) is { } why:
                diagnostics.Add(Rules.StatesDiffer, DiagnosticLocation.EncoderDecoder("Bridge"), encoderDecoder.Encoder.Display, encoderDecoder.Decoder.Display, why);
                break;

            case BridgeKind.Mean or BridgeKind.DenseMean:
                CheckMean(encoderDecoder, diagnostics);
                break;
        }
    }

    public static void CheckMembers(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        MemberRules.CheckMembers(encoderDecoder.Type, encoderDecoder.Members, diagnostics);
        MemberRules.CheckConstruction(encoderDecoder.Type, diagnostics);
    }

    /// <summary>The pretrained tables, and the constructor's parameters for their initial values.</summary>
    public static IEnumerable<(EmbeddingLayer Table, string Parameter)> Vectors(EncoderDecoder encoderDecoder) =>
        new[] { (encoderDecoder.Encoder.Model, Side: "encoder"), (encoderDecoder.Decoder.Model, Side: "decoder") }.SelectMany(side =>
            side.Model.Layers.OfType<EmbeddingLayer>().Where(table => table.Pretrained).Select(table => (table, side.Side + Identifiers.ToPascalCase(table.VectorsParameter))));

    /// <summary>A size must not have the name of a generated property of the encoder-decoder.</summary>
    private static void CheckSizes(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        foreach (var parameter in encoderDecoder.Parameters)
        {
            var owner = encoderDecoder.Members.Contains(parameter.Name) ? "a generated member"
                : Vectors(encoderDecoder).Any(vectors => vectors.Parameter == parameter.Name) ? "the constructor's parameter for the table of [Embedding]"
                : null;
            if (owner is not null)
            {
                var (side, display) = encoderDecoder.Encoder.Model.Parameters.Any(own => own.Name == parameter.Name) ? ("Encoder", encoderDecoder.Encoder.Display) : ("Decoder", encoderDecoder.Decoder.Display);
                diagnostics.Add(Rules.ReservedName, DiagnosticLocation.EncoderDecoder(side), parameter.Name, $"a size of '{display}'", $"{owner} of '{encoderDecoder.Type.Level.Name}'", "Give the size another name.");
            }
        }
    }

    private static bool HasFinalState(EncoderDecoder encoderDecoder) => encoderDecoder.Encoder.Model.Output is VectorShape || encoderDecoder.Encoder.Model.Recurrences.Any(layer => layer.Operation.States.Count > 0);

    /// <summary>The reason why there is no final state.</summary>
    private static string NoState(EncoderDecoder encoderDecoder) => encoderDecoder.Encoder.Model.Recurrences.Any() ? "has no layer with a state" : "has no recurrent layer";

    /// <summary>Whether the encoder's output can be the memory of an attention.</summary>
    private static bool CheckAttention(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (encoderDecoder.Decoder.Model.Attention is not { } attention)
        {
            return true;
        }

        if (encoderDecoder.Encoder.Model.Output is not SequenceShape memory)
        {
            diagnostics.Add(Rules.NoPositions, DiagnosticLocation.EncoderDecoder("Encoder"), encoderDecoder.Encoder.Display, encoderDecoder.Encoder.Model.Output.ToString(), SequenceReduction(encoderDecoder.Encoder.Model), encoderDecoder.Decoder.Display);
            return false;
        }

        if (attention.Score is AttentionScoreKind.Dot or AttentionScoreKind.ScaledDot && attention.QuerySize != memory.Features)
        {
            diagnostics.Add(Rules.ProductSizes, DiagnosticLocation.EncoderDecoder("Decoder"), attention.Score.ToString(), encoderDecoder.Decoder.Display, Messages.Count(attention.QuerySize, "feature"), memory.Features.ToString(), encoderDecoder.Encoder.Display);
        }

        return true;
    }

    /// <summary>The layer that reduces the sequence to one vector, as messages name it: a misplaced [LastState] is none of the bound layers.</summary>
    private static string SequenceReduction(Model model) =>
        model.Layers.OfType<StatelessLayer>().LastOrDefault(layer => layer is LastStateLayer or PoolingLayer)?.TypeName ?? "LastState";

    /// <summary>Whether the encoder gives a summary vector if the decoder reads one.</summary>
    private static bool CheckContext(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (HasFinalState(encoderDecoder) || encoderDecoder.Decoder.Model.Context is null)
        {
            return true;
        }

        diagnostics.Add(Rules.NoFinalState, DiagnosticLocation.EncoderDecoder("Encoder"), $"[Context] of '{encoderDecoder.Decoder.Display}'", "the encoder's final state", encoderDecoder.Encoder.Display, NoState(encoderDecoder),
            $"Put [MeanPooling] at the end of '{encoderDecoder.Encoder.Display}', or write [Attention] in place of [Context].");
        return false;
    }

    private static string? WhyStatesDiffer(EncoderDecoder encoderDecoder)
    {
        var (encoder, decoder) = (encoderDecoder.Encoder.Display, encoderDecoder.Decoder.Display);
        var (to, from) = (encoderDecoder.Decoder.Model.Recurrences.ToList(), encoderDecoder.Encoder.Model.Recurrences.ToList());
        if (encoderDecoder.Encoder.Model.Output is VectorShape vector)
        {
            return to.Sum(layer => layer.Operation.Layers) > 1 ? $"'{encoder}' gives one vector, and the number of layers of '{decoder}' with an initial state is {Messages.Number(to.Sum(layer => layer.Operation.Layers))}"
                : to.FirstOrDefault(layer => FirstStateOf(layer) is { } size && size != vector.Features) is { } other
                    ? $"'{encoder}' gives one vector of {Messages.Count(vector.Features, "feature")}, and the state of '{other.Key}' has {FirstStateOf(other)}"
                : null;
        }

        if (from.Count != to.Count)
        {
            return $"'{encoder}' has {CountAndNames(from)} and '{decoder}' has {CountAndNames(to)}";
        }

        foreach (var (one, other) in from.Zip(to, (one, other) => (one, other)))
        {
            var why = WhyStatesDiffer(one.Operation, other.Operation, $"'{one.Key}' of '{encoder}'", $"'{other.Key}' of '{decoder}'");
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    private static string? WhyStatesDiffer(RecurrenceOperation one, RecurrenceOperation other, string its, string others)
    {
        if (one.Cell != other.Cell || one.UserCell?.Name != other.UserCell?.Name)
        {
            return $"{its} is {Kind(one)} and {others} {Kind(other)}";
        }

        if (one.Layers != other.Layers)
        {
            return $"{its} is {Depth(one)} and {others} {Depth(other)}";
        }

        var sizes = one.States.Zip(other.States, (from, to) => (From: one.JoinedDirections * from.Size, To: to.Size)).Where(pair => pair.From != pair.To).ToList();
        return sizes.Count == 0 ? null
            : $"{its} has {Messages.Count(sizes[0].From, "feature")} per layer{(one.JoinedDirections > 1 ? ", both directions together," : "")} and {others} has {sizes[0].To}";
    }

    /// <summary>The size of the initial state of a layer that is initialised with one vector.</summary>
    private static Polynomial? FirstStateOf(RecurrentLayer layer) => layer.Operation.States is { Count: > 0 } states ? states[0].Size : default(Polynomial?);

    private static string CountAndNames(List<RecurrentLayer> layers) => layers.Count == 0
        ? "no recurrent layer"
        : $"{Messages.Number(layers.Count)} recurrent layer{(layers.Count == 1 ? "" : "s")} ({string.Join(", ", layers.Select(layer => layer.Key))})";

    private static string Depth(RecurrenceOperation layer) => layer.Layers == 1 ? "one layer" : $"{Messages.Number(layer.Layers)} layers deep";

    private static string Kind(RecurrenceOperation layer) => layer.Cell switch
    {
        CellKind.Lstm => "an LSTM",
        CellKind.Gru => "a GRU",
        CellKind.Rnn => "an Elman network",
        _ => $"a '{layer.UserCell?.Name}'",
    };

    private static void CheckMean(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (encoderDecoder.Encoder.Model.Output is not SequenceShape steps)
        {
            diagnostics.Add(Rules.NoFinalState, DiagnosticLocation.EncoderDecoder("Bridge"), $"Bridge.{encoderDecoder.Bridge}", "the mean of the encoder outputs", encoderDecoder.Encoder.Display, $"ends in one vector, {encoderDecoder.Encoder.Model.Output}",
                $"Write Bridge = Bridge.{(encoderDecoder.Bridge == BridgeKind.Mean ? "Last" : "Dense")}.");
            return;
        }

        if (encoderDecoder.Bridge == BridgeKind.Mean && encoderDecoder.Decoder.Model.Recurrences.FirstOrDefault(layer => FirstStateOf(layer) is { } size && size != steps.Features) is { } layer)
        {
            diagnostics.Add(Rules.MeanSizes, DiagnosticLocation.EncoderDecoder("Bridge"), encoderDecoder.Decoder.Display, encoderDecoder.Encoder.Display, Messages.Count(steps.Features, "feature"), layer.Key, FirstStateOf(layer)!.ToString());
        }
    }

    private static void CheckCopy(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (encoderDecoder.Decoder.Model.Copy is { } copy)
        {
            var read = encoderDecoder.Encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault();
            if (read is null || read.Vocabulary != copy.Vocabulary)
            {
                diagnostics.Add(Rules.CopyOfOtherVocabulary, DiagnosticLocation.EncoderDecoder("Encoder"), encoderDecoder.Decoder.Display, copy.Vocabulary.ToString(), encoderDecoder.Encoder.Display,
                    read is null ? "no words" : $"a vocabulary of {read.Vocabulary}");
            }
            else if (encoderDecoder.Encoder.Model.Output is SequenceShape steps && steps.Time != TimeExtent.Whole)
            {
                diagnostics.Add(Rules.CopyOfNothing, DiagnosticLocation.EncoderDecoder("Encoder"),
                    $"'{encoderDecoder.Encoder.Display}' has {steps.Time} positions for the {TimeExtent.Whole} tokens that it reads, so '{encoderDecoder.Decoder.Display}' has no attention weight for each token",
                    "Use layers that keep every step, as a convolution with Stride = 1 and ConvolutionPadding.Same does.");
            }
        }
    }

    private static void CheckTables(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        if (!encoderDecoder.SharedEmbedding)
        {
            return;
        }

        var (one, other) = (encoderDecoder.Encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault(), encoderDecoder.Decoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault());
        var (why, advice) = (one, other) switch
        {
            (null, _) => ($"'{encoderDecoder.Encoder.Display}' has no [Embedding]", "Remove SharedEmbedding."),
            (_, null) => ($"'{encoderDecoder.Decoder.Display}' has no [Embedding]", "Remove SharedEmbedding."),
            (_, { Pretrained: true }) => ($"the one of '{encoderDecoder.Decoder.Display}' has Pretrained = true", $"Write Pretrained on '{encoderDecoder.Encoder.Display}', whose table it is."),
            _ when one.Vocabulary != other.Vocabulary => ($"one has {Messages.Count(one.Vocabulary, "row")} and the other {other.Vocabulary}", "Give both one vocabulary, or remove SharedEmbedding."),
            _ when one.Features != other.Features => ($"the rows of one have {Messages.Count(one.Features, "feature")} and those of the other {other.Features}", "Give both one size, or remove SharedEmbedding."),
            _ when one.PaddingIndex != other.PaddingIndex || one.Frozen != other.Frozen => ("they differ in PaddingIndex or Frozen", "Write both alike."),
            _ => default,
        };
        if (why is not null)
        {
            diagnostics.Add(Rules.SharedTables, DiagnosticLocation.EncoderDecoder("SharedEmbedding"), encoderDecoder.Encoder.Display, encoderDecoder.Decoder.Display, why, advice);
        }
    }
}
