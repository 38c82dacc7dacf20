using System.Globalization;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Draws declarations from the whole language: most of them sound, the others with one or several mistakes.</summary>
internal sealed class RandomModels(int seed)
{
    // Names that a careless generator would trip over, beside ordinary ones.
    private static readonly string[] LayerNames =
    [
        "embed", "fc", "encoder", "hidden_state", "h", "x1", "größe", "слой", "_1", "a_1_2", "tokens", "input", "output", "sequence", "weight", "scope",
        "training", "place", "finals", "batch", "names", "async", "nameof", "record", "from", "global", "Torch", "Nn", "tensor", "device",
        "layer", "layers", "cell", "cellStep", "change", "when", "dynamic", "unmanaged", "file", "scoped", "required", "init", "get", "set", "@base",
        // Mistakes: taken, keywords, no names at all.
        "state", "step", "forward", "Forward", "call", "Model", "model", "ToString", "var", "value", "class", "", "9", "a b", "a.b", "fc ", "Dispose", "to", "train",
    ];

    private static readonly string[] SizeNames =
    [
        "vocabSize", "hidden", "size", "n", "größe", "inputs", "tokens", "input", "batch", "state", "weight", "scope", "training", "place", "embed", "layer", "model", "x",
        "record", "nameof", "async", "_a", "torch2", "names", "finals", "lstm", "Lstm", "dynamic", "required",
        // Mistakes.
        "device", "dtype", "nn", "torch", "Tensor", "int", "", "4", "a-b", "HIDDEN", "@n", "value",
    ];

    private static readonly string[] Activations = ["Tanh", "Sigmoid", "Relu", "Elu", "Gelu", "Silu", "Softplus", "Softmax", "LogSoftmax"];

    private static readonly string[] Members =
    [
        "private readonly int _count = 1; public int Count => _count;",
        "partial void OnConstructed() { }",
        "public static int Tensor => 0; public int List => 1;",
        "public sealed class Linear;",
        "private const int weight = 1; internal static int Weight => weight;",
        // Mistakes.
        "public int State => 0;",
        "public int Step => 0;",
        "public int Lstm => 0;",
        "public int forward => 0;",
        "public void InitialState() { }",
    ];

    // What [Apply] calls.
    private const string Applied = "private static global::TorchSharp.torch.Tensor Square(global::TorchSharp.torch.Tensor x) => x * x;";

    private readonly Random _random = new(seed);

    // The numbers that the model's parameters have when it runs, once drawn.
    private readonly Dictionary<string, long> _parameters = new(StringComparer.Ordinal);

    public RandomModel Next(int number)
    {
        _parameters.Clear();
        var careless = Chance(0.5) ? 0 : 0.12;
        var layers = Layers(careless);
        if (careless > 0 && Chance(0.25))
        {
            layers = [.. layers.OrderBy(_ => _random.Next())];
        }

        var model = Model(layers, careless);
        var attributes = layers.Select(layer => $"[{layer.Attribute}]").Prepend(model);
        // Hand-written members may rest on generated ones, of which a class that is no model has none.
        var declaration = string.Join("\n", attributes) + "\n" + (model.Contains("SequenceModel") ? Class(careless, layers.Any(layer => layer.Attribute.StartsWith("Apply", StringComparison.Ordinal))) : "public partial class Model;");
        return new RandomModel($"M{number}", declaration, layers, new Dictionary<string, long>(_parameters));
    }

