using System.Globalization;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A generated model seen without its types: tests over a grid of models call every one of them in the same way.</summary>
public interface IModelUnderTest : IDisposable
{
    nn.Module Module { get; }

    /// <summary>The sequence [batch, time, features] or tokens [batch, time], and what comes out of it.</summary>
    (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states = null);

    /// <summary>The same of sequences with padding behind them.</summary>
    (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states, Tensor lengths);

    /// <summary>One step.</summary>
    (Tensor Output, Tensor[] States) Step(Tensor input, Tensor[]? states = null);

    /// <summary>A sequence, one step after the other.</summary>
    (Tensor Output, Tensor[] States) StepThrough(Tensor sequence, Tensor[]? states)
    {
        var outputs = new List<Tensor>();
        for (var t = 0; t < sequence.size(1); t++)
        {
            (var output, states) = Step(sequence.select(1, t), states);
            outputs.Add(output);
        }

        return (stack(outputs, 1), states!);
    }
}

/// <summary>Wraps a generated model, whose state record is <typeparamref name="TState"/>.</summary>
public sealed class ModelUnderTest<TModel, TState>(TModel model) : IModelUnderTest
    where TModel : nn.Module, ISequenceModel<TState>
    where TState : RecurrentState<TState>
{
    public nn.Module Module => model;

    public (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states = null) => Forward(input, states, lengths: null);

    /// <summary>Padded sequences.</summary>
    public (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states, Tensor? lengths) =>
        Take(model.forward(input, lengths, Give(states)));

    public (Tensor Output, Tensor[] States) Step(Tensor input, Tensor[]? states = null) =>
        Take(((IStepModel<TState>)model).Step(input, Give(states)));

    public void Dispose() => model.Dispose();

    private static TState? Give(Tensor[]? states) =>
        states is null ? null : (TState)Activator.CreateInstance(typeof(TState), states)!;

    private static (Tensor Output, Tensor[] States) Take((Tensor Output, TState State) result) =>
        (result.Output, [.. result.State.Tensors.Select(pair => pair.Value)]);
}

/// <summary>One place of the grid: a cell, how many layers, one or two directions.</summary>
public sealed record GridModel(string Cell, int Layers, bool Bidirectional)
{
    public const int Features = 3;
    public const int Hidden = 5;
    public const int Outputs = 4;

    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>How many tensors the state has.</summary>
    public int States => Cell == "Lstm" ? 2 : 1;

    /// <summary>The cells with a fused kernel, each with 1, 2 and 3 layers in one and in two directions.</summary>
    public static IEnumerable<GridModel> Fused => Of("Rnn", "Lstm", "Gru");

    /// <summary>All cells.</summary>
    public static IEnumerable<GridModel> All => Of("Rnn", "Lstm", "Gru", "GruBefore");

    public static IEnumerable<GridModel> Of(params string[] cells) =>
        from cell in cells
        from layers in Enumerable.Range(1, 3)
        from bidirectional in new[] { false, true }
        select new GridModel(cell, layers, bidirectional);

    public IModelUnderTest Create(ScalarType dtype = ScalarType.Float64)
    {
        var model = Type.GetType(string.Create(
            CultureInfo.InvariantCulture, $"{typeof(GridModel).Namespace}.Grid.{Cell}{Layers}{(Bidirectional ? "Both" : "")}"), throwOnError: true)!;
        var instance = Activator.CreateInstance(model, (long)Features, (long)Hidden, (long)Outputs, null, dtype)!;
        var wrapper = typeof(ModelUnderTest<,>).MakeGenericType(model, model.GetNestedType("State")!);
        return (IModelUnderTest)Activator.CreateInstance(wrapper, instance)!;
    }

    /// <summary>States of random numbers: [layers × directions, batch, hidden] each.</summary>
    public Tensor[] DrawStates(Draw draw, int batch) =>
        [.. Enumerable.Range(0, States).Select(_ => draw.Normal(Layers * Directions, batch, Hidden))];

    public override string ToString() => $"{Cell}, layers {Layers}{(Bidirectional ? ", bidirectional" : "")}";
}
