using System.Globalization;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>
/// Draws encoders, decoders and pairs of them from the whole language: about half of them careful, with sizes and kinds that often fit, the others with
/// mistakes of every kind.
/// </summary>
internal sealed class RandomEncoderDecoders(int seed)
{
    /// <summary>What the declarations name beside themselves.</summary>
    public const string Shared =
        """
        [Cell("h_t = tanh(W · x_t + U · h_{t-1} + b)")] public class Elman;
        [Cell("c_t = tanh(W · x_t + u ⊙ c_{t-1}); s_t = σ(V · x_t + c_t); h_t = s_t ⊙ c_t")] public class Stated;
        [Cell("h_t = tanh(W · x_t + b)")] public class Forgetful;
        [Cell("h_t = sigmod(W · x_t)")] public class Wrong;
        public static class Statics;
        """;

    private static readonly string[] LayerNames =
    [
        "embed", "cells", "align", "says", "h", "größe", "_1", "memory", "weights", "context", "state", "steps", "tokens", "t", "output", "next", "scope", "known", "mean", "summary", "source",
        "target", "record", "queries", "keys",
        // Mistakes.
        "remember", "step", "call", "class", "", "9", "a b", "D", "attention",
    ];

    private static readonly string[] SizeNames =
    [
        "hidden", "size", "sourceVocab", "targetVocab", "vocab", "sampling", "source", "target", "weights", "output", "größe", "encoder", "decoder", "encoderEmbeddingVectors",
        // Mistakes.
        "memorySize", "summarySize", "device", "Encoder", "Decoder", "Bridge", "BridgeHidden", "Hidden", "sharedEmbedding", "int", "", "a-b", "Tensor",
    ];

    private static readonly string[] Scores = ["Additive", "Dot", "ScaledDot", "General", "Concat", "LocationAware", "MultiHead"];

    private readonly Random _random = new(seed);

    // A default is the same wherever it is written, unless somebody is careless.
    private readonly Dictionary<string, int> _defaults = new(StringComparer.Ordinal);

    private double _careless;

    public (string Namespace, string Source) Next(int number)
    {
        _defaults.Clear();
        _careless = Chance(0.5) ? 0 : 0.1;
        var name = "P" + number.ToString(CultureInfo.InvariantCulture);
        var sides = Chance(0.2)
            ? $"{Encoder(Class("E"))}\npublic static partial class Sides {{ {Decoder(Class("D").Replace("file ", "internal ", StringComparison.Ordinal))} }}\n{Pair("E", "Sides.D")}"
            : $"{Encoder(Class("E"))}\n{Decoder(Class("D"))}\n{Pair("E", "D")}";
        return (name, $"namespace {name}\n{{\n{sides}\n}}\n");
    }

    private string Encoder(string type)
    {
        var layers = new List<string>();
        if (Chance(0.15))
        {
            layers.Add(Written("Image", [Size(), "6", "8"]));
            if (Chance(0.5))
            {
                layers.Add(Written("Conv2d", [Size()]));
            }

            if (!Careless())
            {
                layers.Add(Written("FlattenToSequence", [$"ImageAxis.{Pick("Columns", "Rows", "Positions")}"]));
            }
        }
        else
        {
            layers.Add(Input("sourceVocab"));
        }

        Some(0.2, () => layers.Add(Written("Conv1d", [Size(), $"Stride = {Pick("1", "2")}"])));
        for (var i = Chance(0.12) ? 0 : _random.Next(1, 3); i > 0; i--)
        {
            layers.Add(Recurrence(isDecoder: false));
        }

        Some(0.12, () => layers.Add(Pick("MeanPooling", "MaxPooling", "AttentionPooling(3)", "LastState")));
        Some(0.1, () => layers.Add(Written("Linear", [Size()])));
        Some(_careless, () => layers.Add(Attention()));
        var isRecurrent = layers.Any(layer => layer.StartsWith("Gru", StringComparison.Ordinal) || layer.StartsWith("Lstm", StringComparison.Ordinal));
        return $"{Attributes(layers, isRecurrent && Chance(0.4) ? "SequenceModel" : Careless() ? "Decoder" : "Encoder")} {type}";
    }

