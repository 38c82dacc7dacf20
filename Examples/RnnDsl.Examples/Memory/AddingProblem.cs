using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>
/// The adding problem: two numbers of a random sequence are marked, one in each half; the target after the last step is their sum (Hochreiter and
/// Schmidhuber 1997; in this form Le, Jaitly and Hinton 2015, and Arjovsky, Shah and Bengio 2016).
/// </summary>
internal sealed class AddingProblem : MemoryTask
{
    public override string Name => "adding";

    public override string Title => "Adding problem";

    public override string Error => "mean squared error";

    public override string Metric => "addingMse";

    public override long Inputs => 2;

    public override long Outputs => 1;

    public override double LearningRate => 0.005;

    /// <summary>A constant prediction of 1, the mean of the sum of two uniform numbers, has the variance 1/6 as error.</summary>
    public override double Baseline(int length) => 1.0 / 6;

    public override double Learned(int length) => 0.001;

    public override MemoryBatch Draw(RandomSource random, int batch, int length, Device device)
    {
        var inputs = new float[batch * length * 2];
        var sums = new float[batch];
        for (var row = 0; row < batch; row++)
        {
            var sequence = inputs.AsSpan(row * length * 2, length * 2);
            for (var t = 0; t < length; t++)
                sequence[2 * t] = (float)random.NextDouble();

            var half = length / 2;
            foreach (var marked in (ReadOnlySpan<long>)[random.NextInt64(half), half + random.NextInt64(length - half)])
            {
                sequence[(2 * (int)marked) + 1] = 1;
                sums[row] += sequence[2 * (int)marked];
            }
        }
        return new(tensor(inputs, [batch, length, 2], device: device), tensor(sums, [batch, 1], device: device));
    }

    public override Tensor Loss(Tensor outputs, Tensor targets) => nn.functional.mse_loss(outputs.select(1, -1), targets);
}
