using System.Reflection;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>A generated model under the name that make_golden.py calls it by, in the sizes it has there.</summary>
internal sealed class GoldenModel : IDisposable
{
    /// <summary>The script's FEATURES, HIDDEN, OUTPUTS and VOCABULARY.</summary>
    private static readonly Dictionary<string, long> Sizes = new(StringComparer.Ordinal)
    {
        ["features"] = 3,
        ["hidden"] = 5,
        ["outputs"] = 4,
        ["vocabSize"] = 11,
    };

    private readonly Func<Tensor, Tensor?, Tensor[]?, (Tensor Output, Tensor[] States)> _forward;

    private GoldenModel(nn.Module module, Func<Tensor, Tensor?, Tensor[]?, (Tensor Output, Tensor[] States)> forward) => (Module, _forward) = (module, forward);

    public nn.Module Module { get; }

    /// <summary>The model of this name, in evaluation.</summary>
    public static GoldenModel Create(string name, ScalarType dtype = ScalarType.Float32)
    {
        var type = Type.GetType($"{typeof(GoldenModel).Namespace}.{name}")
            ?? Type.GetType($"{typeof(GridModel).Namespace}.Grid.{name}")
            ?? throw new InvalidOperationException($"make_golden.py has a model {name}, and no class here is called so.");
        var constructor = type.GetConstructors().Single();
        var module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter => Argument(parameter, dtype))]);
        module.eval();
        return type.GetNestedType("State") is { } state
            ? (GoldenModel)typeof(GoldenModel).GetMethod(nameof(OfSteps), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type, state).Invoke(null, [module])!
            : OfOneVector(module);
    }

    /// <summary>The output, and the final states of a model that has an output for every step.</summary>
    public (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor? lengths, Tensor[]? states) => _forward(input, lengths, states);

    public void Dispose() => Module.Dispose();

    private static GoldenModel OfSteps<TModel, TState>(TModel module)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        var model = new ModelUnderTest<TModel, TState>(module);
        return new GoldenModel(module, (input, lengths, states) => model.Forward(input, states, lengths));
    }

    private static GoldenModel OfOneVector(nn.Module module) => new(module, (input, lengths, _) => module switch
    {
        nn.Module<Tensor, Tensor?, Tensor> sequences => (sequences.call(input, lengths), []),
        nn.Module<Tensor, Tensor> images => (images.call(input), []),
        _ => throw new InvalidOperationException($"{module.GetName()} reads something else."),
    });

    private static object? Argument(ParameterInfo parameter, ScalarType dtype) =>
        Sizes.TryGetValue(parameter.Name!, out var size) ? size
        : parameter.ParameterType == typeof(ScalarType?) ? dtype
        : parameter.HasDefaultValue ? null
        : throw new InvalidOperationException($"make_golden.py has no size for {parameter.Member.DeclaringType!.Name}'s {parameter.Name}.");
}