    private string Decoder(string type)
    {
        var layers = new List<string>();
        Some(1 - _careless, () => layers.Add(Careless() ? Written("Image", ["3", "4", "5"]) : Input("targetVocab")));
        Some(0.3, () => layers.Add(Pick(Written("Dropout", ["0.2"]), Written("Linear", [Size()]), "LayerNorm", Written("Conv1d", [Size(), $"Kernel = {(Careless() ? "3" : "1")}"]), "Activation(Activation.Tanh)", "Dropout(0.1, Locked = true)")));
        Some(0.2, () => layers.Add(Written("Context", [])));
        var recurrences = Careless() ? 0 : _random.Next(1, 3);
        var attends = _random.Next(3);
        for (var i = 0; i < recurrences; i++)
        {
            Some(attends == 1 && i == recurrences - 1 ? 1 : _careless, () => layers.Add(Attention()));
            Some(_careless, () => layers.Add("Dropout(0.1)"));
            layers.Add(Recurrence(isDecoder: true));
            Some(_careless, () => layers.Add(Pick("LastState", "MeanPooling", "Readout(4)", "Context")));
        }

        Some(attends == 2 ? 1 : _careless, () => layers.Add(Attention()));
        Some(0.15, () => layers.Add("Dropout(0.2)"));
        Some(_careless, () => layers.Add("Context"));
        Some(0.5, () => layers.Add(Readout()));
        Some(0.7, () => layers.Add(Written("Linear", [Vocabulary("targetVocab")])));
        Some(0.2, () => layers.Add(Careless() ? "Ctc" : "Classify"));
        if (_careless > 0 && Chance(0.2))
        {
            layers = [.. layers.OrderBy(_ => _random.Next())];
        }

        // Members by hand may rest on generated ones, of which a class that is no model has none.
        var model = Careless() ? Pick("SequenceModel", "Encoder", "Serializable") : "Decoder";
        return $"{Attributes(layers, model)} {(model == "Serializable" ? "public partial class D;" : type)}";
    }

    private string Pair(string encoder, string decoder)
    {
        var sides = Careless()
            ? Pick($"typeof({decoder}), typeof({encoder})", $"typeof({encoder}), typeof({encoder})", $"typeof(int), typeof({decoder})", $"typeof({encoder}), typeof(System.Collections.Generic.List<>)",
                $"typeof(Elman), typeof({decoder})", $"typeof({encoder}), typeof(Statics)", $"typeof(string[]), typeof(System.Collections.Generic.List<int>)")
            : $"typeof({encoder}), typeof({decoder})";
        var options = new List<string>();
        Some(0.9, () => options.Add($"Bridge = {(Careless() ? $"(Bridge)({_random.Next(-3, 9).ToString(CultureInfo.InvariantCulture)})" : $"Bridge.{Pick("Last", "Zero", "Mean", "Dense", "Dense", "Dense", "Dense", "DenseMean", "DenseMean", "DenseMean")}")}"));
        Some(_careless > 0 ? 0.2 : 0.07, () => options.Add("SharedEmbedding = true"));
        var other = Careless() ? Pick(" [Decoder]", " [SequenceModel]", " [Features(3)]", " [Serializable]", " [Lstm(4)] [Encoder]") : "";
        return $"[EncoderDecoder({string.Join(", ", options.Prepend(sides))})]{other} {Class("M")}";
    }

    /// <summary>A class that is partial: one that is not is C#'s error as well, and SingleDiagnosticTests has it.</summary>
    private string Class(string name)
    {
        if (Careless())
        {
            return Pick(
                $"public partial record {name};", $"public static partial class {name};", $"file partial class {name};", $"public partial class {name}(int n) {{ public int N => n; }}",
                $"public partial class {name} : Exception;", $"internal partial class {name};", $"public abstract partial class {name};", name == "M" ? "public partial class M<T>;" : $"internal sealed partial class {name};");
        }

        var member = Careless()
            ? Pick("public int State => 0;", "public int Encoder => 0;", "public int Decoder => 0;", "public int Encode => 0;", "public int Step() => 0;", "public int forward => 0;",
                "public int CreateMemory => 0;", "public int BridgeHidden => 0;", "private void OnConstructed() { }", "public int InitialState => 0;", "public int Loss => 0;")
            : Chance(0.1) ? Pick("partial void OnConstructed() { }", "public static int Tensor => 0; public int Linear2 => 1;", "public sealed class Scalar;", "private readonly int _count = 1; public int Count => _count;") : "";
        return $"public {(Chance(0.3) ? "sealed " : "")}partial class {name}{(member.Length > 0 ? $" {{ {member} }}" : ";")}";
    }

    private static string Attributes(List<string> layers, string model) => string.Join(" ", layers.Prepend(model).Select(attribute => $"[{attribute}]"));

    private string Input(string vocabulary)
    {
        if (Chance(0.2))
        {
            return Written("Features", [Size()]);
        }

        var options = new List<string> { Vocabulary(vocabulary), Size() };
        Some(0.1, () => options.Add("PaddingIndex = 0"));
        Some(0.1, () => options.Add("Pretrained = true"));
        Some(0.1, () => options.Add("Dropout = 0.1"));
        return Written("Embedding", options);
    }