    private List<RandomLayer> Layers(double careless)
    {
        var layers = new List<RandomLayer>();
        if (Chance(0.15))
        {
            layers.AddRange(Images(careless));
        }
        else if (!Chance(careless))
        {
            layers.Add(Input(careless));
        }

        if (Chance(careless))
        {
            layers.Add(Input(careless));
        }

        for (var i = _random.Next(3); i > 0; i--)
        {
            layers.Add(PerStep(careless));
        }

        var recurrences = Chance(careless) ? 0 : Chance(0.7) ? 1 : _random.Next(2, 4);
        for (var i = 0; i < recurrences; i++)
        {
            layers.Add(Recurrence(careless));
            if (i + 1 < recurrences && Chance(0.5))
            {
                layers.Add(PerStep(careless));
            }
        }

        var ends = Chance(0.4);
        if (ends)
        {
            layers.Add(Chance(0.6) ? new RandomLayer(Written("LastState", [], careless), RandomLayerKind.LastState) : Pooling(careless));
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            layers.Add(PerStep(careless, overTime: !ends));
        }

        if (Chance(0.2))
        {
            layers.Add(Head(layers, ends, careless));
        }

        if (Chance(careless))
        {
            layers.Add(Chance(0.5) ? new RandomLayer("LastState", RandomLayerKind.LastState) : Pooling(careless));
        }

        return layers;
    }

    private RandomLayer Input(double careless)
    {
        var size = Size(careless);
        if (Chance(0.5))
        {
            return new RandomLayer(Written("Features", [size.Text], careless), RandomLayerKind.Features, size);
        }

        var vocabulary = Size(careless);
        var arguments = new List<string> { vocabulary.Text, size.Text };
        if (Chance(0.2))
        {
            arguments.Add($"Dropout = {Probability(careless)}");
        }

        if (Chance(0.2))
        {
            arguments.Add($"PaddingIndex = {(Chance(careless) ? _random.Next(-3, 9) : _random.Next(-1, 1)).ToString(CultureInfo.InvariantCulture)}");
        }

        arguments.AddRange(new[] { "Pretrained = true", "Frozen = true" }.Where(_ => Chance(0.15)));
        return new RandomLayer(Written("Embedding", arguments, careless), RandomLayerKind.Embedding, size, vocabulary);
    }

    /// <summary>An image and what it goes through until it is a sequence.</summary>
    private IEnumerable<RandomLayer> Images(double careless)
    {
        RandomSize[] image = [Size(careless), Side(), Side()];
        yield return new RandomLayer(Written("Image", [.. image.Select(size => size.Text)], careless), RandomLayerKind.Image) { HasNoStep = true, Image = image };
        var (channels, height, width) = (image[0].Value, image[1].Value, image[2].Value);
        for (var i = _random.Next(3); i > 0; i--)
        {
            if (Chance(0.3))
            {
                yield return new RandomLayer(Written("MaxPool2d", ["2", "Stride = 1"], careless), RandomLayerKind.Other);
                (height, width) = (height - 1, width - 1);
                continue;
            }

            var (size, valid) = (Size(careless), Chance(0.5));
            yield return new RandomLayer(
                Written("Conv2d", [size.Text, $"Kernel = {(valid ? 2 : _random.Next(1, 5)).ToString(CultureInfo.InvariantCulture)}", $"Padding = ConvolutionPadding.{(valid ? "Valid" : Chance(careless) ? "Causal" : "Same")}"], careless),
                RandomLayerKind.Other);
            channels = size.Value;
            (height, width) = valid ? (height - 1, width - 1) : (height, width);
        }

        var axis = _random.Next(3);
        var (steps, features) = axis switch { 0 => (height, channels * width), 1 => (width, channels * height), _ => (height * width, channels) };
        if (!Chance(careless))
        {
            yield return new RandomLayer(
                Written("FlattenToSequence", [$"ImageAxis.{new[] { "Rows", "Columns", "Positions" }[axis]}"], careless), RandomLayerKind.Flatten, new RandomSize("", features))
            {
                Steps = _ => steps,
            };
        }

        // Large enough for two windows of 2 that leave something.
        RandomSize Side()
        {
            var number = _random.Next(4, 7);
            return new RandomSize(number.ToString(CultureInfo.InvariantCulture), number);
        }
    }

