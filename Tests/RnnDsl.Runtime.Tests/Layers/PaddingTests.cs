using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>A padded batch gives what each of its sequences gives alone, outputs and gradients, whatever the padding holds.</summary>
public sealed class PaddingTests
{
    private static readonly long[] Lengths = [3, 7, 4, 5];

    public static TheoryData<Type> Models => [.. LayerModels.OverSequences];

    [Theory]
    [MemberData(nameof(Models))]
    public void Padded_batch_equals_single_sequences(Type type)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        model.eval();
        var input = LayerModel.Input(model, draw, Lengths.Length, Lengths.Max());
        var lengths = tensor(Lengths);

        var alone = Lengths.Select((length, i) => Given(model, input.narrow(0, i, 1).narrow(1, 0, length), null)).ToList();
        var padded = Given(model, input, lengths);

        using var weights = new Draw(seed: 5);
        var weighing = alone.Select(given => weights.Normal(given.Output.shape)).ToList();
        var real = alone.Select((given, i) => Real(padded.Output.narrow(0, i, 1), given.Output)).ToList();
        for (var i = 0; i < real.Count; i++)
        {
            Near.Equal($"the output of sequence {i}", alone[i].Output, real[i]);
        }

        var trained = model.parameters().Where(parameter => parameter.requires_grad).Cast<Tensor>().ToList();
        var expected = Gradients(Sum(alone.Select(given => given.Output), weighing), trained);
        Near.Equal("the gradient of a weight", expected, Gradients(Sum(real, weighing), trained));
        if (input.is_floating_point())
        {
            var gradient = autograd.grad([Sum(real, weighing)], [padded.Source])[0];
            var single = autograd.grad([Sum(alone.Select(given => given.Output), weighing)], [.. alone.Select(given => given.Source)]);
            for (var i = 0; i < Lengths.Length; i++)
            {
                Near.Equal($"the gradient of sequence {i}", single[i].squeeze(0), gradient.select(0, i).narrow(0, 0, Lengths[i]));
                Assert.Equal(0, gradient.select(0, i).narrow(0, Lengths[i], Lengths.Max() - Lengths[i]).abs().sum().ToDouble());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Padding_values_do_not_affect_the_output(Type type)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        model.eval();
        var input = LayerModel.Input(model, draw, Lengths.Length, Lengths.Max());
        var other = LayerModel.Input(model, draw, Lengths.Length, Lengths.Max());
        var lengths = tensor(Lengths);
        var real = arange(Lengths.Max()).unsqueeze(0).lt(lengths.unsqueeze(1));
        var changed = where(input.dim() == 2 ? real : real.unsqueeze(-1), input, input.is_floating_point() ? other * 1e6 : other);
        Assert.NotEqual(0, (changed - input).abs().sum().ToDouble());

        var (before, after) = (LayerModel.Forward(model, input, lengths), LayerModel.Forward(model, changed, lengths));

        for (var i = 0; i < Lengths.Length; i++)
        {
            var alone = LayerModel.Forward(model, input.narrow(0, i, 1).narrow(1, 0, Lengths[i]));
            Near.Equal($"the output of sequence {i}", Real(before.narrow(0, i, 1), alone), Real(after.narrow(0, i, 1), alone), 0);
        }
    }

    private static (Tensor Source, Tensor Output) Given(nn.Module model, Tensor input, Tensor? lengths)
    {
        var source = input.is_floating_point() ? input.detach().clone().requires_grad_() : input;
        return (source, LayerModel.Forward(model, source, lengths));
    }

    /// <summary>The steps of a padded output that a sequence alone has as well.</summary>
    private static Tensor Real(Tensor padded, Tensor alone) => padded.dim() == 3 ? padded.narrow(1, 0, alone.size(1)) : padded;

    private static Tensor Sum(IEnumerable<Tensor> outputs, IEnumerable<Tensor> weighing) =>
        outputs.Zip(weighing, (output, weight) => (output * weight).sum()).Aggregate((sum, term) => sum + term);

    private static Tensor[] Gradients(Tensor loss, List<Tensor> of) => [.. autograd.grad([loss], of, retain_graph: true)];
}