    private string Recurrence(bool isDecoder)
    {
        var kind = Pick("Gru", "Gru", "Lstm", "Lstm", "Rnn", "Recurrent");
        var arguments = new List<string> { Size() };
        if (kind == "Recurrent")
        {
            arguments.Insert(0, $"typeof({(Careless() ? Pick("Wrong", "Forgetful", "Statics") : Pick("Elman", "Stated"))})");
        }

        var layers = Chance(0.3) ? 2 : 1;
        Some(layers > 1 ? 1 : 0, () => arguments.Add("Layers = 2"));
        Some(layers > 1 ? 0.3 : _careless, () => arguments.Add(Pick("Dropout = 0.2", isDecoder && _careless == 0 ? "Dropout = 0.1" : "LockedDropout = 0.2")));
        Some(isDecoder ? _careless : 0.35, () => arguments.Add(Chance(0.4) ? "Bidirectional = true, Merge = Merge.Sum" : "Bidirectional = true"));
        Some(kind == "Recurrent" ? _careless : 0.15, () => arguments.Add("LayerNorm = true"));
        Some(0.1, () => arguments.Add("Zoneout = 0.1"));
        Some(_careless, () => arguments.Add(Pick("WeightDrop = 0.2", "RecurrentDropout = 0.2", "Reverse = true", "Residual = true")));
        Some(kind == "Lstm" ? 0.1 : 0, () => arguments.Add("Peepholes = true"));
        Some(kind == "Lstm" ? 0.1 : 0, () => arguments.Add("ProjectionSize = 3"));
        Some(kind == "Gru" ? 0.2 : 0, () => arguments.Add("ResetAfter = false"));
        return Written(kind, arguments);
    }

    private string Attention()
    {
        var score = Pick(Scores);
        var isSized = score is "Additive" or "Concat" or "LocationAware" or "MultiHead";
        List<string> arguments = [Careless() ? $"(AttentionScore)({_random.Next(-2, 12).ToString(CultureInfo.InvariantCulture)})" : "AttentionScore." + score];
        Some(isSized != Careless() ? 1 : 0, () => arguments.Add(score == "MultiHead" && _careless == 0 ? Pick("4", "8") : Size()));
        Some(score == "MultiHead" ? 0.4 : _careless, () => arguments.Add($"Heads = {Number(Pick(1, 2, 4))}"));
        Some(score == "LocationAware" ? 0.5 : _careless, () => arguments.Add($"Width = {Number(Pick(1, 3, 5))}"));
        Some(score == "LocationAware" ? 0.5 : _careless, () => arguments.Add($"Filters = {Number(Pick(1, 2, 3))}"));
        Some(isSized && score != "MultiHead" ? 0.3 : _careless, () => arguments.Add("Coverage = true"));
        Some(0.15, () => arguments.Add("InputFeeding = true"));
        return Written("Attention", arguments);
    }

    private string Readout()
    {
        List<string> arguments = [Size()];
        Some(0.6, () => arguments.Add(Careless() ? Pick("Activation.Relu", "(Activation)77") : Pick("Activation.Tanh", "Activation.Maxout")));
        Some(0.2, () => arguments.Add("Token = false"));
        Some(0.1, () => arguments.Add("Context = false"));
        return Written("Readout", arguments);
    }

    private string Written(string kind, List<string> arguments)
    {
        if (Chance(0.15))
        {
            var name = _careless > 0 ? Pick(LayerNames) : LayerNames[_random.Next(25)] + _random.Next(100).ToString(CultureInfo.InvariantCulture);
            arguments = [.. arguments, $"Name = \"{name}\""];
        }

        return arguments.Count == 0 ? kind : $"{kind}({string.Join(", ", arguments)})";
    }

    private string Vocabulary(string name) => Chance(0.5) ? "9" : Chance(0.15) ? Default("vocab") : Default(name);

    private string Size()
    {
        if (Careless())
        {
            return Pick("0", "-3", "int.MaxValue", "\"n = 0\"", "\"= 3\"", "\"\"", $"\"{Pick(SizeNames)}\"", $"\"hidden = {Number(_random.Next(1, 9))}\"");
        }

        return Chance(0.75) ? Pick("4", "4", "4", "4", "8") : Default(_careless > 0 ? Pick(SizeNames) : Pick("hidden", "hidden", "size", "source", "weights", "größe"));
    }

    /// <summary>A size of a name, with or without its default.</summary>
    private string Default(string name)
    {
        if (!_defaults.TryGetValue(name, out var value))
        {
            value = _random.Next(4, 9);
            _defaults.Add(name, value);
        }

        return Chance(0.4) ? $"\"{name} = {Number(value)}\"" : $"\"{name}\"";
    }

    private string Number(int number) => (Careless() ? _random.Next(-3, 9) : number).ToString(CultureInfo.InvariantCulture);

    private void Some(double probability, Action add)
    {
        if (Chance(probability))
        {
            add();
        }
    }

    private bool Careless() => Chance(_careless);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