    private RandomLayer Pooling(double careless)
    {
        switch (_random.Next(3))
        {
            case 0:
                return new RandomLayer(Written("MeanPooling", [], careless), RandomLayerKind.Pooling) { HasNoStep = true };

            case 1:
                return new RandomLayer(Written("MaxPooling", [], careless), RandomLayerKind.Pooling) { HasNoStep = true };

            default:
                return new RandomLayer(Written("AttentionPooling", [Size(careless).Text], careless), RandomLayerKind.Pooling) { HasNoStep = true };
        }
    }

    private RandomLayer Head(List<RandomLayer> layers, bool oneVector, double careless)
    {
        // A choice among one class, or shares instead of scores, are mistakes: a regression has neither.
        var classes = careless > 0 || (layers.Count > 0 && layers[^1] is { Kind: RandomLayerKind.Linear, Size.Value: > 1 } last && last.Size.Text[0] is >= '0' and <= '9');
        var attribute = !classes || Chance(0.4) ? Written("Regress", [$"Loss = RegressionLoss.{Pick(["Squared", "Absolute", "Huber"])}"], careless)
            : oneVector || Chance(0.5) ? Written("Classify", [$"LabelSmoothing = {Probability(careless)}"], careless)
            : Written("Ctc", [Chance(careless) ? $"Blank = {_random.Next(-2, 9).ToString(CultureInfo.InvariantCulture)}" : "Blank = 0"], careless);
        return new RandomLayer(attribute, RandomLayerKind.Head);
    }

    private RandomLayer Window(double careless)
    {
        var size = Size(careless);
        var (kernel, stride, dilation) = (Chance(careless) ? _random.Next(-1, 1) : _random.Next(1, 4), _random.Next(1, 3), _random.Next(1, 3));
        dilation = kernel == 1 && !Chance(careless) ? 1 : dilation;
        var valid = Chance(0.3);
        var attribute = Written(
            "Conv1d",
            [
                size.Text, $"Kernel = {kernel.ToString(CultureInfo.InvariantCulture)}", $"Stride = {stride.ToString(CultureInfo.InvariantCulture)}",
                $"Dilation = {dilation.ToString(CultureInfo.InvariantCulture)}", $"Padding = ConvolutionPadding.{(valid ? "Valid" : Pick(["Same", "Causal"]))}",
            ],
            careless);
        var shrink = valid ? (kernel - 1) * dilation : 0;
        return new RandomLayer(attribute, RandomLayerKind.Other, size)
        {
            HasNoStep = kernel > 1 || stride > 1,
            Steps = steps => Math.Max(0, (steps - shrink + stride - 1) / stride),
        };
    }

    private RandomLayer AveragePooling(double careless)
    {
        var (kernel, stride) = (Chance(careless) ? _random.Next(-1, 2) : _random.Next(2, 4), _random.Next(1, 3));
        return new RandomLayer(Written("AveragePool1d", [kernel.ToString(CultureInfo.InvariantCulture), $"Stride = {stride.ToString(CultureInfo.InvariantCulture)}"], careless), RandomLayerKind.Other)
        {
            HasNoStep = kernel > 1 || stride > 1,
            Steps = steps => Math.Max(0, (steps - kernel + stride) / stride),
        };
    }

    private RandomLayer PerStep(double careless, bool overTime = true)
    {
        switch (_random.Next(7))
        {
            case 3:
                return new RandomLayer(Written("LayerNorm", [], careless), RandomLayerKind.Other);

            case 4 when overTime || Chance(careless):
                return new RandomLayer(Written("Dropout", [Dropped(careless), "Locked = true"], careless), RandomLayerKind.Dropout);

            case 5 when overTime || Chance(careless):
                return Chance(0.3) ? AveragePooling(careless) : Window(careless);

            case 6:
                return new RandomLayer(Written("Apply", [Chance(careless) ? "\"Sqare\"" : "\"Square\""], careless), RandomLayerKind.Other);

            case 0:
                var size = Size(careless);
                return new RandomLayer(Written("Linear", [size.Text], careless), RandomLayerKind.Linear, size);

            case 1:
                return new RandomLayer(Written("Dropout", [Dropped(careless)], careless), RandomLayerKind.Dropout);

            default:
                var function = Chance(careless) ? $"(Activation)({_random.Next(-3, 40).ToString(CultureInfo.InvariantCulture)})" : $"Activation.{Pick(Activations)}";
                return new RandomLayer(Written("Activation", [function], careless), RandomLayerKind.Activation);
        }
    }

