using RnnDsl.Runtime.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>The tiny model in double precision, without dropout, on data that are a function of the row.</summary>
internal static class DoublePrecision
{
    public static TinyRun Create() => new(
        static model =>
        {
            model.to(ScalarType.Float64);
            return optim.Adam(model.parameters(), 0.01);
        },
        dropout: 0);

    /// <summary>The mean loss of consecutive rows of the data.</summary>
    public static Tensor Loss(TinyRun run, long first, int count)
    {
        var tokens = (arange(first, first + count).unsqueeze(1) + arange(6)).remainder(TinyLanguageModel.Vocabulary);
        var state = new TinyLanguageModel.State(zeros([2, count, 8], ScalarType.Float64), zeros([2, count, 8], ScalarType.Float64));
        return nn.functional.cross_entropy(run.Model.call(tokens.narrow(1, 0, 5), state).Output.flatten(0, 1), tokens.narrow(1, 1, 5).flatten());
    }
}
