using System.Reflection;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Runs a generated model: shapes are as declared, stepping equals the whole sequence, a sequence in two parts equals the whole.</summary>
internal static class ModelRun
{
    private const long Batch = 2;
    private const long Time = 3;

    // Windows without padding leave less of a sequence, and must leave something.
    private const long LongTime = 40;
    private const double Tolerance = 1e-10;

    // Networks this small are computed before a second thread has woken up.
    static ModelRun() => set_num_threads(1);

    public static void Check(RandomModel model, Type type)
    {
        using var scope = NewDisposeScope();
        try
        {
            Run(model, (nn.Module)Construct(model, type));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{model}\n{(exception as TargetInvocationException)?.InnerException ?? exception}", exception);
        }
    }

    private static object Construct(RandomModel model, Type type)
    {
        var constructor = Assert.Single(type.GetConstructors());
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.Name == "dtype" ? ScalarType.Float64
            : parameter.Name == "device" ? null
            : parameter.ParameterType == typeof(Tensor) ? rand(model.Input.Vocabulary!.Value, model.Input.Size!.Value, dtype: ScalarType.Float64)
            : (object)model.Parameters[parameter.Name!])]);
    }

    private static void Run(RandomModel model, nn.Module module)
    {
        using var gradients = no_grad();
        module.eval();
        var input = Input(model);
        var (output, state) = Forward(module, input);
        var time = TimeOf(model);
        Assert.Equal(model.GivesOneVector ? [Batch, model.OutputFeatures] : [Batch, model.OutputSteps(time), model.OutputFeatures], output.shape);
        CheckLengths(model, module, time);
        if (module.GetType().GetMethod("forward")!.GetParameters().Any(parameter => parameter.Name == "lengths"))
        {
            CheckPadding(model, module, input, time);
        }

        Assert.Equal(ScalarType.Float64, output.dtype);
        Assert.Equal(!model.GivesOneVector, state is not null);
        Assert.Equal(model.HasStep, module.GetType().GetMethod("Step") is not null);
        if (!model.HasStep)
        {
            return;
        }

        var stepped = new List<Tensor>();
        object? carried = null;
        for (var t = 0; t < Time; t++)
        {
            (var step, carried) = Step(module, input.select(1, t), carried);
            stepped.Add(step);
        }

        AssertClose(output, model.GivesOneVector ? stepped[^1] : stack(stepped, 1), "Stepping");
        if (model.GivesOneVector)
        {
            return;
        }

        AssertSameState(state!, carried!, "stepping");
        var (first, between) = Forward(module, input.narrow(1, 0, 1));
        var (second, end) = Forward(module, input.narrow(1, 1, Time - 1), between);
        AssertClose(output, cat([first, second], 1), "A sequence in two parts");
        AssertSameState(state!, end!, "a sequence in two parts");
    }

    /// <summary>Where lengths change on their way, they change as the steps do.</summary>
    private static void CheckLengths(RandomModel model, nn.Module module, long time)
    {
        if (module.GetType().GetMethod("OutputLengths") is { } lengths)
        {
            Assert.Equal(model.OutputSteps(time), ((Tensor)lengths.Invoke(module, [tensor(new[] { time })])!).item<long>());
        }
    }

    /// <summary>The second sequence of a batch, a step shorter than the first, is as it would be alone.</summary>
    private static void CheckPadding(RandomModel model, nn.Module module, Tensor input, long time)
    {
        var (padded, _) = Forward(module, input, lengths: tensor(new[] { time, time - 1 }));
        var (alone, _) = Forward(module, input.narrow(0, 1, 1).narrow(1, 0, time - 1));
        var real = padded.narrow(0, 1, 1);
        AssertClose(alone, model.GivesOneVector ? real : real.narrow(1, 0, alone.size(1)), "A padded sequence");
    }

    private static long TimeOf(RandomModel model) => model.HasStep ? Time : LongTime;

    private static Tensor Input(RandomModel model) => model.Input.Kind switch
    {
        RandomLayerKind.Embedding => randint(0, model.Input.Vocabulary!.Value, [Batch, TimeOf(model)]),
        RandomLayerKind.Image => randn([Batch, .. model.Input.Image.Select(size => size.Value)], dtype: ScalarType.Float64),
        _ => randn(Batch, TimeOf(model), model.Input.Size!.Value, dtype: ScalarType.Float64),
    };

    private static (Tensor Output, object? State) Forward(nn.Module module, Tensor input, object? state = null, Tensor? lengths = null)
    {
        var forward = module.GetType().GetMethod("forward")!;
        return GeneratedResult.Split(forward.Invoke(module, [.. forward.GetParameters().Select(parameter => parameter.Name == "lengths" ? lengths : parameter.Name == "state" ? state : input)])!);
    }

    private static (Tensor Output, object? State) Step(nn.Module module, Tensor input, object? state) =>
        GeneratedResult.Split(module.GetType().GetMethod("Step")!.Invoke(module, [input, state])!);

    private static void AssertSameState(object expected, object actual, string what)
    {
        foreach (var (left, right) in GeneratedResult.Tensors(expected).Zip(GeneratedResult.Tensors(actual)))
        {
            Assert.Equal(left.Key, right.Key);
            AssertClose(left.Value, right.Value, $"{left.Key} after {what}");
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().max().item<double>();
        Assert.True(difference <= Tolerance, $"{what} differs from the whole sequence by {difference}.");
    }
}
