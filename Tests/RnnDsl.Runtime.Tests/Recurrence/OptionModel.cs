using System.Reflection;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>One place of the grid of options: a model and what its declaration says.</summary>
public sealed record OptionModel(Type Type)
{
    /// <summary>Every model with an output at each step.</summary>
    public static IEnumerable<OptionModel> All => Declarations.Where(model => !model.IsVerdict);

    /// <summary>Every model that ends in one vector.</summary>
    public static IEnumerable<OptionModel> Verdicts => Declarations.Where(model => model.IsVerdict);

    /// <summary>Those of <see cref="All"/> with one option at a time in one layer, and those with everything that a layer can have at once.</summary>
    public static IEnumerable<OptionModel> Sample => All.Where(model => model is { Options: <= 1, Declared.Layers: 1 } or { HasEverything: true });

    private static IEnumerable<OptionModel> Declarations =>
        from type in typeof(Grid.Rnn1).Assembly.GetTypes()
        where type.Namespace == typeof(Grid.Rnn1).Namespace && type.IsDefined(typeof(SequenceModelAttribute), inherit: false)
        orderby type.MetadataToken
        select new OptionModel(type);

    public RecurrentLayerAttribute Declared { get; } = Type.GetCustomAttribute<RecurrentLayerAttribute>()!;

    public long Features { get; } = Convert.ToInt64(Type.GetCustomAttribute<FeaturesAttribute>()!.Size, provider: null);

    /// <summary>Whether its steps are emitted code, which no kernel computes.</summary>
    public bool IsLoop { get; } = Type.GetNestedType("CellLoop", System.Reflection.BindingFlags.NonPublic) is not null;

    public bool IsVerdict => Type.IsDefined(typeof(LastStateAttribute), inherit: false);

    public bool ReadsFromTheEnd => Declared.Bidirectional || Declared.Reverse;

    /// <summary>Whether training draws something that evaluation does not.</summary>
    public bool IsRandom => Declared is { Dropout: > 0 } or { LockedDropout: > 0 } or { RecurrentDropout: > 0 } or { WeightDrop: > 0 } or { Zoneout: > 0 };

    /// <summary>How many options are set, beside the number of layers and the order of steps.</summary>
    public int Options => OptionDeclaration.Of(this).OptionCount + (Declared.Merge != Merge.Concat ? 1 : 0);

    /// <summary>Whether every option that one layer of its cell can have is set.</summary>
    public bool HasEverything => OptionDeclaration.Of(this).HasEverything;

    /// <summary>How long each state is, the hidden state first.</summary>
    public long[] StateSizes => Declared is LstmAttribute lstm ? [Size(lstm.ProjectionSize ?? lstm.HiddenSize), Size(lstm.HiddenSize)] : [Size(Declared.HiddenSize)];

    public nn.Module CreateModule(ScalarType dtype = ScalarType.Float64) => (nn.Module)Activator.CreateInstance(Type, null, dtype)!;

    public IModelUnderTest Create(ScalarType dtype = ScalarType.Float64) =>
        (IModelUnderTest)Activator.CreateInstance(typeof(ModelUnderTest<,>).MakeGenericType(Type, Type.GetNestedType("State")!), CreateModule(dtype))!;

    /// <summary>States of random numbers: [layers × directions, batch, size] each.</summary>
    public Tensor[] DrawStates(Draw draw, int batch) =>
        [.. StateSizes.Select(size => draw.Normal(Declared.Layers * (Declared.Bidirectional ? 2 : 1), batch, size))];

    /// <summary>The equations over a model's weights.</summary>
    internal PaperEquations Equations(nn.Module module) => new(Declared, Weights(module));

    /// <summary>The masks that the model's next call meets, should it begin with this seed.</summary>
    internal PaperMasks Masks(nn.Module module, long seed, Tensor input) =>
        PaperMasks.Draw(seed, Declared, Weights(module), input.size(0), input.size(1));

    public override string ToString() => Type.Name;

    private static long Size(object size) => Convert.ToInt64(size, provider: null);

    private static Func<string, Tensor> Weights(nn.Module module)
    {
        var named = module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        return key => named["cell." + key];
    }
}
