using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>
/// The copy memory task: ten symbols, a long blank and a delimiter; the targets of the last ten steps are the symbols (Hochreiter and Schmidhuber
/// 1997; in this form Arjovsky, Shah and Bengio 2016). A sequence has T + 20 steps; the targets before the last ten are blank.
/// </summary>
internal sealed class CopyMemory : MemoryTask
{
    /// <summary>Number of symbols to remember.</summary>
    public const int Symbols = 10;

    /// <summary>Number of different symbols, 0 to 7.</summary>
    public const int Alphabet = 8;

    public const int Blank = 8;

    /// <summary>The recall signal: the input ten steps before the end.</summary>
    public const int Delimiter = 9;

    public override string Name => "copy";

    public override string Title => "Copy memory";

    public override string Error => "cross entropy, nats per step";

    public override string Metric => "copyCrossEntropy";

    public override long Inputs => Alphabet + 2;

    public override long Outputs => Alphabet + 1;

    public override double LearningRate => 0.01;

    /// <summary>Blank where blank is the target, then a uniform distribution over the symbols: 10 ln 8 nats over T + 20 steps.</summary>
    public override double Baseline(int length) => Symbols * Math.Log(Alphabet) / (length + (2 * Symbols));

    /// <summary>A hundredth of the baseline: nearly every symbol is certain.</summary>
    public override double Learned(int length) => Baseline(length) / 100;

    public override MemoryBatch Draw(RandomSource random, int batch, int length, Device device)
    {
        var steps = length + (2 * Symbols);
        var inputs = new long[batch * steps];
        var targets = new long[batch * steps];
        inputs.AsSpan().Fill(Blank);
        targets.AsSpan().Fill(Blank);
        for (var row = 0; row < batch; row++)
        {
            var read = inputs.AsSpan(row * steps, steps);
            var tell = targets.AsSpan(row * steps, steps);
            for (var i = 0; i < Symbols; i++)
                read[i] = tell[steps - Symbols + i] = random.NextInt64(Alphabet);
            read[steps - Symbols - 1] = Delimiter;
        }

        using var symbols = tensor(inputs, [batch, steps], device: device);
        return new(nn.functional.one_hot(symbols, Inputs).to(ScalarType.Float32), tensor(targets, [batch, steps], device: device));
    }

    public override Tensor Loss(Tensor outputs, Tensor targets) => nn.functional.cross_entropy(outputs.flatten(0, 1), targets.flatten());
}
