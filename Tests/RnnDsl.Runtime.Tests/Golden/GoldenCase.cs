using System.Collections.Concurrent;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>One case of a file by make_golden.py: the tensors whose names begin with the model's.</summary>
internal sealed class GoldenCase(string file, string name, ScalarType dtype = ScalarType.Float32)
{
    private static readonly string[] StateNames = ["hidden", "cell"];

    // Many tests read the same file.
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Tensor>> Loaded = new(StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, Tensor> _tensors = Loaded.GetOrAdd(file, Load);

    /// <summary>The script's FILES.</summary>
    public static IReadOnlyList<string> Files { get; } = ["labs", "grid", "projected", "papers", "padded", "layers"];

    public string Name => name;

    public Tensor Input => Find("in/input")!;

    /// <summary>How many steps of each sequence are real; <c>null</c> for all.</summary>
    public Tensor? Lengths => Find("in/lengths");

    public Tensor[]? States => Given("in") is { Length: > 0 } states ? states : null;

    /// <summary>What the loss weighs the output and each final state with.</summary>
    public Tensor[] Weighing => [Find("weighing/output")!, .. Given("weighing")];

    /// <summary>What a pass through the model gives in PyTorch.</summary>
    public Gradients Expected => new(
        Find("out/output")!,
        Given("out"),
        Find("gradient/in/input") ?? zeros(0),
        Given("gradient/in"),
        new(All("gradient/").Where(pair => !pair.Key.StartsWith("in/", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal));

    /// <summary>All that goes in, under its names without the model's.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Inputs => All("in/").Select(pair => ($"in/{pair.Key}", pair.Value));

    /// <summary>The model's state_dict, where the file holds it.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => All("weights/");

    /// <summary>Every case of a file.</summary>
    public static IEnumerable<string> Names(string file)
    {
        using var open = SafetensorsFile.Open(Path(file));
        return [.. open.Entries.Select(entry => entry.Name[..entry.Name.IndexOf('/')]).Distinct()];
    }

    /// <summary>Results under the names they have in such files.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Results(string part, Tensor output, Tensor[] states) =>
        states.Zip(StateNames, (state, name) => ($"{part}/{name}", state)).Prepend(($"{part}/output", output));

    /// <summary>Where a file of make_golden.py lies.</summary>
    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "golden", $"{file}.safetensors");

    private Tensor[] Given(string part) => [.. StateNames.Select(state => Find($"{part}/{state}")).OfType<Tensor>()];

    private Tensor? Find(string part) => _tensors.TryGetValue($"{name}/{part}", out var tensor) ? Typed(tensor) : null;

    private Dictionary<string, Tensor> All(string part) => _tensors
        .Where(pair => pair.Key.StartsWith($"{name}/{part}", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(name.Length + 1 + part.Length)..], pair => Typed(pair.Value), StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, Tensor> Load(string file)
    {
        var tensors = TensorFile.Load(Path(file)).Tensors;
        foreach (var tensor in tensors.Values)
        {
            tensor.DetachFromDisposeScope();
        }

        return tensors;
    }

    private Tensor Typed(Tensor tensor) => tensor.is_floating_point() ? tensor.to(dtype) : tensor;
}
