using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Usage;

/// <summary>Compares one tensor with the input of a model. Only the first mismatch is reported.</summary>
/// <param name="argument">The tensor's argument.</param>
/// <param name="tensor">The known properties of the tensor.</param>
/// <param name="expected">The expected input.</param>
/// <param name="model">The model with this input: the model, or one side of an encoder-decoder; null for a tensor that is not an input.</param>
/// <param name="network">The receiver of the call.</param>
/// <param name="report">Receives the diagnostics.</param>
internal sealed class InputCheck(IOperation argument, KnownTensor tensor, Shape expected, Model? model, KnownNetwork network, UsageReport report)
{
    private readonly string _code = UsageReport.Code(argument);

    private bool IsToken => expected is TokenShape;

    /// <summary>The declared lengths after batch and time, with their dimensions.</summary>
    private IEnumerable<(int Axis, long? Length)> FixedLengths => expected switch
    {
        SequenceShape sequence => [(2, network.SizeOf(sequence.Features))],
        VectorShape vector => [(1, network.SizeOf(vector.Features))],
        ImageShape image => [(1, network.SizeOf(image.Channels)), (2, network.SizeOf(image.Height)), (3, network.SizeOf(image.Width))],
        _ => [],
    };

    /// <summary>The expected input with its known sizes: vectors [batch, time, 28].</summary>
    private string Expected => (IsToken ? "int64 tokens " : expected is ImageShape ? "images " : "vectors ") + expected switch
    {
        SequenceShape sequence => $"[batch, time, {Size(sequence.Features)}]",
        VectorShape vector => $"[batch, {Size(vector.Features)}]",
        ImageShape image => $"[batch, {Size(image.Channels)}, {Size(image.Height)}, {Size(image.Width)}]",
        _ => expected.ToString(),
    };

    /// <summary>Whether user-defined code reads the input first, which may convert it.</summary>
    private bool MayConvert => model is { Layers.Count: > 1 } && model.Layers[1].Operations.Any(operation => operation is UserCodeOperation);

    private Layer? FirstLayer => model is { Layers.Count: > 0 } ? model.Layers[0] : null;

    private int Rank => expected switch
    {
        TokenShape { HasTime: false } => 1,
        TokenShape or VectorShape => 2,
        SequenceShape => 3,
        _ => 4,
    };

    public void Run()
    {
        if (tensor.Rank is { } rank && rank != Rank)
        {
            Report(Rules.InputRank, RankAdvice(rank));
        }
        else if (tensor.Type is { } type && (IsToken ? !type.IsIndex() : !type.IsFloating() && !MayConvert))
        {
            Report(Rules.InputKind, IsToken
                ? "Make it of integers: dtype: ScalarType.Int64."
                : "Convert it: .to(ScalarType.Float32).", withType: true);
        }
        else if (tensor.Shape is not null && FixedLengths.Any(size => size.Length is { } length && tensor.Length(size.Axis) is { } given && given != length))
        {
            Report(Rules.InputSize, SizeAdvice());
        }
        else if (tensor.Order == AxisOrder.TimeFirst && expected is TokenShape { HasTime: true } or SequenceShape)
        {
            var from = UsageReport.From(tensor, argument);
            report.Add(Rules.TimeFirst, argument, Expected, _code, from.Length > 0 ? from + "," : "", IsMadeBy("pad_sequence")
                ? "Write batch_first: true."
                : "Write .transpose(0, 1) behind it.");
        }
        else if (!IsToken && tensor.Type is { } given && network.Type is { } weights && given != weights && model is not null && !MayConvert
            && !((tensor.HasDefaultType || network.HasDefaultType) && report.ChangesDefaultType))
        {
            report.Add(Rules.InputDtype, argument, weights.Print(), _code, UsageReport.Describe(tensor, argument, withType: true),
                $"Convert one of the two: {_code}.to(ScalarType.{weights}), or new {network.Model.Name}(..., dtype: ScalarType.{given}).");
        }
        else
        {
            CheckVocabulary();
        }
    }

    private void CheckVocabulary()
    {
        // With copying, tokens beyond the vocabulary are read as the unknown token.
        if (model is { Copy: null } && FirstLayer is EmbeddingLayer embedding && network is { Model.EncoderDecoder: null or { Decoder.Model.Copy: null } }
            && tensor.Range is { } range && network.SizeOf(embedding.Vocabulary) is { } vocabulary && (range.Lowest < 0 || range.Highest >= vocabulary))
        {
            var worst = Messages.Number(range.Lowest < 0 ? range.Lowest : range.Highest);
            report.Add(Rules.OutsideVocabulary, argument, "tokens", Messages.Number(vocabulary - 1), _code,
                IsMadeBy("randint") ? $"tokens up to {worst}" : $"token {worst}",
                $"[Embedding] has a vocabulary of {Messages.Number(vocabulary)}: raise it, or lower the tokens.");
        }
    }