    private RandomLayer Recurrence(double careless)
    {
        var size = Size(careless);
        var arguments = new List<string> { size.Text };
        var kind = Pick(["Rnn", "Lstm", "Gru"]);
        var layers = Chance(careless) ? _random.Next(-1, 1) : _random.Next(1, 4);
        if (layers != 1 || Chance(0.2))
        {
            arguments.Add($"Layers = {layers.ToString(CultureInfo.InvariantCulture)}");
        }

        if ((layers > 1 && Chance(0.4)) || Chance(careless))
        {
            arguments.Add($"Dropout = {Probability(careless)}");
        }

        var bidirectional = Chance(0.25);
        if (bidirectional || Chance(0.1))
        {
            arguments.Add($"Bidirectional = {(bidirectional ? "true" : "false")}");
        }

        var merge = bidirectional || Chance(careless) ? Pick(["Concat", "Sum", "Mean"]) : "Concat";
        if (merge != "Concat" || Chance(0.1))
        {
            arguments.Add($"Merge = Merge.{merge}");
        }

        var reverse = (!bidirectional && Chance(0.1)) || Chance(careless);
        if (reverse)
        {
            arguments.Add("Reverse = true");
        }

        // An LSTM's projection is shorter than its hidden size: only numbers are sure to be.
        var width = size;
        if (kind == "Lstm" && ((size.Value > 1 && !size.Text.Contains('"') && Chance(0.2)) || Chance(careless)))
        {
            width = new RandomSize(Chance(careless) ? Pick(["0", "9", "2.5", "\"p\"", "true"]) : (size.Value - 1).ToString(CultureInfo.InvariantCulture), size.Value - 1);
            arguments.Add($"ProjectionSize = {width.Text}");
        }

        AddCellOptions(kind, layers, arguments, careless);
        return new RandomLayer(
            Written(kind, arguments, careless), RandomLayerKind.Recurrence, width, Bidirectional: bidirectional && merge == "Concat")
        {
            HasNoStep = bidirectional || reverse,
        };
    }

    private void AddCellOptions(string kind, int layers, List<string> arguments, double careless)
    {
        if (layers > 1 && !arguments.Any(argument => argument.StartsWith("Dropout", StringComparison.Ordinal)) && Chance(0.3))
        {
            arguments.Add($"LockedDropout = {Probability(careless)}");
        }

        foreach (var option in new[] { "RecurrentDropout", "WeightDrop", "Zoneout" }.Where(_ => Chance(0.12)))
        {
            arguments.Add($"{option} = {Probability(careless)}");
        }

        if (Chance(0.15))
        {
            arguments.Add("LayerNorm = true");
        }

        if (Chance(careless))
        {
            arguments.Add("Residual = true");
        }

        if (kind == "Lstm" && Chance(0.15))
        {
            arguments.Add("Peepholes = true");
        }

        if (kind == "Gru" && Chance(0.5))
        {
            arguments.Add($"ResetAfter = {(Chance(0.3) ? "true" : "false")}");
        }

        if (kind == "Rnn" && Chance(0.3))
        {
            arguments.Add($"Activation = Activation.{(Chance(careless) ? Pick(Activations) : "Relu")}");
        }

        if (Chance(0.2))
        {
            arguments.Add("Initialization = " + (Chance(careless) ? $"(Initialization)({_random.Next(-1, 20).ToString(CultureInfo.InvariantCulture)})" : (kind, _random.Next(3)) switch
            {
                ("Rnn", 0) => "Initialization.Identity",
                ("Lstm", 0) => "Initialization.ForgetGateBias",
                ("Lstm", 1) => "Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 30",
                ("Gru", 0) => "Initialization.Chrono, ChronoLength = 2",
                _ => "Initialization.Orthogonal",
            }));
        }
    }

