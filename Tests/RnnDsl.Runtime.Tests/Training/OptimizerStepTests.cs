using RnnDsl.Torch;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A step with held scalars gives the weights of TorchSharp's own, bit for bit.</summary>
public sealed class OptimizerStepTests
{
    public static TheoryData<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Optimizers => new()
    {
        { "Adam", static parameters => optim.Adam(parameters, 0.01) },
        { "Adam with all options", static parameters => optim.Adam(parameters, 0.01, 0.8, 0.99, 1e-6, 0.1, amsgrad: true, maximize: true) },
        { "AdamW", static parameters => optim.AdamW(parameters, 0.01, weight_decay: 0.1) },
        { "AdamW with all options", static parameters => optim.AdamW(parameters, 0.01, 0.8, 0.99, 1e-6, 0.1, amsgrad: true, maximize: true) },
        { "SGD", static parameters => optim.SGD(parameters, 0.1) },
        { "SGD with momentum", static parameters => optim.SGD(parameters, 0.1, momentum: 0.9, dampening: 0.1, weight_decay: 0.1) },
        { "SGD with Nesterov's momentum", static parameters => optim.SGD(parameters, 0.1, momentum: 0.9, nesterov: true, maximize: true) },
        { "RMSProp", static parameters => optim.RMSProp(parameters, 0.01) },
        { "RMSProp with all options", static parameters => optim.RMSProp(parameters, 0.01, 0.9, 1e-6, 0.1, 0.5, centered: true, maximize: true) },
        { "Adamax, by its own step", static parameters => optim.Adamax(parameters, 0.01) },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Weights_after_a_step_equal_TorchSharp(string name, Func<IEnumerable<Parameter>, OptimizerHelper> create)
    {
        using var scope = NewDisposeScope();
        Assert.True(Train(create, static optimizer => optimizer.step()).SequenceEqual(Train(create, OptimizerStep.Take)), name);
    }

    [Fact]
    public void Parameter_groups_use_their_own_options()
    {
        using var scope = NewDisposeScope();
        static OptimizerHelper Create(IEnumerable<Parameter> parameters) => optim.SGD([
            new SGD.ParamGroup([.. parameters.Take(1)], 0.5),
            new SGD.ParamGroup([.. parameters.Skip(1)], 0.1, momentum: 0.9),
        ], 0.1);
        Assert.Equal(Train(Create, static optimizer => optimizer.step()), Train(Create, OptimizerStep.Take));
    }

    private static float[] Train(Func<IEnumerable<Parameter>, OptimizerHelper> create, Action<OptimizerHelper> step)
    {
        manual_seed(3);
        Parameter[] parameters = [new(randn(3, 4)), new(randn(4)), new(randn(2))];
        using var optimizer = create(parameters);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();

            // The last one takes no part.
            (parameters[0] * parameters[1]).sin().sum().backward();
            step(optimizer);
        }

        return [.. parameters.SelectMany(static parameter => parameter.data<float>().ToArray())];
    }
}