    private void Report(Rule rule, string advice, bool withType = false) =>
        report.Add(rule, argument, Expected, _code, UsageReport.Describe(tensor, argument, withType || rule == Rules.InputKind), advice);

    private string RankAdvice(int rank)
    {
        if (Reshaping() is { } reshaping)
        {
            return $"Write {reshaping} behind it.";
        }

        // For a single step, two dimensions may also be batch and time.
        if (rank == Rank + 1 && (expected is TokenShape { HasTime: true } || (IsToken && (tensor.Range == (0, 1) || tensor.Type?.IsFloating() == true))))
        {
            return "Tokens are integers, not one-hot vectors: write .argmax(-1) behind it.";
        }

        if (report.Method == "Step" && rank == Rank + 1)
        {
            return $"That is a sequence: {(network.Model.EncoderDecoder is null ? "pass it to 'call'" : "pass it to 'call' as the target")}, or take one step of it with .select(1, t).";
        }

        if (report.Method != "Step" && rank == Rank - 1)
        {
            return expected is ImageShape ? "Add the channels with .unsqueeze(1), or the batch with .unsqueeze(0)."
                : model?.HasStep == true && network.Model.EncoderDecoder is null ? "One sequence alone becomes a batch with .unsqueeze(0); one step of a batch goes to 'Step', or becomes a sequence with .unsqueeze(1)."
                : "One sequence alone becomes a batch with .unsqueeze(0); one step of a batch becomes a sequence with .unsqueeze(1).";
        }

        return report.Method == "Step" && rank == Rank - 1 ? "One sequence alone becomes a batch with .unsqueeze(0)."
            : $"Give it {Messages.Number(Rank)} dimension{(Rank == 1 ? "" : "s")}.";
    }

    /// <summary>The operation that gives a tensor the expected shape, if its lengths are unambiguous; null if there is none.</summary>
    private string? Reshaping()
    {
        var lengths = (tensor.Shape ?? []).Skip(1).ToList();
        var sizes = FixedLengths.Select(size => size.Length).ToList();
        if (report.Method is "Step" or "CreateMemory" || lengths.Count == 0 || lengths.Concat(sizes).Any(length => length is null))
        {
            return null;
        }

        var given = lengths.Select(length => length!.Value).ToList();
        return expected switch
        {
            SequenceShape => ToRows(given, sizes[0]!.Value),
            ImageShape => ToImage(given, sizes[0]!.Value, sizes[1]!.Value, sizes[2]!.Value),
            _ => null,
        };
    }

    /// <summary>An image of one channel is reshaped to its rows, and so is a square image with consecutive rows.</summary>
    private static string? ToRows(List<long> given, long features) =>
        given.Count == 3 && given[0] == 1 && given[2] == features ? ".squeeze(1)"
        : given.Count == 3 && given[2] == 1 && given[1] == features ? ".squeeze(3)"
        : features > 1 && (given.SequenceEqual([features * features]) || given.SequenceEqual([1, features * features])) ? $".view(-1, {Messages.Number(features)}, {Messages.Number(features)})"
        : null;

    private static string? ToImage(List<long> given, long channels, long height, long width) =>
        given.SequenceEqual([height, width, channels]) ? ".permute(0, 3, 1, 2)"
        : channels == 1 && given.SequenceEqual([height, width]) ? ".unsqueeze(1)"
        : given.Count < 3 && given.Aggregate((product, length) => product * length) == channels * height * width
            ? $".view(-1, {Messages.Number(channels)}, {Messages.Number(height)}, {Messages.Number(width)})"
        : null;

    private bool IsMadeBy(string factory) => tensor.Origin?.ToString().Contains(factory) == true;

    private string SizeAdvice()
    {
        if (expected is SequenceShape sequence && network.SizeOf(sequence.Features) is { } features && tensor.Length(1) == features)
        {
            return "The features come last: write .transpose(1, 2) behind it.";
        }

        if (Reshaping() is { } reshaping)
        {
            return $"Write {reshaping} behind it.";
        }

        if (report.Method == "CreateMemory")
        {
            return $"Give it the output of an encoder of that size, or create the decoder with another {MemorySizes.Memory}.";
        }

        return tensor.Origin is { } origin && tensor.Order == AxisOrder.BatchFirst
            ? $"'{UsageReport.Code(origin)}' returns {Last(tensor)} features: put [Linear] of the size that is read on top of that model, or write the size it has into [Features]."
            : $"[{(FirstLayer is ImageLayer ? "Image" : "Features")}] declares the input: change it, or the tensor.";
    }

    private static string Last(KnownTensor tensor) => tensor.Length(tensor.Rank!.Value - 1) is { } length ? Messages.Number(length) : "other";

    private string Size(Polynomial size) => network.SizeOf(size) is { } number ? Messages.Number(number) : size.ToString();
}