    /// <summary>The attribute as a user would write it, some with a name.</summary>
    private string Written(string kind, List<string> arguments, double careless)
    {
        if (Chance(0.3))
        {
            // Sound names are drawn from a hundred, so that two are rarely the same.
            var name = careless > 0 ? Pick(LayerNames) : LayerNames[_random.Next(40)] + _random.Next(100).ToString(CultureInfo.InvariantCulture);
            arguments = [.. arguments, $"Name = \"{name}\""];
        }

        return arguments.Count == 0 ? kind : $"{kind}({string.Join(", ", arguments)})";
    }

    private RandomSize Size(double careless)
    {
        if (Chance(careless))
        {
            return new RandomSize(Pick(["0", "-3", "int.MinValue", "\"n = 0\"", "\"n = x\"", "\"= 3\"", "null!", "(string)\"\"", "\"hidden = 99999999999999999999\""]), 1);
        }

        if (Chance(0.6))
        {
            var number = _random.Next(1, 5);
            return new RandomSize(number.ToString(CultureInfo.InvariantCulture), number);
        }

        var name = careless > 0 ? Pick(SizeNames) : SizeNames[_random.Next(7)];
        if (!_parameters.TryGetValue(name, out var value))
        {
            value = _random.Next(1, 5);
            _parameters.Add(name, value);
        }

        // A default is the same wherever it is written, unless somebody is careless.
        return new RandomSize(
            Chance(0.3) ? $"\"{name} = {(Chance(careless) ? _random.Next(0, 9) : value).ToString(CultureInfo.InvariantCulture)}\"" : $"\"{name}\"",
            value);
    }

    /// <summary>The probability of a dropout that is a layer: rarely 0, with which it would do nothing.</summary>
    private string Dropped(double careless) => Chance(careless) ? Probability(careless) : Pick(["0.5", "0.25", "1e-9", "0.999", "0.1f"]);

    private string Probability(double careless) => Chance(careless)
        ? Pick(["1.0", "-0.1", "1e300", "double.NaN", "double.PositiveInfinity", "2"])
        : Pick(["0.0", "0.5", "0.25", "1e-9", "0.999", "0", "0.1f"]);

    private string Model(List<RandomLayer> layers, double careless)
    {
        var oneVector = layers.Any(layer => layer.Kind is RandomLayerKind.LastState or RandomLayerKind.Pooling);
        return !Chance(0.3) && careless == 0 ? "[SequenceModel]"
            : Chance(careless) ? Pick(["[SequenceModel(Output = (ModelOutput)7)]", "[Serializable]", "[SequenceModel, Serializable]"])
            : $"[SequenceModel(Output = ModelOutput.{(oneVector != Chance(careless) ? "PerSequence" : "PerStep")})]";
    }

    private string Class(double careless, bool applies)
    {
        if (Chance(careless))
        {
            // A class that is not partial is C#'s error as well: SingleDiagnosticTests has it.
            return Pick(
            [
                "public partial record Model;", "public static partial class Model;", "file partial class Model;",
                "public partial class Model(int n) { public int N => n; }", "public partial class Model : Exception;",
            ]);
        }

        var modifiers = Pick(["public", "internal", "public sealed", "internal sealed"]);
        var member = Chance(careless) || Chance(0.1) ? careless > 0 ? Pick(Members) : Members[_random.Next(5)] : "";
        return $"{modifiers} partial class {RandomModel.ClassName}" + (member.Length > 0 || applies ? $" {{ {(applies ? Applied : "")} {member} }}" : ";");
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
